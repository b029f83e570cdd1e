//! A report as the page is told it: the JSON of `check`, with the Markdown in it as trees.

use crate::markdown::tree;
use preflight_report::Report;
use preflight_report::render::{self, Options};
use serde_json::{Value, json};

/// The report's object. Each fix has `blocks` beside its `text`, each finding with a `note` has
/// `note_blocks`.
pub(crate) fn report(report: &Report, secrets: Vec<String>) -> Value {
    let mut told = render::json::report(report, &Options { secrets, ..Options::default() });
    for findings in ["causes", "warnings"] {
        for finding in elements(&mut told[findings]) {
            if let Some(note) = finding["note"].as_str().map(str::to_owned) {
                finding["note_blocks"] = json!(tree(&note));
            }
            for fix in elements(&mut finding["fixes"]) {
                fix["blocks"] = json!(tree(fix["text"].as_str().unwrap_or_default()));
            }
        }
    }
    told
}

fn elements(value: &mut Value) -> impl Iterator<Item = &mut Value> {
    value.as_array_mut().into_iter().flatten()
}
