#![doc = include_str!("cached_without_cors.md")]

use super::{Cause, Finder};
use crate::cached::healed_past_the_cache;
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;

pub(super) static CAUSE: Cause = Cause {
    id: "cached-without-cors",
    rank: Rank::AllowOrigin,
    page: include_str!("cached_without_cors.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let healed = healed_past_the_cache(evidence)?;
    healed.shown.allow_origin().is_none().then(|| healed.draft(evidence))
}
