#![doc = include_str!("path_without_cors.md")]

use super::{Cause, Finder};
use crate::cached::healed_past_the_cache;
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "path-without-cors",
    rank: Rank::AllowOrigin,
    page: include_str!("path_without_cors.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    let success = shown.status().is_some_and(|n| (200..300).contains(&n));
    if !success || healed_past_the_cache(evidence).is_some() {
        return None;
    }
    let page = shown.request_header("origin")?;
    let preflight = evidence.refused_preflight().is_some();
    let get = if preflight { evidence.probe(&Probe::Get) } else { None };
    // Asked for at once, so that they go out together.
    let (stranger, sibling, root) = (
        evidence.probe(&Probe::GetFromOtherOrigin),
        evidence.probe(&Probe::SiblingNotFound),
        evidence.probe(&Probe::SiteRoot),
    );
    let speaks = |s: &Shown<'_>| s.allow_origin().is_some() || s.lists("vary", "origin");
    let here = evidence.browser_exchanges().chain(get).chain(stranger).any(|s| speaks(&s));
    let beside: Vec<_> = [sibling, root].into_iter().flatten().collect();
    let allows = |s: &&Shown<'_>| s.allow_origin().is_some_and(|v| v == "*" || v == page);
    let allowed = beside.iter().find(allows);
    let beside = allowed.or_else(|| beside.iter().find(|s| s.allow_origin().is_some()))?;
    (!here).then(|| {
        Draft::at(Certainty::Likely, evidence, &shown)
            .header(&shown, "Access-Control-Allow-Origin", &page)
            .header(beside, "Access-Control-Allow-Origin", "")
    })
}
