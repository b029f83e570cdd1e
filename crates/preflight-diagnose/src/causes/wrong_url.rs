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
    if shown.request().url.path() != evidence.question.request.url().path() {
        return None;
    }
    let preflight = evidence.refused_preflight().is_some();
    let get = if preflight { evidence.probe(&Probe::Get) } else { Some(shown) };
    let (sibling, root) =
        (evidence.probe(&Probe::SiblingNotFound), evidence.probe(&Probe::SiteRoot));
    let get = get.filter(is_not_found)?;
    let cors_elsewhere = [Some(get), root].into_iter().flatten().any(|s| s.has_cors_header());
    if cors_elsewhere && !preflight {
        // A thing that is gone, and its 404 lacks the headers.
        return None;
    }
    let like_any = sibling.is_some_and(|s| is_not_found(&s) && text(&s) == text(&get));
    let method = evidence.question.request.method();
    let (certainty, note) = match (like_any, method) {
        (false, _) => (
            Certainty::Possible,
            "a path that certainly does not exist is answered otherwise: the path may be right, and the thing itself gone".to_owned(),
        ),
        (true, "GET" | "HEAD") => (
            Certainty::Certain,
            "a path that certainly does not exist is answered in the same way".to_owned(),
        ),
        (true, _) => (
            Certainty::Possible,
            format!("GET of the URL gets 404 too, as does a path that certainly does not exist; if {method} works in curl, it is OPTIONS that is not routed (options-not-routed)"),
        ),
    };
    Some(
        Draft::at(certainty, evidence, &shown)
            .status(&shown, "the status of a path that exists")
            .note(note),
    )
}

fn is_not_found(shown: &Shown<'_>) -> bool {
    shown.status() == Some(404)
}

/// The body without what it repeats of the path.
fn text(shown: &Shown<'_>) -> String {
    shown.body().replace(shown.request().url.path(), "")
}
