//! DataDome: <https://docs.datadome.co/docs/how-datadome-works>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// DataDome as a target.
pub(super) static TARGET: Target = Target {
    id: "datadome",
    name: "DataDome",
    kind: Kind::Firewall,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("captcha-delivery.com")],
            "DataDome's challenge page, and its JSON form `{\"url\":\"https://geo.captcha-delivery.com/…\"}`",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Header("x-datadome")],
            "responses behind DataDome",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Cookie("datadome=")],
            "responses behind DataDome",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
