//! Every generator, on the same policies.

use super::*;
use crate::TARGETS;
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
        for word in ["app", "example", "PUT", "DELETE", "600"] {
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
