//! The `tracing` event of a decision.

use crate::observer::RequestHead;
use http::header::{HeaderMap, ORIGIN};
use preflight_policy::Decision;
use tracing::debug;

/// How much of an `Origin` is logged, in bytes. No allowed one is longer.
const ORIGIN_SHOWN: usize = 300;

/// The fields are computed only where a subscriber wants the event.
pub(crate) fn emit(request: RequestHead<'_>, decision: &Decision) {
    debug!(
        target: "preflight",
        verdict = decision.ruling.verdict.label(),
        policy = decision.ruling.policy,
        shadow = decision.shadow.map(|ruling| ruling.verdict.label()),
        origin = shown_origin(request.headers),
    );
}

/// What the client sent, cut where it is longer than any origin; `None` where there is none or it is
/// not printable ASCII.
fn shown_origin(headers: &HeaderMap) -> Option<&str> {
    let origin = headers.get(ORIGIN)?.to_str().ok()?;
    Some(origin.get(..ORIGIN_SHOWN).unwrap_or(origin))
}
