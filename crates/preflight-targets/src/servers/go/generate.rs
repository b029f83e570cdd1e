//! A policy as a middleware of net/http: the policies as values, and below them the same code for all.

use crate::generate::{
    Comment, File, Generator, Names, Plan, Proof, Rule, Shortfalls, exact_origin, origins_regex,
};
use preflight_policy::OriginPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "A package of its own: `http.ListenAndServe(addr, cors.Middleware(mux))`, around \
    authentication and every other middleware. It needs Go 1.21.";

/// What is the same for all policies.
const MIDDLEWARE: &str = include_str!("middleware.go");

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let mut text = "
// Package cors answers preflights, and says who may read other responses.
package cors

import (
\t\"bufio\"
\t\"net\"
\t\"net/http\"
\t\"regexp\"
\t\"slices\"
\t\"strings\"
)

"
    .to_owned();
    if plan.rules.len() > 1 {
        text += "// The first that speaks for a path holds for it.\n";
    }
    text += "var policies = []policy{\n";
    for rule in &plan.rules {
        let _ = write!(text, "\t{{\n{}\t}},\n", fields(rule));
    }
    text += "}\n";
    text += MIDDLEWARE;
    vec![File::new("cors/cors.go", Comment::Line("//"), PURPOSE, text)]
}

/// The fields of a policy that say something, their values in one column as gofmt has them.
fn fields(rule: &Rule) -> String {
    let exact: Vec<String> = rule.origins.iter().filter_map(exact_origin).collect();
    let (_, patterns) = rule.exact_origins_and_patterns();
    let patterns: Vec<OriginPattern> = patterns.into_iter().cloned().collect();
    let quoted = |text: String| if text.is_empty() { text } else { string(&text) };
    let names = |names: &Names| match names {
        Names::Any { .. } if rule.credentials => string("*"),
        names => quoted(names.joined(",")),
    };
    let pattern = match patterns.as_slice() {
        [] => String::new(),
        // No pattern holds a backtick.
        patterns => format!("regexp.MustCompile(`{}`)", origins_regex(patterns)),
    };
    let flag = |flag: bool| if flag { "true".to_owned() } else { String::new() };
    let fields = [
        ("paths", list(&rule.written_paths())),
        ("origins", list(&exact)),
        ("pattern", pattern),
        ("anyOrigin", flag(rule.allows_any_origin())),
        ("credentials", flag(rule.credentials)),
        ("methods", names(&rule.methods)),
        ("headers", names(&rule.headers)),
        ("exposed", names(&rule.expose)),
        ("maxAge", quoted(rule.max_age.map(|age| age.to_string()).unwrap_or_default())),
    ];
    let said = || fields.iter().filter(|(_, value)| !value.is_empty());
    let width = said().map(|(name, _)| name.len()).max().unwrap_or_default() + 1;
    said().map(|(name, value)| format!("\t\t{:width$} {value},\n", format!("{name}:"))).collect()
}

fn list(texts: &[String]) -> String {
    if texts.is_empty() {
        return String::new();
    }
    let texts: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[]string{{{}}}", texts.join(", "))
}

/// A string's literal. Go has no surrogates, so what `\u` cannot hold goes into `\U`.
pub(in crate::servers) fn string(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        let _ = match c {
            '"' | '\\' => write!(quoted, "\\{c}"),
            ' '..='~' => write!(quoted, "{c}"),
            c => write!(quoted, "\\U{:08x}", u32::from(c)),
        };
    }
    quoted + "\""
}
