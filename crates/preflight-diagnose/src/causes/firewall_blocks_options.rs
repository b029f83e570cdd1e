#![doc = include_str!("firewall_blocks_options.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;
use preflight_targets::Kind;

pub(super) static CAUSE: Cause = Cause {
    id: "firewall-blocks-options",
    rank: Rank::WhoAnswered,
    page: include_str!("firewall_blocks_options.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_anywhere()?;
    shown.written_by(Kind::Firewall)?;
    let is_preflight = evidence.refused_preflight().is_some_and(|s| s.index == shown.index);
    // All are asked for at once.
    let get = if is_preflight { evidence.probe(&Probe::Get) } else { None };
    let program = evidence.probe(&Probe::NoBrowser);
    let passes = |s: &Shown<'_>| s.response().is_some() && s.written_by(Kind::Firewall).is_none();
    let draft = |certainty| {
        Draft::at(certainty, evidence, &shown).status(&shown, "an answer of the server behind")
    };
    if get.as_ref().is_some_and(passes) {
        return Some(draft(Certainty::Certain).note("GET of the same URL gets past it"));
    }
    Some(draft(Certainty::Likely).note(if program.as_ref().is_some_and(passes) {
        "what does not say that it is a browser gets past it: the firewall judges by `User-Agent`"
    } else {
        "it may judge this program otherwise than a browser; its log tells what it blocked"
    }))
}
