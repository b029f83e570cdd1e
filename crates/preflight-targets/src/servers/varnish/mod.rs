//! Varnish: <https://varnish-cache.org/docs/7.1/>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Varnish as a target.
pub(super) static TARGET: Target = Target {
    id: "varnish",
    name: "Varnish",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<h3>Guru Meditation:</h3>")],
            "Varnish 7.1: errors and `synth()`",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-varnish")],
            "every response of Varnish 7.1",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("via", "varnish")],
            "every response of Varnish 7.1; Fastly as well",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
