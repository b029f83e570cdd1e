//! The development mode on the terminal: each request as it is answered, and the latest preflights.

use crate::console::{Console, Style};
use preflight_gateway::dev::Seen;
use preflight_gateway::failure::Failure;
use preflight_policy::Verdict;
use std::collections::VecDeque;

/// Preflights that the table holds: what fits on a screen.
const ROWS: usize = 20;

/// Columns of what stands before a request: its verdict.
const MARGIN: usize = 10;

/// What has been shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The latest preflights, each once, with how often it came; the latest is last.
    preflights: VecDeque<(Preflight, u64)>,
}

/// A preflight, in what tells it from others.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Preflight {
    verdict: &'static str,
    request: String,
    origin: String,
    headers: String,
}

impl Shown {
    /// Shows a request.
    pub(super) fn show(&mut self, seen: &Seen, console: &mut Console) {
        let (style, word) = verdict(seen);
        let text = request(seen, console.width().saturating_sub(MARGIN));
        console.styled(style, &format!("{word:<MARGIN$}"), text);
        for line in explanation(seen) {
            console.styled(Style::Plain, "", format_args!("{:MARGIN$}{line}", ""));
        }
        self.remember(seen);
    }

    fn remember(&mut self, seen: &Seen) {
        let Some((method, headers)) = &seen.preflight else { return };
        let preflight = Preflight {
            verdict: verdict(seen).1,
            request: format!("{method} {}", path(&seen.target)),
            origin: seen.origin.clone().unwrap_or_default(),
            headers: headers.clone().unwrap_or_default(),
        };
        let known = self.preflights.iter().position(|(known, _)| *known == preflight);
        let count = known.and_then(|at| self.preflights.remove(at)).map_or(0, |(_, count)| count);
        self.preflights.push_back((preflight, count + 1));
        if self.preflights.len() > ROWS {
            self.preflights.pop_front();
        }
    }

    /// Shows the latest preflights as a table, the latest first.
    pub(super) fn table(&self, console: &mut Console) {
        for line in self.rows(console.width()) {
            console.styled(Style::Plain, "", line);
        }
    }

    fn rows(&self, width: usize) -> Vec<String> {
        if self.preflights.is_empty() {
            return vec!["no preflights yet".to_owned()];
        }
        let head = ["times", "verdict", "request", "origin", "headers"].map(str::to_owned);
        let rows = self.preflights.iter().rev().map(|(preflight, count)| {
            let Preflight { verdict, request, origin, headers } = preflight.clone();
            [count.to_string(), verdict.to_owned(), request, origin, headers]
        });
        let rows: Vec<_> = std::iter::once(head).chain(rows).collect();
        // The first two are short, the others share what is left.
        let (first, second) = (5, 7);
        let left = width.max(60) - first - second - 4 * 2;
        let shares = [first, second, left * 2 / 5, left * 2 / 5, left / 5];
        let widths: Vec<usize> = (0..shares.len())
            .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
            .zip(shares)
            .map(|(needed, share)| needed.min(share))
            .collect();
        let line = |row: &[String; 5]| {
            let cells = row.iter().zip(&widths);
            let cells = cells.map(|(cell, width)| format!("{:<width$}", cut(cell, *width)));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        rows.iter().map(line).collect()
    }
}

/// In a word; the style says no more than the word.
fn verdict(seen: &Seen) -> (Style, &'static str) {
    match seen.ruling.verdict {
        verdict if verdict.is_refused() => (Style::Bad, "refused"),
        _ if seen.failure.is_some() => (Style::Bad, "failed"),
        verdict if verdict.is_allowed() => (Style::Note, "allowed"),
        _ => (Style::Dim, "passed"),
    }
}

/// `preflight for PUT /users from http://localhost:5173: 204`, in so many columns; of what is too long
/// the path is cut first.
fn request(seen: &Seen, width: usize) -> String {
    let origin = seen.origin.as_deref().map(|origin| format!(" from {}", cut(origin, 60)));
    let tail = match seen.preflight {
        Some(_) => format!("{}: {}", origin.unwrap_or_default(), seen.status.as_u16()),
        None => format!(
            "{}: {} in {} ms",
            origin.unwrap_or_default(),
            seen.status.as_u16(),
            seen.duration.as_millis()
        ),
    };
    let head = match &seen.preflight {
        Some((method, _)) => format!("preflight for {} ", cut(method, 20)),
        None => format!("{} ", seen.method),
    };
    let left = width.saturating_sub(head.chars().count() + tail.chars().count()).max(12);
    format!("{head}{}{tail}", cut(&seen.target, left))
}

/// Why, where it is not plain, and what to do.
fn explanation(seen: &Seen) -> Vec<String> {
    let origin = seen.origin.as_deref().map(|origin| cut(origin, 200)).unwrap_or_default();
    match (seen.ruling.verdict, seen.failure) {
        (Verdict::OriginNotListed, _) => vec![
            "no page of this machine: browsers do not let it read this".to_owned(),
            format!("to allow it: --allow-origin {origin}"),
        ],
        (Verdict::OriginNull, _) => vec![
            "a page without an origin: opened as a file, or a sandboxed frame".to_owned(),
            "serve it from this machine: python3 -m http.server".to_owned(),
        ],
        (Verdict::OriginRepeated, _) => {
            vec!["it has several `Origin` lines, which no browser sends".to_owned()]
        }
        (_, Some(Failure::ConnectFailed)) => {
            vec!["the server behind cannot be reached: is it running?".to_owned()]
        }
        (_, Some(Failure::Misdirected)) => {
            vec!["--dev answers for localhost and addresses, not for other names".to_owned()]
        }
        (_, Some(failure)) => vec![format!("{} ({})", failure.label(), failure.side())],
        _ => Vec::new(),
    }
}

fn path(target: &str) -> &str {
    target.split('?').next().unwrap_or_default()
}

/// The text in so many characters.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests;
