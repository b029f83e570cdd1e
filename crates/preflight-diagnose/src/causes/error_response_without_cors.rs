#![doc = include_str!("error_response_without_cors.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "error-response-without-cors",
    rank: Rank::ActualResponse,
    page: include_str!("error_response_without_cors.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    if evidence.passes() {
        return on_errors_elsewhere(evidence);
    }
    let refused = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?;
    let shown = refused.shown.filter(|s| s.status().is_some_and(|n| n >= 400))?;
    evidence.refused_actual().filter(|s| s.index == shown.index)?;
    let page = shown.request_header("origin")?;
    let preflight = evidence.preflight().filter(|s| allows(s, &page));
    let success = preflight.or_else(|| {
        let was_get = shown.request().method == "GET";
        let get = if was_get { None } else { evidence.probe(&Probe::Get) };
        let root = evidence.probe(&Probe::SiteRoot);
        [get, root].into_iter().flatten().find(|s| is_success(s) && allows(s, &page))
    })?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Access-Control-Allow-Origin", &page)
            .status(&shown, "")
            .header(&success, "Access-Control-Allow-Origin", ""),
    )
}

/// The request passes, and an error beside it would not.
fn on_errors_elsewhere(evidence: &Evidence<'_>) -> Option<Draft> {
    let actual = evidence.actual()?;
    let page = actual.request_header("origin")?;
    if !is_success(&actual) || !allows(&actual, &page) {
        return None;
    }
    let error = evidence.probe(&Probe::SiblingNotFound)?;
    let hidden = error.status().is_some_and(|n| n >= 400) && error.allow_origin().is_none();
    hidden.then(|| {
        Draft::new(Certainty::Likely)
            .header(&error, "Access-Control-Allow-Origin", &page)
            .status(&error, "")
            .note("this request passes; when it fails, the script will see a `TypeError`, not the status")
    })
}

fn is_success(shown: &Shown<'_>) -> bool {
    shown.status().is_some_and(|n| (200..300).contains(&n))
}

fn allows(shown: &Shown<'_>, page: &str) -> bool {
    shown.allow_origin().is_some_and(|v| v == "*" || v == page)
}
