//! Azure Front Door: <https://learn.microsoft.com/azure/frontdoor/standard-premium/troubleshoot-cross-origin-resources>

mod generate;

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Azure Front Door as a target.
pub(super) static TARGET: Target = Target {
    id: "azure-front-door",
    name: "Azure Front Door",
    kind: Kind::Cdn,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Our services aren't available right now"), Mark::Header("x-azure-ref")],
            "Front Door's page for a host or backend that it cannot serve",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-azure-ref")],
            "https://learn.microsoft.com/azure/frontdoor/front-door-http-headers-protocol",
        ),
    ],
    generator: Some(generate::GENERATOR),
    fixes: include_str!("fixes.md"),
};
