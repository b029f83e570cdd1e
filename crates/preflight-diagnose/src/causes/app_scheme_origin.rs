#![doc = include_str!("app_scheme_origin.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "app-scheme-origin",
    rank: Rank::AllowOrigin,
    page: include_str!("app_scheme_origin.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let page = evidence.question.request.origin();
    if page.as_tuple().is_none_or(|page| matches!(page.scheme(), "http" | "https")) {
        return None;
    }
    let refused = evidence
        .refused(|b| matches!(b, Because::AllowOriginDiffers(_) | Because::AllowOriginMissing))?;
    let shown = refused.shown?;
    let page = page.serialized();
    // A tainted request comes from `null`, which is another cause's business.
    if shown.request_header("origin").as_deref() != Some(page) || !knows_cors(evidence, &shown) {
        return None;
    }
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Access-Control-Allow-Origin", page)
            .request(&shown, "Origin", page, ""),
    )
}

/// Whether the server gives CORS headers to anybody: otherwise the app's odd origin is not what is
/// missing from its list.
fn knows_cors(evidence: &Evidence<'_>, shown: &Shown<'_>) -> bool {
    let says_so = |s: &Shown<'_>| s.allow_origin().is_some() || s.lists("vary", "origin");
    says_so(shown)
        || WEB_ORIGINS.iter().any(|origin| {
            evidence.probe(&Probe::FromOrigin((*origin).to_owned())).is_some_and(|s| says_so(&s))
        })
}

/// Where the same application runs while it is developed, or in the other of the two mobile systems.
const WEB_ORIGINS: [&str; 2] = ["http://localhost", "https://localhost"];
