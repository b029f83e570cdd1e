//! Dependencies point down only: `Cargo.toml` files against the table in ARCHITECTURE.md.
//!
//! The table's columns are level, crate, may depend on, IO. "May depend on" lists workspace crates
//! by their names without `preflight-`, or says `everything`; after `; tests:` stand the ones that
//! only tests may use. IO is `none`, `files` or `sockets`: only the last may name an async runtime,
//! and the first is held to it by a `clippy.toml` of its own, the same for all of them.

use crate::{Error, Problems, workspace};
use cargo_metadata::{Dependency, DependencyKind, Package};
use std::fs;

/// Crates that bring sockets, or a runtime for them.
const SOCKET_CRATES: &[&str] = &["hyper", "mio", "reqwest", "rustls", "socket2", "tokio"];

pub(crate) fn check() -> Result<Problems, Error> {
    let table = rows(&workspace::read("ARCHITECTURE.md")?)?;
    let metadata = workspace::our_crates()?;
    let members = metadata.workspace_packages();
    let mut problems = Problems::new();
    problems.extend(table.iter().flat_map(|row| row.upward_permissions(&table)));
    for row in &table {
        if !members.iter().any(|member| *member.name == row.name) {
            problems.push(format!("ARCHITECTURE.md lists `{}`, which does not exist", row.name));
        }
    }
    for member in &members {
        match table.iter().find(|row| row.name == *member.name) {
            Some(row) => problems.extend(row.violations(member, &table)),
            None => problems.push(format!("`{}` is not in ARCHITECTURE.md's table", member.name)),
        }
    }
    let pure = table.iter().filter(|row| row.io == Io::None).map(|row| row.name.as_str());
    problems.extend(bans(&members, &pure.collect::<Vec<_>>()));
    println!("layers: {} crates against the table in ARCHITECTURE.md", members.len());
    Ok(problems)
}

/// What is wrong with the bans of the pure crates: each has the same `clippy.toml`.
fn bans(members: &[&Package], pure: &[&str]) -> Problems {
    let mut first: Option<(&str, String)> = None;
    let mut problems = Problems::new();
    for member in members.iter().filter(|member| pure.contains(&member.name.as_str())) {
        let Ok(bans) = fs::read_to_string(member.manifest_path.with_file_name("clippy.toml"))
        else {
            problems
                .push(format!("`{}` does no IO, but has no clippy.toml to ban it", member.name));
            continue;
        };
        match &first {
            Some((_, expected)) if *expected == bans => {}
            Some((other, _)) => problems.push(format!(
                "the clippy.toml of `{}` is not the same as that of `{other}`",
                member.name
            )),
            None => first = Some((member.name.as_str(), bans)),
        }
    }
    problems
}

/// One line of the table.
#[derive(Debug)]
struct Row {
    /// `None` for the crates that are not shipped, which stand above all levels.
    level: Option<u8>,
    name: String,
    /// Crates this one may depend on; `everything` stands for all.
    dependencies: Vec<String>,
    /// Crates its tests may depend on too.
    test_dependencies: Vec<String>,
    io: Io,
}

#[derive(Debug, PartialEq, Eq)]
enum Io {
    None,
    Files,
    Sockets,
}

const EVERYTHING: &str = "everything";

impl Row {
    fn allows(&self, name: &str, kind: DependencyKind) -> bool {
        let listed =
            |list: &[String]| list.iter().any(|entry| entry == EVERYTHING || entry == name);
        let for_tests = kind == DependencyKind::Development && listed(&self.test_dependencies);
        listed(&self.dependencies) || for_tests
    }

    /// The dependencies of the crate that its row does not allow.
    fn violations(&self, package: &Package, table: &[Self]) -> Vec<String> {
        let ours = |dependency: &&Dependency| table.iter().any(|row| row.name == dependency.name);
        let forbidden = package
            .dependencies
            .iter()
            .filter(ours)
            .filter(|dependency| !self.allows(&dependency.name, dependency.kind))
            .map(|dependency| {
                format!(
                    "`{}` depends on `{}`, which ARCHITECTURE.md does not allow",
                    self.name, dependency.name
                )
            });
        let impure = package
            .dependencies
            .iter()
            .filter(|_| self.io != Io::Sockets)
            .filter(|dependency| dependency.kind == DependencyKind::Normal)
            .filter(|dependency| SOCKET_CRATES.contains(&dependency.name.as_str()))
            .map(|dependency| {
                format!(
                    "`{}` depends on `{}`, but does no network IO by ARCHITECTURE.md",
                    self.name, dependency.name
                )
            });
        forbidden.chain(impure).collect()
    }

