#![doc = include_str!("blocked_by_extension.md")]

use super::{Cause, Finder};
use crate::rank::Rank;

pub(super) static CAUSE: Cause = Cause {
    id: "blocked-by-extension",
    rank: Rank::NoHttp,
    page: include_str!("blocked_by_extension.md"),
    find: Finder::ExplainOnly,
};
