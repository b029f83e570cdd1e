#![doc = include_str!("actual_response_without_cors.md")]

use super::{Cause, Finder};
use crate::cached::healed_past_the_cache;
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "actual-response-without-cors",
    rank: Rank::ActualResponse,
    page: include_str!("actual_response_without_cors.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    let success = shown.status().is_some_and(|n| (200..300).contains(&n));
    let preflight =
        evidence.preflight().filter(|p| p.allow_origin().is_some() && p.index != shown.index)?;
    let actual = evidence.refused_actual().is_some_and(|s| s.index == shown.index);
    if healed_past_the_cache(evidence).is_some() {
        return None;
    }
    let page = shown.request_header("origin")?;
    (success && actual).then(|| {
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Access-Control-Allow-Origin", &page)
            .header(&preflight, "Access-Control-Allow-Origin", "")
    })
}
