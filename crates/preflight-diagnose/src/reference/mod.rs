//! The reference: a page for each status, header and concept that people look up, one stem each in
//! `statuses/`, `headers/` and `concepts/`, beside the causes' own pages.
//!
//! A page is `# id`, a title, and sections: *What it means*, *What to do*, *Causes* (ids with how sure
//! each is where nothing else is known) and *Also called* (names by which it is found too).

use crate::causes::CAUSES;
use crate::explain::{certainty_of, suspect};
use preflight_report::page::{Section, sections};
use preflight_report::{Certainty, PageKind, ReferencePage};
use std::sync::LazyLock;

static STATUSES: &[&str] = &[
    include_str!("statuses/0.md"),
    include_str!("statuses/2xx.md"),
    include_str!("statuses/3xx.md"),
    include_str!("statuses/400.md"),
    include_str!("statuses/401.md"),
    include_str!("statuses/402.md"),
    include_str!("statuses/403.md"),
    include_str!("statuses/404.md"),
    include_str!("statuses/405.md"),
    include_str!("statuses/407.md"),
    include_str!("statuses/408.md"),
    include_str!("statuses/413.md"),
    include_str!("statuses/421.md"),
    include_str!("statuses/429.md"),
    include_str!("statuses/431.md"),
    include_str!("statuses/4xx.md"),
    include_str!("statuses/500.md"),
    include_str!("statuses/501.md"),
    include_str!("statuses/502.md"),
    include_str!("statuses/503.md"),
    include_str!("statuses/504.md"),
    include_str!("statuses/511.md"),
    include_str!("statuses/52x.md"),
    include_str!("statuses/5xx.md"),
];

static HEADERS: &[&str] = &[
    include_str!("headers/access_control_allow_credentials.md"),
    include_str!("headers/access_control_allow_headers.md"),
    include_str!("headers/access_control_allow_methods.md"),
    include_str!("headers/access_control_allow_origin.md"),
    include_str!("headers/access_control_allow_private_network.md"),
    include_str!("headers/access_control_expose_headers.md"),
    include_str!("headers/access_control_max_age.md"),
    include_str!("headers/access_control_request_headers.md"),
    include_str!("headers/access_control_request_method.md"),
    include_str!("headers/allow.md"),
    include_str!("headers/authorization.md"),
    include_str!("headers/content_type.md"),
    include_str!("headers/cross_origin_resource_policy.md"),
    include_str!("headers/origin.md"),
    include_str!("headers/sec_fetch_site.md"),
    include_str!("headers/set_cookie.md"),
    include_str!("headers/timing_allow_origin.md"),
    include_str!("headers/vary.md"),
];

static CONCEPTS: &[&str] = &[
    include_str!("concepts/aborted_request.md"),
    include_str!("concepts/browser_extension.md"),
    include_str!("concepts/content_security_policy.md"),
    include_str!("concepts/cors.md"),
    include_str!("concepts/credentials.md"),
    include_str!("concepts/crossorigin_attribute.md"),
    include_str!("concepts/csrf.md"),
    include_str!("concepts/failed_to_fetch.md"),
    include_str!("concepts/file_url.md"),
    include_str!("concepts/forbidden_headers.md"),
    include_str!("concepts/frames.md"),
    include_str!("concepts/jsonp.md"),
    include_str!("concepts/local_network.md"),
    include_str!("concepts/localhost.md"),
    include_str!("concepts/mixed_content.md"),
    include_str!("concepts/no_cors.md"),
    include_str!("concepts/null_origin.md"),
    include_str!("concepts/opaque_response.md"),
    include_str!("concepts/outside_the_browser.md"),
    include_str!("concepts/preflight.md"),
    include_str!("concepts/public_proxy.md"),
    include_str!("concepts/redirect.md"),
    include_str!("concepts/request_mode.md"),
    include_str!("concepts/same_origin_policy.md"),
    include_str!("concepts/websocket.md"),
    include_str!("concepts/wildcard.md"),
];

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    let kinds =
        [(PageKind::Status, STATUSES), (PageKind::Header, HEADERS), (PageKind::Concept, CONCEPTS)];
    kinds
        .into_iter()
        .flat_map(|(kind, texts)| texts.iter().map(move |text| Page::read(kind, text)))
        .collect()
});

/// The longest name of a page, in bytes; what is longer is a text.
const NAME: usize = 72;

#[derive(Debug)]
struct Page {
    kind: PageKind,
    id: &'static str,
    title: &'static str,
    sections: Vec<Section<'static>>,
}

impl Page {
    fn read(kind: PageKind, text: &'static str) -> Self {
        let mut lines = text.lines().filter(|line| !line.is_empty());
        let mut line = || lines.next().unwrap_or_default();
        let id = line().trim_start_matches("# ");
        Self { kind, id, title: line(), sections: sections(text, "## ") }
    }

    fn section(&self, heading: &str) -> &'static str {
        self.sections.iter().find(|s| s.heading == heading).map_or("", |s| s.body)
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        let called = self.section("Also called").split(", ").map(str::trim);
        [self.id].into_iter().chain(called.filter(|name| !name.is_empty()))
    }

    fn causes(&self) -> Vec<(&'static str, Certainty)> {
        let lines = self.section("Causes").lines().filter_map(|line| line.strip_prefix("- "));
        lines
            .filter_map(|l| l.split_once(": "))
            .map(|(sure, id)| (id.trim_matches('`'), certainty_of(sure)))
            .collect()
    }

    fn as_reference(&self) -> ReferencePage {
        let shown =
            self.sections.iter().filter(|s| !["Causes", "Also called"].contains(&s.heading));
        let sections = shown.map(|s| (s.heading, s.body)).collect();
        let causes = self.causes().into_iter().filter_map(suspect).collect();
        let also_called = self.names().skip(1).collect();
        let Self { kind, id, title, .. } = *self;
        ReferencePage { kind, id, title, also_called, sections, causes }
    }
}

