//! Netlify: <https://docs.netlify.com/routing/headers/>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Netlify as a target.
pub(super) static TARGET: Target = Target {
    id: "netlify",
    name: "Netlify",
    kind: Kind::Cdn,
    signatures: &[
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Whole("server", "Netlify"), Mark::Status(&[404]), Mark::Body("Page not found")],
            "Netlify's own 404 page",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-nf-request-id")],
            "every response of Netlify",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("server", "Netlify")],
            "every response of Netlify",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
