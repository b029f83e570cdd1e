//! What a status leaves, on a preflight and on the request itself.

use super::Suspects;
use super::redirects::redirects;
use crate::reference;
use preflight_report::Certainty::{self, Likely, Possible};

/// The causes of a status on a preflight: its page names them.
pub(super) fn on_preflight(status: u16) -> Suspects {
    let named = reference::status_causes(status);
    if !named.is_empty() {
        return named;
    }
    match status {
        300..400 => redirects(None),
        400..500 => vec![("forbidden-before-cors", Likely), ("options-not-routed", Possible)],
        500..600 => {
            vec![("gateway-without-backend", Likely), ("options-handler-crashes", Possible)]
        }
        _ => vec![
            ("no-cors-headers", Likely),
            ("origin-not-allowed", Possible),
            ("automatic-options-reply", Possible),
            ("spa-fallback-answers-options", Possible),
        ],
    }
}

/// The causes where the request itself was answered so, without the header.
pub(super) fn on_actual(status: Option<u16>) -> Suspects {
    let pairs: &[(&'static str, Certainty)] = match status {
        None => &[
            ("no-cors-headers", Possible),
            ("origin-not-allowed", Possible),
            ("error-response-without-cors", Possible),
            ("redirect-without-cors", Possible),
            ("cached-without-cors", Possible),
            ("cdn-does-not-forward-origin", Possible),
        ],
        Some(300..400) => {
            &[("redirect-without-cors", Likely), ("session-expired-redirect", Possible)]
        }
        Some(404) => &[("wrong-url", Likely), ("error-response-without-cors", Possible)],
        Some(413 | 431 | 502 | 503 | 504) => &[
            ("proxy-error-without-cors", Likely),
            ("gateway-without-backend", Possible),
            ("error-response-without-cors", Possible),
        ],
        Some(500..600) => {
            &[("server-error-hidden", Likely), ("error-response-without-cors", Likely)]
        }
        Some(400..500) => &[("error-response-without-cors", Likely), ("no-cors-headers", Possible)],
        Some(_) => &[
            ("no-cors-headers", Likely),
            ("origin-not-allowed", Possible),
            ("actual-response-without-cors", Possible),
            ("path-without-cors", Possible),
            ("cached-without-cors", Possible),
            ("cdn-does-not-forward-origin", Possible),
        ],
    };
    pairs.to_vec()
}

pub(super) fn preflight_status(status: Option<u16>) -> Suspects {
    status.map_or_else(
        || {
            let order = [
                "auth-before-cors",
                "options-method-not-allowed",
                "options-not-routed",
                "forbidden-before-cors",
                "options-handler-crashes",
                "gateway-without-backend",
            ];
            order.into_iter().map(|id| (id, Possible)).collect()
        },
        on_preflight,
    )
}
