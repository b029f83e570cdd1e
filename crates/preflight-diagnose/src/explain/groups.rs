//! Messages grouped by the URL they speak of: one failure each, with everything that they say of it.

use super::messages::{Hole, Said};
use super::request_lines::{self, RequestLine};
use preflight_fetch::{Browser, Origin, Url};
use std::collections::BTreeMap;

/// One request that failed, and what the text says about it.
#[derive(Debug, Default)]
pub(super) struct Failure {
    /// The messages, in order.
    pub(super) said: Vec<Said>,
    /// The URL, as written.
    pub(super) url: Option<String>,
    /// The URL first asked for, where the browser was redirected.
    pub(super) redirected_from: Option<String>,
    /// Where a redirect leads.
    pub(super) location: Option<String>,
    /// The page's origin.
    pub(super) origin: Option<String>,
    pub(super) method: Option<String>,
    /// Request headers that were refused, in the case in which they are written.
    pub(super) headers: Vec<String>,
    /// The status of the response that was refused.
    pub(super) status: Option<u16>,
    /// The value of the header that the message is about.
    pub(super) value: Option<String>,
    /// What asked: `fetch`, `XMLHttpRequest`, `image` …
    pub(super) kind: Option<String>,
    /// Whether it was the preflight that failed; `None` where the text does not tell.
    pub(super) preflight: Option<bool>,
}

impl Failure {
    /// The message that tells most.
    pub(super) fn main(&self) -> Option<&Said> {
        // `max_by_key` would take the last of several.
        self.said.iter().reduce(|best, said| {
            if said.template.saying.weight > best.template.saying.weight { said } else { best }
        })
    }

    /// The browser whose console it is.
    pub(super) fn browser(&self) -> Option<Browser> {
        let engine_of = |said: &Said| said.template.engine.parse().ok();
        self.main().and_then(engine_of).or_else(|| self.said.iter().find_map(engine_of))
    }

    /// The URL, where it is one of a server.
    pub(super) fn target(&self) -> Option<Url> {
        let url = Url::parse(self.redirected_from.as_deref().or(self.url.as_deref())?).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    /// The page's origin, where it is one.
    pub(super) fn page(&self) -> Option<Origin> {
        self.origin.as_deref()?.parse().ok()
    }

    fn add(&mut self, said: Said) {
        let read = |hole: Hole| said.get(hole).map(str::to_owned);
        let keep = |place: &mut Option<String>, hole: Hole| {
            if place.is_none() {
                *place = read(hole);
            }
        };
        keep(&mut self.url, Hole::Url);
        keep(&mut self.redirected_from, Hole::InitialUrl);
        keep(&mut self.location, Hole::Location);
        keep(&mut self.origin, Hole::Origin);
        keep(&mut self.method, Hole::Method);
        keep(&mut self.value, Hole::Value);
        keep(&mut self.kind, Hole::Kind);
        if let Some(name) = read(Hole::Header).filter(|name| !self.headers.contains(name)) {
            self.headers.push(name);
        }
        self.status = self.status.or_else(|| read(Hole::Status)?.parse().ok());
        self.said.push(said);
    }

    /// Which leg failed, from what the messages say together.
    fn settle(&mut self) {
        let code = |needle: &str| self.said.iter().any(|s| s.template.code.contains(needle));
        let says = |id: &str| self.said.iter().any(|s| s.template.saying.id == id);
        let preflight_only = ["preflight-status", "preflight-redirected", "list-unparsable"];
        let after_preflight = ["method-refused", "header-refused"];
        let is_preflight =
            code("reflight") || preflight_only.iter().chain(&after_preflight).any(|id| says(id));
        // Firefox prints a second line behind every preflight that failed.
        let firefox = self.browser() == Some(Browser::Firefox);
        let companion = firefox
            && says("no-answer")
            && self.main().is_some_and(|s| s.template.saying.weight > 3);
        // Chromium names the preflight; WebKit looks at its status before anything else.
        let prefixed = self.main().is_some_and(|s| s.template.saying.weight > 2)
            && self.said.iter().any(|s| matches!(s.template.code, "PREFIX" | "PREFIX.redirected"));
        let webkit =
            says("origin-refused") && self.status.is_some_and(|s| !(200..300).contains(&s));
        self.preflight = if is_preflight || companion {
            Some(true)
        } else if prefixed || webkit {
            Some(false)
        } else {
            self.preflight
        };
    }
}

/// The failures of which the messages speak, in order.
pub(super) fn group(said: Vec<Said>, requests: &[RequestLine]) -> Vec<Failure> {
    let mut failures: Vec<Failure> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut current: Option<usize> = None;
    // WebKit names the reason first and the URL in the next line; so do scripts that log.
    let mut waiting: Vec<Said> = Vec::new();
    for said in said {
        let on_line = request_lines::at(requests, said.span.start);
        let url = said.get(Hole::Url).map(str::to_owned).or_else(|| on_line.map(|r| r.url.clone()));
        let waits = said.template.engine == "webkit" && said.template.saying.weight > 3;
        match (url, current) {
            (Some(url), _) => {
                let index = *places.entry(bare(&url).to_owned()).or_insert(failures.len());
                if index == failures.len() {
                    failures.push(Failure { url: Some(url), ..Failure::default() });
                }
                for earlier in waiting.drain(..) {
                    failures[index].add(earlier);
                }
                failures[index].add(said);
                current = Some(index);
            }
            (None, Some(index)) if !waits => failures[index].add(said),
            (None, _) => waiting.push(said),
        }
    }
    if let Some(last) = current.filter(|_| !waiting.is_empty()) {
        for said in waiting.drain(..) {
            failures[last].add(said);
        }
    } else if !waiting.is_empty() {
        let mut failure = Failure::default();
        for said in waiting {
            failure.add(said);
        }
        failures.push(failure);
    }
    for failure in &mut failures {
        failure.settle();
    }
    for request in requests {
        if let Some(index) = places.get(bare(&request.url)) {
            heed(&mut failures[*index], request);
        }
    }
    failures
}

/// What a line that names the request adds.
fn heed(failure: &mut Failure, request: &RequestLine) {
    let is_preflight = request.method.eq_ignore_ascii_case("OPTIONS");
    if !is_preflight && failure.method.is_none() {
        failure.method = Some(request.method.clone());
    }
    // A status behind a blocked request is that of the request itself.
    let of_refused = failure.preflight.is_none_or(|preflight| preflight == is_preflight);
    if failure.status.is_none() && of_refused && request.status.is_some() {
        failure.status = request.status;
        failure.preflight = Some(is_preflight);
    }
}

/// A URL without what does not make another request of it.
fn bare(url: &str) -> &str {
    url.split('#').next().unwrap_or_default().trim_end_matches('/')
}
