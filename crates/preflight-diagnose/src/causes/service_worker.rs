#![doc = include_str!("service_worker.md")]

use super::{Cause, Finder};
use crate::rank::Rank;

pub(super) static CAUSE: Cause = Cause {
    id: "service-worker",
    rank: Rank::WhoAnswered,
    page: include_str!("service_worker.md"),
    find: Finder::ExplainOnly,
};
