//! The places in the Fetch standard that our code cites, held against one commit of it.
//!
//! `crates/preflight-fetch/spec/fetch.toml` is an index of the standard's definitions: anchor, name,
//! number of steps, and a hash of the text. When the standard moves, the hashes that changed name
//! the algorithms to read again.

mod bikeshed;
mod citations;
mod index;

use crate::{Error, Problems, workspace};
use index::Index;
use std::{fs, path::Path};

const INDEX: &str = "crates/preflight-fetch/spec/fetch.toml";
const CITING: &str = "crates/preflight-fetch";

/// Every anchor and step that our sources cite is in the index.
pub(crate) fn check_citations() -> Result<Problems, Error> {
    let index = stored()?;
    let mut problems = Problems::new();
    let mut count = 0;
    let files = workspace::files(CITING, ".rs")?;
    let texts: Vec<(String, String)> = files
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .map(|path| workspace::read(&path).map(|text| (path, text)))
        .collect::<Result<_, _>>()?;
    let constants = citations::constants(texts.iter().map(|(_, text)| text.as_str()));
    for (path, text) in &texts {
        let cited = citations::in_text(text, &constants);
        count += cited.len();
        problems.extend(cited.iter().filter_map(|citation| {
            let problem = index.problem(&citation.anchor, citation.step.as_deref())?;
            Some(format!("{path}:{}: {problem}", citation.line))
        }));
    }
    println!("spec: {count} citations in {CITING} against whatwg/fetch {}", &index.commit[..12]);
    Ok(problems)
}

/// The stored index against a copy of the standard: what changed, what is new, what is gone.
pub(crate) fn compare(source: &Path) -> Result<Problems, Error> {
    let stored = stored()?;
    let (algorithms, sections) = bikeshed::read(&fs::read_to_string(source)?);
    let current = Index { commit: stored.commit.clone(), sections, algorithms };
    println!(
        "spec: {} definitions of {} against {}",
        stored.algorithms.len(),
        &stored.commit[..12],
        source.display()
    );
    Ok(stored.differences(&current))
}

/// Writes the index from a copy of the standard. Without a commit, the pin stays where it is.
pub(crate) fn write(source: &Path, commit: Option<String>) -> Result<Problems, Error> {
    let commit = match commit {
        Some(commit) if commit.len() == 40 && commit.bytes().all(|b| b.is_ascii_hexdigit()) => {
            commit
        }
        Some(commit) => return Err(format!("`{commit}` is not a commit's 40 hex digits").into()),
        None => stored().map_err(|error| format!("{error}; say --commit"))?.commit,
    };
    let (algorithms, sections) = bikeshed::read(&fs::read_to_string(source)?);
    if algorithms.is_empty() {
        return Err(format!("{} is not the source of the standard", source.display()).into());
    }
    let index = Index { commit, sections, algorithms };
    fs::write(workspace::root().join(INDEX), index.to_string())?;
    println!("spec: wrote {} definitions to {INDEX}", index.algorithms.len());
    Ok(vec![])
}

fn stored() -> Result<Index, Error> {
    Index::parse(&workspace::read(INDEX)?).map_err(|error| format!("{INDEX}: {error}").into())
}
