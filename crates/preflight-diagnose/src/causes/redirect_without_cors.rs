#![doc = include_str!("redirect_without_cors.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use crate::redirected::{is_login, redirected_request};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "redirect-without-cors",
    rank: Rank::WhoAnswered,
    page: include_str!("redirect_without_cors.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let (shown, target) = redirected_request(evidence).filter(|(_, target)| !is_login(target))?;
    let page = shown.request_header("origin")?;
    let draft = Draft::at(Certainty::Certain, evidence, &shown)
        .header(&shown, "Access-Control-Allow-Origin", &page)
        .header(&shown, "Location", "");
    let Some(there) = evidence.probe(&Probe::Redirected(target.to_string())) else {
        return Some(draft);
    };
    let allowed = there.allow_origin().is_some_and(|v| v == "*" || v == page);
    Some(draft.note(if allowed {
        format!("`{target}` itself allows this page: request it directly")
    } else {
        format!("`{target}` does not allow this page either")
    }))
}
