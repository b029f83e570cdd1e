//! Documents derived from the code: written by `cargo x docs`, checked by `cargo x docs --check`.

use crate::{Error, Problems, docs_cli, workspace};
use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const CAUSES: &str = "crates/preflight-diagnose/src/causes";

/// A document as it should be.
pub(crate) struct Derived {
    /// From the root of the workspace.
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// Folders that hold derived documents and nothing else: what we no longer derive must go.
const OWNED_FOLDERS: &[&str] = &["docs/completions", "docs/man"];

pub(crate) fn run(check: bool) -> Result<Problems, Error> {
    let documents = documents()?;
    let orphans: Vec<PathBuf> = OWNED_FOLDERS
        .iter()
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
    let mut documents = vec![causes()?];
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

/// The index of the cause pages.
fn causes() -> Result<Derived, Error> {
    let mut text = String::from(
        "# Causes\n\n\
         The root causes that `preflight` tells apart, each with its page: what happens, why, the\n\
         fix, and the cases that prove it. `preflight explain <id>` prints a page.\n\n\
         <!-- Written by `cargo x docs` from the pages. -->\n\n\
         | id | what is wrong |\n|---|---|\n",
    );
    if workspace::root().join(CAUSES).is_dir() {
        for path in workspace::files(CAUSES, ".md")? {
            let page = path.to_string_lossy();
            let (id, title) = heading(&workspace::read(&page)?)
                .ok_or_else(|| format!("{page}: begins with `# ` and the id, then the title"))?;
            let _ = writeln!(text, "| [`{id}`](../../{page}) | {title} |");
        }
    }
    Ok(Derived { path: Path::new("docs/reference/causes.md").into(), text })
}

/// A page's id, its first line, and its title, the paragraph after that.
fn heading(page: &str) -> Option<(String, String)> {
    let id = page.lines().next()?.strip_prefix("# ")?.trim();
    let title: Vec<&str> = page
        .lines()
        .skip(1)
        .skip_while(|line| line.trim().is_empty())
        .take_while(|line| !line.trim().is_empty())
        .map(str::trim)
        .collect();
    let title = title.join(" ");
    (!title.is_empty() && !title.starts_with('#')).then(|| (id.to_owned(), title))
}

#[cfg(test)]
mod tests {
    use super::{first_difference, heading};

    #[test]
    fn a_page_begins_with_its_id_and_title() {
        let page =
            "# auth-before-cors\n\nauthentication refuses\nthe preflight\n\n## What happens\n";
        let expected = ("auth-before-cors".into(), "authentication refuses the preflight".into());
        assert_eq!(heading(page), Some(expected));
        assert_eq!(heading("auth-before-cors\n"), None);
        assert_eq!(heading("# auth-before-cors\n\n## What happens\n"), None);
    }

    #[test]
    fn the_hint_is_the_first_line_that_differs() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some((2, "b", "c")));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some((2, "", "b")));
        assert_eq!(first_difference("a", "a\nb"), Some((2, "(end of file)", "b")));
    }
}
