#![doc = include_str!("resource_isolation_guard.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "resource-isolation-guard",
    rank: Rank::WhoAnswered,
    page: include_str!("resource_isolation_guard.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_anywhere().filter(is_refusal)?;
    let of_cors = shown.has_cors_header() || shown.lists("vary", "origin");
    if of_cors || evidence.passing_preflights().next().is_some() {
        return None;
    }
    let draft = |certainty| Draft::at(certainty, evidence, &shown).status(&shown, "200 to 299");
    if let Some(told) = shown.told(CAUSE.id) {
        return Some(draft(Certainty::Certain).told(&shown, told));
    }
    let (plain, anonymous) = match (evidence.refused_preflight(), &*shown.request().method) {
        (Some(_), _) => (Probe::PreflightWithoutFetchMetadata, Probe::PreflightWithoutOrigin),
        (None, "GET") => (Probe::Get, Probe::GetWithoutOrigin),
        _ => return None,
    };
    // Both are asked for at once.
    let (plain, anonymous) = (evidence.probe(&plain), evidence.probe(&anonymous));
    let answered = |s: &Shown<'_>| s.status().filter(|&n| n < 500 && Some(n) != shown.status());
    let origin = shown.request_header("origin")?;
    if let Some(status) = plain.as_ref().and_then(answered) {
        return Some(draft(Certainty::Certain).note(format!(
            "the same request without the `Sec-Fetch-` headers that browsers add is answered with {status}"
        )));
    }
    let status = anonymous.as_ref().and_then(answered)?;
    Some(
        draft(Certainty::Likely)
            .request(&shown, "Origin", &origin, "")
            .note(format!(
                "the same request without `Origin` is answered with {status}; a CORS layer that refuses this origin without a word looks the same"
            )),
    )
}

fn is_refusal(shown: &Shown<'_>) -> bool {
    matches!(shown.status(), Some(400 | 403))
}
