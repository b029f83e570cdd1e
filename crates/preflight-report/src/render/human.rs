//! The report for a person at a terminal: what was asked, the verdict, the root cause with the line
//! that shows it, the console's words, what to change.

use super::cause::{Extent, Level, block, headline};
use super::sheet::Sheet;
use super::{Options, advice, not_sent, sent};
use crate::{Finding, Outcome, Report};
use preflight_fetch::{Browser, ConnectionError, Origin, RedirectMode, RequestMode, Side};

/// The whole report. Every line ends with a line break.
#[must_use]
pub fn report(report: &Report, options: &Options) -> String {
    let sheet = Sheet::new(report, options);
    if options.quiet {
        let mut lines = verdict(&sheet);
        lines.extend(
            report.causes.first().into_iter().flat_map(|c| headline(&sheet, c, Level::Error)),
        );
        return join(&[lines]);
    }
    let mut sections = vec![asked(&sheet), verdict(&sheet)];
    sections.push(advice::readable(&sheet));
    sections.extend(findings(&sheet));
    sections.push(consoles(&sheet));
    sections.push(advice::fix(&sheet));
    sections.push(advice::foreign(&sheet));
    sections.push(requests(&sheet));
    if options.verbose {
        sections.extend(exchanges(&sheet));
        sections.push(steps(&sheet));
    }
    join(&sections)
}

/// One finding's block alone, in 80 columns without colour: for the cases in the pages.
#[must_use]
pub fn finding_text(report: &Report, finding: &Finding) -> String {
    let options = Options::default();
    let sheet = Sheet::new(report, &options);
    let level = match report.warnings.iter().any(|w| w.id == finding.id) {
        true => Level::Warning,
        false => Level::Error,
    };
    join(&[block(&sheet, finding, level, Extent::Whole)])
}

