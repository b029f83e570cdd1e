//! An exchange as source lines, and the evidence as marks in them. A response's header has its
//! place in the response as its number; nothing else is numbered.

use super::block::{Line, Mark};
use super::escape::{text_start, visible};
use super::sheet::Sheet;
use crate::report::ReportedExchange;
use crate::{Evidence, Part};
use preflight_fetch::http::header_list::text;
use preflight_fetch::{Header, HttpRequest, HttpResponse, RequestKind};
use std::ops::Range;

/// The most header lines shown that bear no mark.
const UNMARKED: usize = 24;
/// The most header lines of one name that are marked.
const MARKED: usize = 6;
/// How far into a body the evidence is looked for.
const BODY: usize = 64 * 1024;

/// A line of evidence, and whether the finding is about it or compares with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marked<'a> {
    pub(crate) evidence: &'a Evidence,
    pub(crate) primary: bool,
}

impl Marked<'_> {
    fn mark(&self, sheet: &Sheet<'_>, span: Range<usize>) -> Mark {
        let needed = self.evidence.needed.as_deref();
        let label = needed.map_or_else(String::new, |n| format!("needed: {}", sheet.text(n)));
        Mark { span, label, primary: self.primary }
    }

    fn says(&self, sheet: &Sheet<'_>, seen: &str, span: Range<usize>) -> Mark {
        let mut mark = self.mark(sheet, span);
        mark.label = match &*mark.label {
            "" => seen.to_owned(),
            needed => format!("{seen}; {needed}"),
        };
        mark
    }

    fn part(&self) -> &Part {
        &self.evidence.part
    }
}

/// Where the evidence stands, for the line with the arrow: what comes before the URL, the URL, and
/// what comes after it.
pub(crate) fn place(sheet: &Sheet<'_>, evidence: &Evidence) -> (String, String, String) {
    let Some(sent) = sheet.exchange(evidence.exchange) else {
        let request = &sheet.report.request;
        let before = format!("request {} ", sheet.text(request.method()));
        return (before, sheet.url(request.url()), String::new());
    };
    let request = &sent.exchange.request;
    let (before, after) = match (&evidence.part, sent.exchange.response()) {
        (Part::Connection, _) | (_, None) => ("no response to", String::new()),
        (Part::Request(_), _) => ("request", String::new()),
        (Part::Status, _) => ("response to", ", status".to_owned()),
        (Part::Body, _) => ("response to", ", body".to_owned()),
        (Part::Header(name), Some(response)) => {
            ("response to", format!(", {}", header_numbers(response, name)))
        }
    };
    let method = sheet.text(&request.method);
    if request.kind == RequestKind::Probe {
        let purpose = sheet.text(sent.purpose.trim_start_matches("probe: "));
        let target = sheet.request_target(request);
        return (format!("{before} probe {method} "), target, format!(" ({purpose}){after}"));
    }
    let before = format!("{before} {method} ");
    (before, sheet.request_url(request), after)
}

/// `header 4`, `headers 3 and 5`, or `headers` where there is none of that name.
fn header_numbers(response: &HttpResponse, name: &str) -> String {
    let lines = response.header_list.iter().enumerate();
    let found = lines.filter(|(_, h)| h.name.eq_ignore_ascii_case(name)).map(|(n, _)| n + 1);
    let found: Vec<String> = found.take(MARKED).map(|n| n.to_string()).collect();
    match &*found {
        [] => "headers".to_owned(),
        [one] => format!("header {one}"),
        several => format!("headers {}", several.join(" and ")),
    }
}

/// What was asked for, where the evidence is about no exchange.
pub(crate) fn unsent(sheet: &Sheet<'_>, marked: &[Marked<'_>]) -> Vec<Line> {
    let request = &sheet.report.request;
    let first = format!("{} {}", sheet.text(request.method()), sheet.url(request.url()));
    let mut lines = vec![Line::plain(first)];
    mark_request(sheet, &mut lines, marked);
    lines
}

