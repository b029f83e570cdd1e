//! Microsoft dev tunnels, also those of Visual Studio Code: <https://learn.microsoft.com/azure/developer/dev-tunnels/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Microsoft dev tunnels as a target.
pub(super) static TARGET: Target = Target {
    id: "dev-tunnels",
    name: "Microsoft dev tunnels",
    kind: Kind::Tunnel,
    signatures: &[
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[401, 302]),
                Mark::Header("x-report-abuse"),
                Mark::Value("location", "/auth"),
            ],
            "the redirect to the sign-in for a tunnel that is not public",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Value("x-served-by", "tunnels-prod-")],
            "every response through a dev tunnel",
        ),
        Signature::always(
            Certainty::Certain,
            &[
                Mark::Whole("x-report-abuse", "https://msrc.microsoft.com/report/abuse"),
                Mark::Header("vssaas-request-id"),
            ],
            "every response through a dev tunnel",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
