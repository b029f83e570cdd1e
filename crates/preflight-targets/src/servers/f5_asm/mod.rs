//! F5's application firewall: <https://techdocs.f5.com/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// F5 BIG-IP as a target.
pub(super) static TARGET: Target = Target {
    id: "f5-asm",
    name: "F5 BIG-IP",
    kind: Kind::Firewall,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body(
                "The requested URL was rejected. Please consult with your administrator.",
            )],
            "the default blocking page of BIG-IP ASM and of NGINX App Protect",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Cookie("BIGipServer")],
            "responses through a BIG-IP with cookie persistence",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
