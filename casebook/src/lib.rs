//! Plays the cases in the cause pages and holds their `report` blocks against what is found now.
//! `BLESS=1` rewrites the blocks; read the diff.
//!
//! A case is a scripted exchange (`preflight_diagnose::Scenario`): nothing goes over a network.
//!
//! For the server's side there is one table of [`behaviours`], which the policy, the tower layer and
//! the gateway play.

pub mod behaviours;

use preflight_diagnose::{Cause, Examination, Finder, Names, Scenario, explain};
use preflight_fetch::{Exchange, HttpRequest};
use preflight_report::page::{Case, CaseKind, Paste};
use preflight_report::{Finding, Report};
use std::path::Path;
use std::time::SystemTime;

/// Renders the finding of a report as it stands in a `report` block.
pub type Render<'r> = &'r dyn Fn(&Report, &Finding) -> String;

/// The answer that a scenario's server gives to a request, as an exchange.
#[must_use]
pub fn exchange(scenario: &Scenario, request: &HttpRequest) -> Exchange {
    Exchange::made_up(request.clone(), scenario.answer(request))
}

/// Examines a scenario against its own server.
#[must_use]
pub fn play(scenario: &Scenario) -> Report {
    let examination = Examination::new(scenario.question.clone(), SystemTime::UNIX_EPOCH, 1);
    examination.played(|wanted| exchange(scenario, &wanted.request))
}

/// Plays every case of a cause's page, and returns what is wrong, a paragraph each. With `bless` the
/// page's `report` blocks are rewritten first.
///
/// # Errors
/// Where the page cannot be read or written.
pub fn check_page(
    path: &Path,
    cause: &Cause,
    render: Render<'_>,
    bless: bool,
) -> std::io::Result<Vec<String>> {
    let mut text = std::fs::read_to_string(path)?;
    let page = cause.page();
    let mut wrong = Vec::new();
    let mut kinds = Vec::new();
    for case in page.cases() {
        kinds.push(case.kind);
        let place = format!("{}:{}: {}", path.display(), case.line, case.name);
        let scenario = match Scenario::parse(case.exchange, &Names::casebook()) {
            Ok(scenario) => scenario,
            Err(error) => {
                wrong.push(format!("{place}\n  {error}"));
                continue;
            }
        };
        let report = play(&scenario);
        match judge(&case, cause, &report, render) {
            Verdict::Right => {}
            Verdict::Wrong(why) => wrong.push(format!("{place}\n  {why}")),
            Verdict::Differs(now) if bless => text = replace_report(&text, &case, &now),
            Verdict::Differs(now) => wrong
                .push(format!("{place}\n  the report differs (BLESS=1 rewrites it); now:\n{now}")),
        }
    }
    wrong.extend(page.pastes().iter().filter_map(|paste| {
        let place = format!("{}:{}: {}", path.display(), paste.line, paste.name);
        misread(paste, cause).map(|why| format!("{place}\n  {why}"))
    }));
    let fires = kinds.iter().any(|k| matches!(k, CaseKind::Clinic | CaseKind::Fires));
    let quiet = kinds.contains(&CaseKind::Quiet);
    match cause.find {
        Finder::ExplainOnly if fires || quiet => wrong.push(format!(
            "{}: no exchange shows this cause, so only `### Paste:` cases can",
            path.display()
        )),
        Finder::ExplainOnly => {}
        Finder::Exchanges(_) | Finder::LastResort(_) => {
            if !fires {
                wrong.push(format!("{}: no case fires", path.display()));
            }
            if !quiet {
                wrong.push(format!("{}: no case stays quiet", path.display()));
            }
        }
    }
    if bless {
        std::fs::write(path, text)?;
    }
    Ok(wrong)
}

enum Verdict {
    Right,
    Differs(String),
    Wrong(String),
}

fn judge(case: &Case<'_>, cause: &Cause, report: &Report, render: Render<'_>) -> Verdict {
    let blocking: Vec<&str> = report.causes.iter().map(|f| f.id).collect();
    let warning: Vec<&str> = report.warnings.iter().map(|f| f.id).collect();
    let found = format!(
        "outcome {}, causes [{}], warnings [{}]",
        report.outcome.as_str(),
        blocking.join(", "),
        warning.join(", ")
    );
    let first = report.causes.first().or_else(|| report.warnings.first());
    if case.kind == CaseKind::Quiet {
        return if blocking.contains(&cause.id) || warning.contains(&cause.id) {
            Verdict::Wrong(format!("{} must stay quiet; {found}", cause.id))
        } else {
            Verdict::Right
        };
    }
    match first.filter(|f| f.id == cause.id) {
        None => Verdict::Wrong(format!("{} must come first; {found}", cause.id)),
        Some(finding) => {
            let now = render(report, finding);
            if case.report.map(str::trim_end) == Some(now.trim_end()) {
                Verdict::Right
            } else {
                Verdict::Differs(now)
            }
        }
    }
}

/// What `explain` says of a paste, if it does not name `cause` first.
fn misread(paste: &Paste<'_>, cause: &Cause) -> Option<String> {
    let explained = explain(paste.text);
    let first = explained.failures.first();
    let ids: Vec<&str> = first.iter().flat_map(|f| &f.causes).map(|suspect| suspect.id).collect();
    let code = first
        .and_then(|f| f.code)
        .map_or_else(|| "nothing".to_owned(), |(e, c)| format!("{e} {c}"));
    (ids.first() != Some(&cause.id)).then(|| {
        format!("{} must come first; read as {code}, causes [{}]", cause.id, ids.join(", "))
    })
}

/// The page with the `report` block of `case` rewritten.
fn replace_report(text: &str, case: &Case<'_>, now: &str) -> String {
    // With the fence, since one block may be the beginning of another.
    let block = format!("{}\n```", case.exchange);
    let Some(exchange) = text.find(&block) else { return text.to_owned() };
    let after = exchange + block.len();
    let open = "```report\n";
    let Some(start) = text[after..].find(open).map(|at| after + at + open.len()) else {
        return text.to_owned();
    };
    // From the line break before the block on, since an empty one has no other.
    let Some(end) = text[start - 1..].find("\n```").map(|at| start - 1 + at) else {
        return text.to_owned();
    };
    format!("{}{}{}", &text[..start], now.trim_end(), &text[end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_report_is_replaced() {
        let case = Case {
            kind: CaseKind::Fires,
            name: "it",
            line: 1,
            exchange: "GET {api}/x",
            report: Some(""),
        };
        let page = |report: &str| {
            format!(
                "```exchange\nGET {{api}}/x\n```\n\n```report\n{report}```\n\n### Quiet: next\n\n```exchange\n"
            )
        };
        for before in ["", "old\n", "old\nlines\n"] {
            assert_eq!(replace_report(&page(before), &case, "new"), page("new\n"), "{before}");
        }
    }
}
