//! A policy as an `HTTPRoute` with a `CORS` filter for each policy.
//!
//! Gateways take the rule with an exact path before the one with the longest prefix, and a prefix
//! `/api` speaks for `/api` too. So a path of which an earlier policy speaks is left out of a later
//! one, and `/api` is an exact match wherever it belongs.

use crate::generate::quote::yaml;
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls,
};
use preflight_policy::{HostPattern, OriginPattern, PathPattern, PortPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Schema };

/// What the API leaves to the gateway that carries it out.
const LACKS: &[Lack] = &[
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "The API says nothing of Vary, and most gateways send none; a filter here adds it to what \
         passes through, not to errors of the gateway's own.",
    ),
    Lack::new(
        Behaviour::VaryOnPreflights,
        "Preflights are answered by the gateway, mostly without Vary.",
    ),
    Lack::new(
        Behaviour::PreflightIs204,
        "A preflight is answered with 200 or 204, as the gateway pleases.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is answered with 200, 204 or 403, without the headers that \
         would allow it.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "Whether a gateway replaces CORS headers of the application is not said: let the application \
         send none.",
    ),
    Lack::new(
        Behaviour::HeadersOnOwnErrors,
        "Whether errors of the gateway's own have the headers is not said.",
    ),
];

const PURPOSE: &str = "For `kubectl apply -f`; give the gateway and the service their names. It takes \
    Gateway API v1.5 and a GatewayClass with `HTTPRouteCORS` among its `status.supportedFeatures`. Other \
    filters of a rule come after CORS, and no match may have a `method`, or preflights match nothing.";

/// How many elements a list may have.
const LONGEST: usize = 64;

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let port = plan.upstream.rsplit_once(':').map_or("80", |(_, port)| port);
    let mut text =
        "\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: app\n\
         spec:\n  parentRefs:\n    - name: gateway\n  rules:\n"
            .to_owned();
    for (matches, rule) in rules(plan) {
        if rule.is_none() {
            text.push_str(
                "    # No policy speaks for these paths; a prefix would take its bare path too.\n",
            );
        }
        text.push_str("    - matches:\n");
        for path in matches {
            let _ = writeln!(text, "        - path: {path}");
        }
        if let Some(rule) = rule {
            cors(&mut text, rule, shortfalls);
        }
        let _ = writeln!(text, "      backendRefs:\n        - name: app\n          port: {port}");
    }
    vec![File::new("preflight-cors.yaml", Comment::Line("#"), PURPOSE, text)]
}

/// What each rule of the route matches, and the policy that holds there.
fn rules(plan: &Plan) -> Vec<(Vec<String>, Option<&Rule>)> {
    let speaks = |path: &str| {
        let any =
            |rule: &Rule| rule.is_for_every_path() || rule.paths.iter().any(|p| p.matches(path));
        plan.rules.iter().position(any).unwrap_or(plan.rules.len())
    };
    let mut matches = vec![Vec::new(); plan.rules.len() + 1];
    let mut add = |rule: usize, kind: &str, value: &str| {
        let path = format!("{{ type: {kind}, value: {} }}", yaml(&escaped(value)));
        if !matches[rule].contains(&path) {
            matches[rule].push(path);
        }
    };
    for (n, rule) in plan.rules.iter().enumerate() {
        if rule.is_for_every_path() {
            add(n, "PathPrefix", "/");
            break;
        }
        for path in plan.unclaimed_paths(n) {
            match path {
                PathPattern::Exact(path) => add(n, "Exact", path),
                PathPattern::Below(prefix) => {
                    let bare = prefix.trim_end_matches('/');
                    add(n, "PathPrefix", bare);
                    if speaks(bare) != n {
                        add(speaks(bare), "Exact", bare);
                    }
                }
            }
        }
    }
    if !plan.rules.iter().any(Rule::is_for_every_path) {
        add(plan.rules.len(), "PathPrefix", "/");
    }
    let policies = plan.rules.iter().map(Some).chain([None]);
    matches.into_iter().zip(policies).filter(|(matches, _)| !matches.is_empty()).collect()
}

