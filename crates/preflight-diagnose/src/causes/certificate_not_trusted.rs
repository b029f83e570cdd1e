#![doc = include_str!("certificate_not_trusted.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::{Because, ConnectionError, TlsFault};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "certificate-not-trusted",
    rank: Rank::NoHttp,
    page: include_str!("certificate_not_trusted.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| {
        matches!(
            b,
            Because::Connection(ConnectionError::Tls(
                TlsFault::Expired | TlsFault::UnknownIssuer | TlsFault::WrongName
            ))
        )
    })?;
    let shown = refused.shown?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .connection(&shown, "a certificate that browsers trust, for this name"),
    )
}