/// The sections with an empty line between them; empty sections are left away.
fn join(sections: &[Vec<String>]) -> String {
    let mut text = String::new();
    for section in sections.iter().filter(|s| !s.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        for line in section {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// What was asked.
fn asked(sheet: &Sheet<'_>) -> Vec<String> {
    let report = sheet.report;
    let request = &report.request;
    let page = match request.origin() {
        Origin::Opaque => "null, an opaque origin".to_owned(),
        Origin::Tuple(_) => sheet.text(request.origin().serialized()),
    };
    let mut lines = Vec::new();
    if report.origin_assumed {
        lines.extend(sheet.hanging("", &format!("no --origin given: the page is {page}")));
    }
    for note in &report.notes {
        lines.extend(sheet.hanging("note: ", &sheet.text(note)));
    }
    let what = format!("{} {}", sheet.text(request.method()), sheet.url(request.url()));
    lines.extend(sheet.hanging("", &format!("{what} from {page}")));
    let mut details = vec![format!("credentials {}", request.credentials_mode())];
    if request.mode() != RequestMode::Cors {
        details.push(format!("mode {}", request.mode()));
    }
    if request.redirect_mode() != RedirectMode::Follow {
        details.push(format!("redirect {}", request.redirect_mode()));
    }
    let mut names: Vec<&str> = request.header_list().iter().map(|h| &*h.name).collect();
    names.dedup();
    match names.len() {
        0 => {}
        1 => details.push(format!("header {}", sheet.text(names[0]))),
        _ => details.push(format!("headers {}", sheet.text(&names.join(", ")))),
    }
    if let Some(body) = request.body() {
        details.push(format!("{} bytes of body", body.bytes().len()));
    }
    lines.extend(sheet.paragraph(&details.join("; "), 2));
    if let Some(why) = sent::preflight_needed(report) {
        lines.extend(sheet.paragraph(&format!("preflighted because of {}", sheet.text(&why)), 2));
    }
    lines
}

/// How it ends, for the engines asked and, where it differs, by the standard.
fn verdict(sheet: &Sheet<'_>) -> Vec<String> {
    let report = sheet.report;
    if report.outcome == Outcome::Unreachable {
        return unreachable(sheet);
    }
    let is_asked = |browser: Browser| report.asked.contains(&browser);
    let ended = |blocked: bool| -> Vec<Browser> {
        let runs = report.browsers.iter().filter(|r| r.verdict.is_blocked() == blocked);
        runs.map(|r| r.browser).collect()
    };
    let (mut blocked, mut allowed) = (ended(true), ended(false));
    if blocked.is_empty() || allowed.is_empty() {
        blocked.retain(|b| is_asked(*b));
        allowed.retain(|b| is_asked(*b));
    }
    let mut lines = Vec::new();
    let mut groups = [(true, blocked), (false, allowed)];
    if report.outcome == Outcome::Allowed {
        groups.reverse();
    }
    for (is_blocked, mut browsers) in groups {
        browsers.sort_by_key(|b| !is_asked(*b));
        if !browsers.is_empty() {
            let held_back = report.actual_not_sent && !is_blocked;
            let more = if held_back { " (judged on the preflight)" } else { "" };
            let text = format!("{}{more}", Sheet::names(&browsers));
            lines.extend(verdict_line(sheet, is_blocked, &text));
        }
    }
    if report.outcome == Outcome::Blocked
        && let Some(apart) = report.who_answered_apart()
    {
        lines.extend(sheet.hanging("layers   ", &sheet.text(&apart)));
    }
    let asks = report.browsers.iter().filter(|r| r.asks_permission && !r.verdict.is_blocked());
    let asks: Vec<Browser> = asks.map(|r| r.browser).collect();
    if !asks.is_empty() {
        let text =
            format!("{} asks the user for access to the local network first", Sheet::names(&asks));
        lines.extend(sheet.paragraph(&text, 9));
    }
    if report.same_origin {
        lines.extend(
            sheet.paragraph("CORS does not apply here: the URL is of the page's own origin", 9),
        );
    }
    lines
}

fn verdict_line(sheet: &Sheet<'_>, blocked: bool, text: &str) -> Vec<String> {
    let word = if blocked { "blocked" } else { "allowed" };
    let mut lines = sheet.hanging(&format!("{word}  "), text);
    let painted = if blocked { sheet.paint.error(word) } else { sheet.paint.good(word) };
    if let Some(first) = lines.first_mut() {
        *first = first.replacen(word, &painted, 1);
    }
    lines
}

/// That there was no answer at all, why, and on whose side.
fn unreachable(sheet: &Sheet<'_>) -> Vec<String> {
    let error = sheet.report.exchanges.iter().find_map(|e| e.exchange.answer.as_ref().err());
    let word = "unreachable";
    let text = error.map_or_else(|| "no HTTP response".to_owned(), |e| sheet.text(&e.to_string()));
    let mut lines = sheet.hanging(&format!("{word}  "), &text);
    if let Some(first) = lines.first_mut() {
        *first = first.replacen(word, &sheet.paint.warning(word), 1);
    }
    let side = match error.map(ConnectionError::side) {
        Some(_) if error == Some(&ConnectionError::NotPublic) => "Nothing was sent.",
        Some(Side::Client) => "The fault is on this machine's side: name, resolver or proxy.",
        Some(Side::Server) => "The fault is on the server's side.",
        Some(Side::Network) | None => "The fault lies on the way to the server, or with it.",
    };
    lines.extend(sheet.paragraph(&format!("This is not CORS: nothing was answered. {side}"), 13));
    lines
}

/// The root cause whole, the other independent ones and the warnings short.
fn findings(sheet: &Sheet<'_>) -> Vec<Vec<String>> {
    let mut blocks = Vec::new();
    let independent = sheet.report.causes.iter().filter(|c| c.consequence_of.is_none());
    for (index, cause) in independent.enumerate() {
        let extent = if index == 0 { Extent::Whole } else { Extent::Short };
        blocks.push(block(sheet, cause, Level::Error, extent));
    }
    let warnings = not_sent::warnings(sheet.report);
    for warning in warnings.iter().filter(|w| w.consequence_of.is_none()) {
        blocks.push(block(sheet, warning, Level::Warning, Extent::Short));
    }
    blocks
}

/// The engines' lines; engines that print the same once.
fn consoles(sheet: &Sheet<'_>) -> Vec<String> {
    let groups = console_groups(sheet);
    if groups.iter().all(|(_, lines)| lines.is_empty()) {
        return Vec::new();
    }
    let mut drawn = vec![sheet.heading("What the consoles say")];
    for (browsers, lines) in groups {
        drawn.push(format!("  {}:", sheet.paint.strong(&Sheet::names(&browsers))));
        if lines.is_empty() {
            drawn.push("    (nothing)".to_owned());
        }
        for line in lines {
            drawn.extend(super::fitting::wrap(&line, "    ", "      ", sheet.width));
        }
    }
    let firefox = sheet.report.browser(Browser::Firefox).is_some_and(|r| !r.console.is_empty());
    if firefox && sheet.report.outcome == Outcome::Unreachable {
        drawn.extend(sheet.paragraph("Firefox's line looks like CORS, and is not.", 2));
    }
    drawn
}

/// The engines asked, by what they print.
pub(crate) fn console_groups(sheet: &Sheet<'_>) -> Vec<(Vec<Browser>, Vec<String>)> {
    let mut groups: Vec<(Vec<Browser>, Vec<String>)> = Vec::new();
    let engines = sheet.report.browsers.iter().filter(|r| r.browser != Browser::Standard);
    for run in engines {
        let lines: Vec<String> = run.console.iter().map(|line| sheet.text(line)).collect();
        match groups.iter_mut().find(|(_, known)| *known == lines) {
            Some((browsers, _)) => browsers.push(run.browser),
            None => groups.push((vec![run.browser], lines)),
        }
    }
    groups
}

/// A line for each request sent.
fn requests(sheet: &Sheet<'_>) -> Vec<String> {
    let list = sent::list(sheet);
    if list.is_empty() {
        return sheet.paragraph("Nothing was sent.", 0);
    }
    [sheet.heading("Requests sent")].into_iter().chain(list).collect()
}

/// Every exchange whole.
fn exchanges(sheet: &Sheet<'_>) -> Vec<Vec<String>> {
    let each = sheet.report.exchanges.iter().enumerate().map(|(index, sent)| {
        let title = format!("Request {}: {}", index + 1, sheet.text(&sent.purpose));
        let lines = sent::whole(sheet, sent).into_iter();
        let lines = lines.map(|l| if l.is_empty() { l } else { format!("  {l}") });
        [sheet.heading(&title)].into_iter().chain(lines).collect()
    });
    each.collect()
}

/// Every decision of the standard and the engines.
fn steps(sheet: &Sheet<'_>) -> Vec<String> {
    let mut drawn = vec![sheet.heading("Steps")];
    for (browsers, steps) in sent::steps(sheet) {
        drawn.push(format!("  {}:", sheet.paint.strong(&browsers)));
        drawn.extend(
            steps.iter().flat_map(|s| super::fitting::wrap(s, "    ", "      ", sheet.width)),
        );
    }
    drawn
}
