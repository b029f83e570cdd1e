//! A login at Google: <https://developers.google.com/identity/protocols/oauth2/web-server>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Google login as a target.
pub(super) static TARGET: Target = Target {
    id: "google-login",
    name: "Google login",
    kind: Kind::AccessProxy,
    signatures: &[Signature::wrote(
        Certainty::Likely,
        &[
            Mark::Status(&[301, 302, 303, 307, 308]),
            Mark::Value("location", "https://accounts.google.com/"),
        ],
        "the redirect to the login",
    )],
    generator: None,
    fixes: include_str!("fixes.md"),
};
