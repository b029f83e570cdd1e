#![doc = include_str!("gateway_without_backend.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "gateway-without-backend",
    rank: Rank::WhoAnswered,
    page: include_str!("gateway_without_backend.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_anywhere().filter(is_gateway_error)?;
    let others = if evidence.refused_preflight().is_some() {
        vec![evidence.probe(&Probe::Get)?]
    } else {
        // Both are asked for at once.
        let (sibling, root) =
            (evidence.probe(&Probe::SiblingNotFound), evidence.probe(&Probe::SiteRoot));
        vec![sibling?, root?]
    };
    let everywhere = others.iter().all(is_gateway_error)
        && evidence.browser_exchanges().all(|s| is_gateway_error(&s));
    everywhere.then(|| {
        Draft::at(Certainty::Certain, evidence, &shown)
            .status(&shown, "an answer of the application behind the gateway")
            .mark(&shown, "Server")
    })
}

fn is_gateway_error(shown: &Shown<'_>) -> bool {
    matches!(shown.status(), Some(502..=504)) && !shown.has_cors_header()
}
