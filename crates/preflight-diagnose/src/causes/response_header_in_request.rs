#![doc = include_str!("response_header_in_request.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::headers_allowed::{Sort, asked_for, headers_refused};
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "response-header-in-request",
    rank: Rank::Headers,
    page: include_str!("response_header_in_request.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let asked = asked_for(evidence, Sort::Response)?;
    let refused = headers_refused(evidence).filter(|r| !r.wildcard);
    let refused = refused.and_then(|r| r.draft(evidence, Certainty::Certain, Sort::Response));
    // Where nobody refuses it, it makes the browser ask first all the same.
    let draft = refused.unwrap_or_else(|| Draft::new(Certainty::Certain));
    let needed = format!("a request without {}", asked.names.join(", "));
    let name = "Access-Control-Request-Headers";
    let draft = draft.request(&asked.preflight, name, &asked.list, &needed);
    Some(if asked.only_reason {
        draft.note("without it this request needs no preflight")
    } else {
        draft
    })
}
