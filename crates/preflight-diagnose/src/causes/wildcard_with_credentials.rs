#![doc = include_str!("wildcard_with_credentials.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "wildcard-with-credentials",
    rank: Rank::AllowOrigin,
    page: include_str!("wildcard_with_credentials.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| matches!(b, Because::AllowOriginWildcardWithCredentials))?;
    let shown = refused.shown?;
    let page = shown.request_header("origin")?;
    let draft = Draft::at(Certainty::Certain, evidence, &shown);
    Some(draft.header(&shown, "Access-Control-Allow-Origin", &page))
}
