#![doc = include_str!("origin_not_allowed.md")]

use super::{Cause, Finder};
use crate::cached::{healed_past_the_cache, shared_among_origins};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::{Probe, candidate_origins};
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "origin-not-allowed",
    rank: Rank::AllowOrigin,
    page: include_str!("origin_not_allowed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    let preflight = evidence.refused_preflight().filter(|s| s.index == shown.index);
    let cors_header = preflight.and_then(|preflight| preflight.cors_header());
    let speaks_for_cors =
        cors_header.is_some() || matches!(shown.status(), Some(200..=299 | 400 | 403));
    let allowed_elsewhere = evidence.browser_exchanges().any(|s| s.allow_origin().is_some());
    let page = shown.request_header("origin")?;
    let mut passing = evidence.passing_preflights().filter_map(|s| s.request_header("origin"));
    let passes = passing.any(|origin| origin == page);
    if !speaks_for_cors || allowed_elsewhere || passes || healed_past_the_cache(evidence).is_some()
    {
        return None;
    }
    let draft = |certainty| {
        Draft::at(certainty, evidence, &shown).header(&shown, "Access-Control-Allow-Origin", &page)
    };
    let candidates = candidate_origins(evidence.question.request.origin(), &shown.request().url);
    let asked: Vec<_> =
        candidates.iter().map(|c| (c, evidence.probe(&Probe::FromOrigin(c.clone())))).collect();
    if let Some((candidate, Some(answer))) =
        asked.iter().find(|(c, s)| s.is_some_and(|s| allows(&s, c)))
    {
        let draft = draft(Certainty::Certain).header(answer, "Access-Control-Allow-Origin", "");
        return Some(draft.note(format!("`{candidate}` is on the list, `{page}` is not")));
    }
    // Where `Origin` gets lost on the way, the server had nothing to look at.
    if shared_among_origins(evidence, &shown).is_some() {
        return None;
    }
    if evidence.browser_exchanges().any(|s| s.lists("vary", "origin")) {
        let draft = draft(Certainty::Likely).header(&shown, "Vary", "");
        return Some(
            draft.note("the server looks at `Origin`, as `Vary` says, and gives this one nothing"),
        );
    }
    cors_header.map(|name| {
        let draft = draft(Certainty::Likely).header(&shown, name, "");
        draft
            .note(format!("the server knows CORS, as `{name}` says, and gives this origin nothing"))
    })
}

fn allows(answer: &Shown<'_>, candidate: &str) -> bool {
    answer.allow_origin().as_deref() == Some(candidate)
}
