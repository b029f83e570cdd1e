//! A policy as `headers` of next.config: an entry holds where its path and all that it `has` match, and
//! what a named group of `has` matched can stand in a value. All entries that match are applied, so that
//! only those are written whose paths exclude each other.

use crate::generate::javascript::string;
use crate::generate::url_paths::{encoded, path_to_regexp};
use crate::generate::{
    Behaviour, Comment, File, Generator, Lack, Names, Plan, Proof, Rule, Shortfalls, origins_regex,
};
use preflight_policy::PathPattern;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &LACKS, proof: Proof::Text };

const LACKS: [Lack; 6] = [
    Lack::new(
        Behaviour::AnswersPreflights,
        "Headers answer nothing: a preflight reaches the route. A route handler without an `OPTIONS` of \
         its own is answered by Next.js with 204, an API route of `pages` has to do it itself.",
    ),
    Lack::new(
        Behaviour::AnswersRefusedPreflights,
        "A preflight from another origin reaches the route too.",
    ),
    Lack::new(Behaviour::PreflightIs204, "A preflight has the status that the route gives it."),
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from another origin is refused by the missing headers only.",
    ),
    Lack::new(
        Behaviour::ReplacesInnerHeaders,
        "What a route says itself goes out in place of this or beside it: take all `Access-Control-*` \
         headers out of the routes.",
    ),
    Lack::new(
        Behaviour::DecodesPaths,
        "A path is compared as it was sent, while routes decode it: `/%61pi` is not `/api` here, so that \
         the policy of another path may speak for it.",
    ),
];

/// How wide a line may be: Prettier's default.
const WIDTH: usize = 80;

const PURPOSE: &str = "Take `headers` over into next.config.mjs. Where the routes are to know nothing of \
    preflights, generate `nextjs` instead: code in front of them, which answers preflights itself.";

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    let mut entries = String::new();
    let mut before: Vec<&PathPattern> = Vec::new();
    for rule in &plan.rules {
        for source in sources(rule, &before, shortfalls) {
            entries.push_str(&of_source(rule, &source));
        }
        before.extend(&rule.paths);
    }
    let text = format!("\nexport default {{\n  headers: async () => [\n{entries}  ],\n}};\n");
    vec![File::new("next.config.mjs", Comment::Line("//"), PURPOSE, text)]
}

/// Where a policy speaks: nowhere that one before it does.
fn sources(rule: &Rule, before: &[&PathPattern], shortfalls: &mut Shortfalls) -> Vec<String> {
    if rule.is_for_every_path() {
        let earlier: Vec<String> = before.iter().map(|path| negated(path)).collect();
        return match earlier.as_slice() {
            [] => vec!["/:path*".to_owned()],
            earlier => vec![format!("/:path((?!{}).*)", earlier.join("|"))],
        };
    }
    let mut sources = Vec::new();
    for path in &rule.paths {
        if before.iter().any(|earlier| earlier.covers(path) || path.covers(earlier)) {
            shortfalls.push(
                "paths",
                &path.to_string(),
                "Next.js applies every entry that matches, not the first",
                "it is left out: an earlier policy has paths in common with it",
            );
            continue;
        }
        sources.push(match encoded(path) {
            PathPattern::Exact(path) => path_to_regexp(&path),
            PathPattern::Below(prefix) => format!("{}:path*", path_to_regexp(&prefix)),
        });
    }
    sources
}

/// A path, without its first slash, within a negative lookahead.
fn negated(path: &PathPattern) -> String {
    let escaped = |path: &str| {
        let mut regex = String::with_capacity(path.len() + 8);
        for c in path.trim_start_matches('/').chars() {
            if c.is_ascii_punctuation() && !matches!(c, '/' | '-' | '_' | '%') {
                regex.push('\\');
            }
            regex.push(c);
        }
        regex
    };
    match encoded(path) {
        PathPattern::Exact(path) => format!("{}$", escaped(&path)),
        PathPattern::Below(prefix) => escaped(&prefix),
    }
}

/// The entries of one path.
fn of_source(rule: &Rule, source: &str) -> String {
    let mut entries = String::new();
    let origin = (!rule.allows_any_origin()).then(|| {
        let regex = origins_regex(&rule.origins);
        let inside = regex.trim_start_matches('^').trim_end_matches('$');
        entries.push_str(&entry(source, &[], &[("Vary", "Origin".to_owned())]));
        has("origin", &format!("(?<origin>{inside})"))
    });
    let origin: Vec<String> = origin.into_iter().collect();
    let value = if origin.is_empty() { "*" } else { ":origin" };
    let mut readable = vec![("Access-Control-Allow-Origin", value.to_owned())];
    if rule.credentials {
        readable.push(("Access-Control-Allow-Credentials", "true".to_owned()));
    }
    if !rule.expose.is_empty() {
        readable.push(("Access-Control-Expose-Headers", rule.expose.joined(",")));
    }
    entries.push_str(&entry(source, &origin, &readable));

    entries.push_str(&granted(rule, source, &origin));
    entries
}

