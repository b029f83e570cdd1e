#![doc = include_str!("preflight_redirected_to_login.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::probe::Probe;
use crate::rank::Rank;
use crate::redirected::{is_login, redirected_preflight};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "preflight-redirected-to-login",
    rank: Rank::WhoAnswered,
    page: include_str!("preflight_redirected_to_login.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let (shown, target) = redirected_preflight(evidence)?;
    if !is_login(&target) {
        return None;
    }
    let draft = Draft::at(Certainty::Likely, evidence, &shown)
        .header(&shown, "Location", "no redirect: a preflight carries no session")
        .status(&shown, "200 to 299");
    let get = evidence.probe(&Probe::Get)?;
    let same = get.header("location").is_some_and(|to| Some(to) == shown.header("location"));
    Some(if same { draft.note("GET without a session is sent to the same place") } else { draft })
}
