#![doc = include_str!("preflight_not_ok.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Refused};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::Leg;
use preflight_fetch::http::statuses::is_ok_status;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "preflight-not-ok",
    rank: Rank::WhoAnswered,
    page: include_str!("preflight_not_ok.md"),
    find: Finder::LastResort(find),
};

fn find(evidence: &Evidence<'_>, refused: &Refused<'_>) -> Option<Draft> {
    let shown = refused.shown.filter(|_| refused.refusal.leg == Leg::Preflight)?;
    shown.status().filter(|&status| !is_ok_status(status))?;
    let draft = Draft::at(Certainty::Certain, evidence, &shown)
        .status(&shown, "200 to 299")
        .mark(&shown, "Location");
    let own = shown.request().url == *evidence.question.request.url();
    let get = if own { evidence.probe(&Probe::Get).and_then(|s| s.status()) } else { None };
    Some(match get {
        Some(status) => draft.note(format!("the same URL answers GET with {status}")),
        None => draft,
    })
}
