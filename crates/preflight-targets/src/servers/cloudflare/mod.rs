//! Cloudflare's CDN: <https://developers.cloudflare.com/cache/concepts/vary/>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Cloudflare as a target.
pub(super) static TARGET: Target = Target {
    id: "cloudflare",
    name: "Cloudflare",
    kind: Kind::Cdn,
    signatures: &[
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Body("<h2>What happened?</h2>"),
                Mark::Body("cloudflare.com/5xx-error-landing"),
            ],
            "Cloudflare's pages for 520 to 526 and 530",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[
                Mark::Status(&[520, 521, 522, 523, 524, 525, 526, 530]),
                Mark::Value("server", "cloudflare"),
            ],
            "https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/",
        ),
        Signature::wrote(
            Certainty::Certain,
            &[Mark::Body("<hr><center>cloudflare</center>")],
            "Cloudflare's short error pages, such as 400 and 405",
        ),
        Signature::always(
            Certainty::Certain,
            &[Mark::Header("cf-ray")],
            "https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/",
        ),
        Signature::always(
            Certainty::Likely,
            &[Mark::Whole("server", "cloudflare")],
            "every response through Cloudflare",
        ),
    ],
    generator: None,
    fixes: include_str!("fixes.md"),
};
