#![doc = include_str!("forbidden_before_cors.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "forbidden-before-cors",
    rank: Rank::WhoAnswered,
    page: include_str!("forbidden_before_cors.md"),
    find: Finder::Exchanges(find),
};

/// What such checks write, in lower case.
const WORDS: [&str; 8] = [
    "csrf",
    "forgery",
    "expired",
    "permission",
    "forbidden",
    "denied",
    "not allowed",
    "authorized",
];

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight().filter(|s| matches!(s.status(), Some(403 | 419)))?;
    let of_cors = !shown.has_cors_header() && shown.lists("vary", "origin");
    if of_cors || evidence.passing_preflights().next().is_some() {
        return None;
    }
    let get = evidence.probe(&Probe::Get)?.status()?;
    let draft = Draft::at(Certainty::Likely, evidence, &shown)
        .status(&shown, "200 to 299: a preflight carries no session and no token");
    let body = shown.body();
    let line = body.lines().find(|line| {
        let line = line.to_ascii_lowercase();
        WORDS.iter().any(|word| line.contains(word))
    });
    let draft = match line {
        Some(line) => draft.body(&shown, line),
        None => draft,
    };
    Some(draft.note(match get {
        401 | 403 | 419 => {
            format!("GET without a session gets {get} too: whatever comes without one is refused")
        }
        _ => format!("the same URL answers GET with {get}: only some methods are forbidden"),
    }))
}
