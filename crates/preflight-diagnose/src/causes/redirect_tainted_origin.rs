#![doc = include_str!("redirect_tainted_origin.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::{Because, Origin};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "redirect-tainted-origin",
    rank: Rank::AllowOrigin,
    page: include_str!("redirect_tainted_origin.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| {
        matches!(
            b,
            Because::AllowOriginMissing
                | Because::AllowOriginDiffers(_)
                | Because::AllowOriginWildcardWithCredentials
        )
    })?;
    let shown = refused.shown?;
    let tainted = *evidence.question.request.origin() != Origin::Opaque
        && shown.request_header("origin").as_deref() == Some("null");
    tainted.then(|| {
        let needed = "no redirect to another origin: call this URL itself";
        Draft::at(Certainty::Certain, evidence, &shown)
            .request(&shown, "Origin", "null", needed)
            .header(&shown, "Access-Control-Allow-Origin", "")
    })
}
