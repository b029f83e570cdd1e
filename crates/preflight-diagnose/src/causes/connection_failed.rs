#![doc = include_str!("connection_failed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::{Because, ConnectionError, RequestKind, TlsFault};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "connection-failed",
    rank: Rank::NoHttp,
    page: include_str!("connection_failed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| {
        matches!(
            b,
            Because::Connection(
                ConnectionError::Closed
                    | ConnectionError::Malformed(_)
                    | ConnectionError::Proxy(_)
                    | ConnectionError::Reset
                    | ConnectionError::TimedOut(_)
                    | ConnectionError::Tls(TlsFault::Handshake(_))
                    | ConnectionError::TooLarge(_)
                    | ConnectionError::Unreachable
            )
        )
    })?;
    let shown = refused.shown?;
    let draft =
        Draft::at(Certainty::Certain, evidence, &shown).connection(&shown, "an HTTP response");
    let preflight = shown.request().kind == RequestKind::Preflight;
    let closed = preflight
        && matches!(shown.error(), Some(ConnectionError::Closed | ConnectionError::Reset));
    let get_works = closed && evidence.probe(&Probe::Get).is_some_and(|s| s.response().is_some());
    Some(if get_works {
        draft.note("GET gets an answer, OPTIONS does not: something on the way drops OPTIONS")
    } else {
        draft
    })
}
