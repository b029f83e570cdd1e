#![doc = include_str!("crossorigin_attribute.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::rank::Rank;
use preflight_fetch::{Because, Initiator, RequestKind};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "crossorigin-attribute",
    rank: Rank::AllowOrigin,
    page: include_str!("crossorigin_attribute.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?;
    let shown = refused.shown.filter(|s| s.request().kind == RequestKind::Actual)?;
    let request = &evidence.question.request;
    let certainty = match request.initiator() {
        Initiator::Image | Initiator::Stylesheet => Certainty::Certain,
        // An element sets no headers, and asks for nothing but GET.
        Initiator::Fetch if request.method() == "GET" && request.header_list().is_empty() => {
            Certainty::Likely
        }
        Initiator::EventSource | Initiator::Fetch | Initiator::Xhr => return None,
    };
    let found = shown.status().is_some_and(|n| (200..300).contains(&n));
    (found && is_static_file(&shown)).then(|| {
        Draft::at(certainty, evidence, &shown)
            .header(&shown, "Access-Control-Allow-Origin", "*")
            .header(&shown, "Content-Type", "")
    })
}

/// Whether the answer is what an element loads: an image, a font, a film, a style sheet, a script.
fn is_static_file(shown: &Shown<'_>) -> bool {
    let value = shown.header("content-type").unwrap_or_default().to_ascii_lowercase();
    let essence = value.split(';').next().unwrap_or_default().trim();
    let family = essence.split('/').next().unwrap_or_default();
    matches!(family, "audio" | "font" | "image" | "video")
        || matches!(
            essence,
            "application/font-woff"
                | "application/javascript"
                | "application/vnd.ms-fontobject"
                | "application/x-javascript"
                | "text/css"
                | "text/javascript"
        )
}
