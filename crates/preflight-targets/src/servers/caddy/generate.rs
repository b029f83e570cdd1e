//! A policy as the content of a Caddy site: a `route`, in which directives keep their order, for each
//! policy, and one for the paths of which none speaks.
//!
//! Headers are set at once and not deferred: what is deferred is lost on Caddy's own errors. So what the
//! application says has to go where it comes in, in `reverse_proxy`.

use crate::generate::{
    Comment, File, Generator, Names, Plan, Proof, Rule, Shortfalls, exact_origin, origin_regex,
    paths_regex,
};
use preflight_policy::OriginPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "Import it in your site's block in place of `reverse_proxy`, \
    `import preflight-cors.caddy`, and check it with `caddy validate`. What asks for authentication \
    goes into the route, right above `reverse_proxy`.";

/// `header … *` asks whether there is one.
const PREFLIGHT: &str = "
# A preflight is OPTIONS with Origin and Access-Control-Request-Method; any other OPTIONS is the
# application's.
@preflight {
	method OPTIONS
	header Origin *
	header Access-Control-Request-Method *
}
";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let mut text = PREFLIGHT.to_owned();
    let rules = &plan.rules;
    for (n, rule) in rules.iter().enumerate() {
        let matcher = if rule.is_for_every_path() {
            String::new()
        } else {
            let _ = write!(
                text,
                "\n@policy{} path_regexp {}",
                n + 1,
                quoted(&paths_regex(&rule.paths))
            );
            format!("@policy{} ", n + 1)
        };
        let _ =
            write!(text, "\nroute {matcher}{{\n{}}}\n", indented(&policy(rule, &plan.upstream)));
    }
    if !rules.iter().any(Rule::is_for_every_path) {
        let _ = write!(text, "\nroute {{\n\treverse_proxy {}\n}}\n", plan.upstream);
    }
    vec![File::new("preflight-cors.caddy", Comment::Line("#"), PURPOSE, text)]
}

/// What happens under the paths of one policy.
fn policy(rule: &Rule, upstream: &str) -> String {
    let mut text = String::new();
    let allowed = if rule.allows_any_origin() {
        text.push_str("header Access-Control-Allow-Origin *\n");
        ""
    } else {
        origins(rule, &mut text);
        "@allowed "
    };
    let _ = write!(
        text,
        "\n# Before authentication and the application: granted, or refused to another origin.\n\
         route @preflight {{\n{}}}\n\n",
        indented(&preflight(rule, allowed))
    );
    if !rule.allows_any_origin() {
        text.push_str(
            "# With Origin or without: a cache must not give one page's answer to another.\n\
             header +Vary Origin\n",
        );
    }
    if !rule.expose.is_empty() {
        let names = quoted(&rule.expose.joined(","));
        let _ = writeln!(text, "header {allowed}Access-Control-Expose-Headers {names}");
    }
    let _ = write!(
        text,
        "reverse_proxy {upstream} {{\n\t# What the application says itself.\n\
         \theader_down -Access-Control-*\n}}\n"
    );
    text
}

/// Who may read the response.
fn origins(rule: &Rule, text: &mut String) {
    text.push_str("map {header.Origin} {cors_allowed} {\n");
    for origin in &rule.origins {
        let _ = writeln!(text, "\t{} yes", input(origin));
    }
    text.push_str(
        "\tdefault no\n}\n@allowed vars {cors_allowed} yes\n\
         header @allowed Access-Control-Allow-Origin {header.Origin}\n",
    );
    if rule.credentials {
        text.push_str("header @allowed Access-Control-Allow-Credentials true\n");
    }
}

/// The answer to a preflight.
fn preflight(rule: &Rule, allowed: &str) -> String {
    let mut text =
        "header Vary \"Origin, Access-Control-Request-Method, Access-Control-Request-Headers\"\n"
            .to_owned();
    let lists = [
        ("Access-Control-Allow-Methods", &rule.methods, "{header.Access-Control-Request-Method}"),
        ("Access-Control-Allow-Headers", &rule.headers, "{header.Access-Control-Request-Headers}"),
    ];
    for (name, names, asked) in lists {
        let names = match names {
            Names::Any { .. } if rule.credentials => asked.to_owned(),
            names if names.is_empty() => continue,
            names => quoted(&names.joined(",")),
        };
        let _ = writeln!(text, "header {allowed}{name} {names}");
    }
    if let Some(seconds) = rule.max_age {
        let _ = writeln!(text, "header {allowed}Access-Control-Max-Age {seconds}");
    }
    let _ = writeln!(text, "respond {allowed}204");
    if !rule.allows_any_origin() {
        text.push_str("respond 403\n");
    }
    text
}

/// What `map` compares an origin with.
fn input(origin: &OriginPattern) -> String {
    match exact_origin(origin) {
        Some(exact) => quoted(&exact),
        None => quoted(&format!("~{}", origin_regex(origin))),
    }
}

/// A token between double quotes, where a backslash means something before `"` only, and cannot itself
/// be escaped: neither names nor our regular expressions have a `"`.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

fn indented(text: &str) -> String {
    text.lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("\t{line}\n") })
        .collect()
}
