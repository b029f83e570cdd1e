#![doc = include_str!("redirect_loop.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "redirect-loop",
    rank: Rank::WhoAnswered,
    page: include_str!("redirect_loop.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| matches!(b, Because::TooManyRedirects))?;
    let shown = refused.shown?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Location", "an answer: browsers follow 20 redirects at most")
            .status(&shown, ""),
    )
}
