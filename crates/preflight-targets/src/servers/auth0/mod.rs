//! A login at Auth0: <https://auth0.com/docs/authenticate/login>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Auth0 login as a target.
pub(super) static TARGET: Target = Target {
    id: "auth0",
    name: "Auth0 login",
    kind: Kind::AccessProxy,
    signatures: &[
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[301, 302, 303, 307, 308]),
                Mark::Value("location", ".auth0.com/authorize"),
            ],
            "the redirect to the login",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[301, 302, 303, 307, 308]),
                Mark::Value("location", ".auth0.com/u/login"),
            ],
            "the redirect to the login",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
