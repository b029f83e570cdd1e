//! A policy as a configuration of APISIX in standalone mode: a route with the `cors` plugin for each
//! policy, and `response-rewrite` before it for what `cors` does not do.
//!
//! What `cors` does is read from its
//! [source](https://github.com/apache/apisix/blob/master/apisix/plugins/cors.lua): an option that is left
//! out is `*`, regular expressions are asked after `allow_origins`, which is `*` unless it is set, and
//! `**` is what is asked for.

use crate::generate::quote::{list, yaml};
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, origin_regex,
};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Text };

const LACKS: &[Lack] = &[
    Lack::EMPTY_200,
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is answered with 200 too, without any of the headers, so that \
         browsers refuse it.",
    ),
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "Every OPTIONS is answered, not only preflights: the application gets none.",
    ),
    Lack::new(
        Behaviour::PreflightHeadersOnPreflightsOnly,
        "What only preflights need stands on every response that may be read. It does no harm there.",
    ),
];

const PURPOSE: &str = "conf/apisix.yaml, for APISIX 3 in standalone mode; with the Admin API or ADC a \
    route has the same plugins. Routes must not have `methods` without OPTIONS, nor `vars` on headers \
    that a preflight lacks. The plugins run before those that authenticate.";

/// An origin that nobody has ([RFC 6761](https://www.rfc-editor.org/rfc/rfc6761#section-6.4)).
const NOBODY: &str = "https://nobody.invalid";

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let mut text = "\nroutes:\n".to_owned();
    for (n, rule) in plan.rules.iter().enumerate() {
        let paths = paths(plan, n, shortfalls);
        if paths.is_empty() {
            continue;
        }
        route(&mut text, plan, &format!("cors-{}", n + 1), &paths);
        plugins(&mut text, rule, shortfalls);
        if rule.is_for_every_path() {
            break;
        }
    }
    if !plan.rules.iter().any(Rule::is_for_every_path) {
        route(&mut text, plan, "rest", &["/*".to_owned()]);
    }
    // APISIX waits for this line before it takes a file for whole.
    text.push_str("#END\n");
    vec![File::new("apisix.yaml", Comment::Line("#"), PURPOSE, text)]
}

/// APISIX takes an exact path before the longest prefix.
fn paths(plan: &Plan, rule: usize, shortfalls: &mut Shortfalls) -> Vec<String> {
    if plan.rules[rule].is_for_every_path() {
        return vec!["/*".to_owned()];
    }
    let mut paths: Vec<String> =
        plan.unclaimed_paths(rule).into_iter().map(ToString::to_string).collect();
    // https://apisix.apache.org/docs/apisix/profile/#using-environment-variables
    paths.retain(|path| {
        let is_plain = !path.contains("${{");
        if !is_plain {
            let why = "APISIX takes `${{` for the beginning of an environment variable";
            shortfalls.push("paths", path, why, "it is left out");
        }
        is_plain
    });
    paths
}

fn route(text: &mut String, plan: &Plan, id: &str, paths: &[String]) {
    let (paths, node) = (list(paths, yaml), yaml(plan.upstream_authority()));
    let scheme = if plan.upstream.starts_with("https:") { "https" } else { "http" };
    let _ = write!(
        text,
        "  - id: {id}\n    uris: [{paths}]\n    upstream:\n      type: roundrobin\n      \
         scheme: {scheme}\n      nodes:\n        {node}: 1\n"
    );
}

fn plugins(text: &mut String, rule: &Rule, shortfalls: &mut Shortfalls) {
    let vary = if rule.allows_any_origin() { "" } else { "          add: [\"Vary: Origin\"]\n" };
    let _ = write!(
        text,
        "    plugins:\n      # Before cors, whose priority is 4000: the application's own go, and caches \
         learn that Origin\n      # matters.\n      response-rewrite:\n        _meta: {{ priority: 4001 \
         }}\n        headers:\n          remove:\n            - Access-Control-Allow-Origin\n            \
         - Access-Control-Allow-Credentials\n            - Access-Control-Expose-Headers\n{vary}      \
         cors:\n"
    );
    let (exact, patterns) = rule.exact_origins_and_patterns();
    if exact.is_empty() {
        text.push_str("        # Nobody's: without it, everybody is allowed.\n");
    }
    let exact = if exact.is_empty() { NOBODY.to_owned() } else { exact.join(",") };
    let _ = writeln!(text, "        allow_origins: {}", yaml(&exact));
    if !patterns.is_empty() {
        text.push_str("        allow_origins_by_regex:\n");
        for pattern in patterns {
            let _ = writeln!(text, "          - {}", yaml(&origin_regex(pattern)));
        }
    }
    let _ = write!(
        text,
        "        allow_methods: {}\n        allow_headers: {}\n        expose_headers: {}\n        \
         allow_credential: {}\n",
        yaml(&methods(rule, shortfalls)),
        yaml(&headers(rule)),
        yaml(&exposed(rule)),
        rule.credentials
    );
    if let Some(seconds) = rule.max_age {
        let _ = writeln!(text, "        max_age: {seconds}");
    }
}

fn methods(rule: &Rule, shortfalls: &mut Shortfalls) -> String {
    match rule.all_methods() {
        Some(methods) => methods.join(","),
        None if rule.credentials => {
            let why = "with credentials APISIX takes `**`, which is nine methods";
            shortfalls.push("allow_methods", "*", why, "these nine are allowed");
            "**".to_owned()
        }
        None => "*".to_owned(),
    }
}

/// `accept` needs no permission.
fn headers(rule: &Rule) -> String {
    match &rule.headers {
        Names::Any { .. } if rule.credentials => "**".to_owned(),
        Names::Listed(listed) if listed.is_empty() => "accept".to_owned(),
        headers => headers.joined(","),
    }
}

/// `content-type` is readable anyway.
fn exposed(rule: &Rule) -> String {
    if rule.expose.is_empty() { "content-type".to_owned() } else { rule.expose.joined(",") }
}
