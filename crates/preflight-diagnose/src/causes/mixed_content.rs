#![doc = include_str!("mixed_content.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_fetch::spec::MIXED_CONTENT;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "mixed-content",
    rank: Rank::NoHttp,
    page: include_str!("mixed_content.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| matches!(b, Because::MixedContent))?;
    let url = refused.refusal.url.as_str();
    Some(
        Draft::new(Certainty::Certain)
            .blocking(evidence.blocked_because(|b| matches!(b, Because::MixedContent)))
            .spec(MIXED_CONTENT.step(""))
            .unsent("URL", url, "an https:// URL, since the page is https"),
    )
}
