//! Sucuri's firewall: <https://docs.sucuri.net/website-firewall/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Sucuri as a target.
pub(super) static TARGET: Target = Target {
    id: "sucuri",
    name: "Sucuri",
    kind: Kind::Firewall,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Header("x-sucuri-block")],
            "what Sucuri blocks",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Sucuri WebSite Firewall - Access Denied")],
            "Sucuri's block page",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Access Denied - Sucuri Website Firewall")],
            "Sucuri's block page",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-sucuri-id")],
            "responses through Sucuri",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Value("server", "Sucuri")],
            "responses through Sucuri",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
