//! localtunnel: <https://github.com/localtunnel/server>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// localtunnel as a target.
pub(super) static TARGET: Target = Target {
    id: "localtunnel",
    name: "localtunnel",
    kind: Kind::Tunnel,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[511]), Mark::Body("loca.lt")],
            "the reminder page for visitors",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-localtunnel-agent-ips")],
            "responses through localtunnel",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
