//! Generated cases in a real browser and in the model.

use crate::{Error, Problems, workspace};

/// Runs them with these arguments. Every disagreement is printed by who finds it.
pub(crate) fn run(arguments: &[String]) -> Result<Problems, Error> {
    match workspace::conformance("differential", arguments)?.code() {
        Some(0) => Ok(Vec::new()),
        Some(1) => Ok(vec!["the browser and the model disagree".to_owned()]),
        _ => Err("the cases could not be played".into()),
    }
}
