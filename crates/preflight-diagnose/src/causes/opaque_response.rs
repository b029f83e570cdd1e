#![doc = include_str!("opaque_response.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::{RequestMode, ResponseType};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "opaque-response",
    rank: Rank::ActualResponse,
    page: include_str!("opaque_response.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let request = &evidence.question.request;
    let mut responses = evidence.runs().filter_map(|run| run.outcome.as_ref()?.response());
    let opaque = responses.any(|r| r.response_type == ResponseType::Opaque);
    let actual = evidence.actual().filter(|_| opaque && request.mode() == RequestMode::NoCors)?;
    let draft = Draft::new(Certainty::Certain)
        .unsent("mode", "no-cors", "cors, fetch's default")
        .status(&actual, "");
    let Some(asked) = evidence.probe(&Probe::CacheBuster) else { return Some(draft) };
    let page = request.origin().serialized();
    let allowed = asked.allow_origin().is_some_and(|v| v == "*" || v == page);
    Some(draft.note(if allowed {
        "the server allows this page: without `no-cors` the script could read the response"
    } else {
        "without `no-cors` the browser would block it: the server does not allow this page"
    }))
}
