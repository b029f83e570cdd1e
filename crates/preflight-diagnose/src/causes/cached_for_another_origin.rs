#![doc = include_str!("cached_for_another_origin.md")]

use super::{Cause, Finder};
use crate::cached::healed_past_the_cache;
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;

pub(super) static CAUSE: Cause = Cause {
    id: "cached-for-another-origin",
    rank: Rank::AllowOrigin,
    page: include_str!("cached_for_another_origin.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let healed = healed_past_the_cache(evidence)?;
    healed.shown.allow_origin()?;
    Some(healed.draft(evidence))
}
