//! Generated cases in a real browser and in the model. The work is done by a program of the crate
//! `conformance`, which is built in release mode when it is asked for: it would make every other
//! chore slow to build.

use crate::{Error, Problems, workspace};
use std::process::Command;

/// Runs it with these arguments. It prints every disagreement itself.
pub(crate) fn run(arguments: &[String]) -> Result<Problems, Error> {
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--release", "-p", "conformance", "--bin", "differential", "--"])
        .args(arguments)
        .current_dir(workspace::root())
        .status()?;
    match status.code() {
        Some(0) => Ok(Vec::new()),
        Some(1) => Ok(vec!["the browser and the model disagree".to_owned()]),
        _ => Err("the cases could not be played".into()),
    }
}
