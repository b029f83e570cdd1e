#![doc = include_str!("authorization_under_wildcard.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::{Because, Browser, CredentialsMode};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "authorization-under-wildcard",
    rank: Rank::Headers,
    page: include_str!("authorization_under_wildcard.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused =
        evidence.refused(|b| matches!(b, Because::HeaderNotAllowed(n) if n == "authorization"))?;
    let shown = refused.shown?;
    let wildcard = shown.lists("access-control-allow-headers", "*");
    let include = evidence.question.request.credentials_mode() == CredentialsMode::Include;
    let blocks = evidence.blocked_at(shown.index);
    (wildcard && !include && blocks == [Browser::Standard]).then(|| {
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Access-Control-Allow-Headers", "authorization by name, beside `*`")
            .note("the engines let it pass today; Firefox warns that this will end")
    })
}
