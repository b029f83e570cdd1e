#![doc = include_str!("content_security_policy.md")]

use super::{Cause, Finder};
use crate::rank::Rank;

pub(super) static CAUSE: Cause = Cause {
    id: "content-security-policy",
    rank: Rank::NoHttp,
    page: include_str!("content_security_policy.md"),
    find: Finder::ExplainOnly,
};
