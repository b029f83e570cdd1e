#![doc = include_str!("websocket_not_cors.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "websocket-not-cors",
    rank: Rank::NoHttp,
    page: include_str!("websocket_not_cors.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let needed = "new WebSocket(url), to which CORS does not apply";
    let socket = evidence.refused(|b| matches!(b, Because::SchemeNotHttp));
    if let Some(refused) = socket.filter(|r| matches!(r.refusal.url.scheme(), "ws" | "wss")) {
        return Some(
            Draft::new(Certainty::Certain)
                .blocking(evidence.blocked())
                .spec(refused.refusal.at)
                .unsent("URL", refused.refusal.url.as_str(), needed),
        );
    }
    let shown = evidence.refused_anywhere()?;
    let sign = sign(&shown)?;
    let draft = Draft::at(Certainty::Certain, evidence, &shown).header(&shown, sign, needed);
    Some(draft.status(&shown, ""))
}

/// The header by which a server says that it expected a WebSocket's handshake, not a plain request.
fn sign(shown: &Shown<'_>) -> Option<&'static str> {
    if !matches!(shown.status(), Some(400 | 426)) {
        None
    } else if shown.lists("upgrade", "websocket") {
        Some("Upgrade")
    } else {
        shown.header("sec-websocket-version").map(|_| "Sec-WebSocket-Version")
    }
}
