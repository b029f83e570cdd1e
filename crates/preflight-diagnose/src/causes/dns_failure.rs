#![doc = include_str!("dns_failure.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::{Because, ConnectionError};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "dns-failure",
    rank: Rank::NoHttp,
    page: include_str!("dns_failure.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| matches!(b, Because::Connection(ConnectionError::Dns)))?;
    let shown = refused.shown?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .connection(&shown, "a host name that resolves"),
    )
}
