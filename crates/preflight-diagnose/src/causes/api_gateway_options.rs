#![doc = include_str!("api_gateway_options.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::{Certainty, Layer};
use preflight_targets::Target;

pub(super) static CAUSE: Cause = Cause {
    id: "api-gateway-options",
    rank: Rank::WhoAnswered,
    page: include_str!("api_gateway_options.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight().filter(is_refusal)?;
    let layer = shown.layer().filter(is_api_gateway)?;
    let get = evidence.probe(&Probe::Get)?;
    let same = get.status() == shown.status() && get.layer().is_some_and(|l| is_api_gateway(&l));
    let status = get.status()?;
    let draft = |certainty| Draft::at(certainty, evidence, &shown).status(&shown, "200 to 299");
    match shown.status() {
        // No route for any method: the URL is what is wrong.
        Some(404) if same => None,
        _ if same => Some(draft(layer.certainty.min(Certainty::Likely)).note(format!(
            "GET without credentials gets {status} from the gateway too: it wants them of every method, or has no such path"
        ))),
        _ => Some(draft(layer.certainty).note(format!("the same URL answers GET with {status}"))),
    }
}

/// Whether it is a gateway to APIs: one that has words for this cause.
fn is_api_gateway(layer: &Layer) -> bool {
    Target::by_id(layer.id).is_some_and(|target| target.fix(CAUSE.id).is_some())
}

fn is_refusal(shown: &Shown<'_>) -> bool {
    matches!(shown.status(), Some(401 | 403..=405))
}
