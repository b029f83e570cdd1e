//! Cloudflare Tunnel: <https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/troubleshoot-tunnels/common-errors/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Cloudflare Tunnel as a target.
pub(super) static TARGET: Target = Target {
    id: "cloudflared",
    name: "Cloudflare Tunnel",
    kind: Kind::Tunnel,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[530]), Mark::Body("error code: 1033")],
            "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1033/",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Cloudflare Tunnel error")],
            "the page for error 1033",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
