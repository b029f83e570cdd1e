#![doc = include_str!("access_proxy_login.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_targets::Kind;

pub(super) static CAUSE: Cause = Cause {
    id: "access-proxy-login",
    rank: Rank::WhoAnswered,
    page: include_str!("access_proxy_login.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    // Where a preflight passed, the server is reached, and a session is what is missing.
    if evidence.passes() || evidence.passing_preflights().next().is_some() {
        return None;
    }
    let shown = evidence.browser_exchanges().find(|s| s.written_by(Kind::AccessProxy).is_some())?;
    let layer = shown.written_by(Kind::AccessProxy)?;
    let blocked = evidence.blocked();
    let draft = Draft::at(layer.certainty, evidence, &shown).blocking(blocked);
    let needed = "no redirect: the request must reach the server";
    Some(if shown.header("location").is_some() {
        draft.header(&shown, "Location", needed).status(&shown, "")
    } else {
        draft.status(&shown, "an answer of the server behind")
    })
}
