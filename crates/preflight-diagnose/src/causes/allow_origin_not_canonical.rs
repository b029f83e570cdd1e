#![doc = include_str!("allow_origin_not_canonical.md")]

use super::{Cause, Finder};
use crate::allow_origin::{Difference, differing};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "allow-origin-not-canonical",
    rank: Rank::AllowOrigin,
    page: include_str!("allow_origin_not_canonical.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let found = differing(evidence).filter(|d| d.difference == Difference::NotCanonical)?;
    let draft = Draft::at(Certainty::Certain, evidence, &found.shown);
    Some(draft.header(&found.shown, "Access-Control-Allow-Origin", &found.origin))
}
