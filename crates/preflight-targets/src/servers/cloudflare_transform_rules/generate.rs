//! A policy as a ruleset of the phase `http_response_headers_transform`, whose rules all run, in their
//! order: first the origin server's headers go, then come those of the policy that speaks for the path.
//!
//! Without regular expressions, which only some plans have: an `Origin` that begins with `https://` and ends
//! in `.example.org` has nothing but a host between.

use crate::generate::quote::json as quoted;
use crate::generate::url_paths::encoded;
use crate::generate::{
    Behaviour, CORS_HEADERS, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls,
};
use preflight_policy::{HostPattern, OriginPattern, PathPattern, PortPattern};
use serde_json::{Map, Value, json};

pub(super) const GENERATOR: Generator = Generator { write, lacks: &LACKS, proof: Proof::Text };

const LACKS: [Lack; 5] = [
    Lack::new(
        Behaviour::AnswersPreflights,
        "A rule changes headers and answers nothing: the origin server has to answer `OPTIONS` with a 2xx, \
         before it asks for authentication.",
    ),
    Lack::new(
        Behaviour::AnswersRefusedPreflights,
        "A preflight from another origin reaches the origin server too.",
    ),
    Lack::new(
        Behaviour::PreflightIs204,
        "A preflight has the status that the origin server gives it.",
    ),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is refused by the missing headers only.",
    ),
    Lack::new(
        Behaviour::HeadersOnOwnErrors,
        "Cloudflare does not say whether its own error pages have the headers: do not count on it.",
    ),
];

const PURPOSE: &str = "Send it with PUT to `/zones/<zone>/rulesets/phases/http_response_headers_transform/\
    entrypoint` of Cloudflare's API. That replaces the rules of this phase: take over those that are there.";

const ORIGIN: &str = r#"http.request.headers["origin"][0]"#;
const METHOD: &str = r#"http.request.headers["access-control-request-method"][0]"#;
const HEADERS: &str = r#"http.request.headers["access-control-request-headers"][0]"#;

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let mut rules = Vec::new();
    let mut before = Vec::new();
    for rule in &plan.rules {
        let own = speaks_for(&rule.paths);
        let others = before.iter().map(|earlier| format!("not ({earlier})"));
        let path: Vec<String> = own.iter().cloned().chain(others).collect();
        rules.extend(of_policy(rule, &path, shortfalls));
        before.extend(own);
    }
    let ruleset = json!({
        "description": "CORS",
        "kind": "zone",
        "phase": "http_response_headers_transform",
        "rules": rules,
    });
    let text = format!("{ruleset:#}\n");
    vec![File::new("preflight-cors.json", Comment::None, PURPOSE, text)]
}

/// When a policy speaks for the path; nothing where it does for every path.
fn speaks_for(paths: &[PathPattern]) -> Option<String> {
    let one = |path: &PathPattern| match encoded(path) {
        PathPattern::Exact(path) => format!("http.request.uri.path eq {}", quoted(&path)),
        PathPattern::Below(prefix) => {
            format!("starts_with(http.request.uri.path, {})", quoted(&prefix))
        }
    };
    (!paths.is_empty()).then(|| paths.iter().map(one).collect::<Vec<_>>().join(" or "))
}

fn of_policy(rule: &Rule, path: &[String], shortfalls: &mut Shortfalls) -> Vec<Value> {
    let origin = (!rule.allows_any_origin()).then(|| origins(rule, shortfalls));
    let preflight = format!("http.request.method eq \"OPTIONS\" and {METHOD} ne \"\"");
    let when = |more: &[&str]| {
        let all = path.iter().map(String::as_str).chain(more.iter().copied());
        let all: Vec<String> = all.map(|one| format!("({one})")).collect();
        if all.is_empty() { "true".to_owned() } else { all.join(" and ") }
    };
    let allowed: Vec<&str> = origin.as_deref().into_iter().collect();
    let with = |more: &str| when(&[&allowed[..], &[more]].concat());

    let removed = CORS_HEADERS.map(|name| (name.to_owned(), json!({ "operation": "remove" })));
    let [allow_origin, allow_credentials, expose_headers, ..] = CORS_HEADERS;
    let mut everywhere = Map::from_iter(removed);
    let mut readable = Map::new();
    match origin {
        Some(_) => {
            everywhere.insert("Vary".into(), json!({ "operation": "add", "value": "Origin" }));
            readable.insert(allow_origin.into(), dynamic(ORIGIN));
        }
        None => {
            readable.insert(allow_origin.into(), fixed("*"));
        }
    }
    if rule.credentials {
        readable.insert(allow_credentials.into(), fixed("true"));
    }
    let mut exposed = Map::new();
    if !rule.expose.is_empty() {
        exposed.insert(expose_headers.into(), fixed(&rule.expose.joined(",")));
    }
    [
        ("Nobody else says who may read.", when(&[]), everywhere),
        ("Who may read the response.", when(&allowed), readable),
        ("Which headers scripts may read.", with(&format!("not ({preflight})")), exposed),
        ("What a preflight is granted.", with(&preflight), granted(rule)),
    ]
    .into_iter()
    .filter(|(.., headers)| !headers.is_empty())
    .map(|(description, expression, headers)| {
        json!({
            "description": description,
            "expression": expression,
            "action": "rewrite",
            "action_parameters": { "headers": headers },
        })
    })
    .collect()
}

