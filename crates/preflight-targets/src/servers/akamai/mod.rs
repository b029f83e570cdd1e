//! Akamai: <https://techdocs.akamai.com/property-mgr/docs/welcome-prop-manager>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Akamai as a target.
pub(super) static TARGET: Target = Target {
    id: "akamai",
    name: "Akamai",
    kind: Kind::Cdn,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Whole("server", "AkamaiGHost")],
            "what Akamai's edge answers itself: errors, refusals and redirects",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("errors.edgesuite.net")],
            "Akamai's `Access Denied` page with its reference number",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("errors&#46;edgesuite&#46;net")],
            "the same page, as it is escaped today",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("x-akamai-transformed")],
            "responses through Akamai with front-end optimisation",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Header("akamai-grn")],
            "responses through Akamai that carry its global request number",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Header("x-akamai-request-id")],
            "responses through Akamai with debugging headers",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
