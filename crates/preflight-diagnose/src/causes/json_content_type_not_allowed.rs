#![doc = include_str!("json_content_type_not_allowed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::headers_allowed::headers_refused;
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
    let missing = refused.missing.iter().any(|name| name == "content-type");
    let value = evidence.question.request.header_list().get("content-type").unwrap_or_default();
    let value = String::from_utf8_lossy(&value).into_owned();
    missing.then(|| {
        Draft::at(Certainty::Certain, evidence, &refused.shown)
            .header(&refused.shown, "Access-Control-Allow-Headers", "content-type in the list")
            .request(&refused.shown, "Access-Control-Request-Headers", &refused.asked, "")
            .note(format!("the request's Content-Type is `{value}`"))
    })
}
