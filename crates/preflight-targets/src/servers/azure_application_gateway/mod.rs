//! Azure Application Gateway: <https://learn.microsoft.com/azure/application-gateway/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Azure Application Gateway as a target.
pub(super) static TARGET: Target = Target {
    id: "azure-application-gateway",
    name: "Azure Application Gateway",
    kind: Kind::Gateway,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<hr><center>Microsoft-Azure-Application-Gateway/v2</center>")],
            "its error pages: 403 by its firewall, 502 without a healthy backend",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Value("server", "Microsoft-Azure-Application-Gateway/")],
            "what it answers itself",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Cookie("ApplicationGatewayAffinityCORS")],
            "responses with cookie affinity",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Cookie("ApplicationGatewayAffinity")],
            "responses with cookie affinity",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
