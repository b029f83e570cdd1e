//! Where the workspace lies and what is in it.

use crate::Error;
use cargo_metadata::{Metadata, MetadataCommand};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitStatus},
};

/// The folder of the root Cargo.toml.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// The text of a file of the workspace; the error names the file.
pub(crate) fn read(path: &str) -> Result<String, Error> {
    fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}").into())
}

/// Runs a program of the crate `conformance`, which is built in release mode when it is asked for: it
/// would make every other chore slow to build.
pub(crate) fn conformance(program: &str, arguments: &[String]) -> Result<ExitStatus, Error> {
    let status = Command::new("cargo")
        .args(["run", "--quiet", "--release", "-p", "conformance", "--bin", program, "--"])
        .args(arguments)
        .current_dir(root())
        .status()?;
    Ok(status)
}

/// The files that git tracks or would track, below `folder` ("" for all) and ending in `ending`,
/// as paths from the root, sorted.
pub(crate) fn files(folder: &str, ending: &str) -> Result<Vec<PathBuf>, Error> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", "."])
        .current_dir(root().join(folder))
        .output()?;
    if !output.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let mut files: Vec<PathBuf> = String::from_utf8(output.stdout)?
        .split_terminator('\0')
        .filter(|path| path.ends_with(ending))
        .map(|path| Path::new(folder).join(path))
        .filter(|path| root().join(path).is_file()) // deleted, but not yet from git's index
        .collect();
    files.sort();
    files.dedup();
    Ok(files)
}

/// What cargo knows of our own crates.
pub(crate) fn our_crates() -> Result<Metadata, Error> {
    Ok(metadata().no_deps().exec()?)
}

/// What cargo knows of our crates and of everything they depend on.
pub(crate) fn all_crates() -> Result<Metadata, Error> {
    Ok(metadata().exec()?)
}

fn metadata() -> MetadataCommand {
    let mut command = MetadataCommand::new();
    command.current_dir(root());
    command
}
