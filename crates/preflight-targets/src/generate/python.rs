//! A policy as a module of Python: a table that a person edits, and the few functions that decide by
//! it. What the four frameworks differ in, their requests and responses, each brings itself.
//!
//! Their well-known libraries lack what a policy means: Starlette's allows `Content-Type` always and no
//! method of one's own by `*`, flask-cors leaves preflights to the application's hooks and upper-cases
//! methods, django-cors-headers has one list for all paths, aiohttp-cors must be told of each route and
//! answers behind other middlewares; none removes what the application says to other origins.

use super::quote::python;
use super::{Plan, Rule, origin_regex};
use std::fmt::Write as _;

/// A module: `imports` of the framework, the policies, the decisions, and the framework's `adapter`.
#[must_use]
pub fn module(plan: &Plan, imports: &str, adapter: &str) -> String {
    let imports = format!("\nimport re\nfrom typing import NamedTuple\n\n{imports}\n\n");
    let policies: String = plan.rules.iter().map(policy).collect();
    let policies =
        format!("# The first that speaks for a path decides.\nPOLICIES = [\n{policies}]\n");
    let [class, decisions] =
        [include_str!("python/policy.py"), include_str!("python/decisions.py")];
    [&imports, class, &policies, decisions, adapter].concat()
}

fn policy(rule: &Rule) -> String {
    let (exact, patterns) = rule.exact_origins_and_patterns();
    let mut text = "    Policy(\n".to_owned();
    list(&mut text, "paths", rule.written_paths().iter().map(|path| python(path)));
    list(&mut text, "origins", exact.iter().map(|origin| python(origin)));
    // Nothing in it ends a raw string.
    list(
        &mut text,
        "origin_patterns",
        patterns.iter().map(|p| format!("r\"{}\"", origin_regex(p))),
    );
    for (field, names) in
        [("methods", &rule.methods), ("headers", &rule.headers), ("expose", &rule.expose)]
    {
        list(&mut text, field, names.written().iter().map(|name| python(name)));
    }
    if rule.credentials {
        text.push_str("        credentials=True,\n");
    }
    if let Some(seconds) = rule.max_age {
        let _ = writeln!(text, "        max_age={seconds},");
    }
    text + "    ),\n"
}

/// A field of several lines, as black leaves it; none where there is nothing in it.
fn list(text: &mut String, field: &str, entries: impl Iterator<Item = String>) {
    let entries: String = entries.map(|entry| format!("            {entry},\n")).collect();
    if !entries.is_empty() {
        let _ = write!(text, "        {field}=[\n{entries}        ],\n");
    }
}
