//! A login at Keycloak: <https://www.keycloak.org/docs/latest/server_admin/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Keycloak login as a target.
pub(super) static TARGET: Target = Target {
    id: "keycloak",
    name: "Keycloak login",
    kind: Kind::AccessProxy,
    signatures: &[
        Signature::wrote(
            Certainty::Likely,
            &[
                Mark::Status(&[301, 302, 303, 307, 308]),
                Mark::Value("location", "/protocol/openid-connect/auth"),
            ],
            "the redirect to the login",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Cookie("KC_RESTART")],
            "Keycloak's own login page",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
