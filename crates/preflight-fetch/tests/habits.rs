//! The habits of each engine: every departure from the standard is explained, and seen somewhere.

use crate::measurements::TABLE;
use preflight_fetch::Browser;
use preflight_fetch::browsers::Habits;
use std::collections::{BTreeMap, BTreeSet};

/// The fields of a struct and their values, read from its pretty `Debug`: a field's own line stands
/// four spaces in, what belongs to its value deeper.
fn fields(habits: &Habits) -> BTreeMap<String, String> {
    let debug = format!("{habits:#?}");
    let mut fields: BTreeMap<String, String> = BTreeMap::new();
    let mut current = String::new();
    for line in debug.lines() {
        let Some(line) = line.strip_prefix("    ") else { continue };
        match line.split_once(':') {
            Some((name, value)) if !line.starts_with(' ') && !line.starts_with(']') => {
                current = name.to_owned();
                fields.insert(current.clone(), value.to_owned());
            }
            _ => fields.get_mut(&current).expect("a field comes first").push_str(line),
        }
    }
    fields.remove("divergences").expect("a field of that name");
    fields
}

#[test]
fn a_field_differs_from_the_standard_exactly_where_a_divergence_says_so() {
    let standard = fields(Browser::Standard.habits());
    for browser in Browser::ENGINES {
        let differing: BTreeSet<String> = fields(browser.habits())
            .into_iter()
            .filter(|(name, value)| standard[name] != *value)
            .map(|(name, _)| name)
            .collect();
        let explained: BTreeSet<String> =
            browser.habits().divergences.iter().map(|d| d.habit.to_owned()).collect();
        assert_eq!(differing, explained, "{browser}");
        assert_eq!(explained.len(), browser.habits().divergences.len(), "{browser}: one each");
    }
    assert!(Browser::Standard.habits().divergences.is_empty());
}

#[test]
fn a_divergence_was_seen_in_a_measured_row_or_a_recorded_case_or_has_a_link() {
    let rows: BTreeSet<&str> = TABLE.lines().filter_map(|line| line.split('\t').next()).collect();
    for browser in Browser::ENGINES {
        for divergence in browser.habits().divergences {
            let seen = divergence.seen;
            // That the file is there, and that the engine still does so, is for `conformance` to see.
            let recorded = seen.starts_with("conformance/cases/") && seen.ends_with(".txt");
            assert!(
                seen.starts_with("https://") || recorded || rows.contains(seen),
                "{browser}, {}: `{seen}` is neither a link nor a measured row nor a recorded case",
                divergence.habit
            );
            assert!(!divergence.does.is_empty(), "{browser}, {}", divergence.habit);
        }
    }
}

#[test]
fn the_reader_of_debug_output_sees_every_field() {
    let names: Vec<String> = fields(Browser::Standard.habits()).into_keys().collect();
    assert!(names.contains(&"also_safelisted".to_owned()), "{names:?}");
    assert!(names.contains(&"wildcard_entries".to_owned()), "{names:?}");
    assert_eq!(fields(Browser::Chromium.habits()).into_keys().collect::<Vec<_>>(), names);
}
