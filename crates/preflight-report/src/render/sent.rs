//! The requests sent: a line each, or each one whole.

use super::curl;
use super::escape::{MASKED, text_start, visible, visible_lines};
use super::fitting::{columns, cut_middle};
use super::sheet::Sheet;
use crate::report::ReportedExchange;
use crate::{BrowserVerdict, Report};
use preflight_fetch::http::header_list::text;
use preflight_fetch::{Browser, Exchange, HeaderList, HttpVersion};
use std::time::Duration;

/// The longest excerpt of a body.
const BODY: usize = 2048;
/// The most lines of a body.
const BODY_LINES: usize = 20;
/// The most header lines of one message.
const HEADERS: usize = 200;

/// One line for each request.
pub(crate) fn list(sheet: &Sheet<'_>) -> Vec<String> {
    let exchanges = &sheet.report.exchanges;
    let digits = exchanges.len().to_string().len();
    let line = |(index, sent): (usize, &ReportedExchange)| {
        let purpose = sheet.text(&sent.purpose);
        let (kind, detail) = purpose.split_once(": ").unwrap_or((&purpose, ""));
        let head = format!("  {:>digits$} {:9}  ", index + 1, cut_middle(kind, 9));
        let detail = if detail.is_empty() { String::new() } else { format!("  {detail}") };
        let room = sheet.width.saturating_sub(columns(&head));
        let request = &sent.exchange.request;
        let asked = format!("{} {}", sheet.text(&request.method), sheet.request_target(request));
        let least = columns(&asked).min(14);
        let tail = format!(" → {}{detail}", result(sheet, sent));
        let tail = cut_middle(&tail, room.saturating_sub(least));
        format!("{head}{}{tail}", cut_middle(&asked, room.saturating_sub(columns(&tail))))
    };
    exchanges.iter().enumerate().map(line).collect()
}

/// `401 (nginx)  3 ms`, or why there was no response.
fn result(sheet: &Sheet<'_>, sent: &ReportedExchange) -> String {
    let mut result = match &sent.exchange.answer {
        Ok(response) => response.status.to_string(),
        Err(error) => sheet.text(&error.to_string()),
    };
    if let Some(layer) = &sent.layer {
        result.push_str(&format!(" ({})", layer.name));
    }
    if let Some(total) = sent.exchange.timing.total {
        result.push_str(&format!("  {}", duration(total)));
    }
    result
}

/// A time with what matters of it: `0.4 ms`, `12 ms`, `3.1 s`.
fn duration(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    match ms {
        ..10.0 => format!("{ms:.1} ms"),
        ..1000.0 => format!("{ms:.0} ms"),
        _ => format!("{:.1} s", ms / 1000.0),
    }
}

/// One exchange whole: the two heads, an excerpt of the bodies, and the curl command.
pub(crate) fn whole(sheet: &Sheet<'_>, sent: &ReportedExchange) -> Vec<String> {
    let exchange = &sent.exchange;
    let request = &exchange.request;
    let version = exchange.http_version;
    let mut lines = vec![format!("> {} {}", sheet.text(&request.method), sheet.url(&request.url))];
    lines.extend(head(sheet, &request.header_list, "> "));
    if let Some(body) = &request.body {
        lines.push(">".to_owned());
        lines.extend(excerpt(sheet, body, "> "));
    }
    lines.extend(answer(sheet, exchange, version));
    lines.push(String::new());
    lines.extend(curl::lines(request, &sheet.secrets, sheet.width.saturating_sub(4)));
    lines
}

fn answer(sheet: &Sheet<'_>, exchange: &Exchange, version: HttpVersion) -> Vec<String> {
    let response = match &exchange.answer {
        Ok(response) => response,
        Err(error) => return vec![format!("< (no response: {})", sheet.text(&error.to_string()))],
    };
    let reason = sheet.text(&text(&response.status_text));
    let status = format!("< {} {} {reason}", version.as_str(), response.status);
    let mut lines = vec![status.trim_end().to_owned()];
    lines.extend(head(sheet, &response.header_list, "< "));
    if !response.body.is_empty() {
        lines.push("<".to_owned());
        lines.extend(excerpt(sheet, &response.body, "< "));
    }
    lines
}

fn head(sheet: &Sheet<'_>, list: &HeaderList, mark: &str) -> Vec<String> {
    let shown = list.iter().take(HEADERS);
    let mut lines: Vec<String> = shown
        .map(|h| format!("{mark}{}: {}", visible(&h.name), sheet.header(h)).trim_end().to_owned())
        .collect();
    if list.len() > HEADERS {
        lines.push(format!("{mark}… and {} more headers", list.len() - HEADERS));
    }
    lines
}

/// The beginning of a body. It is masked before it is cut, lest half a secret stand at the end.
fn excerpt(sheet: &Sheet<'_>, body: &[u8], mark: &str) -> Vec<String> {
    let (start, length) = (text_start(body, BODY + MASKED), body.len());
    let start = sheet.secrets.body(&start);
    let start = text_start(start.as_bytes(), BODY);
    let mut lines: Vec<String> = visible_lines(&start)
        .take(BODY_LINES)
        .map(|line| format!("{mark}{line}").trim_end().to_owned())
        .collect();
    if length > BODY || start.lines().count() > BODY_LINES {
        lines.push(format!("{mark}… ({length} bytes)"));
    }
    lines
}

/// Every decision of every browser; browsers that decided alike once.
pub(crate) fn steps(sheet: &Sheet<'_>) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(Vec<Browser>, Vec<String>)> = Vec::new();
    for run in &sheet.report.browsers {
        let steps = trace(sheet, run);
        match groups.iter_mut().find(|(_, known)| *known == steps) {
            Some((browsers, _)) => browsers.push(run.browser),
            None => groups.push((vec![run.browser], steps)),
        }
    }
    groups.into_iter().map(|(browsers, steps)| (Sheet::names(&browsers), steps)).collect()
}

fn trace(sheet: &Sheet<'_>, run: &BrowserVerdict) -> Vec<String> {
    let steps = run.trace.steps().iter();
    steps.map(|step| format!("{}: {}", step.at, sheet.text(&step.decided.to_string()))).collect()
}

/// Why a preflight was needed, in the first engine's words; `None` where none was.
pub(crate) fn preflight_needed(report: &Report) -> Option<String> {
    use preflight_fetch::Decided::{
        NeedsPreflightForFlag, NeedsPreflightForHeaders, NeedsPreflightForMethod,
    };
    let run = report.browsers.iter().find(|run| report.asked.contains(&run.browser))?;
    let reasons = run.trace.steps().iter().filter_map(|step| match &step.decided {
        NeedsPreflightForFlag => Some("an upload listener or a stream body".to_owned()),
        NeedsPreflightForHeaders(names) if names.len() == 1 => Some(format!("header {}", names[0])),
        NeedsPreflightForHeaders(names) => Some(format!("headers {}", names.join(", "))),
        NeedsPreflightForMethod => Some(format!("method {}", report.request.method())),
        _ => None,
    });
    let mut each: Vec<String> = Vec::new();
    for reason in reasons {
        if !each.contains(&reason) {
            each.push(reason);
        }
    }
    (!each.is_empty()).then(|| each.join("; "))
}
