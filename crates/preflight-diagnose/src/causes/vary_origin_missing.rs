#![doc = include_str!("vary_origin_missing.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "vary-origin-missing",
    rank: Rank::ActualResponse,
    page: include_str!("vary_origin_missing.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let actual = evidence.actual().filter(|_| evidence.passes())?;
    let value = actual.allow_origin().filter(|v| v != "*")?;
    let readable = matches!(&*actual.request().method, "GET" | "HEAD");
    if !readable || !may_be_cached(&actual) {
        return None;
    }
    // Asked for at once, so that they go out together.
    let (without, other) =
        (evidence.probe(&Probe::GetWithoutOrigin), evidence.probe(&Probe::GetFromOtherOrigin));
    let (without, other) = (without?, other?);
    let depends = [without, other]
        .iter()
        .any(|s| s.response().is_some() && s.allow_origin().as_ref() != Some(&value));
    let silent = [actual, without].into_iter().find(|s| s.response().is_some() && !says_so(s))?;
    depends.then(|| {
        let draft = Draft::new(Certainty::Certain).header(&silent, "Vary", "Origin");
        let draft = draft.header(&actual, "Access-Control-Allow-Origin", "");
        draft.mark(&actual, "Cache-Control")
    })
}

fn says_so(shown: &Shown<'_>) -> bool {
    shown.lists("vary", "origin") || shown.lists("vary", "*")
}

fn may_be_cached(shown: &Shown<'_>) -> bool {
    let control = shown.header("cache-control").unwrap_or_default().to_ascii_lowercase();
    let lasts = control.contains("max-age") || control.contains("public");
    let dated = ["etag", "last-modified", "expires"].iter().any(|n| shown.header(n).is_some());
    !control.contains("no-store") && (lasts || dated)
}
