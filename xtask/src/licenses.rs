//! What we depend on: licences, sources and bans, as `deny.toml` says.
//!
//! `cargo deny` judges when it is installed. Otherwise the same file is read here, for the three
//! things in it that need no network: the allowed licences, the banned crates, and that everything
//! comes from crates.io or from this repository.

use crate::{Error, Problems, workspace};
use cargo_metadata::Package;
use serde::Deserialize;
use spdx::{Expression, ParseMode};
use std::process::Command;

pub(crate) fn check() -> Result<Problems, Error> {
    if Command::new("cargo").args(["deny", "--version"]).output()?.status.success() {
        println!("licenses: asking cargo deny");
        return ask_cargo_deny();
    }
    let deny: Deny = toml::from_str(&workspace::read("deny.toml")?)?;
    let metadata = workspace::all_crates()?;
    let dependencies: Vec<&Package> =
        metadata.packages.iter().filter(|package| package.source.is_some()).collect();
    let problems = dependencies.iter().flat_map(|package| deny.problems(package)).collect();
    println!(
        "licenses: {} dependencies against deny.toml (cargo deny is not installed)",
        dependencies.len()
    );
    Ok(problems)
}

fn ask_cargo_deny() -> Result<Problems, Error> {
    let status = Command::new("cargo")
        .args(["deny", "check", "bans", "licenses", "sources"])
        .current_dir(workspace::root())
        .status()?;
    Ok(if status.success() { vec![] } else { vec!["cargo deny found problems".into()] })
}

/// The part of `deny.toml` that we read.
#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    bans: Bans,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

/// Licences that one crate may have besides.
#[derive(Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

impl Deny {
    fn problems(&self, package: &Package) -> Vec<String> {
        let source = package.source.as_ref().filter(|source| !source.is_crates_io());
        let banned = self.bans.deny.iter().find(|ban| ban.name == *package.name);
        [
            source.map(|source| format!("comes from {source}, not from crates.io")),
            banned.map(|ban| format!("is banned: {}", ban.reason)),
            self.licence_problem(&package.name, package.license.as_deref()),
        ]
        .into_iter()
        .flatten()
        .map(|problem| format!("{} {}: {problem}", package.name, package.version))
        .collect()
    }

    /// Why a crate's licence expression cannot be satisfied.
    fn licence_problem(&self, name: &str, written: Option<&str>) -> Option<String> {
        let Some(written) = written else { return Some("names no licence".into()) };
        let expression = match Expression::parse_mode(written, ParseMode::LAX) {
            Ok(expression) => expression,
            Err(error) => return Some(format!("its licence `{written}` is unreadable: {error}")),
        };
        let exceptions = self.licenses.exceptions.iter().filter(|exception| exception.name == name);
        let allowed: Vec<&String> =
            self.licenses.allow.iter().chain(exceptions.flat_map(|e| &e.allow)).collect();
        let satisfied =
            expression.evaluate(|requirement| allowed.contains(&&requirement.to_string()));
        (!satisfied).then(|| format!("its licence `{written}` is not allowed by deny.toml"))
    }
}

#[cfg(test)]
mod tests {
    use super::Deny;

    #[test]
    fn a_licence_expression_is_satisfied_or_named() {
        let deny: Deny = toml::from_str(
            r#"
            licenses.allow = ["MIT", "Apache-2.0 WITH LLVM-exception"]
            licenses.exceptions = [{ crate = "excepted", allow = ["MPL-2.0"] }]
            bans.deny = []
            "#,
        )
        .unwrap();
        let problem = |written| deny.licence_problem("a-crate", written);
        assert_eq!(problem(Some("GPL-3.0 OR MIT")), None);
        assert_eq!(problem(Some("GPL-3.0/MIT")), None);
        assert_eq!(problem(Some("Apache-2.0 WITH LLVM-exception")), None);
        assert_eq!(deny.licence_problem("excepted", Some("MPL-2.0")), None);
        assert!(problem(Some("MPL-2.0")).unwrap().contains("not allowed"));
        assert!(problem(Some("Apache-2.0 AND MIT")).unwrap().contains("not allowed"));
        assert!(problem(Some("all mine")).unwrap().contains("unreadable"));
        assert!(problem(None).unwrap().contains("names no licence"));
    }
}
