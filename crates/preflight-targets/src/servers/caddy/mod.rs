//! Caddy: <https://caddyserver.com/docs/caddyfile/directives/header>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Caddy as a target.
pub(super) static TARGET: Target = Target {
    id: "caddy",
    name: "Caddy",
    kind: Kind::Server,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[502, 503, 504]), Mark::Whole("server", "Caddy"), Mark::WholeBody("")],
            "Caddy 2.6: a backend that is down",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("server", "Caddy")],
            "every response of Caddy 2.6",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("via", "Caddy")],
            "what a newer Caddy passes on",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
