//! OAuth2 Proxy: <https://oauth2-proxy.github.io/oauth2-proxy/configuration/overview>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// OAuth2 Proxy as a target.
pub(super) static TARGET: Target = Target {
    id: "oauth2-proxy",
    name: "OAuth2 Proxy",
    kind: Kind::AccessProxy,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[301, 302, 303, 307, 308]), Mark::Value("location", "/oauth2/start")],
            "the redirect to its sign-in",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Status(&[301, 302, 303, 307, 308]), Mark::Value("location", "/oauth2/sign_in")],
            "the redirect to its sign-in",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Cookie("_oauth2_proxy_csrf")],
            "the redirect to the provider",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("OAuth2 Proxy"), Mark::Status(&[401, 403])],
            "its sign-in page",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