/// A path in the characters that a match may have
/// ([`HTTPPathMatch`](https://gateway-api.sigs.k8s.io/reference/spec/#httppathmatch)).
fn escaped(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-/._~!$&'()*+,;=:@".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

fn cors(text: &mut String, rule: &Rule, shortfalls: &mut Shortfalls) {
    text.push_str("      filters:\n        - type: CORS\n          cors:\n");
    list(text, "allowOrigins", &fitting("allow_origins", origins(rule, shortfalls), shortfalls));
    let lists = [
        ("allowMethods", methods(rule, shortfalls)),
        ("allowHeaders", fitting("allow_headers", headers(rule, shortfalls), shortfalls)),
        ("exposeHeaders", fitting("expose_headers", written(&rule.expose), shortfalls)),
    ];
    for (name, values) in lists.iter().filter(|(_, values)| !values.is_empty()) {
        list(text, name, values);
    }
    if rule.credentials {
        text.push_str("            allowCredentials: true\n");
    }
    if let Some(seconds) = rule.max_age {
        if seconds == 0 {
            let instead = "one second is the least that it can be told";
            shortfalls.push(
                "max_age",
                "0",
                "the API takes no 0, and 5 where nothing is said",
                instead,
            );
        }
        let _ = writeln!(text, "            maxAge: {}", seconds.max(1));
    }
    if !rule.allows_any_origin() {
        text.push_str(
            "        # Caches learn that Origin matters.\n        - type: ResponseHeaderModifier\n          responseHeaderModifier:\n            add:\n\
             \x20             - { name: Vary, value: Origin }\n",
        );
    }
}

fn list(text: &mut String, name: &str, values: &[String]) {
    if values.is_empty() {
        let _ = writeln!(text, "            {name}: []");
        return;
    }
    let _ = writeln!(text, "            {name}:");
    for value in values {
        let _ = writeln!(text, "              - {}", yaml(value));
    }
}

/// As many of the values as a list may have.
fn fitting(field: &str, mut values: Vec<String>, shortfalls: &mut Shortfalls) -> Vec<String> {
    for value in values.iter().skip(LONGEST) {
        shortfalls.push(field, value, "a list has no more than 64 elements", "it is left out");
    }
    values.truncate(LONGEST);
    values
}

fn origins(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    rule.origins.iter().filter_map(|origin| expressed(origin, shortfalls)).collect()
}

/// An origin in the [form](https://gateway-api.sigs.k8s.io/reference/spec/#corsorigin) that the API has.
fn expressed(origin: &OriginPattern, shortfalls: &mut Shortfalls) -> Option<String> {
    let OriginPattern::Of { scheme, host, port } = origin else { return Some("*".to_owned()) };
    let written = origin.to_string();
    let name = match host {
        HostPattern::Exact(host) | HostPattern::Below(host) => host,
    };
    let mut cannot = |why| {
        shortfalls.push("allow_origins", &written, why, "it is left out");
    };
    if !matches!(scheme.as_ref(), "http" | "https") {
        cannot("an origin's scheme is `http` or `https` there");
        return None;
    }
    if name.contains(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-') {
        cannot("a host has letters, digits, `.` and `-` there");
        return None;
    }
    if *port == PortPattern::Any {
        let without = written.trim_end_matches(":*").to_owned();
        let instead = format!("name the ports; only `{without}` is allowed until then");
        shortfalls.push("allow_origins", &written, "there is no wildcard for ports", instead);
        return Some(without);
    }
    Some(written)
}

/// The methods that can be named ([`HTTPMethod`](https://gateway-api.sigs.k8s.io/reference/spec/#httpmethod)).
fn methods(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    const NAMED: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
    let (named, others) = written(&rule.methods)
        .into_iter()
        .partition(|method| method == "*" || NAMED.contains(&method.as_str()));
    let others: Vec<String> = others;
    for method in others {
        let why = "only methods of HTTP's own list can be named";
        shortfalls.push("allow_methods", &method, why, "it is left out");
    }
    named
}

/// `*` stands alone, and where credentials are not allowed a gateway may answer it with whatever is
/// asked for.
fn headers(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    match &rule.headers {
        Names::Any { authorization: false } if !rule.credentials => {
            let why = "a gateway may take it for every header, `authorization` too";
            let instead = "name the headers, or `authorization` beside it; only `content-type` is \
                           allowed until then";
            shortfalls.push("allow_headers", "*", why, instead);
            vec!["content-type".to_owned()]
        }
        Names::Any { authorization } => {
            if *authorization {
                let why = "`*` stands alone there";
                let instead = "it is left to the gateway whether `*` covers it";
                shortfalls.push("allow_headers", "authorization", why, instead);
            }
            vec!["*".to_owned()]
        }
        names @ Names::Listed(_) => written(names),
    }
}

fn written(names: &Names) -> Vec<String> {
    match names {
        Names::Any { .. } => vec!["*".to_owned()],
        Names::Listed(names) => names.clone(),
    }
}
