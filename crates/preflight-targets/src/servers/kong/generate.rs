//! A policy as Kong's declarative configuration: a route with the `cors` plugin for each policy.
//!
//! What the plugin does is read from its
//! [source](https://github.com/Kong/kong/blob/master/kong/plugins/cors/handler.lua): a list that is left
//! out allows everything, a single origin that is no regular expression is sent to everybody, and
//! origins are compared and sent back as a parser wrote them, without the brackets of IPv6.

use crate::generate::quote::{list, yaml};
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, origin_regex,
};
use preflight_policy::{HostPattern, OriginPattern, PathPattern};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Text };

const LACKS: &[Lack] = &[
    Lack::EMPTY_200,
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is answered with 200 too, without \
         Access-Control-Allow-Origin, so that browsers refuse it.",
    ),
    Lack::new(
        Behaviour::SilenceToOtherOrigins,
        "Other origins are told which methods, headers and credentials are allowed, though not to \
         them: Access-Control-Allow-Origin is missing.",
    ),
    Lack::new(
        Behaviour::SilenceWithoutOrigin,
        "Requests without Origin are told the same. `allow_origin_absent: false` ends that, and takes \
         Vary away with it.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "Of the application's CORS headers Kong replaces those that it sets itself, and lets the others \
         through. Let the application send none.",
    ),
];

const PURPOSE: &str = "Declarative configuration of Kong 3: load it with `deck gateway sync` or as \
    `declarative_config`, after `kong config parse kong.yaml`. Routes must not have `methods` without \
    OPTIONS. The plugin runs before those that authenticate.";

/// What the plugin's schema takes for a method.
const METHODS: [&str; 9] =
    ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS", "TRACE", "CONNECT"];

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let mut text = format!(
        "\n_format_version: \"3.0\"\n\nservices:\n  - name: app\n    url: {}\n    routes:\n",
        yaml(&plan.upstream)
    );
    for (n, rule) in plan.rules.iter().enumerate() {
        let paths = paths(plan, n);
        if paths.is_empty() {
            continue;
        }
        route(&mut text, &format!("cors-{}", n + 1), &paths);
        plugin(&mut text, rule, shortfalls);
        if rule.is_for_every_path() {
            break;
        }
    }
    if !plan.rules.iter().any(Rule::is_for_every_path) {
        route(&mut text, "rest", &["/".to_owned()]);
    }
    vec![File::new("kong.yaml", Comment::Line("#"), PURPOSE, text)]
}

/// Kong takes regular expressions, which begin with `~`, before the longest prefix.
fn paths(plan: &Plan, rule: usize) -> Vec<String> {
    if plan.rules[rule].is_for_every_path() {
        return vec!["/".to_owned()];
    }
    let written = |path: &PathPattern| match path {
        PathPattern::Exact(path) => format!("~{}$", escaped(path, true)),
        PathPattern::Below(prefix) => escaped(prefix, false),
    };
    plan.unclaimed_paths(rule).into_iter().map(written).collect()
}

/// A path in the characters that Kong takes, as a regular expression or not.
fn escaped(path: &str, regex: bool) -> String {
    let mut escaped = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-/_~".contains(&byte) {
            escaped.push(char::from(byte));
        } else if b".!$&'()*+,;=:@".contains(&byte) {
            escaped.extend(regex.then_some('\\'));
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

fn route(text: &mut String, name: &str, paths: &[String]) {
    let paths = list(paths, yaml);
    let _ =
        writeln!(text, "      - name: {name}\n        paths: [{paths}]\n        strip_path: false");
}

fn plugin(text: &mut String, rule: &Rule, shortfalls: &mut Shortfalls) {
    text.push_str("        plugins:\n          - name: cors\n            config:\n");
    let lists = [
        ("origins", list(&origins(rule, shortfalls), yaml)),
        ("methods", list(&methods(rule, shortfalls), yaml)),
        ("headers", list(&headers(rule), yaml)),
        ("exposed_headers", list(&rule.expose.written(), yaml)),
    ];
    for (name, values) in lists.iter().filter(|(_, values)| !values.is_empty()) {
        let _ = writeln!(text, "              {name}: [{values}]");
    }
    let _ = writeln!(text, "              credentials: {}", rule.credentials);
    if let Some(seconds) = rule.max_age {
        let _ = writeln!(text, "              max_age: {seconds}");
    }
}

/// Exact origins where there are several of them; a single one as a regular expression, which is
/// compared.
fn origins(rule: &Rule, shortfalls: &mut Shortfalls) -> Vec<String> {
    let (left_out, origins): (Vec<_>, Vec<_>) = rule.origins.iter().partition(|o| is_ipv6(o));
    for origin in left_out {
        let why = "Kong sends an address of IPv6 back without its brackets, which is no origin";
        shortfalls.push("allow_origins", &origin.to_string(), why, "it is left out");
    }
    let literal = |c: char| c.is_ascii_alphanumeric() || ".:/-".contains(c);
    let entry = |origin: &&OriginPattern| match origin.to_string() {
        any if any == "*" => any,
        exact if origins.len() > 1 && exact.chars().all(literal) => exact,
        _ => origin_regex(origin),
    };
    match origins.iter().map(entry).collect::<Vec<_>>() {
        // No list at all is everybody; no origin is empty.
        nobody if nobody.is_empty() => vec!["^$".to_owned()],
        entries => entries,
    }
}

fn is_ipv6(origin: &OriginPattern) -> bool {
    let OriginPattern::Of { host: HostPattern::Exact(host), .. } = origin else { return false };
    host.starts_with('[')
}

fn methods<'a>(rule: &'a Rule, shortfalls: &mut Shortfalls) -> Vec<&'a str> {
    const WHY: &str = "Kong's plugin knows nine methods and no others";
    let Some(all) = rule.all_methods() else {
        shortfalls.push("allow_methods", "*", WHY, "these nine are allowed");
        return METHODS.to_vec();
    };
    let (known, unknown): (Vec<&str>, Vec<&str>) =
        all.into_iter().partition(|method| METHODS.contains(method));
    for method in unknown {
        shortfalls.push("allow_methods", method, WHY, "it is left out");
    }
    known
}

/// None at all are whatever is asked for; `accept` needs no permission.
fn headers(rule: &Rule) -> Vec<&str> {
    match &rule.headers {
        Names::Any { .. } if rule.credentials => Vec::new(),
        Names::Listed(listed) if listed.is_empty() => vec!["accept"],
        headers => headers.written(),
    }
}
