//! A policy as a middleware function of Actix Web: the policies as values, and below them the same code
//! for all. Not as `actix-cors`, which answers other origins with 400, sends them credentials and
//! methods, knows no paths, and leaves what the application says of CORS beside its own.

use crate::generate::rust::{any_of, array, is_allowed, origin_functions, string};
use crate::generate::{Comment, File, Generator, Names, Plan, Proof, Rule, Shortfalls};
use preflight_policy::PathPattern;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "A module: `mod preflight_cors;` in main.rs, and `.wrap(from_fn(preflight_cors::cors))` \
    as the last `wrap` of the `App`, around authentication and every other middleware. It needs \
    Actix Web 4.9.";

const IMPORTS: &str = "
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse};

";

/// What is the same for all policies.
const MIDDLEWARE: &str = include_str!("middleware.rs");

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let rules = &plan.rules;
    let names: Vec<String> = (1..=rules.len()).map(|n| format!("POLICY_{n}")).collect();
    let mut text = IMPORTS.to_owned();
    if rules.len() > 1 {
        text += "/// The first that speaks for a path holds for it.\n";
    }
    let _ = writeln!(text, "const POLICIES: [Policy; {}] = {};", rules.len(), array(&names, 0));
    for (n, rule) in rules.iter().enumerate() {
        text += &policy(rule, n + 1);
    }
    text += MIDDLEWARE;
    text += &origin_functions(rules.iter().flat_map(|rule| &rule.origins));
    vec![File::new("preflight_cors.rs", Comment::Line("//!"), PURPOSE, text)]
}

/// A policy's value, and the functions that it names.
fn policy(rule: &Rule, n: usize) -> String {
    let mut functions = String::new();
    let mut function = |name: &str, argument: &str, body: &str| {
        let name = format!("policy_{n}_{name}");
        let _ = write!(functions, "\nfn {name}({argument}: &str) -> bool {{\n{body}}}\n");
        name
    };
    let speaks_for = match rule.is_for_every_path() {
        true => "|_| true".to_owned(),
        false => function("speaks_for", "path", &format!("    {}\n", any_of(&paths(rule)))),
    };
    let allows = match rule.allows_any_origin() {
        true => "None".to_owned(),
        false => format!("Some({})", function("allows", "origin", &is_allowed(&rule.origins))),
    };
    let list = |names: &Names| match names {
        Names::Any { .. } if rule.credentials => string("*"),
        names => string(&names.joined(",")),
    };
    let max_age = rule.max_age.map(|seconds| seconds.to_string()).unwrap_or_default();
    format!(
        "\nconst POLICY_{n}: Policy = Policy {{\n    speaks_for: {speaks_for},\n    \
         allows: {allows},\n    credentials: {},\n    methods: {},\n    headers: {},\n    \
         exposed: {},\n    max_age: {},\n}};\n{functions}",
        rule.credentials,
        list(&rule.methods),
        list(&rule.headers),
        string(&rule.expose.joined(",")),
        string(&max_age),
    )
}

fn paths(rule: &Rule) -> Vec<String> {
    let test = |path: &PathPattern| match path {
        PathPattern::Exact(path) => format!("path == {}", string(path)),
        PathPattern::Below(prefix) => format!("path.starts_with({})", string(prefix)),
    };
    rule.paths.iter().map(test).collect()
}
