//! A finding as a block: what it is, where it shows, the lines with their marks, and what follows.

use super::block::{Gutter, Line};
use super::escape::visible;
use super::fitting::wrap;
use super::prose::first_sentence;
use super::sheet::Sheet;
use super::source::{self, Marked};
use crate::{Certainty, Finding};
use preflight_fetch::Browser;

/// How a finding is headed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// It blocks.
    Error,
    /// It blocks none of the engines asked.
    Warning,
}

/// How much of a finding is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// The exchange whole, every footer; what to change stands elsewhere.
    Whole,
    /// The marked lines, and the first sentence on what to change.
    Short,
}

/// `error[id]: title`, wrapped.
pub(crate) fn headline(sheet: &Sheet<'_>, finding: &Finding, level: Level) -> Vec<String> {
    let word = match level {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let head = format!("{word}[{}]:", visible(finding.id));
    let title = sheet.text(&finding.title);
    let lines = wrap(&title, &format!("{head} "), "    ", sheet.width);
    let paint = |text: &str| match level {
        Level::Error => sheet.paint.error(text),
        Level::Warning => sheet.paint.warning(text),
    };
    let painted = lines.iter().map(|line| match line.strip_prefix(&head) {
        Some(rest) => format!("{}{}", paint(&head), sheet.paint.strong(rest)),
        None => sheet.paint.strong(line),
    });
    painted.collect()
}

/// The whole block.
pub(crate) fn block(
    sheet: &Sheet<'_>,
    finding: &Finding,
    level: Level,
    extent: Extent,
) -> Vec<String> {
    let stretches = stretches(sheet, finding, extent);
    let lines = stretches.iter().flat_map(|s| &s.lines);
    let gutter = Gutter::for_lines(lines, sheet.width, sheet.paint);
    let mut drawn = headline(sheet, finding, level);
    for (index, stretch) in stretches.iter().enumerate() {
        drawn.push(gutter.place(if index == 0 { "-->" } else { ":::" }, &stretch.place));
        drawn.push(gutter.blank());
        drawn.extend(gutter.source(&stretch.lines));
    }
    for (name, text) in footers(sheet, finding, extent) {
        drawn.extend(gutter.footer(name, &text));
    }
    drawn
}

/// The lines of one exchange.
struct Stretch {
    place: (String, String, String),
    lines: Vec<Line>,
}

/// The evidence by exchange, that of the decisive line first.
fn stretches(sheet: &Sheet<'_>, finding: &Finding, extent: Extent) -> Vec<Stretch> {
    let mut exchanges: Vec<Option<usize>> = Vec::new();
    for line in &finding.evidence {
        if !exchanges.contains(&line.exchange) {
            exchanges.push(line.exchange);
        }
    }
    let stretch = |(rank, &exchange): (usize, &Option<usize>)| {
        let lines = finding.evidence.iter().enumerate().filter(|(_, e)| e.exchange == exchange);
        let marked: Vec<Marked<'_>> = lines
            .map(|(n, evidence)| Marked { evidence, primary: n == 0 || evidence.needed.is_some() })
            .collect();
        let whole = rank == 0 && extent == Extent::Whole;
        Stretch {
            place: source::place(sheet, marked[0].evidence),
            lines: match sheet.exchange(exchange) {
                Some(sent) => source::exchange(sheet, sent, &marked, whole),
                None => source::unsent(sheet, &marked),
            },
        }
    };
    exchanges.iter().enumerate().map(stretch).collect()
}

fn footers(sheet: &Sheet<'_>, finding: &Finding, extent: Extent) -> Vec<(&'static str, String)> {
    let mut footers = Vec::new();
    if let Some(spec) = finding.spec {
        footers.push(("standard", format!("{spec}  {}", spec.url())));
    }
    let first = finding.evidence.first().and_then(|e| e.exchange);
    if let Some(layer) = sheet.exchange(first).and_then(|sent| sheet.layer(sent)) {
        footers.push(("answered by", layer));
    }
    match finding.certainty {
        Certainty::Certain => {}
        Certainty::Likely => footers.push(("likely", "a strong sign, not a proof".to_owned())),
        Certainty::Possible => footers.push(("possible", "one explanation of several".to_owned())),
    }
    if let Some(only) = only_some(sheet, finding) {
        footers.push(("blocks", format!("{only} only")));
    }
    if let Some(note) = &finding.note {
        footers.push(("note", sheet.text(note)));
    }
    if extent == Extent::Short
        && let Some(fix) = finding.fixes.first()
        && let Some(sentence) = first_sentence(&fix.text)
    {
        footers.push(("fix", sheet.text(&sentence)));
    }
    let findings = sheet.report.causes.iter().chain(&sheet.report.warnings);
    for follows in findings.filter(|f| f.consequence_of == Some(finding.id)) {
        footers
            .push(("and so", format!("{} ({})", sheet.text(&follows.title), visible(follows.id))));
    }
    footers
}

/// The browsers it blocks, where these are not all that were asked.
fn only_some(sheet: &Sheet<'_>, finding: &Finding) -> Option<String> {
    let asked = &sheet.report.asked;
    let blocked: Vec<Browser> =
        finding.blocks.iter().copied().filter(|b| asked.contains(b)).collect();
    let all = blocked.is_empty() || asked.iter().all(|b| blocked.contains(b));
    (!all).then(|| Sheet::names(&blocked))
}