/// The entries for preflights. Beside credentials `*` is no wildcard: what is asked for is named.
fn granted(rule: &Rule, source: &str, origin: &[String]) -> String {
    let any = |names: &Names| rule.credentials && matches!(names, Names::Any { .. });
    let mut headers = Vec::new();
    if any(&rule.methods) {
        headers.push(("Access-Control-Allow-Methods", ":method".to_owned()));
    } else if !rule.methods.is_empty() {
        headers.push(("Access-Control-Allow-Methods", rule.methods.joined(",")));
    }
    if !any(&rule.headers) && !rule.headers.is_empty() {
        headers.push(("Access-Control-Allow-Headers", rule.headers.joined(",")));
    }
    if let Some(seconds) = rule.max_age {
        headers.push(("Access-Control-Max-Age", seconds.to_string()));
    }
    let asks = |name: &str, group: &str| [origin, &[has(name, group)]].concat();
    let mut entries = String::new();
    if !headers.is_empty() {
        let asked = asks("access-control-request-method", "(?<method>.+)");
        entries.push_str(&entry(source, &asked, &headers));
    }
    if any(&rule.headers) {
        let asked = asks("access-control-request-headers", "(?<names>.+)");
        let named = ("Access-Control-Allow-Headers", ":names".to_owned());
        entries.push_str(&entry(source, &asked, &[named]));
    }
    entries
}

/// A condition on a request header, whose whole value matches.
fn has(name: &str, regex: &str) -> String {
    object(&[("type", "header"), ("key", name), ("value", regex)])
}

fn entry(source: &str, has: &[String], headers: &[(&str, String)]) -> String {
    let has = match has {
        [] => String::new(),
        has => format!("      has: [\n{}      ],\n", has.concat()),
    };
    let one_line = |(name, value): &(&str, String)| {
        format!("{{ key: {}, value: {} }}", string(name), string(value))
    };
    let headers = match headers {
        [one] if one_line(one).len() + "      headers: [],".len() <= WIDTH => {
            format!("      headers: [{}],\n", one_line(one))
        }
        headers => {
            let lines = headers.iter().map(|header| match one_line(header) {
                line if line.len() + "        ,".len() <= WIDTH => format!("        {line},\n"),
                _ => object(&[("key", header.0), ("value", &header.1)]),
            });
            format!("      headers: [\n{}      ],\n", lines.collect::<String>())
        }
    };
    let source = property("      ", "source", source);
    format!("    {{\n{source}{has}{headers}    }},\n")
}

/// An element of `has` or `headers` with a line for each property.
fn object(properties: &[(&str, &str)]) -> String {
    let properties = properties.iter().map(|(name, value)| property("          ", name, value));
    format!("        {{\n{}        }},\n", properties.collect::<String>())
}

/// A property, whose value has a line of its own where it is too long.
fn property(indent: &str, name: &str, value: &str) -> String {
    match format!("{indent}{name}: {},\n", string(value)) {
        line if line.len() <= WIDTH + 1 => line,
        _ => format!("{indent}{name}:\n{indent}  {},\n", string(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_policy::{Policies, PolicyConfig};

    fn policy(paths: &[&str]) -> PolicyConfig {
        PolicyConfig {
            allow_origins: vec!["https://app.example.com".to_owned()],
            paths: paths.iter().map(|&path| path.to_owned()).collect(),
            ..PolicyConfig::default()
        }
    }

    fn written(configs: &[PolicyConfig]) -> String {
        let (policies, _) = Policies::new(configs).expect("policies without faults");
        let files = write(&Plan::new(&policies), &mut Shortfalls::default());
        files.into_iter().map(|file| file.content).collect()
    }

    #[test]
    fn no_two_policies_speak_for_one_path() {
        let text = written(&[policy(&["/api/*", "/o.k"]), policy(&[])]);
        assert!(text.contains(r#"source: "/api/:path*","#), "{text}");
        assert!(text.contains(r#"source: "/:path((?!api/|o\\.k$).*)","#), "{text}");
        let text = written(&[policy(&["/api/v2/*"]), policy(&["/api/*"])]);
        assert!(!text.contains(r#""/api/:path*""#), "{text}");
    }

    #[test]
    fn what_path_to_regexp_takes_for_itself_is_escaped() {
        let text = written(&[policy(&["/a (b):c+/*"])]);
        assert!(text.contains(r#"source: "/a%20\\(b\\)\\:c\\+/:path*","#), "{text}");
    }
}
