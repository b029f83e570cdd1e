//! A policy as the `cors` policy of an API.
//!
//! [`cors`](https://learn.microsoft.com/azure/api-management/cors-policy) stands first in `inbound`,
//! above what asks for a key or a token, and answers preflights itself. Origins are written out: one
//! with a wildcard is [refused](https://github.com/Azure/api-management-developer-portal/issues/2690).
//! It holds for the scope at which it stands, so that policies for some paths stand at the APIs or
//! operations that have these paths.

use crate::generate::limits::{DEFAULT_MAX_AGE, Limits, Star, Taken, whole_origin};
use crate::generate::quote::xml;
use crate::generate::{Behaviour, Comment, File, Generator, Lack, Plan, Proof, Shortfalls};
use std::fmt::Write as _;

pub(super) const GENERATOR: Generator = Generator { write, lacks: LACKS, proof: Proof::Text };

const LACKS: &[Lack] = &[
    Lack::GRANTED_IS_200,
    Lack::new(
        Behaviour::RefusedPreflightIs403,
        "A preflight from an origin that is not allowed is answered with an empty 200 without the \
         headers.",
    ),
    Lack::new(
        Behaviour::VaryOnEveryResponse,
        "No document promises `Vary: Origin`: a cache in front has to put `Origin` into its key.",
    ),
    Lack::new(Behaviour::VaryOnPreflights, "Nor does one on preflights, which no cache keeps."),
    Lack::new(
        Behaviour::OnlyTruePreflights,
        "`OPTIONS` without `Access-Control-Request-Method` reaches an operation only where the API \
         defines one for `OPTIONS`; there the policy no longer answers preflights either.",
    ),
];

const PURPOSE: &str = "The policy document of an API: take over `cors` as the first element of `inbound`. \
    At the scope of a product it does not work with subscription keys in a header, as a preflight \
    carries none.";

const LIMITS: Limits = Limits {
    origin: whole_origin,
    methods: None,
    any_method: Star::Grants,
    any_header: Star::Grants,
    any_expose: Star::Unknown,
    credentials: true,
    max_age: u32::MAX >> 1,
};

fn write(plan: &Plan, shortfalls: &mut Shortfalls) -> Vec<File> {
    const APART: &str = "each policy stands in a document of its own, for the API or operations that have \
        its paths and no others";
    let rules: Vec<_> = plan.apart(shortfalls, APART).collect();
    let files = rules.into_iter().filter_map(|(suffix, rule)| {
        let taken = LIMITS.of(rule, shortfalls)?;
        let name = format!("policy{suffix}.xml");
        let comment = Comment::Block("<!--", "-->");
        Some(File::new(&name, comment, PURPOSE, document(&taken)))
    });
    files.collect()
}

fn document(taken: &Taken) -> String {
    // There has to be a name. This one a script cannot send, so that it allows nothing.
    let nothing = ["origin".to_owned()];
    let headers = if taken.headers.is_empty() { &nothing[..] } else { &taken.headers };
    // The element's own default is 0.
    let max_age = taken.max_age.unwrap_or(DEFAULT_MAX_AGE);
    let mut text = format!(
        "<policies>
  <inbound>
    <cors allow-credentials=\"{}\" terminate-unmatched-request=\"false\">
{}{}{}",
        taken.credentials,
        elements("allowed-origins", "", "origin", &taken.origins),
        elements(
            "allowed-methods",
            &format!(" preflight-result-max-age=\"{max_age}\""),
            "method",
            &taken.methods
        ),
        elements("allowed-headers", "", "header", headers),
    );
    if !taken.expose.is_empty() {
        text.push_str(&elements("expose-headers", "", "header", &taken.expose));
    }
    text.push_str("    </cors>\n    <base />\n  </inbound>\n");
    for section in ["backend", "outbound", "on-error"] {
        let _ = write!(text, "  <{section}>\n    <base />\n  </{section}>\n");
    }
    text + "</policies>\n"
}

/// An element with one child for each text.
fn elements(name: &str, attributes: &str, child: &str, texts: &[String]) -> String {
    let mut text = format!("      <{name}{attributes}>\n");
    for value in texts {
        let _ = writeln!(text, "        <{child}>{}</{child}>", xml(value));
    }
    let _ = writeln!(text, "      </{name}>");
    text
}
