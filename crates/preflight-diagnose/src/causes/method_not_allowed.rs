#![doc = include_str!("method_not_allowed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::methods_allowed::{MethodRefused, method_refused};
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "method-not-allowed",
    rank: Rank::Methods,
    page: include_str!("method_not_allowed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let (shown, why) = method_refused(evidence)?;
    let method = evidence.question.request.method();
    (why == MethodRefused::NotListed).then(|| {
        Draft::at(Certainty::Certain, evidence, &shown).header(
            &shown,
            "Access-Control-Allow-Methods",
            &format!("{method} in the list"),
        )
    })
}
