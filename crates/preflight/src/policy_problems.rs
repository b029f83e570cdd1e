//! What is wrong with a policy, where somebody wrote it: in a file, or on the command line.

use crate::policy_args;
use crate::policy_file::PolicyFile;
use preflight_policy::file::Faults;
use preflight_policy::{Problems, Severity};
use preflight_report::render::Options;
use preflight_report::render::complaint::{Complaint, SourceLine, complaint};
use serde_json::{Value, json};

/// The most that are printed for people; a screen holds fewer.
const SHOWN: usize = 50;

/// Problems with their places.
#[derive(Debug)]
pub(crate) struct PolicyProblems<'a> {
    complaints: Vec<Complaint<'a>>,
    left_out: usize,
}

impl<'a> PolicyProblems<'a> {
    /// Those of a file.
    pub(crate) fn of_file(file: &'a PolicyFile, faults: &'a Faults) -> Self {
        let lines: Vec<&str> = file.text.lines().collect();
        let shown = file.shown();
        let complaints = faults.iter().map(|found| {
            let (at, fault) = (found.position, &found.fault);
            let text = lines.get(at.line - 1).copied().unwrap_or_default();
            Complaint {
                is_error: fault.severity == Severity::Error,
                id: fault.id,
                reason: &fault.reason,
                place: format!("{shown}:{at}"),
                line: Some(SourceLine {
                    number: at.line,
                    text,
                    column: at.column,
                    width: at.width,
                }),
                correction: fault.correction.as_deref(),
            }
        });
        Self { complaints: complaints.collect(), left_out: faults.left_out() }
    }

    /// Those of the policy flags.
    pub(crate) fn of_flags(problems: &'a Problems) -> Self {
        let complaints = problems.iter().map(|problem| Complaint {
            is_error: problem.severity() == Severity::Error,
            id: problem.reason.id(),
            reason: problem.reason.text(),
            place: policy_args::place(problem),
            line: None,
            correction: problem.correction.as_deref(),
        });
        Self { complaints: complaints.collect(), left_out: 0 }
    }

    /// As blocks with an empty line between them, and how many there are.
    pub(crate) fn text(&self, options: &Options) -> String {
        let blocks: Vec<String> =
            self.complaints.iter().take(SHOWN).map(|it| complaint(it, options)).collect();
        let mut text = blocks.join("\n");
        let more = self.complaints.len() - blocks.len() + self.left_out;
        if more > 0 {
            text.push_str(&format!("\nand {more} more\n"));
        }
        text
    }

    /// `2 errors, 1 note`
    pub(crate) fn count(&self) -> String {
        let errors = self.complaints.iter().filter(|it| it.is_error).count() + self.left_out;
        let notes = self.complaints.iter().filter(|it| !it.is_error).count();
        let several = |count, word| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        match (errors, notes) {
            (errors, 0) => several(errors, "error"),
            (0, notes) => several(notes, "note"),
            (errors, notes) => format!("{}, {}", several(errors, "error"), several(notes, "note")),
        }
    }

    /// For programs.
    pub(crate) fn json(&self) -> Value {
        let each = self.complaints.iter().map(|it| {
            let line = it.line.as_ref();
            json!({
                "severity": if it.is_error { "error" } else { "note" },
                "id": it.id,
                "reason": it.reason,
                "correction": it.correction,
                "place": it.place,
                "line": line.map(|line| line.number),
                "column": line.map(|line| line.column),
                "width": line.map(|line| line.width),
            })
        });
        each.collect()
    }
}
