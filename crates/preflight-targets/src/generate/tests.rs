//! Every generator, on the same policies.

use super::*;
use crate::{Kind, TARGETS};
use preflight_policy::{MaxAge, PolicyConfig};

fn plan(config: PolicyConfig) -> Plan {
    Plan { approximate: true, ..Plan::new(&config.build().expect("a policy without faults")) }
}

fn texts(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}

/// Two sorts of origins, credentials, and something in every list.
fn ordinary() -> PolicyConfig {
    PolicyConfig {
        allow_origins: texts(&["https://app.example.com", "https://*.example.org"]),
        allow_methods: texts(&["PUT", "DELETE"]),
        allow_headers: texts(&["authorization", "content-type"]),
        expose_headers: texts(&["x-request-id"]),
        allow_credentials: true,
        max_age: Some(MaxAge(600)),
        ..PolicyConfig::default()
    }
}

#[test]
fn every_generator_names_what_it_was_told() {
    for target in TARGETS {
        let Some(generated) = target.generate(&plan(ordinary())) else { continue };
        let generated = generated.expect("approximations are allowed");
        let all: String = generated.files.iter().map(|file| file.content.as_str()).collect();
        // A development server is asked by its own pages, and knows what it passes them on to.
        let words: &[&str] = match target.kind {
            Kind::DevServer => &[Plan::UPSTREAM],
            _ => &["app", "example", "PUT", "DELETE", "600"],
        };
        for word in words {
            assert!(all.contains(word), "{} does not say {word}:\n{all}", target.id);
        }
        for file in &generated.files {
            assert!(file.content.ends_with('\n'), "{}: {}", target.id, file.name);
            // Python has two between functions.
            let too_many = if file.name.ends_with(".py") { "\n\n\n\n" } else { "\n\n\n" };
            assert!(!file.content.contains(too_many), "{}: {}", target.id, file.name);
        }
    }
}

#[test]
fn what_json_cannot_say_stands_in_the_notes() {
    let target = crate::Target::by_id("s3").expect("a target");
    let policy = PolicyConfig { allow_methods: texts(&["PATCH"]), ..ordinary() };
    let generated = target.generate(&plan(policy)).expect("a generator").expect("approximations");
    for file in &generated.files {
        assert!(serde_json::from_str::<serde_json::Value>(&file.content).is_ok(), "{file:?}");
    }
    let notes = generated.notes.expect("notes").content;
    let lacks = target.generator.as_ref().expect("a generator").lacks;
    for said in ["`cors.json`", "put-bucket-cors", "WARNING", "`allow_methods: PATCH`"] {
        assert!(notes.contains(said), "nothing says {said}:\n{notes}");
    }
    assert!(lacks.iter().all(|lack| notes.contains(lack.text)), "{notes}");

    let yaml = crate::Target::by_id("cloudfront").expect("a target").generate(&plan(ordinary()));
    assert_eq!(yaml.expect("a generator").expect("approximations").notes, None);
}

#[test]
fn no_value_ends_a_comment_of_xml() {
    let target = crate::Target::by_id("azure-apim").expect("a target");
    let policy = PolicyConfig { allow_headers: texts(&["x---*--"]), ..ordinary() };
    let generated = target.generate(&plan(policy)).expect("a generator").expect("approximations");
    let text = &generated.files[0].content;
    let (comment, _) = text.strip_prefix("<!--").and_then(|t| t.split_once("-->")).expect("one");
    assert!(comment.contains("x- - -*"), "{comment}");
    assert!(!comment.contains("--"), "{comment}");
}
