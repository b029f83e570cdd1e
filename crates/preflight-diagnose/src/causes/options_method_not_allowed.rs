#![doc = include_str!("options_method_not_allowed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "options-method-not-allowed",
    rank: Rank::WhoAnswered,
    page: include_str!("options_method_not_allowed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight().filter(|s| matches!(s.status(), Some(405 | 501)))?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .status(&shown, "200 to 299: OPTIONS must be answered")
            .mark(&shown, "Allow"),
    )
}
