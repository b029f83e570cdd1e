#![doc = include_str!("streaming_upload_needs_http2.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::{Because, Browser};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "streaming-upload-needs-http2",
    rank: Rank::NoHttp,
    page: include_str!("streaming_upload_needs_http2.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let replayed = |b: &Because| matches!(b, Because::StreamNotReplayable);
    let unsupported = |b: &Because| matches!(b, Because::StreamUnsupported);
    let either = |b: &Because| replayed(b) || unsupported(b);
    let refused = evidence.refused(either)?;
    let mut draft = Draft::new(Certainty::Certain)
        .blocking(evidence.blocked_because(either))
        .spec(refused.refusal.at)
        .unsent("body", "a ReadableStream", "bytes: a Blob, a File, text");
    if let Some(shown) = evidence.refused(replayed).and_then(|r| r.shown) {
        draft = draft.status(&shown, "303, or no redirect: a stream cannot be sent again");
    }
    if evidence.blocked_because(unsupported).contains(&Browser::Chromium) {
        draft =
            draft.note("Chromium sends a stream over HTTP/2 only, and this server speaks HTTP/1.1");
    }
    Some(draft)
}
