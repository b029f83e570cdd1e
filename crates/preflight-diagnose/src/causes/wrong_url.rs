#![doc = include_str!("wrong_url.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "wrong-url",
    rank: Rank::WhoAnswered,
    page: include_str!("wrong_url.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_anywhere().filter(is_not_found)?;
    let url = evidence.question.request.url();
    if shown.has_cors_header() || shown.request().url.path() != url.path() {
        return None;
    }
    let preflight = evidence.refused_preflight().is_some();
    let get = if preflight { evidence.probe(&Probe::Get) } else { Some(shown) };
    let (sibling, root) =
        (evidence.probe(&Probe::SiblingNotFound), evidence.probe(&Probe::SiteRoot));
    let get = get.filter(is_not_found)?;
    // Where other paths carry CORS headers this may be a thing that is gone.
    if root.is_some_and(|s| s.has_cors_header()) || get.has_cors_header() {
        return None;
    }
    let method = evidence.question.request.method();
    let draft = |certainty| {
        Draft::at(certainty, evidence, &shown).status(&shown, "the status of a path that exists")
    };
    let like_any = sibling.is_some_and(|s| is_not_found(&s) && text(&s) == text(&get));
    Some(match (like_any, matches!(method, "GET" | "HEAD")) {
        (true, true) => draft(Certainty::Certain)
            .note("a path that certainly does not exist is answered in the same way"),
        (true, false) => draft(Certainty::Possible).note(format!(
            "GET of the URL gets 404 too, as does a path that certainly does not exist; if {method} works in curl, it is OPTIONS that is not routed (options-not-routed)"
        )),
        (false, _) => draft(Certainty::Possible).note(
            "a path that certainly does not exist is answered otherwise: the path may be right, and the thing itself gone",
        ),
    })
}

fn is_not_found(shown: &Shown<'_>) -> bool {
    shown.status() == Some(404)
}

/// The body without what it repeats of the path.
fn text(shown: &Shown<'_>) -> String {
    shown.body().replace(shown.request().url.path(), "")
}
