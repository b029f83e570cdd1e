#![doc = include_str!("no_cors_headers.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "no-cors-headers",
    rank: Rank::AllowOrigin,
    page: include_str!("no_cors_headers.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    let page = shown.request_header("origin")?;
    // Where the request itself was answered, GET would say the same again.
    let preflight = evidence.refused_preflight().is_some();
    let get = if preflight { evidence.probe(&Probe::Get) } else { None };
    let stranger = evidence.probe(&Probe::GetFromOtherOrigin);
    // An error may have lost headers that successes carry.
    let error = shown.status().is_some_and(|n| n >= 400);
    let root = if error { evidence.probe(&Probe::SiteRoot) } else { None };
    let asked = evidence.browser_exchanges().chain(get).chain(stranger).chain(root);
    // Another cause may have found an origin that is answered.
    let mut answers = asked.chain(evidence.answers_to_other_origins());
    let any = answers.any(|s| s.allow_origin().is_some() || s.lists("vary", "origin"));
    (!any && page != "null").then(|| {
        Draft::at(Certainty::Certain, evidence, &shown).header(
            &shown,
            "Access-Control-Allow-Origin",
            &page,
        )
    })
}
