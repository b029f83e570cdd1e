//! Documents derived from the code: written by `cargo x docs`, checked by `cargo x docs --check`.

use crate::{Error, Problems, docs_cli, docs_reference, docs_targets, workspace};
use std::{fs, path::PathBuf};

/// A document as it should be.
pub(crate) struct Derived {
    /// From the root of the workspace.
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// Folders that hold derived documents and nothing else: what we no longer derive must go.
fn owned_folders() -> impl Iterator<Item = &'static str> {
    ["docs/completions", "docs/man"].into_iter().chain(docs_reference::FOLDERS)
}

pub(crate) fn run(check: bool) -> Result<Problems, Error> {
    let documents = documents()?;
    let orphans: Vec<PathBuf> = owned_folders()
        .filter(|folder| workspace::root().join(folder).is_dir())
        .map(|folder| workspace::files(folder, ""))
        .collect::<Result<Vec<_>, _>>()?
        .concat()
        .into_iter()
        .filter(|path| documents.iter().all(|document| document.path != *path))
        .collect();
    let problems = if check {
        let stale = documents.iter().filter_map(Derived::difference);
        let orphaned = orphans.iter().map(|path| {
            format!("{} is no longer derived from anything; run `cargo x docs`", path.display())
        });
        stale.chain(orphaned).collect()
    } else {
        for document in &documents {
            document.write()?;
        }
        for path in orphans {
            fs::remove_file(workspace::root().join(path))?;
        }
        vec![]
    };
    println!("docs: {} derived documents", documents.len());
    Ok(problems)
}

fn documents() -> Result<Vec<Derived>, Error> {
    let mut documents = docs_reference::documents();
    documents.push(docs_targets::document());
    documents.extend(docs_cli::documents()?);
    Ok(documents)
}

impl Derived {
    fn full_path(&self) -> PathBuf {
        workspace::root().join(&self.path)
    }

    fn write(&self) -> Result<(), Error> {
        let path = self.full_path();
        if fs::read_to_string(&path).is_ok_and(|stored| stored == self.text) {
            return Ok(());
        }
        fs::create_dir_all(path.parent().expect("a document lies in a folder"))?;
        fs::write(&path, &self.text)?;
        println!("wrote {}", self.path.display());
        Ok(())
    }

    /// Where the stored document departs from this one.
    fn difference(&self) -> Option<String> {
        let path = self.path.display();
        let Ok(stored) = fs::read_to_string(self.full_path()) else {
            return Some(format!("{path} does not exist; run `cargo x docs`"));
        };
        let (line, stored, derived) = first_difference(&stored, &self.text)?;
        Some(format!(
            "{path}:{line} is stale; run `cargo x docs`\n  stored:  {stored}\n  derived: {derived}"
        ))
    }
}

/// The first line that differs: its number, and the line in each text.
fn first_difference<'a>(left: &'a str, right: &'a str) -> Option<(usize, &'a str, &'a str)> {
    const END: &str = "(end of file)";
    if left == right {
        return None;
    }
    let mut pair = (left.split('\n'), right.split('\n'));
    (1..).find_map(|line| match (pair.0.next(), pair.1.next()) {
        (left, right) if left == right => None,
        (left, right) => Some((line, left.unwrap_or(END), right.unwrap_or(END))),
    })
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn the_hint_is_the_first_line_that_differs() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some((2, "b", "c")));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some((2, "", "b")));
        assert_eq!(first_difference("a", "a\nb"), Some((2, "(end of file)", "b")));
    }
}
