//! A login at Okta: <https://developer.okta.com/docs/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Okta login as a target.
pub(super) static TARGET: Target = Target {
    id: "okta",
    name: "Okta login",
    kind: Kind::AccessProxy,
    signatures: &[
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Status(&[301, 302, 303, 307, 308]), Mark::Value("location", ".okta.com/")],
            "the redirect to the login",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[301, 302, 303, 307, 308]),
                Mark::Value("location", ".oktapreview.com/"),
            ],
            "the redirect to the login",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
