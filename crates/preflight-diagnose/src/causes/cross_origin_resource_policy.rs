#![doc = include_str!("cross_origin_resource_policy.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "cross-origin-resource-policy",
    rank: Rank::ActualResponse,
    page: include_str!("cross_origin_resource_policy.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| matches!(b, Because::CrossOriginResourcePolicy(_)))?;
    let shown = refused.shown?;
    let draft = Draft::at(Certainty::Certain, evidence, &shown);
    Some(draft.header(&shown, "Cross-Origin-Resource-Policy", "cross-origin"))
}
