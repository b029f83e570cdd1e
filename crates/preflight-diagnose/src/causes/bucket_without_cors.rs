#![doc = include_str!("bucket_without_cors.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::{Because, RequestKind};
use preflight_report::Certainty;
use preflight_targets::Kind;

pub(super) static CAUSE: Cause = Cause {
    id: "bucket-without-cors",
    rank: Rank::WhoAnswered,
    page: include_str!("bucket_without_cors.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    shown.written_by(Kind::ObjectStore)?;
    if shown.told("refused-by-cors-layer").is_some() || shown.lists("vary", "origin") {
        return None;
    }
    let draft = |certainty| {
        let page = evidence.question.request.origin().serialized();
        Draft::at(certainty, evidence, &shown).header(&shown, "Access-Control-Allow-Origin", page)
    };
    if let Some(tell) = shown.told(CAUSE.id) {
        return Some(draft(tell.certainty).told(&shown, tell));
    }
    // Stores say of a preflight what they do not say of a file.
    let preflight = evidence.probe(&Probe::PlainPreflight)?;
    if let Some(tell) = preflight.told(CAUSE.id) {
        return Some(draft(tell.certainty).told(&preflight, tell));
    }
    let refused = |s: &Shown<'_>| {
        s.status() == Some(403) && s.told("refused-by-cors-layer").is_none() && !s.has_cors_header()
    };
    let is_preflight = shown.request().kind == RequestKind::Preflight;
    (refused(&preflight) && (!is_preflight || refused(&shown)))
        .then(|| draft(Certainty::Likely).note("a preflight for a plain GET is refused with 403"))
}
