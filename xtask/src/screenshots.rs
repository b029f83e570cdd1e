//! Pictures of the workbench, taken in front of the program that they picture.

use crate::{Error, Problems, workspace};
use std::process::Command;

/// Builds it and takes the pictures; each is named with its size.
pub(crate) fn take(arguments: &[String]) -> Result<Problems, Error> {
    let built = Command::new("cargo")
        .args(["build", "--quiet", "--release", "-p", "preflight"])
        .current_dir(workspace::root())
        .status()?;
    if built.success() && workspace::conformance("screenshots", arguments)?.success() {
        return Ok(Vec::new());
    }
    Err("the pictures could not be taken".into())
}
