#![doc = include_str!("cache_header_not_allowed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::headers_allowed::{Sort, headers_refused};
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "cache-header-not-allowed",
    rank: Rank::Headers,
    page: include_str!("cache_header_not_allowed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = headers_refused(evidence).filter(|r| !r.wildcard)?;
    refused.draft(evidence, Certainty::Certain, Sort::Cache)
}
