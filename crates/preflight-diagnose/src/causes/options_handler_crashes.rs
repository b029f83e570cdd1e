#![doc = include_str!("options_handler_crashes.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "options-handler-crashes",
    rank: Rank::WhoAnswered,
    page: include_str!("options_handler_crashes.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence
        .refused_preflight()
        .filter(|s| s.status().is_some_and(|n| n >= 500 && n != 501))?;
    let get = evidence.probe(&Probe::Get)?;
    let status = get.status().filter(|&s| s < 500)?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .status(&shown, "200 to 299")
            .note(format!("the same URL answers GET with {status}")),
    )
}
