#![doc = include_str!("proxy_error_without_cors.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::{Certainty, Layer};
use preflight_targets::{Kind, Target, identify};

pub(super) static CAUSE: Cause = Cause {
    id: "proxy-error-without-cors",
    rank: Rank::WhoAnswered,
    page: include_str!("proxy_error_without_cors.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    evidence.refused_actual().filter(|s| s.index == shown.index)?;
    let status = shown.status()?;
    let proxy = shown.response().and_then(identify).filter(is_no_application);
    let gateway = matches!(status, 502..=504);
    // nginx hides this one behind a plain 400.
    let too_long = status == 400 && shown.body().contains("Request Header Or Cookie Too Large");
    let over_a_limit = proxy.is_some() && (too_long || matches!(status, 408 | 413 | 414 | 431));
    if !gateway && !over_a_limit {
        return None;
    }
    // Where nothing else is answered either, the application is gone altogether.
    let reached = evidence.browser_exchanges().any(|s| is_answered(&s)) || {
        let (sibling, root) =
            (evidence.probe(&Probe::SiblingNotFound), evidence.probe(&Probe::SiteRoot));
        [sibling?, root?].iter().any(is_answered)
    };
    let by_its_page = proxy.is_some_and(|layer| layer.certainty == Certainty::Certain);
    let certainty = if by_its_page { Certainty::Certain } else { Certainty::Likely };
    reached.then(|| {
        Draft::at(certainty, evidence, &shown)
            .status(&shown, "an answer of the application behind the proxy")
            .mark(&shown, "Server")
            .note(meaning(status))
    })
}

fn is_no_application(layer: &Layer) -> bool {
    Target::by_id(layer.id).is_some_and(|target| target.kind != Kind::Framework)
}

fn is_answered(shown: &Shown<'_>) -> bool {
    shown.status().is_some_and(|n| !matches!(n, 502..=504))
}

/// What the proxy says by the status.
const fn meaning(status: u16) -> &'static str {
    match status {
        408 => "the request took longer to arrive than the proxy waits",
        413 => "the request's body is larger than the proxy allows",
        414 => "the URL is longer than the proxy allows",
        400 | 431 => "the request's headers, cookies included, are larger than the proxy allows",
        502 => "the application broke the connection off, or did not answer in HTTP",
        503 => "the proxy has no server to pass this request to",
        _ => "the application took longer than the proxy waits",
    }
}