/// Every page: causes in the order in which they are reported, then statuses, headers and concepts.
pub fn pages() -> impl Iterator<Item = ReferencePage> {
    CAUSES.iter().map(|cause| of_cause(cause)).chain(PAGES.iter().map(Page::as_reference))
}

/// The page of this name: an id, one of the names by which it is called too, or a status as people
/// write it (`401 on OPTIONS`). Case does not count, and a blank is as good as a hyphen.
#[must_use]
pub fn find(text: &str) -> Option<ReferencePage> {
    let name = name(text)?;
    let hyphened = name.replace([' ', '_'], "-");
    let cause = |id: &str| CAUSES.iter().find(|cause| cause.id == id).map(|cause| of_cause(cause));
    if let Some(page) = cause(&name) {
        return Some(page);
    }
    if let Some(status) = status_query(text) {
        return page_of_status(status).map(Page::as_reference);
    }
    // `Access-Control-Allow-Origin: *` asks for the header.
    let header = name.split(':').next().unwrap_or_default().trim();
    let of_header = |page: &&Page| page.kind == PageKind::Header && page.id == header;
    let found = PAGES.iter().find(|page| page.names().any(|n| n == name) || page.id == hyphened);
    let found = found.or_else(|| PAGES.iter().find(of_header)).map(Page::as_reference);
    found.or_else(|| cause(&hyphened))
}

/// The status, where the text asks for one and says nothing else: `405`, `HTTP 401 on OPTIONS`.
fn status_query(text: &str) -> Option<u16> {
    const AROUND: [&str; 24] = [
        "1",
        "2",
        "on",
        "for",
        "to",
        "a",
        "an",
        "the",
        "of",
        "in",
        "with",
        "options",
        "preflight",
        "status",
        "code",
        "http",
        "error",
        "response",
        "request",
        "cors",
        "returns",
        "returned",
        "gives",
        "answered",
    ];
    let name = name(text)?;
    let mut words =
        name.split([' ', ':', '(', ')', '/', ',', '?', '.']).filter(|word| !word.is_empty());
    let mut numbers = words.clone().filter_map(|word| word.parse::<u16>().ok());
    let status = numbers.find(|number| (100..600).contains(number))?;
    let page = page_of_status(status)?;
    let number = status.to_string();
    let reason =
        |word: &str| page.names().any(|name| name.split([' ', '-']).any(|part| part == word));
    words.all(|word| word == number || AROUND.contains(&word) || reason(word)).then_some(status)
}

/// The causes of a status on a preflight, the most probable first; none where no page is about it.
pub(crate) fn status_causes(status: u16) -> Vec<(&'static str, Certainty)> {
    page_of_status(status).map(Page::causes).unwrap_or_default()
}

/// The page about what a text mentions, the most telling first: a CORS header, another header, a word.
pub(crate) fn mentioned(text: &str) -> Option<ReferencePage> {
    let is_word = |at: usize, name: &str| {
        let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let before = text[..at].chars().next_back();
        let behind = text[at + name.len()..].chars().next();
        !before.is_some_and(is_part) && !behind.is_some_and(is_part)
    };
    let has = |name: &str| text.match_indices(name).any(|(at, name)| is_word(at, name));
    let cors = |page: &&Page| page.id.starts_with("access-control-");
    let by_id = |page: &&Page| page.id.len() > 5 && has(page.id);
    let by_name = |page: &&Page| page.names().any(|name| name.len() > 3 && has(name));
    let headers = || PAGES.iter().filter(|page| page.kind == PageKind::Header);
    let concepts = || PAGES.iter().filter(|page| page.kind == PageKind::Concept);
    let found = headers()
        .filter(cors)
        .find(by_id)
        .or_else(|| headers().find(by_id))
        .or_else(|| concepts().find(by_name));
    let found = found.or_else(|| headers().find(by_name));
    let other = || concepts().find(|page| page.id == "cors" && text.contains("access-control-"));
    found.or_else(other).map(Page::as_reference)
}

/// The page of this id, as the explanation of a message names it.
pub(crate) fn kind_of(id: &str) -> Option<(PageKind, &'static str)> {
    PAGES.iter().find(|page| page.id == id).map(|page| (page.kind, page.id))
}

fn of_cause(cause: &crate::Cause) -> ReferencePage {
    let page = cause.page();
    let headings = ["What happens", "Why", "Fix"];
    let sections = headings.iter().filter_map(|h| Some((*h, page.section(h)?))).collect();
    let causes = suspect((page.id, Certainty::Certain)).into_iter().collect();
    let (kind, also_called) = (PageKind::Cause, Vec::new());
    ReferencePage { kind, id: page.id, title: page.title, also_called, sections, causes }
}

/// The page about a status: its own, that of a few like it, or that of its hundred.
fn page_of_status(status: u16) -> Option<&'static Page> {
    let number = status.to_string();
    let mut statuses = PAGES.iter().filter(|page| page.kind == PageKind::Status);
    let named = statuses.clone().find(|page| page.names().any(|name| name == number));
    named.or_else(|| statuses.find(|page| page.id == format!("{}xx", status / 100)))
}

/// The text as a name: short, one line, in lower case, with one kind of quote.
fn name(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches([':', '?', '.', '!']);
    let is_name = !text.is_empty() && text.len() <= NAME && !text.contains('\n');
    is_name.then(|| text.to_lowercase().replace(['"', '‘', '’', '`', '“', '”'], "'"))
}

#[cfg(test)]
mod tests;
