#![doc = include_str!("header_not_allowed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::headers_allowed::headers_refused;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "header-not-allowed",
    rank: Rank::Headers,
    page: include_str!("header_not_allowed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = headers_refused(evidence).filter(|r| !r.wildcard)?;
    let missing: Vec<_> =
        refused.missing.iter().filter(|n| *n != "content-type").cloned().collect();
    (!missing.is_empty()).then(|| {
        Draft::at(Certainty::Certain, evidence, &refused.shown)
            .header(
                &refused.shown,
                "Access-Control-Allow-Headers",
                &format!("{} in the list", missing.join(", ")),
            )
            .request(&refused.shown, "Access-Control-Request-Headers", &refused.asked, "")
    })
}
