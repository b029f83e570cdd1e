//! The citations of the Fetch standard in Rust sources: links in comments, the constants of
//! `preflight-fetch/src/spec.rs`, and the steps that are cited through them.

use regex_lite::Regex;
use std::collections::BTreeMap;

/// One place of the standard, cited at a line of ours.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Citation {
    pub(super) line: usize,
    pub(super) anchor: String,
    pub(super) step: Option<String>,
}

/// The constants that stand for an algorithm of Fetch, and their anchors.
pub(super) fn constants<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let constant = regex(r#"const (\w+): Algorithm =\s*fetch\(\s*"[^"]*",\s*"([^"]+)""#);
    texts
        .flat_map(|text| constant.captures_iter(text))
        .map(|found| (found[1].to_owned(), found[2].to_owned()))
        .collect()
}

/// The citations in one source text, in the order of their lines.
pub(super) fn in_text(text: &str, constants: &BTreeMap<String, String>) -> Vec<Citation> {
    let line = |at: usize| 1 + text[..at].matches('\n').count();
    let anchors = [
        r"fetch\.spec\.whatwg\.org/#([\w.?%-]*[\w?%-])",
        r#"\bfetch\(\s*"[^"]*",\s*"([^"]+)",?\s*\)"#,
        r#"base: FETCH,\s*anchor: "([^"]+)""#,
    ];
    let mut citations: Vec<Citation> = vec![];
    for pattern in anchors {
        citations.extend(regex(pattern).captures_iter(text).map(|found| {
            let anchor = found.get(1).expect("each pattern has one group");
            Citation { line: line(anchor.start()), anchor: anchor.as_str().into(), step: None }
        }));
    }
    for found in regex(r#"\b([A-Z][A-Z_]+)\s*\.step\(\s*"([^"]*)""#).captures_iter(text) {
        let at = found.get(0).expect("the whole match").start();
        // A constant that is not in the list stands for another standard.
        citations.extend(constants.get(&found[1]).map(|anchor| Citation {
            line: line(at),
            anchor: anchor.clone(),
            step: Some(found[2].to_owned()),
        }));
    }
    citations.sort_by_key(|citation| citation.line);
    citations
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("our own pattern")
}

#[cfg(test)]
mod tests {
    use super::{constants, in_text};

    const SOURCE: &str = r##"
/// [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check).
pub const CORS_CHECK: Algorithm =
    fetch("CORS check", "concept-cors-check");
const FETCH: &str = "https://fetch.spec.whatwg.org/#";
pub const MIXED: Algorithm = Algorithm { base: "https://other/#", anchor: "theirs" };
/// See https://fetch.spec.whatwg.org/#blocked?.
fn cite() -> SpecRef { CORS_CHECK.step("7.5") + MIXED.step("1") + CORS_CHECK
    .step("4") }
"##;

    #[test]
    fn finds_links_constants_and_steps() {
        let constants = constants([SOURCE].into_iter());
        assert_eq!(constants.len(), 1);
        let found: Vec<_> = in_text(SOURCE, &constants)
            .into_iter()
            .map(|citation| (citation.line, citation.anchor, citation.step))
            .collect();
        let check = || "concept-cors-check".to_owned();
        let expected = [
            (2, check(), None),
            (4, check(), None),
            (7, "blocked?".into(), None),
            (8, check(), Some("7.5".into())),
            (8, check(), Some("4".into())),
        ];
        assert_eq!(found, expected);
    }
}