/// Beside credentials `*` is no wildcard: what is asked for is named.
fn granted(rule: &Rule) -> Map<String, Value> {
    let names = |names: &Names, asked: &str| match names {
        Names::Any { .. } if rule.credentials => dynamic(asked),
        names => fixed(&names.joined(",")),
    };
    let [.., allow_methods, allow_headers, max_age] = CORS_HEADERS;
    let mut granted = Map::new();
    if !rule.methods.is_empty() {
        granted.insert(allow_methods.into(), names(&rule.methods, METHOD));
    }
    if !rule.headers.is_empty() {
        granted.insert(allow_headers.into(), names(&rule.headers, HEADERS));
    }
    if let Some(seconds) = rule.max_age {
        granted.insert(max_age.into(), fixed(&seconds.to_string()));
    }
    granted
}

/// When the request's origin is among those of the policy.
fn origins(rule: &Rule, shortfalls: &mut Shortfalls) -> String {
    let mut one = |origin: &OriginPattern| {
        let OriginPattern::Of { scheme, host, port } = origin else { return "true".to_owned() };
        let port = match port {
            PortPattern::Default => String::new(),
            PortPattern::Exact(port) => format!(":{port}"),
            PortPattern::Any => {
                shortfalls.push(
                    "allow_origins",
                    &origin.to_string(),
                    "any port needs a regular expression, which not every plan of Cloudflare has",
                    "it is written without a port: name each port that is in use",
                );
                String::new()
            }
        };
        match host {
            HostPattern::Exact(host) => {
                format!("{ORIGIN} eq {}", quoted(&format!("{scheme}://{host}{port}")))
            }
            HostPattern::Below(base) => format!(
                "starts_with({ORIGIN}, {}) and ends_with({ORIGIN}, {})",
                quoted(&format!("{scheme}://")),
                quoted(&format!(".{base}{port}"))
            ),
        }
    };
    rule.origins.iter().map(&mut one).collect::<Vec<_>>().join(" or ")
}

fn fixed(value: &str) -> Value {
    json!({ "operation": "set", "value": value })
}

fn dynamic(expression: &str) -> Value {
    json!({ "operation": "set", "expression": expression })
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_policy::PolicyConfig;

    fn texts(list: &[&str]) -> Vec<String> {
        list.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn the_first_policy_whose_paths_match_speaks() {
        let public = PolicyConfig {
            allow_origins: texts(&["*"]),
            paths: texts(&["/public/*", "/a\"b"]),
            ..PolicyConfig::default()
        };
        let others = PolicyConfig {
            allow_origins: texts(&["https://app.example.com", "https://*.example.org:8443"]),
            ..PolicyConfig::default()
        };
        let (policies, _) = preflight_policy::Policies::new(&[public, others]).expect("policies");
        let files = write(&Plan::new(&policies), &mut Shortfalls::default());
        let ruleset: Value = serde_json::from_str(&files[0].content).expect("JSON");
        let expressions: Vec<&str> = ruleset["rules"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|rule| rule["expression"].as_str())
            .collect();
        let public = "starts_with(http.request.uri.path, \"/public/\") or \
                      http.request.uri.path eq \"/a%22b\"";
        let origin = format!(
            "{ORIGIN} eq \"https://app.example.com\" or \
             starts_with({ORIGIN}, \"https://\") and ends_with({ORIGIN}, \".example.org:8443\")"
        );
        let others = format!("(not ({public}))");
        assert_eq!(
            expressions,
            [
                format!("({public})"),
                format!("({public})"),
                others.clone(),
                format!("{others} and ({origin})"),
            ]
        );
    }
}
