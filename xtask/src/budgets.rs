//! No source file grows past what one reads at a sitting, and none has a name that says nothing.

use crate::{Error, Problems, workspace};
use std::{fs, path::Path};

/// A file longer than this is mentioned.
const LONG: usize = 400;
/// A file longer than this fails.
const TOO_LONG: usize = 600;
/// Names of drawers: what is in them cannot be guessed.
const DRAWERS: &[&str] = &["common", "helpers", "misc", "types", "utils"];

pub(crate) fn check() -> Result<Problems, Error> {
    let files = workspace::files("", ".rs")?;
    let mut problems = Problems::new();
    for path in &files {
        let shown = path.display();
        if let Some(name) = drawer(path) {
            problems.push(format!("{shown}: `{name}` does not say what is inside"));
        }
        let text = fs::read_to_string(workspace::root().join(path))?;
        for (index, name) in drawer_modules(&text) {
            let line = index + 1;
            problems.push(format!("{shown}:{line}: `mod {name}` does not say what is inside"));
        }
        match text.lines().count() {
            lines if lines > TOO_LONG => {
                problems.push(format!("{shown}: {lines} lines, at most {TOO_LONG}"));
            }
            lines if lines > LONG => println!("warning: {shown}: {lines} lines, better {LONG}"),
            _ => {}
        }
    }
    println!("budgets: {} source files, at most {TOO_LONG} lines each", files.len());
    Ok(problems)
}

/// The first part of the path that is a drawer's name.
fn drawer(path: &Path) -> Option<&str> {
    path.iter()
        .filter_map(|part| Path::new(part).file_stem()?.to_str())
        .find(|stem| DRAWERS.contains(stem))
}

/// The modules declared in the text under a drawer's name, with the index of their line.
fn drawer_modules(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().enumerate().filter_map(|(index, line)| {
        let (before, rest) = line.split_once("mod ")?;
        let declares = before.is_empty() || before.trim_start().starts_with("pub");
        let name = rest.split([' ', ';', '{']).next()?;
        (declares && DRAWERS.contains(&name)).then_some((index, name))
    })
}

#[cfg(test)]
mod tests {
    use super::{drawer, drawer_modules};
    use std::path::Path;

    #[test]
    fn names_the_drawer() {
        assert_eq!(drawer(Path::new("crates/a/src/utils.rs")), Some("utils"));
        assert_eq!(drawer(Path::new("crates/a/tests/common/mod.rs")), Some("common"));
        assert_eq!(drawer(Path::new("crates/a/src/common_ports.rs")), None);
    }

    #[test]
    fn finds_modules_but_not_prose() {
        let text = "pub(crate) mod types;\nmod misc {}\n// mod utils is a bad name\nmod typeset;\n";
        let found: Vec<_> = drawer_modules(text).collect();
        assert_eq!(found, [(0, "types"), (1, "misc")]);
    }
}
