//! Lines that name a request: `PUT https://… 401 (Unauthorized)`, `XHROPTIONShttps://…`, the `config`
//! of axios, a stack link.

use super::messages::{self, Hole, Said};
use super::normalize::Normal;
use std::ops::Range;

/// The methods that consoles name.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"];
/// How far behind a URL its status may stand.
const NEAR: usize = 64;

/// A request that a line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RequestLine {
    /// The bytes of its line.
    pub(super) line: Range<usize>,
    pub(super) method: String,
    pub(super) url: String,
    pub(super) status: Option<u16>,
}

/// The requests that lines of the text name.
pub(super) fn find(normal: &Normal) -> Vec<RequestLine> {
    let mut start = 0;
    let lines = normal.text.split_inclusive('\n').filter_map(|line| {
        let range = start..start + line.len();
        start = range.end;
        read(line.trim_end(), range)
    });
    lines.collect()
}

/// The request whose line holds this byte; the lines are in order.
pub(super) fn at(requests: &[RequestLine], byte: usize) -> Option<&RequestLine> {
    let index = requests.partition_point(|request| request.line.end <= byte);
    requests.get(index).filter(|request| request.line.contains(&byte))
}

/// What a request that a line names says by itself: its status, or that it was a preflight.
pub(super) fn said(request: &RequestLine) -> Option<Said> {
    let is_preflight = request.method == "OPTIONS";
    let url = (Hole::Url, request.url.clone());
    let status = request.status.map(|status| (Hole::Status, status.to_string()));
    let tells = status.is_some() || is_preflight;
    let holes = std::iter::once(url).chain(status.filter(|_| !is_preflight)).collect();
    tells.then(|| messages::said(messages::TEXT, "request", request.line.clone(), holes)).flatten()
}

fn read(line: &str, range: Range<usize>) -> Option<RequestLine> {
    let at = line.find("http://").or_else(|| line.find("https://"))?;
    let before = line[..at].trim_end_matches([' ', '\'', ':']);
    let method = METHODS.iter().find(|method| before.ends_with(**method))?;
    let behind = &line[at..];
    let end = behind.find([' ', '\'', '[', ')']).unwrap_or(behind.len());
    let url = behind[..end].trim_end_matches([',', ';', '.']).to_owned();
    let tail: String = behind[end..].chars().take(NEAR).collect();
    Some(RequestLine { line: range, method: (*method).to_owned(), url, status: status(&tail) })
}

/// The first number that can be a status, a word of its own: not the 1 of `HTTP/1.1`.
fn status(text: &str) -> Option<u16> {
    let words = text.split([' ', '(', ')', '[', ']']);
    let numbers = words.filter(|w| w.len() == 3).filter_map(|w| w.parse().ok());
    numbers.into_iter().find(|n| (100..600).contains(n))
}

/// The first URL that stands in the text as the one that was asked for: a value called `url`, or else
/// one that is no link into a script, nor one of those that are `known` for something else.
pub(super) fn any_url(normal: &Normal, known: &[Option<&str>]) -> Option<String> {
    let text = &normal.text;
    let named = ["url: '", "url:'", "'url':'", "'url': '", "uri=", "for url ("];
    let named = named.iter().filter_map(|name| Some(normal.flat.find(name)? + name.len())).min();
    if let Some(url) = named.and_then(|at| url_at(&text[at..])) {
        return Some(url);
    }
    let places = text.match_indices("http").filter_map(|(at, _)| url_at(&text[at..]));
    places.take(100).find(|url| !is_script_link(url) && !known.contains(&Some(url)))
}

/// The origin of a script of the page on this machine, from a link of the stack.
pub(super) fn page_on_loopback(normal: &Normal) -> Option<String> {
    let mut places =
        normal.text.match_indices("http").filter_map(|(at, _)| url_at(&normal.text[at..]));
    let link = places.by_ref().take(100).find(|url| is_script_link(url))?;
    let url = preflight_fetch::Url::parse(&link).ok()?;
    let local = url.host_str().is_some_and(preflight_fetch::origin::is_loopback_host);
    local.then(|| url.origin().ascii_serialization())
}

fn url_at(text: &str) -> Option<String> {
    let is_url = text.starts_with("http://") || text.starts_with("https://");
    let end =
        text.find(|c: char| c.is_whitespace() || "'<>()[]{},".contains(c)).unwrap_or(text.len());
    is_url.then(|| text[..end].trim_end_matches(['.', ';', ':']).to_owned())
}

/// `https://…/app.js:12:34`.
fn is_script_link(url: &str) -> bool {
    let is_number = |part: Option<&str>| part.is_some_and(|p| p.parse::<u32>().is_ok());
    let mut parts = url.rsplit(':');
    let last = parts.next();
    let script = [".js", ".mjs", ".ts", ".tsx", ".jsx", ".vue", ".svelte"];
    let path = url.split(['?', '#']).next().unwrap_or_default();
    (is_number(last) && is_number(parts.next())) || script.iter().any(|end| path.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<(String, String, Option<u16>)> {
        find(&Normal::new(text)).into_iter().next().map(|r| (r.method, r.url, r.status))
    }

    #[test]
    fn consoles_name_requests() {
        let line =
            |method: &str, status| Some((method.to_owned(), "https://a.test/x".to_owned(), status));
        assert_eq!(
            first("app.js:3 PUT https://a.test/x 401 (Unauthorized)"),
            line("PUT", Some(401))
        );
        assert_eq!(
            first("GET https://a.test/x net::ERR_FAILED 500 (Oops)"),
            line("GET", Some(500))
        );
        assert_eq!(first("XHROPTIONShttps://a.test/x\n"), line("OPTIONS", None));
        assert_eq!(
            first("XHR POST https://a.test/x [HTTP/1.1 405 Not Allowed 12ms]"),
            line("POST", Some(405))
        );
        assert_eq!(first("see https://a.test/x 401"), None);
    }

    #[test]
    fn urls_in_dumps() {
        let any = |text: &str| any_url(&Normal::new(text), &[Some("https://page.test"), None]);
        assert_eq!(
            any("at f (https://cdn.test/app.js:1:2)\nconfig: { \"url\": \"https://a.test/x\" }")
                .as_deref(),
            Some("https://a.test/x")
        );
        assert_eq!(
            any("at f (https://cdn.test/app.js:1:2) https://a.test/y.").as_deref(),
            Some("https://a.test/y")
        );
        assert_eq!(any("Origin 'https://page.test' is therefore not allowed access."), None);
        let page = |text: &str| page_on_loopback(&Normal::new(text));
        assert_eq!(
            page("at http://localhost:5173/src/a.ts:1:2").as_deref(),
            Some("http://localhost:5173")
        );
        assert_eq!(page("at https://cdn.test/a.js:1:2"), None);
    }
}
