//! HUMAN's bot defender, formerly PerimeterX: <https://docs.humansecurity.com/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// HUMAN (PerimeterX) as a target.
pub(super) static TARGET: Target = Target {
    id: "perimeterx",
    name: "HUMAN (PerimeterX)",
    kind: Kind::Firewall,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("client.perimeterx.net")],
            "the challenge page",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("captcha.px-cdn.net")],
            "the challenge page",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Body("\"appId\":\"PX")],
            "the JSON form of the challenge",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Cookie("_pxhd=")],
            "responses behind the enforcer",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
