#![doc = include_str!("cors_check_failed.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Refused};
use crate::rank::Rank;
use preflight_fetch::http::statuses::is_ok_status;
use preflight_fetch::{Because, Leg};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "cors-check-failed",
    rank: Rank::AllowOrigin,
    page: include_str!("cors_check_failed.md"),
    find: Finder::LastResort(find),
};

fn find(evidence: &Evidence<'_>, refused: &Refused<'_>) -> Option<Draft> {
    let shown = refused.shown?;
    let because = &refused.refusal.because;
    let preflight = refused.refusal.leg == Leg::Preflight;
    if preflight && !shown.status().is_some_and(is_ok_status) {
        return None;
    }
    let origin = shown.request_header("origin").unwrap_or_default();
    let (header, needed) = match because {
        Because::AllowOriginMissing
        | Because::AllowOriginDiffers(_)
        | Because::AllowOriginWildcardWithCredentials => {
            ("Access-Control-Allow-Origin", origin.as_str())
        }
        Because::AllowCredentialsNotTrue(_) => ("Access-Control-Allow-Credentials", "true"),
        Because::AllowMethodsUnparsable(_) | Because::MethodNotAllowed => {
            ("Access-Control-Allow-Methods", evidence.question.request.method())
        }
        Because::AllowHeadersUnparsable(_) => ("Access-Control-Allow-Headers", "names with commas"),
        Because::HeaderNotAllowed(name) => ("Access-Control-Allow-Headers", name.as_ref()),
        _ => return None,
    };
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, header, needed)
            .request(&shown, "Origin", &origin, ""),
    )
}
