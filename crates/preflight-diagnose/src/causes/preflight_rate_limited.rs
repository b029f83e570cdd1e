#![doc = include_str!("preflight_rate_limited.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "preflight-rate-limited",
    rank: Rank::WhoAnswered,
    page: include_str!("preflight_rate_limited.md"),
    find: Finder::Exchanges(find),
};

/// Where limiters write how long to wait, and for how many.
const MARKS: [&str; 6] = [
    "Retry-After",
    "RateLimit",
    "RateLimit-Policy",
    "RateLimit-Limit",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
];

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight().filter(|s| s.status() == Some(429))?;
    let draft = Draft::at(Certainty::Certain, evidence, &shown)
        .status(&shown, "200 to 299: preflights must not count");
    Some(MARKS.iter().fold(draft, |draft, name| draft.mark(&shown, name)))
}
