#![doc = include_str!("allow_credentials_not_true.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "allow-credentials-not-true",
    rank: Rank::AllowOrigin,
    page: include_str!("allow_credentials_not_true.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| matches!(b, Because::AllowCredentialsNotTrue(_)))?;
    let shown = refused.shown?;
    let draft = Draft::at(Certainty::Certain, evidence, &shown);
    Some(draft.header(&shown, "Access-Control-Allow-Credentials", "true"))
}
