//! What is wrong in the file, and where.

use super::position::{Lines, Position, Span};
use super::syntax::SYNTAX;
use crate::problem::{Problem, Severity};
use std::collections::BTreeSet;
use std::fmt;

/// How many faults are kept; those beyond are counted. A generated list of a million wrong entries
/// needs no million reports.
pub const LIMIT: usize = 1000;

/// One fault, without its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// How much it weighs.
    pub severity: Severity,
    /// A stable name for machines, such as `unknown-key`.
    pub id: &'static str,
    /// What is wrong, in a sentence.
    pub reason: String,
    /// What to write instead of what stands at the place, where there is one such text.
    pub correction: Option<String>,
}

impl Fault {
    /// What is written cannot stand.
    #[must_use]
    pub fn error(id: &'static str, reason: impl Into<String>) -> Self {
        Self { severity: Severity::Error, id, reason: reason.into(), correction: None }
    }

    /// What is written stands, and something is worth knowing of it.
    #[must_use]
    pub fn note(id: &'static str, reason: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(id, reason) }
    }

    /// What to write instead.
    #[must_use]
    pub fn correction(self, text: impl Into<String>) -> Self {
        Self { correction: Some(text.into()), ..self }
    }
}

impl From<&Problem> for Fault {
    fn from(problem: &Problem) -> Self {
        Self {
            severity: problem.severity(),
            id: problem.reason.id(),
            reason: problem.reason.text().to_owned(),
            correction: problem.correction.clone(),
        }
    }
}

impl fmt::Display for Fault {
    /// `error[trailing-slash]: an origin has no path …; write `https://a.example``
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity.name(), self.id, self.reason)?;
        match &self.correction {
            Some(correction) => write!(f, "; write `{correction}`"),
            None => Ok(()),
        }
    }
}

/// A fault at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it begins, and how far it goes.
    pub position: Position,
    /// What is wrong there.
    pub fault: Fault,
}

impl fmt::Display for Found {
    /// `3:20: error[trailing-slash]: …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.fault)
    }
}

/// Faults in the order of their places, each place and id once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    found: Vec<Found>,
    left_out: usize,
}

impl Faults {
    /// Each of them, errors and notes.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Found> {
        self.found.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.iter().any(|found| found.fault.severity == Severity::Error)
    }

    /// How many there are beyond [`LIMIT`].
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, found) in self.iter().enumerate() {
            let line = if n == 0 { "" } else { "\n" };
            write!(f, "{line}{found}")?;
        }
        match self.left_out {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

impl std::error::Error for Faults {}

/// Faults as they are met.
#[derive(Debug, Default)]
pub(super) struct Collected {
    faults: Vec<(Span, Fault)>,
    left_out: usize,
    ignored: Option<Span>,
}

impl Collected {
    /// Keeps a fault, unless it stands where nothing can be said.
    pub(super) fn push(&mut self, span: Span, fault: Fault) {
        if self.ignored.is_some_and(|ignored| ignored.contains(span.start)) {
            return;
        }
        if self.faults.len() < LIMIT || fault.severity == Severity::Error && self.drop_a_note() {
            self.faults.push((span, fault));
        } else {
            self.left_out += 1;
        }
    }

    /// From now on nothing is said of this part.
    pub(super) const fn ignore(&mut self, part: Option<Span>) {
        self.ignored = part;
    }

    /// Makes room for an error, which decides whether the file stands.
    fn drop_a_note(&mut self) -> bool {
        let note = self.faults.iter().position(|(_, fault)| fault.severity == Severity::Note);
        note.inspect(|&at| {
            self.faults.swap_remove(at);
            self.left_out += 1;
        })
        .is_some()
    }

    pub(super) const fn is_full(&self) -> bool {
        self.faults.len() >= LIMIT
    }

    pub(super) fn has_errors(&self) -> bool {
        self.faults.iter().any(|(_, fault)| fault.severity == Severity::Error)
    }

    /// In the order of places. Of a line with a syntax error only the first is worth saying, and beside
    /// one nothing is certain enough for a note.
    pub(super) fn finish(mut self, text: &str) -> Faults {
        let lines = Lines::of(text);
        let broken: BTreeSet<usize> = self
            .faults
            .iter()
            .filter(|(_, fault)| fault.id == SYNTAX)
            .map(|(span, _)| lines.line(*span))
            .collect();
        self.faults.sort_by_key(|(span, fault)| (span.start, fault.severity, fault.id));
        self.faults.dedup_by_key(|(span, fault)| match lines.line(*span) {
            line if fault.id == SYNTAX => (line, SYNTAX),
            _ => (span.start, fault.id),
        });
        self.faults.retain(|(span, fault)| {
            broken.is_empty()
                || fault.id == SYNTAX
                || fault.severity == Severity::Error && !broken.contains(&lines.line(*span))
        });
        let found = self.faults.into_iter();
        let found = found.map(|(span, fault)| Found { position: lines.position(span), fault });
        Faults { found: found.collect(), left_out: self.left_out }
    }
}
