#![doc = include_str!("auth_before_cors.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "auth-before-cors",
    rank: Rank::WhoAnswered,
    page: include_str!("auth_before_cors.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight().filter(|s| s.status() == Some(401))?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .status(&shown, "200 to 299: a preflight never carries credentials")
            .mark(&shown, "WWW-Authenticate"),
    )
}
