//! The list of causes and the folder of pages are one thing.

use preflight_diagnose::{CAUSES, Finder};
use std::collections::BTreeSet;
use std::path::Path;

fn folder(extension: &str) -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/causes");
    std::fs::read_dir(path)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|e| e == extension))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().replace('_', "-"))
        .filter(|stem| stem != "mod")
        .collect()
}

#[test]
fn every_page_has_a_finder_and_every_finder_is_listed() {
    let listed: BTreeSet<String> = CAUSES.iter().map(|c| c.id.to_owned()).collect();
    assert_eq!(listed.len(), CAUSES.len(), "an id is listed twice");
    assert_eq!(listed, folder("md"));
    assert_eq!(listed, folder("rs"));
}

#[test]
fn the_list_is_sorted_by_rank() {
    assert!(CAUSES.is_sorted_by_key(|c| c.rank));
}

#[test]
fn every_page_is_well_formed() {
    let mut titles = BTreeSet::new();
    for cause in CAUSES {
        let page = cause.page();
        assert_eq!(page.id, cause.id);
        assert!(page.title.chars().count() <= 72, "{}: the title is longer than 72", cause.id);
        assert!(!page.title.ends_with('.'), "{}: the title ends in a full stop", cause.id);
        assert!(titles.insert(page.title.to_owned()), "{}: the title is used twice", cause.id);
    }
}

#[test]
fn a_cause_that_no_exchange_shows_has_pastes() {
    for cause in CAUSES.iter().filter(|c| matches!(c.find, Finder::ExplainOnly)) {
        let page = cause.page();
        let pasted = page.pastes().iter().any(|paste| !paste.text.trim().is_empty());
        assert!(pasted, "{}: neither a finder nor a `### Paste:` case", cause.id);
    }
}