/// An exchange with its marks: `whole`, or only what is marked.
pub(crate) fn exchange(
    sheet: &Sheet<'_>,
    sent: &ReportedExchange,
    marked: &[Marked<'_>],
    whole: bool,
) -> Vec<Line> {
    let request = &sent.exchange.request;
    let about_request = marked.iter().any(|m| matches!(m.part(), Part::Request(_)));
    let mut lines = Vec::new();
    if whole || about_request {
        lines = request_head(sheet, request, marked, whole);
        mark_request(sheet, &mut lines, marked);
        lines.push(Line::default());
    }
    match sent.exchange.response() {
        Some(response) => {
            let version = sent.exchange.http_version.as_str();
            lines.push(status(sheet, response, version, marked));
            lines.extend(headers(sheet, response, marked, whole));
            lines.extend(absent(sheet, response, marked));
            lines.extend(body(sheet, response, marked));
        }
        None => lines.push(no_response(sheet, sent, marked)),
    }
    lines
}

fn request_head(
    sheet: &Sheet<'_>,
    request: &HttpRequest,
    marked: &[Marked<'_>],
    whole: bool,
) -> Vec<Line> {
    let first = format!("{} {}", sheet.text(&request.method), sheet.request_target(request));
    let is_marked = |h: &Header| {
        marked
            .iter()
            .any(|m| matches!(m.part(), Part::Request(n) if n.eq_ignore_ascii_case(&h.name)))
    };
    let shown = request
        .header_list
        .iter()
        .filter(|h| is_marked(h) || whole && is_relevant_to_request(&h.name))
        .take(UNMARKED)
        .map(|h| Line::plain(format!("{}: {}", visible(&h.name), sheet.header(h))));
    [Line::plain(first)].into_iter().chain(shown).collect()
}

/// Marks in the request's lines; what is no header there gets a line of its own.
fn mark_request(sheet: &Sheet<'_>, lines: &mut Vec<Line>, marked: &[Marked<'_>]) {
    for m in marked {
        let Part::Request(name) = m.part() else { continue };
        let seen = m.evidence.seen.as_deref().unwrap_or_default();
        let seen = visible(&sheet.secrets.value(name, seen)).into_owned();
        if name.is_empty() {
            let mark = match find(&lines[0].text, &seen) {
                Some(span) => m.mark(sheet, span),
                None => m.says(sheet, &seen, 0..lines[0].text.chars().count()),
            };
            lines[0].marks.push(mark);
            continue;
        }
        let prefix = format!("{}: ", visible(name));
        let starts = |l: &Line| {
            l.text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(&prefix))
        };
        let header = lines.iter().position(starts);
        if let (None, Some(span)) = (header, find(&lines[0].text, &seen)) {
            let mark = m.mark(sheet, span);
            lines[0].marks.push(mark);
            continue;
        }
        let at = header.unwrap_or_else(|| {
            lines.push(Line::plain(format!("{prefix}{seen}")));
            lines.len() - 1
        });
        let line = &mut lines[at];
        let span = value_span(&line.text, &prefix, &seen);
        line.marks.push(m.mark(sheet, span));
    }
}

