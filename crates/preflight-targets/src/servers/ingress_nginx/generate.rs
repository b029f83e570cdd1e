//! A policy as annotations of ingress-nginx: an Ingress for each policy, with its paths.
//!
//! What an annotation leaves out or the controller cannot read becomes its default, which allows more:
//! any origin, credentials, `Authorization`, twenty days. So each of them is written.
//!
//! What is valid and what it does is in the controller's source, `internal/ingress/annotations/cors` and
//! `rootfs/etc/nginx/template/nginx.tmpl`.

use crate::generate::quote::json;
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, exact_origin,
};
use preflight_policy::{HostPattern, OriginPattern, PathPattern, PortPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator {
    write,
    lacks: &[
        Lack::new(
            Behaviour::VaryOnEveryResponse,
            "It sends no `Vary: Origin`: let the application send it, or keep caches away.",
        ),
        Lack::new(Behaviour::VaryOnPreflights, "Answers to preflights have no `Vary` either."),
        Lack::new(
            Behaviour::RefusedPreflightIs403,
            "A preflight from another origin gets the application's answer.",
        ),
        Lack::new(
            Behaviour::AnswersRefusedPreflights,
            "A preflight from another origin reaches the application, which must not allow it.",
        ),
        Lack::new(
            Behaviour::OnlyTruePreflights,
            "Every `OPTIONS` from an origin that is allowed is answered; the application sees none.",
        ),
        Lack::new(
            Behaviour::ReplacesInnerHeaders,
            "To other origins the application's own CORS headers go through: switch them off there.",
        ),
        Lack::new(
            Behaviour::PreflightHeadersOnPreflightsOnly,
            "The lists of methods and headers stand on every response, which browsers pass over.",
        ),
    ],
    proof: Proof::Text,
};

const PURPOSE: &str = "Put your host, the services and their ports in, and apply it with \
    `kubectl apply -f`.";

/// What browsers do where nothing is said.
const DEFAULT_MAX_AGE: u32 = 5;

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let mut text = String::new();
    let mut before: Vec<&PathPattern> = Vec::new();
    for (n, rule) in plan.rules.iter().enumerate() {
        let paths = paths(rule, &before, shortfalls);
        before.extend(&rule.paths);
        if !paths.is_empty() {
            ingress(
                &format!("application-{}", n + 1),
                Some(&annotations(rule, shortfalls)),
                &paths,
                plan,
                &mut text,
            );
        }
        if rule.is_for_every_path() {
            break;
        }
    }
    if !plan.rules.iter().any(Rule::is_for_every_path) {
        text.push_str("---\n# Paths of which no policy speaks.\n");
        ingress("application", None, &[("/".to_owned(), "Prefix")], plan, &mut text);
    }
    vec![File::new("ingress.yaml", Comment::Line("#"), PURPOSE, text)]
}

