#![doc = include_str!("tunnel_interstitial.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_targets::Kind;

pub(super) static CAUSE: Cause = Cause {
    id: "tunnel-interstitial",
    rank: Rank::WhoAnswered,
    page: include_str!("tunnel_interstitial.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_anywhere()?;
    let layer = shown.written_by(Kind::Tunnel)?;
    let draft = Draft::at(layer.certainty, evidence, &shown)
        .status(&shown, "an answer of the server behind");
    if matches!(shown.status(), Some(404 | 502..=504)) {
        return Some(draft.note("the tunnel says that nothing is at its other end"));
    }
    let program = evidence.probe(&Probe::NoBrowser);
    let passes = |s: &Shown<'_>| s.response().is_some() && s.written_by(Kind::Tunnel).is_none();
    Some(match program.filter(passes).and_then(|s| s.status()) {
        Some(status) => draft.note(format!(
            "a request that does not say it is a browser gets past it, and is answered with {status}"
        )),
        None => draft,
    })
}