fn status(
    sheet: &Sheet<'_>,
    response: &HttpResponse,
    version: &str,
    marked: &[Marked<'_>],
) -> Line {
    let reason = visible(&text(&response.status_text)).into_owned();
    let line = format!("{version} {} {}", response.status, sheet.text(&reason));
    let start = version.len() + 1;
    let end = start + response.status.to_string().len();
    let marks = marked.iter().filter(|m| *m.part() == Part::Status);
    let marks = marks.map(|m| m.mark(sheet, start..end)).collect();
    Line { number: None, text: line.trim_end().to_owned(), marks }
}

fn headers(
    sheet: &Sheet<'_>,
    response: &HttpResponse,
    marked: &[Marked<'_>],
    whole: bool,
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let (mut elided, mut unmarked) = (false, 0);
    for (index, header) in response.header_list.iter().enumerate() {
        let marks = header_marks(sheet, response, header, marked);
        let relevant = whole && unmarked < UNMARKED && is_relevant_to_response(&header.name);
        if marks.is_empty() && !relevant {
            if whole && !elided {
                lines.push(Line::plain("…"));
            }
            elided = true;
            continue;
        }
        unmarked += usize::from(marks.is_empty());
        elided = false;
        let text = format!("{}: {}", visible(&header.name), sheet.header(header));
        lines.push(Line { number: Some(index + 1), text, marks });
    }
    lines
}

/// The marks of one header line. Of several lines of one name, the last says what is needed.
fn header_marks(
    sheet: &Sheet<'_>,
    response: &HttpResponse,
    header: &Header,
    marked: &[Marked<'_>],
) -> Vec<Mark> {
    let is_this = |m: &&Marked<'_>| matches!(m.part(), Part::Header(name) if name.eq_ignore_ascii_case(&header.name));
    let mut marks: Vec<Mark> = Vec::new();
    for m in marked.iter().filter(is_this) {
        let same = response.header_list.iter().filter(|h| h.name == header.name).take(MARKED);
        let same: Vec<&Header> = same.collect();
        if !same.iter().any(|h| std::ptr::eq(*h, header)) {
            continue;
        }
        let prefix = format!("{}: ", visible(&header.name));
        let line = format!("{prefix}{}", sheet.header(header));
        let seen = match same.len() {
            1 => m.evidence.seen.as_deref().unwrap_or_default(),
            _ => "",
        };
        let seen = visible(&sheet.secrets.value(&header.name, seen)).into_owned();
        let mut mark = m.mark(sheet, value_span(&line, &prefix, &seen));
        if !std::ptr::eq(*same.last().unwrap_or(&header), header) {
            mark.label.clear();
        }
        marks.push(mark);
    }
    marks
}

/// The end of the headers, marked with those that are not there.
fn absent(sheet: &Sheet<'_>, response: &HttpResponse, marked: &[Marked<'_>]) -> Option<Line> {
    let marks = marked.iter().filter_map(|m| {
        let Part::Header(name) = m.part() else { return None };
        let missing = !response.header_list.contains(name);
        missing.then(|| m.says(sheet, &format!("{} is missing", visible(name)), 0..0))
    });
    let marks: Vec<Mark> = marks.collect();
    (!marks.is_empty()).then(|| Line { marks, ..Line::default() })
}

fn body(sheet: &Sheet<'_>, response: &HttpResponse, marked: &[Marked<'_>]) -> Vec<Line> {
    let body = text_start(&response.body, BODY);
    let mut lines = Vec::new();
    for m in marked.iter().filter(|m| *m.part() == Part::Body) {
        let seen = m.evidence.seen.as_deref().unwrap_or_default();
        let seen = seen.lines().find(|l| !l.trim().is_empty()).unwrap_or_default().trim();
        let line = body.lines().find(|l| l.contains(seen)).unwrap_or(seen).trim();
        let (line, seen) = (sheet.text(line), sheet.text(seen));
        let span = find(&line, &seen).unwrap_or(0..line.chars().count());
        lines.push(Line { number: None, marks: vec![m.mark(sheet, span)], text: line });
    }
    if !lines.is_empty() {
        lines.insert(0, Line::default());
    }
    lines
}

fn no_response(sheet: &Sheet<'_>, sent: &ReportedExchange, marked: &[Marked<'_>]) -> Line {
    let error = sent.exchange.answer.as_ref().err().map(ToString::to_string).unwrap_or_default();
    let text = format!("no response: {}", sheet.text(&error));
    let span = 0.."no response".len();
    let about = |m: &&Marked<'_>| !matches!(m.part(), Part::Request(_));
    let marks = marked.iter().filter(about).map(|m| m.mark(sheet, span.clone())).collect();
    Line { number: None, text, marks }
}

/// The characters of `seen` within the value that follows `prefix`; the whole value otherwise.
fn value_span(line: &str, prefix: &str, seen: &str) -> Range<usize> {
    let start = prefix.chars().count();
    let value: String = line.chars().skip(start).collect();
    find(&value, seen).map_or(start..line.chars().count(), |s| s.start + start..s.end + start)
}

/// The characters of `needle` in `hay`, if it is there and not empty.
fn find(hay: &str, needle: &str) -> Option<Range<usize>> {
    let at = hay.find(needle).filter(|_| !needle.is_empty())?;
    let start = hay[..at].chars().count();
    Some(start..start + needle.chars().count())
}

fn is_relevant_to_request(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("access-control-")
        || matches!(&*name, "authorization" | "content-type" | "cookie" | "origin")
}

/// Whether a response header decides about CORS or tells who answered.
fn is_relevant_to_response(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("access-control-")
        || name.starts_with("x-cache")
        || matches!(
            &*name,
            "age"
                | "allow"
                | "content-type"
                | "cross-origin-resource-policy"
                | "location"
                | "retry-after"
                | "server"
                | "vary"
                | "via"
                | "www-authenticate"
                | "x-powered-by"
        )
}
