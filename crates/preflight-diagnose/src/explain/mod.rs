//! `explain`: from a pasted text to what it says, which causes it leaves, and the command that decides.
//!
//! The text is brought to one form ([`normalize`](self)), the messages of `messages.tsv` are found in
//! it, grouped by the URL they speak of, and each group is read: what it says, what it excludes, what
//! is left. A text that is a name (a cause, a status, a header, a concept) gives that page. Everything
//! is a function of the text; the time is linear in its length.

mod check_request;
mod excluded;
mod groups;
mod header_names;
mod localized;
mod messages;
mod normalize;
mod remedies;
mod request_lines;
mod sayings;
mod suspects;

use crate::causes::CAUSES;
use crate::reference;
use groups::Failure;
use messages::Said;
use normalize::Normal;
use preflight_report::{Certainty, Explanation, Page, Suspect};
pub(crate) use sayings::certainty_of;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The longest text that is read, in bytes; what stands behind it is left away.
pub const LIMIT: usize = 1 << 20;

/// Messages of this weight and above give a reason.
const REASON: u8 = 3;

/// Explains a pasted text, or the name of a page. An explanation is empty where nothing is recognised.
#[must_use]
pub fn explain(text: &str) -> Explanation {
    let text = &text[..floor(text, LIMIT.min(text.len()))];
    if let Some(page) = reference::find(text) {
        return Explanation { page: Some(page), failures: Vec::new() };
    }
    let normal = Normal::new(text);
    let failures = failures(&normal);
    if failures.is_empty() {
        return Explanation { page: reference::mentioned(&normal.flat), failures: Vec::new() };
    }
    Explanation { page: None, failures: failures.iter().map(read).collect() }
}

/// The failures of which the text speaks, the one that tells most first.
fn failures(normal: &Normal) -> Vec<Failure> {
    let mut found = said(normal);
    let mut form = normal;
    let unwrapped;
    if normal.text.contains('\n') && !gives_reason(&found) {
        unwrapped = normal.unwrapped();
        let again = said(&unwrapped);
        if gives_reason(&again) {
            (found, form) = (again, &unwrapped);
        }
    }
    let requests = request_lines::find(form);
    if found.is_empty() {
        found = requests.iter().filter_map(request_lines::said).collect();
    }
    if found.is_empty() && reference::mentioned(&form.flat).is_none() {
        found.extend(header_names::find(form));
    }
    let mut failures = groups::group(found, &requests);
    for failure in &mut failures {
        if failure.url.is_none() {
            let known = [failure.origin.as_deref(), failure.value.as_deref()];
            failure.url = request_lines::any_url(form, &known);
        }
        if failure.origin.is_none() {
            failure.origin = request_lines::page_on_loopback(form);
        }
    }
    // Stable: of two that tell as much, the first one in the text comes first.
    failures.sort_by_key(|f| std::cmp::Reverse(f.main().map(|said| said.template.saying.weight)));
    failures
}

fn said(normal: &Normal) -> Vec<Said> {
    let mut found = messages::find(normal);
    let localized = localized::find(normal, &found);
    found.extend(localized);
    found.sort_by_key(|said| said.span.start);
    found
}

fn gives_reason(found: &[Said]) -> bool {
    found.iter().any(|said| said.template.saying.weight >= REASON)
}

/// One failure as it is reported.
fn read(failure: &Failure) -> preflight_report::Failure {
    let main = failure.main();
    let suspects: Vec<Suspect> =
        suspects::suspects(failure).into_iter().filter_map(suspect).collect();
    let ids: Vec<&'static str> = suspects.iter().map(|s| s.id).collect();
    let (check, assumed) = check_request::check_request(failure);
    let excluded = excluded::excluded(failure, &ids);
    let saying = main.map(|said| said.template.saying);
    preflight_report::Failure {
        browser: failure.browser(),
        code: main
            .filter(|said| said.template.engine != messages::TEXT)
            .map(|said| (said.template.engine, said.template.code)),
        says: sentence(failure),
        url: failure.url.clone(),
        origin: failure.origin.clone(),
        method: failure.method.clone(),
        status: failure.status,
        preflight: failure.preflight,
        excluded: excluded.ids,
        excluded_in_words: excluded.words,
        causes: suspects,
        check,
        assumed,
        does_not_fix: saying.map_or_else(Vec::new, |saying| {
            remedies::list(saying.remedies, failure.origin.as_deref() == Some("null"))
        }),
        see: saying.and_then(|saying| saying.see).and_then(reference::kind_of),
    }
}

/// What the failure's main message says, with what it names.
fn sentence(failure: &Failure) -> String {
    let Some(saying) = failure.main().map(|said| said.template.saying) else {
        return String::new();
    };
    let named = match saying.id {
        "header-refused" | "header-hidden" | "header-forbidden" | "header-named" => {
            Some(failure.headers.join(", "))
        }
        "method-refused" | "method-forbidden" => failure.method.clone(),
        _ => failure.value.clone(),
    };
    match named.filter(|named| !named.is_empty()) {
        Some(named) => format!("{}: `{named}`", saying.sentence),
        None => saying.sentence.to_owned(),
    }
}

/// What the causes' pages say, read once: a console may speak of many requests.
static PAGES: LazyLock<BTreeMap<&'static str, Page<'static>>> =
    LazyLock::new(|| CAUSES.iter().map(|cause| (cause.id, cause.page())).collect());

/// A cause that is left, with what its page says.
pub(crate) fn suspect((id, certainty): (&'static str, Certainty)) -> Option<Suspect> {
    let page = PAGES.get(id)?;
    Some(Suspect { id, title: page.title, certainty, fix: page.section("Fix").unwrap_or_default() })
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
