#![doc = include_str!("json_content_type_not_allowed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::headers_allowed::{Sort, headers_refused};
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "json-content-type-not-allowed",
    rank: Rank::Headers,
    page: include_str!("json_content_type_not_allowed.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = headers_refused(evidence).filter(|r| !r.wildcard)?;
    let value = evidence.question.request.header_list().get("content-type").unwrap_or_default();
    let value = String::from_utf8_lossy(&value).into_owned();
    let draft = refused.draft(evidence, Certainty::Certain, Sort::ContentType)?;
    Some(draft.note(format!("the request's Content-Type is `{value}`")))
}
