#![doc = include_str!("allow_origin_is_another_site.md")]

use super::{Cause, Finder};
use crate::allow_origin::{Difference, differing};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "allow-origin-is-another-site",
    rank: Rank::AllowOrigin,
    page: include_str!("allow_origin_is_another_site.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let found = differing(evidence).filter(|d| d.difference == Difference::AnotherSite)?;
    if came_from_cache(&found.shown) {
        let fresh = evidence.probe(&Probe::CacheBuster)?;
        if fresh.allow_origin().as_deref() != Some(&found.value) {
            return None;
        }
    }
    let draft = Draft::at(Certainty::Certain, evidence, &found.shown);
    Some(draft.header(&found.shown, "Access-Control-Allow-Origin", &found.origin))
}

fn came_from_cache(shown: &Shown<'_>) -> bool {
    let aged = shown.header("age").is_some_and(|age| age.trim() != "0");
    let hit =
        |name: &str| shown.header(name).is_some_and(|v| v.to_ascii_uppercase().contains("HIT"));
    aged || hit("x-cache") || hit("cf-cache-status")
}
