//! Google's Identity-Aware Proxy: <https://cloud.google.com/iap/docs/customizing#allowing_http_options_requests_cors_preflight>

use crate::signature::{Mark, Signature};
use crate::target::{Kind, Target};
use preflight_report::Certainty;

/// Google Identity-Aware Proxy as a target.
pub(super) static TARGET: Target = Target {
    id: "google-iap",
    name: "Google Identity-Aware Proxy",
    kind: Kind::AccessProxy,
    signatures: &[Signature::wrote(
        Certainty::Certain,
        &[Mark::Whole("x-goog-iap-generated-response", "true")],
        "what the proxy answers itself: <https://cloud.google.com/iap/docs/faq>",
    )],
    generator: None,
    fixes: include_str!("fixes.md"),
};
