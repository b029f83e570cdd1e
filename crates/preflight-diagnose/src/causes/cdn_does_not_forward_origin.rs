#![doc = include_str!("cdn_does_not_forward_origin.md")]

use super::{Cause, Finder};
use crate::cached::{network_mark, shared_among_origins};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "cdn-does-not-forward-origin",
    rank: Rank::WhoAnswered,
    page: include_str!("cdn_does_not_forward_origin.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    asked_for_the_origin_it_was_sent(evidence).or_else(|| shares_one_answer(evidence))
}

/// The server behind asks for `Origin`, and the browser did send it.
fn asked_for_the_origin_it_was_sent(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight()?;
    let said = "Origin request header needed";
    shown.body().contains(said).then(|| {
        let origin = shown.request_header("origin").unwrap_or_default();
        let draft = Draft::at(Certainty::Certain, evidence, &shown)
            .body(&shown, said)
            .request(&shown, "Origin", &origin, "");
        with_network_mark(draft, &shown)
    })
}

/// The network hands one answer to every origin, although the server behind it speaks of CORS.
fn shares_one_answer(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    let page = shown.request_header("origin")?;
    let (other, mark) = shared_among_origins(evidence, &shown)?;
    let speaks = |s: Shown<'_>| s.has_cors_header() || s.lists("vary", "origin");
    evidence.browser_exchanges().any(speaks).then(|| {
        let draft = Draft::at(Certainty::Likely, evidence, &shown)
            .header(&shown, "Access-Control-Allow-Origin", &page)
            .mark(&shown, "Vary");
        with_network_mark(draft, &shown).header(
            &other,
            mark,
            "a fresh answer, since the origin is another one",
        )
    })
}

fn with_network_mark(draft: Draft, shown: &Shown<'_>) -> Draft {
    match network_mark(shown) {
        Some(mark) => draft.header(shown, mark, ""),
        None => draft,
    }
}
