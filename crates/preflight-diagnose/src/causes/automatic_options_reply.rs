#![doc = include_str!("automatic_options_reply.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "automatic-options-reply",
    rank: Rank::WhoAnswered,
    page: include_str!("automatic_options_reply.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight()?;
    let ok = shown.status().is_some_and(|n| (200..300).contains(&n));
    if !ok || shown.has_cors_header() {
        return None;
    }
    let page = evidence.question.request.origin().serialized();
    if shown.header("allow").is_some() {
        let needed = "Access-Control-Allow-Methods and its companions: Allow is not CORS";
        return Some(
            Draft::at(Certainty::Certain, evidence, &shown).header(&shown, "Allow", needed),
        );
    }
    let get = evidence.probe(&Probe::Get).filter(|_| !shown.is_html())?;
    let allowed = get.allow_origin().is_some_and(|v| v == "*" || v == page);
    allowed.then(|| {
        Draft::at(Certainty::Likely, evidence, &shown)
            .header(&shown, "Access-Control-Allow-Origin", page)
            .note("GET carries the header, OPTIONS does not: another handler answers OPTIONS")
    })
}
