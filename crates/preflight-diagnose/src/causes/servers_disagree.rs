#![doc = include_str!("servers_disagree.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;
use std::collections::BTreeSet;

pub(super) static CAUSE: Cause = Cause {
    id: "servers-disagree",
    rank: Rank::WhoAnswered,
    page: include_str!("servers_disagree.md"),
    find: Finder::Exchanges(find),
};

/// What the browser decides by.
const COMPARED: [&str; 4] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
];
/// Where servers tell their names.
const NAMES: [&str; 5] = ["Server", "X-Served-By", "X-Backend-Server", "X-Instance-Id", "Via"];

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = deciding(evidence)?;
    let again = match &*shown.request().method {
        "OPTIONS" => Probe::PreflightAgain,
        "GET" => Probe::GetAgain,
        _ => return None,
    };
    // Asked for at once, so that they go out together.
    let (first, second) = (evidence.probe(&again(1)), evidence.probe(&again(2)));
    let (first, second) = (first?, second?);
    // A limit on requests is another matter, and we may have run into it ourselves.
    if [first, second].iter().any(|s| s.response().is_none() || s.status() == Some(429)) {
        return None;
    }
    let name = COMPARED.into_iter().find(|name| !agree(name, &first, &second))?;
    let unlike = if agree(name, &shown, &first) { second } else { first };
    let (wrong, right) = if evidence.passes() { (unlike, shown) } else { (shown, unlike) };
    let draft = Draft::at(Certainty::Likely, evidence, &shown)
        .header(&wrong, name, "the same in every answer")
        .header(&right, name, "");
    let named = NAMES.into_iter().find(|name| wrong.header(name) != right.header(name));
    Some(match named {
        Some(name) => draft.mark(&wrong, name).mark(&right, name),
        None => draft,
    })
}

/// The answer that was refused; where none was, the first one that CORS decided.
fn deciding<'a>(evidence: &Evidence<'a>) -> Option<Shown<'a>> {
    let refused = evidence.refused_anywhere();
    let shown = refused.or_else(|| evidence.preflight()).or_else(|| evidence.actual())?;
    let own = shown.request().url == *evidence.question.request.url();
    (own && shown.response().is_some() && shown.request_header("origin").is_some()).then_some(shown)
}

/// Whether two answers hold the same elements in this header, in any order.
fn agree(name: &str, a: &Shown<'_>, b: &Shown<'_>) -> bool {
    let elements = |s: &Shown<'_>| {
        s.header(name).map(|value| {
            value.split(',').map(|e| e.trim().to_ascii_lowercase()).collect::<BTreeSet<_>>()
        })
    };
    elements(a) == elements(b)
}
