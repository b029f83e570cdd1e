//! Cloudflare's challenges and firewall rules: <https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Cloudflare's firewall as a target.
pub(super) static TARGET: Target = Target {
    id: "cloudflare-challenge",
    name: "Cloudflare's firewall",
    kind: Kind::Firewall,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Whole("cf-mitigated", "challenge")],
            "https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("/cdn-cgi/challenge-platform/"), Mark::Status(&[403, 429, 503])],
            "the page `Just a moment...`",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("Attention Required! | Cloudflare")],
            "the page for a request that a firewall rule blocks",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("error code: 1020"), Mark::Status(&[403])],
            "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/error-1020/",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
