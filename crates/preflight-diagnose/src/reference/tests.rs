use super::*;
use std::collections::BTreeSet;

fn found(text: &str) -> Option<(PageKind, &'static str)> {
    find(text).map(|page| (page.kind, page.id))
}

#[test]
fn pages_are_found_by_their_names() {
    for (text, kind, id) in [
        ("auth-before-cors", PageKind::Cause, "auth-before-cors"),
        (" Auth before CORS ", PageKind::Cause, "auth-before-cors"),
        ("405", PageKind::Status, "405"),
        ("401 on OPTIONS", PageKind::Status, "401"),
        ("HTTP/1.1 405 Method Not Allowed", PageKind::Status, "405"),
        ("preflight returned 502?", PageKind::Status, "502"),
        ("308", PageKind::Status, "3xx"),
        ("418", PageKind::Status, "4xx"),
        ("522", PageKind::Status, "52x"),
        ("Access-Control-Allow-Origin", PageKind::Header, "access-control-allow-origin"),
        ("Access-Control-Allow-Origin: *", PageKind::Header, "access-control-allow-origin"),
        ("vary", PageKind::Header, "vary"),
        ("preflight", PageKind::Concept, "preflight"),
        ("no-cors", PageKind::Concept, "no-cors"),
        ("mode: \"no-cors\"", PageKind::Concept, "no-cors"),
        ("opaque response", PageKind::Concept, "opaque-response"),
        ("Null Origin", PageKind::Concept, "null-origin"),
        ("credentials", PageKind::Concept, "credentials"),
    ] {
        assert_eq!(found(text), Some((kind, id)), "{text}");
    }
    assert_eq!(found("401 apples"), None);
    assert_eq!(found(""), None);
}

#[test]
fn every_name_means_one_page() {
    let mut names = BTreeSet::new();
    for page in PAGES.iter() {
        for name in page.names() {
            assert!(names.insert(name), "`{name}` is the name of two pages");
            assert_eq!(name, name.to_lowercase(), "{}", page.id);
            // Where a cause has the same name, its page says more.
            let cause = CAUSES.iter().any(|cause| cause.id == name);
            let expected = if cause { (PageKind::Cause, name) } else { (page.kind, page.id) };
            assert_eq!(found(name), Some(expected), "`{name}` finds another page");
        }
    }
}

#[test]
fn every_page_is_well_formed() {
    let known: BTreeSet<&str> = CAUSES.iter().map(|cause| cause.id).collect();
    for page in PAGES.iter() {
        let headings: Vec<&str> = page.sections.iter().map(|s| s.heading).collect();
        assert!(
            headings.starts_with(&["What it means", "What to do"]),
            "{}: {headings:?}",
            page.id
        );
        assert!(
            headings.iter().skip(2).all(|h| ["Causes", "Also called"].contains(h)),
            "{}",
            page.id
        );
        assert!(page.title.chars().count() <= 110 && !page.title.ends_with('.'), "{}", page.id);
        assert_eq!(page.causes().len(), page.section("Causes").lines().count(), "{}", page.id);
        for (id, _) in page.causes() {
            assert!(known.contains(id), "{} names `{id}`, which is no cause", page.id);
        }
    }
}

#[test]
fn text_that_mentions_a_header_finds_its_page() {
    let mentioned = |text: &str| mentioned(&text.to_lowercase()).map(|page| page.id);
    assert_eq!(mentioned("where do I put Access-Control-Max-Age?"), Some("access-control-max-age"));
    assert_eq!(mentioned("why is access-control-allow-everything ignored"), Some("cors"));
    assert_eq!(mentioned("it says opaque response"), Some("opaque-response"));
    assert_eq!(mentioned("nothing of the kind"), None);
}
