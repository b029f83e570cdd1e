//! Imperva's cloud firewall (Incapsula): <https://docs.imperva.com/bundle/cloud-application-security/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Imperva as a target.
pub(super) static TARGET: Target = Target {
    id: "imperva",
    name: "Imperva",
    kind: Kind::Firewall,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Incapsula incident ID")],
            "Imperva's block page",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("/_Incapsula_Resource")],
            "Imperva's script challenge",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-iinfo")],
            "responses through Imperva",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Whole("x-cdn", "Imperva")],
            "responses through Imperva",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Cookie("visid_incap_")],
            "responses through Imperva",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Cookie("incap_ses_")],
            "responses through Imperva",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
