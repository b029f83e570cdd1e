#![doc = include_str!("options_connection_closed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::ConnectionError;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "options-connection-closed",
    rank: Rank::NoHttp,
    page: include_str!("options_connection_closed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight().filter(breaks_off)?;
    let status = evidence.probe(&Probe::Get)?.status()?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .connection(&shown, "an HTTP response")
            .note(format!("the same URL answers GET with {status}: something drops OPTIONS")),
    )
}

fn breaks_off(shown: &Shown<'_>) -> bool {
    use ConnectionError::{Closed, Reset, TimedOut};
    matches!(shown.error(), Some(Closed | Reset | TimedOut(_)))
}
