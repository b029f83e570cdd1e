#![doc = include_str!("forbidden_by_fetch_options.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "forbidden-by-fetch-options",
    rank: Rank::NoHttp,
    page: include_str!("forbidden_by_fetch_options.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let forbids = |b: &Because| option(b).is_some();
    let refused = evidence.refused(forbids)?;
    let (name, seen, needed) = option(&refused.refusal.because)?;
    let draft = Draft::new(Certainty::Certain)
        .blocking(evidence.blocked_because(forbids))
        .spec(refused.refusal.at)
        .unsent(name, seen, needed);
    Some(match refused.shown {
        Some(shown) => draft.header(&shown, "Location", "").status(&shown, ""),
        None => draft.unsent("URL", refused.refusal.url.as_str(), ""),
    })
}

/// Which option of `fetch()` forbids it, its value, and the value that would not.
const fn option(because: &Because) -> Option<(&'static str, &'static str, &'static str)> {
    match because {
        Because::DisallowedByMode => Some(("mode", "same-origin", "cors, for another origin")),
        Because::NoCorsRedirectMode => Some(("mode", "no-cors", "cors, or redirect: follow")),
        Because::NotARequest(_) => Some(("mode", "no-cors", "cors, for this request")),
        Because::RedirectDisallowed => Some(("redirect", "error", "follow")),
        _ => None,
    }
}
