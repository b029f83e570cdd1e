//! A policy as the layer of `preflight-tower`, the same policy that the toolkit judges by: so nothing
//! can be lost.

use crate::generate::{
    Comment, File, Generator, Names, Plan, Proof, Rule, Shortfalls, rust::array, rust::string,
};
use preflight_policy::PolicyConfig;
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: &[], proof: Proof::RealServer };

const PURPOSE: &str = "A module: `mod preflight_cors;` in main.rs, `preflight-tower` among the \
    dependencies, and `.layer(preflight_cors::layer()?)` as the last layer of the router, around \
    every route, authentication and whatever turns panics into responses.";

fn write(plan: &Plan, _: &mut Shortfalls) -> Vec<File> {
    let content = match plan.rules.as_slice() {
        [rule] => one(rule),
        rules => several(rules),
    };
    vec![File::new("preflight_cors.rs", Comment::Line("//!"), PURPOSE, content)]
}

fn one(rule: &Rule) -> String {
    format!(
        "\nuse preflight_tower::{{CorsLayer, {}PolicyConfig, Problems}};\n\
         \n/// Answers preflights, and edits every other response. A policy that makes no sense is an error.\n\
         pub fn layer() -> Result<CorsLayer, Problems> {{\n    \
         let policy = {};\n    \
         Ok(CorsLayer::new(policy.build()?))\n}}\n",
        max_age_import(std::slice::from_ref(rule)),
        config(rule, 4),
    )
}

fn several(rules: &[Rule]) -> String {
    let mut text = format!(
        "\nuse preflight_tower::{{CorsLayer, {}Policies, PolicyConfig, Problems}};\n\
         \n/// Answers preflights, and edits every other response. Of the policies the first whose paths match\n\
         /// holds; policies that make no sense are an error.\n\
         pub fn layer() -> Result<CorsLayer, Problems> {{\n    \
         let (policies, _notes) = Policies::new(&[\n",
        max_age_import(rules),
    );
    for rule in rules {
        let _ = writeln!(text, "        {},", config(rule, 8));
    }
    text + "    ])?;\n    Ok(CorsLayer::new(policies))\n}\n"
}

fn max_age_import(rules: &[Rule]) -> &'static str {
    if rules.iter().any(|rule| rule.max_age.is_some()) { "MaxAge, " } else { "" }
}

/// The policy as a value, whose closing brace is indented by `indent` spaces.
fn config(rule: &Rule, indent: usize) -> String {
    let names = |names: &Names| names.written().into_iter().map(str::to_owned).collect();
    let lists = [
        ("paths", rule.written_paths()),
        ("allow_origins", rule.origins.iter().map(ToString::to_string).collect()),
        ("allow_methods", names(&rule.methods)),
        ("allow_headers", names(&rule.headers)),
        ("expose_headers", names(&rule.expose)),
    ];
    let mut fields = Vec::new();
    for (field, values) in &lists {
        let values: Vec<String> = values.iter().map(|v| format!("{}.into()", string(v))).collect();
        if !values.is_empty() {
            fields.push(format!("{field}: vec!{}", array(&values, indent + 4)));
        }
    }
    if rule.credentials {
        fields.push("allow_credentials: true".to_owned());
    }
    if let Some(seconds) = rule.max_age {
        fields.push(format!("max_age: Some(MaxAge({seconds}))"));
    }
    fields.extend(dangers(rule).into_iter().map(|danger| format!("{danger}: true")));
    fields.push("..PolicyConfig::default()".to_owned());
    let (inner, outer) = (" ".repeat(indent + 4), " ".repeat(indent));
    let fields = fields.join(&format!(",\n{inner}"));
    format!("PolicyConfig {{\n{inner}{fields}\n{outer}}}")
}

/// What has to be said so that these origins are accepted beside credentials.
fn dangers(rule: &Rule) -> Vec<&'static str> {
    let accepted = |insecure, suffixes| {
        let config = PolicyConfig {
            allow_origins: rule.origins.iter().map(ToString::to_string).collect(),
            allow_credentials: rule.credentials,
            dangerously_allow_insecure_origins: insecure,
            dangerously_allow_public_suffixes: suffixes,
            ..PolicyConfig::default()
        };
        config.build().is_ok()
    };
    let mut dangers = Vec::new();
    if !accepted(false, true) {
        dangers.push("dangerously_allow_insecure_origins");
    }
    if !accepted(true, false) {
        dangers.push("dangerously_allow_public_suffixes");
    }
    dangers
}
