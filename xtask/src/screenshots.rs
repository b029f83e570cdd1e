//! Pictures of the workbench. The work is done by a program of the crate `conformance`, as that of
//! `differential` is, in front of the program that it pictures.

use crate::{Error, Problems, workspace};
use std::process::Command;

/// Builds both and takes the pictures; each is named with its size.
pub(crate) fn take(arguments: &[String]) -> Result<Problems, Error> {
    const BUILD: [&str; 5] = ["build", "--quiet", "--release", "-p", "preflight"];
    const RUN: [&str; 8] =
        ["run", "--quiet", "--release", "-p", "conformance", "--bin", "screenshots", "--"];
    for (cargo, more) in [(BUILD.as_slice(), &[][..]), (RUN.as_slice(), arguments)] {
        let mut command = Command::new("cargo");
        let status = command.args(cargo).args(more).current_dir(workspace::root()).status()?;
        if !status.success() {
            return Err("the pictures could not be taken".into());
        }
    }
    Ok(Vec::new())
}
