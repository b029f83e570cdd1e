#![doc = include_str!("page_origin_is_null.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::{Because, Origin};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "page-origin-is-null",
    rank: Rank::AllowOrigin,
    page: include_str!("page_origin_is_null.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    if *evidence.question.request.origin() != Origin::Opaque {
        return None;
    }
    let refused = evidence.refused(|b| {
        matches!(
            b,
            Because::AllowOriginMissing
                | Because::AllowOriginDiffers(_)
                | Because::AllowOriginWildcardWithCredentials
        )
    })?;
    let shown = refused.shown?;
    Some(Draft::at(Certainty::Certain, evidence, &shown).request(
        &shown,
        "Origin",
        "null",
        "a page with an origin: http:// or https://, not file:, data: or a sandboxed frame",
    ))
}
