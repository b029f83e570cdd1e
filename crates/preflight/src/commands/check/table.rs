//! The table that `preflight check` prints without a target: what is broken, and what was found.

use preflight_clinic::Served;
use preflight_diagnose::Rank;
use preflight_report::render::{self, Options};
use preflight_report::{Certainty, Report};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// One scenario of the clinic and what the examination found.
#[derive(Debug)]
pub(super) struct Examined {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) rank: Rank,
    pub(super) report: Report,
}

impl Examined {
    pub(super) fn new(served: &Served, report: Report) -> Self {
        Self { id: served.id(), title: served.title, rank: served.cause.rank, report }
    }

    /// The first cause; where nothing blocks, the first warning.
    pub(super) fn found(&self) -> Option<(&'static str, Certainty)> {
        let first = self.report.causes.first().or_else(|| self.report.warnings.first())?;
        Some((first.id, first.certainty))
    }

    pub(super) fn is_found(&self) -> bool {
        self.found().is_some_and(|(id, _)| id == self.id)
    }
}

/// The column on the right: `unreachable` is the longest outcome.
const OUTCOME: usize = 11;
/// Mark, title and outcome stand apart from each other and from the heading above.
const SPACES: usize = 2 + 2 + 1;
/// Wider tables tear title and outcome apart.
const WIDEST: usize = 80;
/// Where there is room for the ids too: the longest has 35 letters.
const WIDE: usize = WIDEST + 2 + 36;

/// The table for people: one line a scenario, in plain words, by what has to change first.
pub(super) fn human(examined: &[Examined], options: &Options) -> String {
    let mut text = String::new();
    if !options.quiet {
        text.push_str(INTRODUCTION);
        text.push_str(&rows(examined, options));
    }
    let _ = writeln!(text, "{}{}", if options.quiet { "" } else { "\n" }, sum(examined));
    if !options.quiet {
        text.push_str(HINT);
    }
    text
}

const INTRODUCTION: &str = "\
The clinic: an API on this machine, broken in one way per line. preflight asked
as a page's script would; ✓ where it named this very cause first.

";
const HINT: &str = "\
See one: leave `preflight clinic` running, and try a command that it prints.
";

fn rows(examined: &[Examined], options: &Options) -> String {
    let mut text = String::new();
    let mut rank = None;
    for row in examined {
        if rank.replace(row.rank) != Some(row.rank) {
            let _ = writeln!(text, "{}", paint(options, BOLD, row.rank.heading()));
        }
        let _ = writeln!(text, "{}", line(row, options));
        if !row.is_found() || options.verbose {
            let _ = writeln!(text, "      {}", remark(row));
        }
    }
    text
}

fn line(row: &Examined, options: &Options) -> String {
    let room = options.width.clamp(40, WIDEST) - OUTCOME - SPACES;
    let (mark, color) = if row.is_found() { ("✓", GREEN) } else { ("✗", RED) };
    let title = fitted(row.title, room);
    let mark = paint(options, color, mark);
    let outcome = row.report.outcome.as_str();
    let mut line = format!("  {mark} {title:<room$} {outcome:<OUTCOME$}");
    if options.width >= WIDE {
        let _ = write!(line, "  {}", row.id);
    }
    line.trim_end().to_owned()
}

/// Expected and found by their ids.
fn remark(row: &Examined) -> String {
    match row.found() {
        Some((id, certainty)) if id == row.id => format!("{id}, {certainty}"),
        Some((id, certainty)) => format!("expected {}, found {id} ({certainty})", row.id),
        None => format!("expected {}, found nothing", row.id),
    }
}

/// `title`, cut where there is no room for all of it.
fn fitted(title: &str, room: usize) -> String {
    if title.chars().count() <= room {
        return title.to_owned();
    }
    let cut: String = title.chars().take(room - 1).collect();
    cut.trim_end().to_owned() + "…"
}

/// What the table amounts to.
pub(super) fn sum(examined: &[Examined]) -> String {
    let found = examined.iter().filter(|row| row.is_found()).count();
    format!("{} scenarios, {found} found first", examined.len())
}

/// The table for an issue or a pull request.
pub(super) fn markdown(examined: &[Examined]) -> String {
    let mut text =
        String::from("| | Expected | Found first | Certainty | Outcome |\n|-|-|-|-|-|\n");
    for row in examined {
        let mark = if row.is_found() { "✓" } else { "✗" };
        let (id, certainty) = row.found().map_or(("nothing", ""), |(id, c)| (id, c.as_str()));
        let outcome = row.report.outcome.as_str();
        let _ = writeln!(text, "| {mark} | {} | {id} | {certainty} | {outcome} |", row.id);
    }
    let _ = writeln!(text, "\n{}", sum(examined));
    text
}

/// The table for programs, each report whole.
pub(super) fn json(examined: &[Examined], options: &Options) -> Value {
    let scenarios: Vec<Value> = examined
        .iter()
        .map(|row| {
            json!({
                "id": row.id,
                "expected": row.id,
                "found": row.found().map(|(id, _)| id),
                "outcome": row.report.outcome.as_str(),
                "report": render::json::report(&row.report, options),
            })
        })
        .collect();
    json!({ "scenarios": scenarios })
}

const BOLD: &str = "\x1b[1m";
const GREEN: &str = "\x1b[32m";
const RED: &str = "\x1b[31m";
const PLAIN: &str = "\x1b[0m";

fn paint(options: &Options, color: &str, text: &str) -> String {
    if options.color { format!("{color}{text}{PLAIN}") } else { text.to_owned() }
}
