//! The report for an issue or a pull request: GitHub's Markdown.

use super::cause::{Extent, Level, block};
use super::human::console_groups;
use super::sheet::Sheet;
use super::{Options, advice, not_sent, sent};
use crate::{Finding, Fix, Outcome, Report};
use preflight_fetch::Browser;

/// The report as Markdown. Of the options, colour does not count, and a width below 100 does not
/// cut the blocks of code.
#[must_use]
pub fn report(report: &Report, options: &Options) -> String {
    let options = Options { color: false, width: options.width.max(100), ..options.clone() };
    let sheet = Sheet::new(report, &options);
    let mut parts = vec![heading(&sheet), verdicts(&sheet)];
    if !options.quiet {
        parts.extend(findings(&sheet));
        parts.extend(fix(&sheet));
        parts.extend(foreign(&sheet));
        parts.extend(readable(&sheet));
        parts.extend(consoles(&sheet));
        parts.extend(exchanges(&sheet));
    }
    parts.join("\n\n") + "\n"
}

fn heading(sheet: &Sheet<'_>) -> String {
    let report = sheet.report;
    let request = &report.request;
    let what = code(&format!("{} {}", sheet.text(request.method()), sheet.url(request.url())));
    let ends = match report.outcome {
        Outcome::Allowed => "is allowed",
        Outcome::Blocked => "is blocked",
        Outcome::Unreachable => "gets no answer (this is not CORS)",
    };
    let origin = code(&sheet.text(request.origin().serialized()));
    let assumed = if report.origin_assumed { " (assumed)" } else { "" };
    let mut text = format!(
        "## {what} {ends}\n\nFrom {origin}{assumed}, credentials {}",
        code(&request.credentials_mode().to_string())
    );
    let mut names: Vec<String> =
        request.header_list().iter().map(|h| code(&sheet.text(&h.name))).collect();
    names.dedup();
    if !names.is_empty() {
        let word = if names.len() == 1 { "header" } else { "headers" };
        text.push_str(&format!(", {word} {}", names.join(", ")));
    }
    text.push('.');
    for note in &report.notes {
        text.push_str(&format!("\n- {}", code(&sheet.text(note).replace('`', "'"))));
    }
    text
}

/// A table: each browser asked, and the standard where it differs.
fn verdicts(sheet: &Sheet<'_>) -> String {
    let report = sheet.report;
    let asked = |b: Browser| report.asked.contains(&b);
    let differs = |blocked: bool| {
        report.browsers.iter().any(|r| asked(r.browser) && r.verdict.is_blocked() != blocked)
    };
    let mut table = "| browser | verdict |\n|---|---|".to_owned();
    for run in &report.browsers {
        let blocked = run.verdict.is_blocked();
        if !asked(run.browser) && !differs(blocked) {
            continue;
        }
        let verdict = match (blocked, run.asks_permission) {
            (true, _) => "blocked",
            (false, true) => "allowed, if the user permits access to the local network",
            (false, false) => "allowed",
        };
        table.push_str(&format!("\n| {} | {verdict} |", run.browser.name()));
    }
    if report.outcome == Outcome::Blocked
        && let Some(apart) = report.who_answered_apart()
    {
        table.push_str(&format!("\n\n**{}.**", sheet.text(&apart)));
    }
    if report.same_origin {
        table.push_str("\n\nCORS does not apply here: the URL is of the page's own origin.");
    }
    table
}

fn findings(sheet: &Sheet<'_>) -> Vec<String> {
    let drawn = |(index, finding): (usize, &Finding), level: Level| {
        let first = index == 0 && level == Level::Error;
        let extent = if first { Extent::Whole } else { Extent::Short };
        let heading = if first { "Root cause" } else { "Besides" };
        let title = sheet.text(&finding.title);
        let drawn = fenced("text", &block(sheet, finding, level, extent));
        format!("### {heading}: {title}\n\n{drawn}")
    };
    let causes = sheet.report.causes.iter().filter(|c| c.consequence_of.is_none());
    let warnings = not_sent::warnings(sheet.report);
    let warnings = warnings.iter().filter(|w| w.consequence_of.is_none());
    let causes = causes.enumerate().map(|c| drawn(c, Level::Error));
    causes.chain(warnings.enumerate().map(|w| drawn(w, Level::Warning))).collect()
}

