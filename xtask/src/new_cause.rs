//! Scaffolds a cause: the page, the finder, and their two lines in `causes/mod.rs`.
//!
//! The list of causes is in the order in which they are reported, so a new cause is placed after
//! another, whose rank it shares.

use crate::{Error, Problems, workspace};
use std::{fs, io::Write, path::Path};

const CAUSES: &str = "crates/preflight-diagnose/src/causes";
const PAGE: &str = include_str!("../templates/cause.md");
const FINDER: &str = include_str!("../templates/cause.rs.txt");

pub(crate) fn scaffold(id: &str, after: &str) -> Result<Problems, Error> {
    let problems: Problems = [id, after].into_iter().filter_map(problem_with).collect();
    if !problems.is_empty() {
        return Ok(problems);
    }
    let (stem, after) = (id.replace('-', "_"), after.replace('-', "_"));
    let list = format!("{CAUSES}/mod.rs");
    let listed = registered(&workspace::read(&list)?, &stem, &after)?;
    let neighbour = format!("{CAUSES}/{after}.rs");
    let rank = rank(&workspace::read(&neighbour)?)
        .ok_or_else(|| format!("{neighbour}: no `rank: Rank::…,`"))?
        .to_owned();
    for (ending, template) in [("md", PAGE), ("rs", FINDER)] {
        let path = format!("{CAUSES}/{stem}.{ending}");
        let text = template.replace("{id}", id).replace("{stem}", &stem).replace("{rank}", &rank);
        create(&workspace::root().join(&path), &text)
            .map_err(|error| format!("{path}: {error}"))?;
        println!("wrote {path}");
    }
    fs::write(workspace::root().join(&list), listed)?;
    println!("added two lines to {list}");
    println!("next: write the page, watch it fail, write `find`, and bless the reports:");
    println!("      BLESS=1 cargo test -p preflight-diagnose");
    Ok(vec![])
}

fn problem_with(id: &str) -> Option<String> {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    let good = id.split('-').all(is_word) && id.starts_with(|c: char| c.is_ascii_lowercase());
    (!good).then(|| format!("`{id}`: an id is words of a–z and 0–9 joined by hyphens"))
}

fn create(path: &Path, text: &str) -> std::io::Result<()> {
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

/// The rank in a finder's text.
fn rank(finder: &str) -> Option<&str> {
    finder.lines().find_map(|line| line.trim().strip_prefix("rank: Rank::")?.strip_suffix(','))
}

/// The text of `mod.rs` with the module in its alphabetical place and the entry after `after`.
fn registered(text: &str, stem: &str, after: &str) -> Result<String, Error> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let module = |line: &String| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned());
    let place = match lines.iter().position(|line| module(line).is_some_and(|m| *m >= *stem)) {
        Some(greater) if module(&lines[greater]).as_deref() == Some(stem) => {
            return Err(format!("`{stem}` is in causes/mod.rs already").into());
        }
        Some(greater) => greater,
        None => {
            let last = lines.iter().rposition(|line| module(line).is_some());
            last.ok_or("causes/mod.rs has no `mod …;` lines")? + 1
        }
    };
    lines.insert(place, format!("mod {stem};"));
    let neighbour = format!("&{after}::CAUSE,");
    let at = lines
        .iter()
        .position(|line| line.trim() == neighbour)
        .ok_or_else(|| format!("causes/mod.rs does not list `{neighbour}`"))?;
    lines.insert(at + 1, lines[at].replace(&neighbour, &format!("&{stem}::CAUSE,")));
    Ok(lines.join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::{FINDER, problem_with, rank, registered};

    const LIST: &str = "\
//! Causes.

mod auth_before_cors;
mod wrong_url;

use crate::rank::Rank;

pub static CAUSES: &[&Cause] = &[
    &wrong_url::CAUSE,
    &auth_before_cors::CAUSE,
];
";

    #[test]
    fn lines_are_added_in_their_place() {
        let first = registered(LIST, "allow_origin_null", "wrong_url").unwrap();
        assert!(first.contains("\nmod allow_origin_null;\nmod auth_before_cors;\n"), "{first}");
        let entries =
            "    &wrong_url::CAUSE,\n    &allow_origin_null::CAUSE,\n    &auth_before_cors";
        assert!(first.contains(entries), "{first}");
        let last = registered(LIST, "wrong_zone", "auth_before_cors").unwrap();
        assert!(last.contains("mod wrong_url;\nmod wrong_zone;\n\n"), "{last}");
        let end = "    &auth_before_cors::CAUSE,\n    &wrong_zone::CAUSE,\n];\n";
        assert!(last.ends_with(end), "{last}");
    }

    #[test]
    fn what_is_there_or_missing_is_named() {
        let error = |stem, after| registered(LIST, stem, after).unwrap_err().to_string();
        assert!(error("wrong_url", "auth_before_cors").contains("already"));
        assert!(error("new", "gone").contains("does not list `&gone::CAUSE,`"));
    }

    #[test]
    fn the_rank_is_found_where_the_template_puts_it() {
        assert_eq!(rank(FINDER), Some("{rank}"));
    }

    #[test]
    fn an_id_is_lower_case_words() {
        assert_eq!(problem_with("http2-needed"), None);
        for id in ["", "Auth", "auth_before", "-auth", "auth--cors", "2fa"] {
            assert!(problem_with(id).is_some(), "{id}");
        }
    }
}
