#![doc = include_str!("allow_origin_has_slash_or_path.md")]

use super::{Cause, Finder};
use crate::allow_origin::{Difference, differing};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "allow-origin-has-slash-or-path",
    rank: Rank::AllowOrigin,
    page: include_str!("allow_origin_has_slash_or_path.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let found = differing(evidence).filter(|d| d.difference == Difference::HasSlashOrPath)?;
    let draft = Draft::at(Certainty::Certain, evidence, &found.shown);
    Some(draft.header(&found.shown, "Access-Control-Allow-Origin", &found.origin))
}
