#![doc = include_str!("connection_refused.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::{Because, ConnectionError};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "connection-refused",
    rank: Rank::NoHttp,
    page: include_str!("connection_refused.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused =
        evidence.refused(|b| matches!(b, Because::Connection(ConnectionError::Refused)))?;
    let shown = refused.shown?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .connection(&shown, "a server that listens at this address and port"),
    )
}
