//! Google Cloud's application load balancer: <https://cloud.google.com/load-balancing/docs/https>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Google Cloud Load Balancing as a target.
pub(super) static TARGET: Target = Target {
    id: "google-load-balancer",
    name: "Google Cloud Load Balancing",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(
                "The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds.",
            )],
            "the load balancer's 502 page",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("via", "1.1 google")],
            "https://cloud.google.com/load-balancing/docs/https: the `Via` that it adds to responses",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
