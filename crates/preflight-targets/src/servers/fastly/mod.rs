//! Fastly: <https://www.fastly.com/documentation/solutions/examples/cors-options-preflights-at-the-edge>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Fastly as a target.
pub(super) static TARGET: Target = Target {
    id: "fastly",
    name: "Fastly",
    kind: Kind::Cdn,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Guru Mediation:"), Mark::Body("Details: cache-")],
            "Fastly's 503 pages; Varnish itself writes `Meditation`",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Fastly error: unknown domain")],
            "https://www.fastly.com/documentation/guides/debugging/common-503-errors/",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-fastly-request-id")],
            "responses through Fastly",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("x-served-by", "cache-"), Mark::Header("x-timer")],
            "responses through Fastly, unless the service strips them",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
