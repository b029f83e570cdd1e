//! What other programs count: allocations, and with callgrind instructions.

use crate::Error;
use bench_inprocess::{
    case::Case,
    subject::{Subject, batch},
};
use std::{collections::BTreeMap, env, path::PathBuf, process::Command};

/// Allocations a request, by the names of the subject and the case.
pub(crate) fn allocations() -> Result<BTreeMap<(String, String), f64>, Error> {
    let output = run(&mut Command::new(sibling("allocations")?))?;
    let line = |line: &str| -> Option<_> {
        let mut fields = line.split('\t');
        let (subject, case) = (fields.next()?.to_owned(), fields.next()?.to_owned());
        Some(((subject, case), fields.next()?.parse().ok()?))
    };
    let found: Option<BTreeMap<_, _>> = output.lines().map(line).collect();
    found.ok_or_else(|| "`allocations` printed something else".into())
}

/// Instructions a request: callgrind's count of those within `measured`, its callees included.
pub(crate) fn instructions(subject: Subject, case: &Case) -> Result<f64, Error> {
    eprintln!("instructions of {subject} in {}", case.id);
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("counts");
    run(Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=*measured*"])
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(sibling("instructions")?)
        .args([&subject.to_string(), case.id]))?;
    let counts = std::fs::read_to_string(&file)?;
    let total = counts.lines().find_map(|line| line.strip_prefix("summary: "));
    let total: f64 = total.ok_or("callgrind wrote no summary")?.trim().parse()?;
    Ok(total / batch(subject, case) as f64)
}

/// A program built beside this one.
fn sibling(name: &str) -> Result<PathBuf, Error> {
    Ok(env::current_exe()?.with_file_name(name))
}

fn run(command: &mut Command) -> Result<String, Error> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("`{name}` does not start: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(format!("`{name}` failed: {said}").into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