    /// What the table itself allows against the rule that dependencies point down only.
    fn upward_permissions(&self, table: &[Self]) -> Vec<String> {
        let Some(level) = self.level else { return vec![] };
        self.dependencies
            .iter()
            .filter_map(|name| table.iter().find(|row| &row.name == name))
            .filter(|dependency| dependency.level.is_none_or(|below| below >= level))
            .map(|dependency| {
                format!(
                    "ARCHITECTURE.md lets `{}` depend on `{}`, which is not below it",
                    self.name, dependency.name
                )
            })
            .collect()
    }
}

/// The rows of the only table whose header is ours.
fn rows(markdown: &str) -> Result<Vec<Row>, Error> {
    let header = ["level", "crate", "may depend on", "IO"];
    let rows: Vec<Row> = markdown
        .lines()
        .map(cells)
        .skip_while(|cells| cells != &header)
        .skip(2) // the header and the ruler beneath it
        .take_while(|cells| cells.len() == header.len())
        .map(|cells| row(&cells))
        .collect::<Result<_, _>>()?;
    if rows.is_empty() {
        return Err(format!("ARCHITECTURE.md has no table with the columns {header:?}").into());
    }
    Ok(rows)
}

/// The cells of a line of a Markdown table, without marks of code; none for any other line.
fn cells(line: &str) -> Vec<String> {
    let Some(inner) = line.trim().strip_prefix('|').and_then(|line| line.strip_suffix('|')) else {
        return vec![];
    };
    inner.split('|').map(|cell| cell.trim().replace('`', "")).collect()
}

fn row(cells: &[String]) -> Result<Row, Error> {
    let [level, name, dependencies, io] = cells else { unreachable!("rows() counted the cells") };
    let (dependencies, test_dependencies) =
        dependencies.split_once("; tests:").unwrap_or((dependencies, ""));
    Ok(Row {
        level: match level.strip_prefix('L') {
            Some(digits) => Some(digits.parse().map_err(|_| format!("`{level}` is no level"))?),
            None => None,
        },
        name: name.clone(),
        dependencies: crate_names(dependencies),
        test_dependencies: crate_names(test_dependencies),
        io: match io.as_str() {
            "none" => Io::None,
            "files" => Io::Files,
            "sockets" => Io::Sockets,
            _ => return Err(format!("`{name}`: IO is none, files or sockets, not `{io}`").into()),
        },
    })
}

/// The crates of a list such as `fetch, report`; dev crates have no prefix.
fn crate_names(list: &str) -> Vec<String> {
    const WITHOUT_PREFIX: &[&str] = &[EVERYTHING, "casebook", "conformance", "preflight", "xtask"];
    list.split(',')
        .map(str::trim)
        .filter(|name| !matches!(*name, "" | "–"))
        .map(|name| match WITHOUT_PREFIX.contains(&name) {
            true => name.to_owned(),
            false => format!("preflight-{}", name.trim_start_matches("preflight-")),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Io, rows};
    use cargo_metadata::DependencyKind;

    const TABLE: &str = "\
text

| level | crate | may depend on | IO |
|---|---|---|---|
| L0 | `preflight-fetch` | – | none |
| L2 | `preflight-probe` | fetch | sockets |
| L1 | `preflight-report` | fetch, probe; tests: casebook | none |
| dev | `casebook` | everything | files |

more text
";

    #[test]
    fn reads_the_table() {
        let rows = rows(TABLE).unwrap();
        assert_eq!(rows.len(), 4);
        assert_eq!((rows[0].level, rows[3].level), (Some(0), None));
        assert!(rows[0].dependencies.is_empty());
        assert_eq!(rows[1].io, Io::Sockets);
        assert_eq!(rows[2].dependencies, ["preflight-fetch", "preflight-probe"]);
        assert!(rows[3].allows("preflight-probe", DependencyKind::Normal));
    }

    #[test]
    fn tests_may_use_more_than_the_crate() {
        let report = &rows(TABLE).unwrap()[2];
        assert!(report.allows("casebook", DependencyKind::Development));
        assert!(!report.allows("casebook", DependencyKind::Normal));
    }

    #[test]
    fn the_table_itself_points_down() {
        let rows = rows(TABLE).unwrap();
        let upward: Vec<_> = rows.iter().flat_map(|row| row.upward_permissions(&rows)).collect();
        assert_eq!(upward.len(), 1);
        assert!(upward[0].contains("`preflight-report` depend on `preflight-probe`"));
    }

    #[test]
    fn a_missing_table_and_an_unknown_io_are_errors() {
        assert!(rows("no table").is_err());
        assert!(rows(&TABLE.replace("files", "some")).is_err());
    }
}