/// The paths of a policy of which none before it speaks: nginx takes the longest that matches and not
/// the first.
fn paths(
    rule: &Rule,
    before: &[&PathPattern],
    shortfalls: &mut Shortfalls,
) -> Vec<(String, &'static str)> {
    if rule.is_for_every_path() {
        return vec![("/".to_owned(), "Prefix")];
    }
    let mut paths = Vec::new();
    for path in rule.paths.iter().filter(|path| !before.iter().any(|other| other.covers(path))) {
        let (path, kind) = match path {
            PathPattern::Exact(path) => (path, "Exact"),
            PathPattern::Below(prefix) => (prefix, "Prefix"),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
        if path.chars().all(plain) {
            paths.push((path.clone(), kind));
        } else {
            shortfalls.push(
                "paths",
                path,
                "the controller takes letters, digits and `-._~/` in a path only",
                "it is left out",
            );
        }
    }
    paths
}

fn ingress(
    name: &str,
    annotations: Option<&[(&str, String)]>,
    paths: &[(String, &str)],
    plan: &Plan,
    text: &mut String,
) {
    let (_, port) = plan.upstream_host_and_port();
    let _ = write!(
        text,
        "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: {name}\n"
    );
    if let Some(annotations) = annotations {
        text.push_str("  annotations:\n");
        for (name, value) in annotations {
            let _ = writeln!(text, "    nginx.ingress.kubernetes.io/{name}: {}", json(value));
        }
    }
    text.push_str(
        "spec:\n  ingressClassName: nginx\n  rules:\n    - host: api.example.com\n      http:\n        paths:\n",
    );
    for (path, kind) in paths {
        let _ = write!(
            text,
            "          - path: {}\n            pathType: {kind}\n            backend:\n              \
             service:\n                name: application\n                port:\n                  \
             number: {port}\n",
            json(path)
        );
    }
}

fn annotations(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<(&'static str, String)> {
    let origins: Vec<String> =
        rule.origins.iter().filter_map(|origin| written(origin, shortfalls)).collect();
    if origins.is_empty() {
        // Without an origin that it can read the controller allows any.
        return vec![("enable-cors", "false".to_owned())];
    }
    let mut annotations = vec![
        ("enable-cors", "true".to_owned()),
        ("cors-allow-origin", origins.join(",")),
        ("cors-allow-methods", methods(rule, shortfalls)),
        ("cors-allow-headers", headers(rule, shortfalls)),
        ("cors-allow-credentials", rule.credentials.to_string()),
        ("cors-max-age", rule.max_age.unwrap_or(DEFAULT_MAX_AGE).to_string()),
    ];
    let expose = match &rule.expose {
        Names::Any { .. } => "*".to_owned(),
        Names::Listed(names) => kept("expose_headers", names, is_name, shortfalls).join(","),
    };
    if !expose.is_empty() {
        annotations.push(("cors-expose-headers", expose));
    }
    annotations
}

/// An origin as the controller reads it.
fn written(origin: &OriginPattern, shortfalls: &mut Shortfalls) -> Option<String> {
    let OriginPattern::Of { scheme, host, port } = origin else { return Some("*".to_owned()) };
    let text = origin.to_string();
    let mut left_out = |why: &'static str| {
        shortfalls.push("allow_origins", &text, why, "it is left out");
        None
    };
    let (HostPattern::Exact(name) | HostPattern::Below(name)) = host;
    if *port == PortPattern::Any {
        return left_out("the controller has no pattern for ports");
    }
    if !scheme.bytes().all(|b| b.is_ascii_lowercase())
        || !name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'))
    {
        return left_out(
            "the controller takes letters in a scheme, and letters, digits, `-` and `.` in a host only",
        );
    }
    if exact_origin(origin).is_none() {
        shortfalls.push(
            "allow_origins",
            &text,
            "`*.` is one label in ingress-nginx",
            "subdomains of subdomains are not allowed",
        );
    }
    Some(text)
}

fn methods(rule: &Rule, shortfalls: &mut Shortfalls) -> String {
    const COMMON: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    let Some(all) = rule.all_methods() else {
        shortfalls.push(
            "allow_methods",
            "*",
            "the controller takes letters in a method only",
            "the common ones are listed",
        );
        return COMMON.join(",");
    };
    let is_method = |name: &str| name.bytes().all(|b| b.is_ascii_alphabetic());
    kept("allow_methods", &all, is_method, shortfalls).join(",")
}

fn headers(rule: &Rule, shortfalls: &mut Shortfalls) -> String {
    let names = match &rule.headers {
        Names::Any { .. } => {
            shortfalls.push(
                "allow_headers",
                "*",
                "the controller takes names of letters, digits, `-` and `_` only",
                "`content-type` is allowed; name those that pages send",
            );
            vec!["content-type"]
        }
        Names::Listed(names) => kept("allow_headers", names, is_name, shortfalls),
    };
    // Without a name its own list holds, which has `Authorization`. This one every page may send.
    if names.is_empty() { "accept".to_owned() } else { names.join(",") }
}

fn is_name(name: &str) -> bool {
    name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// The names that the controller takes; it passes over the whole list where one is not of these.
fn kept<'a, T: AsRef<str>>(
    field: &str,
    names: &'a [T],
    takes: fn(&str) -> bool,
    shortfalls: &mut Shortfalls,
) -> Vec<&'a str> {
    let (kept, left_out): (Vec<&str>, Vec<&str>) =
        names.iter().map(AsRef::as_ref).partition(|name| takes(name));
    for name in left_out {
        shortfalls.push(
            field,
            name,
            "the controller passes over a list with anything but plain names",
            "it is left out",
        );
    }
    kept
}
