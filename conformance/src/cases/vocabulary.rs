//! The words that cases are made of: `vocabulary.txt`, read once.

use super::text::unescape;
use crate::random::Random;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static VOCABULARY: LazyLock<BTreeMap<&'static str, Vec<String>>> =
    LazyLock::new(|| read(include_str!("vocabulary.txt")));

fn read(text: &'static str) -> BTreeMap<&'static str, Vec<String>> {
    let mut vocabulary: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut section = "";
    for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with("## ")) {
        let head = line.strip_prefix('[').and_then(|l| l.strip_suffix(']'));
        // `[x-foo]` is a value; the names of sections follow an empty line, values do not.
        match head.filter(|name| text.contains(&format!("\n\n[{name}]\n"))) {
            Some(name) => section = name,
            None => {
                let word = if line == "(empty)" { String::new() } else { line.to_owned() };
                let word = unescape(&word).expect("an escape in vocabulary.txt");
                vocabulary.entry(section).or_default().push(word);
            }
        }
    }
    vocabulary
}

/// One of the words under this name, one char for each byte.
///
/// # Panics
/// Where there is no such name.
#[must_use]
pub fn word(random: &mut Random, name: &str) -> String {
    random.pick(&VOCABULARY[name])
}

/// Whether there are words under this name.
#[must_use]
pub fn has(name: &str) -> bool {
    VOCABULARY.contains_key(name)
}
