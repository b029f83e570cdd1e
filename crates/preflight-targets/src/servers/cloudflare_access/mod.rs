//! Cloudflare Access: <https://developers.cloudflare.com/cloudflare-one/access-controls/applications/http-apps/authorization-cookie/cors/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Cloudflare Access as a target.
pub(super) static TARGET: Target = Target {
    id: "cloudflare-access",
    name: "Cloudflare Access",
    kind: Kind::AccessProxy,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[301, 302, 303, 307, 308]),
                Mark::Value("location", ".cloudflareaccess.com/cdn-cgi/access/login"),
            ],
            "the redirect to the team's login",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[301, 302, 303, 307, 308]),
                Mark::Value("location", "/cdn-cgi/access/login"),
            ],
            "the redirect to the team's login",
        ),
        Signature::wrote(
            Certainty::Likely,
            &[Mark::Cookie("CF_AppSession")],
            "the answer to a request without a session",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
