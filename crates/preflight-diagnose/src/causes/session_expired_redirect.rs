#![doc = include_str!("session_expired_redirect.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use crate::redirected::{is_login, redirected_request};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "session-expired-redirect",
    rank: Rank::WhoAnswered,
    page: include_str!("session_expired_redirect.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let (shown, target) = redirected_request(evidence).filter(|(_, target)| is_login(target))?;
    let elsewhere = target.host_str() != shown.request().url.host_str();
    let certainty = if elsewhere { Certainty::Certain } else { Certainty::Likely };
    Some(
        Draft::at(certainty, evidence, &shown)
            .status(&shown, "401, with CORS headers")
            .header(&shown, "Location", "")
            .mark(&shown, "Set-Cookie"),
    )
}
