#![doc = include_str!("spa_fallback_answers_options.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "spa-fallback-answers-options",
    rank: Rank::WhoAnswered,
    page: include_str!("spa_fallback_answers_options.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let fallback = |s: &crate::evidence::Shown<'_>| {
        s.is_html()
            && s.allow_origin().is_none()
            && s.status().is_some_and(|n| (200..300).contains(&n))
    };
    let shown = evidence.refused_preflight().filter(fallback)?;
    let root = evidence.probe(&Probe::SiteRoot)?;
    let same_tag = shown.header("etag").is_some_and(|tag| root.header("etag") == Some(tag));
    let same_body = !shown.body().is_empty() && shown.body() == root.body();
    (same_tag || same_body).then(|| {
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Content-Type", "an answer of the API, not the page of the site's root")
            .mark(&shown, "ETag")
    })
}
