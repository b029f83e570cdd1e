//! Every message that is known, as a browser, a library or a server writes it with real values, is
//! read as what it is and leads to its cause.

use preflight_diagnose::{CAUSES, explain};
use preflight_report::Failure;
use std::collections::{BTreeMap, BTreeSet};

/// Engine, code, the cause that must come first (`-`: none), and the text.
const MESSAGES: &str = include_str!("messages.tsv");

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    let lines = MESSAGES.lines().skip(1);
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().expect("four columns"))
}

fn failure(text: &str) -> Failure {
    let explained = explain(text);
    assert_eq!(explained.failures.len(), 1, "{text}: {:#?}", explained.failures);
    explained.failures.into_iter().next().expect("one failure")
}

#[test]
fn every_message_leads_to_its_code_and_cause() {
    // Some texts stand under two codes, since an engine kept its words, or took another's.
    let mut codes: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for [engine, code, _, text] in rows() {
        codes.entry(text.trim_end_matches('.')).or_default().insert((engine, code));
    }
    let mut wrong = Vec::new();
    for [_, _, cause, text] in rows() {
        // `CSP`, the network panel's label, is the name of a page too: it names the cause.
        if let Some(page) = explain(text).page {
            assert_eq!(page.causes[0].id, cause, "{text}");
            continue;
        }
        let failure = failure(text);
        let code = failure.code.expect("a code");
        let first = failure.causes.first().map_or("-", |suspect| suspect.id);
        if !codes[text.trim_end_matches('.')].contains(&code) || first != cause {
            wrong.push(format!(
                "{text}\n  as {code:?}, {first}; not {:?}, {cause}",
                codes[text.trim_end_matches('.')]
            ));
        }
    }
    assert!(rows().count() >= 284, "{} messages", rows().count());
    assert!(wrong.is_empty(), "{} messages are misread\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_surest_cause_comes_first() {
    for failure in rows().flat_map(|[.., text]| explain(text).failures) {
        let certainties = failure.causes.iter().map(|suspect| suspect.certainty);
        assert!(certainties.is_sorted_by(|one, next| one >= next), "{failure:?}");
    }
}

#[test]
fn nothing_is_both_suspected_and_excluded() {
    let known: BTreeSet<&str> = CAUSES.iter().map(|cause| cause.id).collect();
    for failure in rows().flat_map(|[.., text]| explain(text).failures) {
        for id in &failure.excluded {
            assert!(known.contains(id), "`{id}` is no cause");
            assert!(failure.causes.iter().all(|suspect| suspect.id != *id), "{failure:?}");
        }
    }
}
