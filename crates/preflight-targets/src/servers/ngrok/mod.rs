//! ngrok: <https://ngrok.com/docs/errors>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// ngrok as a target.
pub(super) static TARGET: Target = Target {
    id: "ngrok",
    name: "ngrok",
    kind: Kind::Tunnel,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Header("ngrok-error-code")],
            "https://ngrok.com/docs/errors: what ngrok answers itself",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("ERR_NGROK_")],
            "ngrok's error pages and its warning for visitors",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Header("ngrok-agent-ips")],
            "responses through ngrok",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
