//! Vercel: <https://vercel.com/docs/headers>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Vercel as a target.
pub(super) static TARGET: Target = Target {
    id: "vercel",
    name: "Vercel",
    kind: Kind::Cdn,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Header("x-vercel-error")],
            "https://vercel.com/docs/errors: what the platform answers itself",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Whole("x-vercel-mitigated", "challenge")],
            "https://vercel.com/docs/vercel-firewall: a challenge by the firewall",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-vercel-id")],
            "https://vercel.com/docs/headers/response-headers",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("server", "Vercel")],
            "every response of Vercel",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
