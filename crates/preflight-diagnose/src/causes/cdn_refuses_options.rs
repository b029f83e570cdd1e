#![doc = include_str!("cdn_refuses_options.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;
use preflight_targets::Kind;

pub(super) static CAUSE: Cause = Cause {
    id: "cdn-refuses-options",
    rank: Rank::WhoAnswered,
    page: include_str!("cdn_refuses_options.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight().filter(is_refusal)?;
    shown.written_by(Kind::Cdn)?;
    let get = evidence.probe(&Probe::Get)?;
    if is_refusal(&get) && get.written_by(Kind::Cdn).is_some() {
        return None;
    }
    let status = get.status()?;
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .status(&shown, "200 to 299: OPTIONS must be passed on, or answered")
            .note(format!("the CDN passes GET of the same URL on, which gets {status}")),
    )
}

fn is_refusal(shown: &Shown<'_>) -> bool {
    matches!(shown.status(), Some(403 | 405 | 501))
}
