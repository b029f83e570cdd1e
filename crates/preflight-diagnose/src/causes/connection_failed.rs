#![doc = include_str!("connection_failed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
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
                    | ConnectionError::NotPublic
                    | ConnectionError::Proxy(_)
                    | ConnectionError::Reset
                    | ConnectionError::TimedOut(_)
                    | ConnectionError::Tls(TlsFault::ClientCertificate | TlsFault::Handshake(_))
                    | ConnectionError::TooLarge(_)
                    | ConnectionError::Unreachable
            )
        )
    })?;
    let shown = refused.shown?;
    if shown.request().kind == RequestKind::Preflight && has_its_own_cause(evidence, &shown) {
        return None;
    }
    Some(Draft::at(Certainty::Certain, evidence, &shown).connection(&shown, "an HTTP response"))
}

/// Whether the preflight breaks off for a reason that is on record: it has no certificate, or it alone
/// is dropped.
fn has_its_own_cause(evidence: &Evidence<'_>, shown: &Shown<'_>) -> bool {
    use ConnectionError::{Closed, Reset, TimedOut, Tls};
    match shown.error() {
        Some(Tls(TlsFault::ClientCertificate)) => true,
        Some(Closed | Reset | TimedOut(_)) => {
            evidence.probe(&Probe::Get).is_some_and(|get| get.response().is_some())
        }
        _ => false,
    }
}