fn fix(sheet: &Sheet<'_>) -> Option<String> {
    let root = sheet.report.causes.first()?;
    let fixes = advice::fixes(sheet, root);
    let mut text = "### Fix".to_owned();
    if let Some(sentence) = advice::unknown_layer(sheet, root, code) {
        text.push_str(&format!("\n\n{sentence}"));
    }
    for fix in &fixes {
        if fixes.len() > 1 {
            text.push_str(&format!("\n\n**{}**", advice::fix_heading(sheet, fix)));
        }
        text.push_str(&whole(fix));
    }
    for guess in advice::guesses(sheet, root) {
        let summary = format!("<summary>If it is {}</summary>", code(&guess.target));
        text.push_str(&format!("\n\n<details>{summary}{}\n\n</details>", whole(guess)));
    }
    if let Some(sentence) = advice::to_paste(sheet, root) {
        text.push_str(&format!("\n\n{sentence}"));
    }
    (!fixes.is_empty()).then_some(text)
}

/// A fix's words and files.
fn whole(fix: &Fix) -> String {
    let mut text = format!("\n\n{}", fix.text.trim().replace('\t', "    "));
    for file in &fix.files {
        let lines: Vec<String> = file.content.lines().map(str::to_owned).collect();
        text.push_str(&format!("\n\n{}\n\n{}", code(&file.name), fenced("", &lines)));
    }
    text
}

fn foreign(sheet: &Sheet<'_>) -> Option<String> {
    let ways = advice::foreign_ways().iter().map(|way| format!("- {way}"));
    advice::may_be_foreign(sheet).then(|| {
        let ways: Vec<String> = ways.collect();
        format!(
            "If this API is not yours: no code in the page helps. These do:\n\n{}",
            ways.join("\n")
        )
    })
}

fn readable(sheet: &Sheet<'_>) -> Option<String> {
    let lines = advice::readable(sheet);
    (!lines.is_empty()).then(|| fenced("text", &lines))
}

fn consoles(sheet: &Sheet<'_>) -> Option<String> {
    let groups = console_groups(sheet);
    if groups.iter().all(|(_, lines)| lines.is_empty()) {
        return None;
    }
    let each = groups.iter().map(|(browsers, lines)| {
        let names = Sheet::names(browsers);
        if lines.is_empty() {
            format!("{names}: nothing")
        } else {
            format!("{names}:\n\n{}", fenced("text", lines))
        }
    });
    let each: Vec<String> = each.collect();
    Some(format!("### What the consoles say\n\n{}", each.join("\n\n")))
}

fn exchanges(sheet: &Sheet<'_>) -> Option<String> {
    let list = sent::list(sheet);
    if list.is_empty() {
        return None;
    }
    let mut text = format!(
        "<details>\n<summary>Requests sent ({})</summary>\n\n{}",
        list.len(),
        fenced("text", &list)
    );
    for exchange in &sheet.report.exchanges {
        text.push_str(&format!("\n\n{}", fenced("text", &sent::whole(sheet, exchange))));
    }
    Some(text + "\n\n</details>")
}

/// A block of code whose fence is longer than any run of backticks inside.
pub(super) fn fenced(language: &str, lines: &[String]) -> String {
    let body = lines.join("\n");
    let fence = "`".repeat(longest_run(&body).max(2) + 1);
    format!("{fence}{language}\n{body}\n{fence}")
}

/// Code within a line.
pub(super) fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_cannot_be_left_from_within() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
        assert_eq!(fenced("", &["```".to_owned()]), "````\n```\n````");
        assert_eq!(code("x"), "`x`");
    }
}
