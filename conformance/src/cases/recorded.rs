//! The cases in `conformance/cases/`: each shows a habit of an engine, which its
//! [`Divergence`](preflight_fetch::browsers::Divergence) names as the place where it was seen.

use super::Case;
use std::path::{Path, PathBuf};

/// A case of a file.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The file from the repository's root, with the case's number in it.
    pub name: String,
    /// The case.
    pub case: Case,
}

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Whether a file of that name is there; the name is as seen from the repository's root.
#[must_use]
pub fn is_recorded(name: &str) -> bool {
    root().join(name).is_file()
}

/// The cases of all files, in the files' order.
///
/// # Panics
/// Where a file cannot be read, or holds something else than cases.
#[must_use]
pub fn recorded() -> Vec<Recorded> {
    let folder = root().join("conformance/cases");
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    paths.iter().flat_map(|path| read(path)).collect()
}

/// The cases of a file, between lines of `---`.
///
/// # Panics
/// Where it cannot be read, or holds something else than cases.
#[must_use]
pub fn read(path: &Path) -> Vec<Recorded> {
    let shown = path.display();
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{shown}: {error}"));
    let stem = path.file_name().unwrap_or_default().to_string_lossy();
    text.split("---\n")
        .enumerate()
        .map(|(index, text)| Recorded {
            name: format!("conformance/cases/{stem}, case {}", index + 1),
            case: text.parse().unwrap_or_else(|error| panic!("{shown}: {error}")),
        })
        .collect()
}
