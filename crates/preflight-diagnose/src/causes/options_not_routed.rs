#![doc = include_str!("options_not_routed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "options-not-routed",
    rank: Rank::WhoAnswered,
    page: include_str!("options_not_routed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight().filter(|s| s.status() == Some(404))?;
    let get = evidence.probe(&Probe::Get)?;
    let status = get.status().filter(|&s| s != 404)?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .status(&shown, "200 to 299: OPTIONS must be routed")
            .note(format!("the same URL answers GET with {status}, so the path exists")),
    )
}
