#![doc = include_str!("response_header_not_exposed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::FilteredResponse;
use preflight_fetch::http::forbidden::is_forbidden_response_header_name;
use preflight_fetch::spec::MAIN_FETCH;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "response-header-not-exposed",
    rank: Rank::ActualResponse,
    page: include_str!("response_header_not_exposed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let actual = evidence.actual().filter(|_| evidence.passes())?;
    let request = &evidence.question.request;
    if request.origin().is_same_origin_with(&actual.request().url) {
        return None;
    }
    let response = actual.response()?;
    let readable = FilteredResponse::cors_header_list(response, request.credentials_mode());
    let hidden = |name: &&String| response.header_list.contains(name) && !readable.contains(name);
    let name = evidence.question.read.iter().find(hidden)?;
    let draft = Draft::new(Certainty::Certain).spec(MAIN_FETCH.step("14"));
    let draft = draft
        .header(&actual, "Access-Control-Expose-Headers", &format!("{name} in the list"))
        .header(&actual, name, "");
    Some(if is_forbidden_response_header_name(name) {
        draft.note("no script ever reads this header, whatever the server exposes")
    } else {
        draft
    })
}
