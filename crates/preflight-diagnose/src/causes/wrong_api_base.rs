#![doc = include_str!("wrong_api_base.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::Url;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "wrong-api-base",
    rank: Rank::WhoAnswered,
    page: include_str!("wrong_api_base.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let request = &evidence.question.request;
    if !request.origin().is_same_origin_with(request.url()) {
        return None;
    }
    let shown = evidence.actual()?;
    let missing = matches!(shown.status(), Some(404 | 405));
    if !missing && !shown.is_html() {
        return None;
    }
    let needed = "the API's own origin in front of the path";
    let draft = |certainty| {
        Draft::new(certainty)
            .request(&shown, "", request.url().path(), needed)
            .status(&shown, "")
            .mark(&shown, "Content-Type")
    };
    if let Some(segment) = leftover(request.url()) {
        let note = format!("`{segment}` in the path was meant to be the API's address");
        return Some(draft(Certainty::Certain).note(note));
    }
    if missing {
        return Some(draft(Certainty::Possible));
    }
    let root = evidence.probe(&Probe::SiteRoot).filter(|_| request.url().path() != "/")?;
    is_same_page(&shown, &root).then(|| {
        let note = "the page's own host gives its start page for this path, too";
        draft(Certainty::Likely).note(note)
    })
}

fn is_same_page(shown: &Shown<'_>, root: &Shown<'_>) -> bool {
    !shown.body().is_empty() && shown.body() == root.body()
}

/// What is left of an API's address in a path that was put together wrongly: a setting that was not
/// there (`/undefined/orders`), or a host without its scheme (`/api.example.com/orders`).
fn leftover(url: &Url) -> Option<&str> {
    let mut segments = url.path_segments()?;
    let is_unset = |s: &&str| matches!(*s, "undefined" | "null" | "NaN" | "[object%20Object]");
    let is_template = |s: &&str| s.starts_with("$%7B") || s.starts_with("%7B%7B");
    if let Some(unset) = segments.clone().find(|s| is_unset(s) || is_template(s)) {
        return Some(unset);
    }
    segments.next().filter(|first| is_host(first))
}

/// Whether the first segment of a path is a host with its port, or a name as APIs have it. A file's
/// name has a dot as well, so that a dot is not enough.
fn is_host(segment: &str) -> bool {
    let (name, port) = match segment.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (segment, None),
    };
    let has_port = port.is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let is_api = name.starts_with("api.") && name.matches('.').count() >= 2;
    has_port && !name.is_empty() || is_api || matches!(segment, "http:" | "https:")
}
