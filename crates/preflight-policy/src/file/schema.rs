//! The [JSON Schema](https://json-schema.org/draft/2020-12) of the file, from which editors complete
//! it.

use super::TABLES;
use crate::config::PolicyConfig;
use schemars::{Schema, SchemaGenerator, json_schema};

/// The schema of one table of the top level, made by who reads it.
pub type TableSchema = (&'static str, fn(&mut SchemaGenerator) -> Schema);

/// The schema of the whole file: the policies', and `others` for the tables that are read elsewhere
/// (`[gateway]`, `[[check]]`). One that nobody describes may hold anything.
#[must_use]
pub fn schema(others: &[TableSchema]) -> Schema {
    let mut generator = SchemaGenerator::default();
    let mut properties = serde_json::Map::new();
    for name in TABLES {
        let described = others.iter().find(|(other, _)| *other == name);
        let table = match (name, described) {
            ("policy", _) => generator.subschema_for::<Vec<PolicyConfig>>(),
            (_, Some((_, describe))) => describe(&mut generator),
            _ => json_schema!(true),
        };
        properties.insert(name.to_owned(), table.into());
    }
    let definitions = generator.take_definitions(true);
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "preflight.toml",
        "description": "Who may call what across origins, for `preflight serve`, `generate` and `test`.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": definitions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::{Document, File, to_toml};
    use crate::policies::Policies;
    use proptest::prelude::*;
    use serde_json::Value;

    fn is_valid(text: &str) -> Result<(), String> {
        let value: toml::Value = toml::from_str(text).expect("TOML");
        let value = serde_json::to_value(value).expect("JSON");
        let validator = jsonschema::validator_for(schema(&[]).as_value()).expect("a schema");
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{} {e}", e.instance_path)).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.join("\n")) }
    }

    fn policy_properties() -> Vec<String> {
        let schema = schema(&[]);
        let policy =
            schema.as_value().pointer("/$defs/policy/properties").and_then(Value::as_object);
        policy.expect("the policy's properties").keys().cloned().collect()
    }

    #[test]
    fn the_reader_knows_what_the_schema_names_and_nothing_else() {
        let properties = policy_properties();
        let mistaken: String =
            properties.iter().map(|name| format!("{name} = 1979-05-27\n")).collect();
        let mut document = Document::parse(&mistaken);
        let mut known = document.top(|top| {
            let _ = crate::file::policies::read(top);
            top.asked().to_vec()
        });
        known.sort_unstable();
        let mut named = properties;
        named.sort_unstable();
        assert_eq!(known, named);
        let faults = document.finish();
        let wrong = faults.iter().filter(|found| found.fault.id == "wrong-type").count();
        assert_eq!(wrong, named.len(), "{faults}");
    }

    #[test]
    fn mistakes_of_form_are_mistakes_by_the_schema_too() {
        for text in [
            "[[policy]]\nallow_origins = 'x'",
            "[[policy]]\nquiet = 'yes'",
            "[[policy]]\nmax_age = '1d'",
            "[[policy]]\nmax_age = -1",
            "[[policy]]\nmax_age = 86401",
            "[[policy]]\nunknown = 1",
            "[policy]\nquiet = true",
            "[gatewya]",
        ] {
            assert!(is_valid(text).is_err(), "{text}");
            assert!(File::read(text).is_err(), "{text}");
        }
        let others = "[gateway]\nlisten = 'x'\n[[check]]\nurl = 'x'\n";
        assert_eq!(is_valid(others), Ok(()));
        let described = schema(&[("gateway", |_| json_schema!({ "type": "string" }))]);
        assert_eq!(
            described.as_value().pointer("/properties/gateway/type"),
            Some(&Value::from("string"))
        );
    }

    fn config() -> impl Strategy<Value = PolicyConfig> {
        let some = |of: &'static [&'static str]| {
            prop::sample::subsequence(of.to_vec(), 0..=of.len())
                .prop_map(|entries| entries.into_iter().map(str::to_owned).collect::<Vec<_>>())
        };
        let flags = prop::collection::vec(any::<bool>(), 4);
        let age = prop::option::of(0..=crate::MaxAge::LIMIT);
        (
            some(&["/a", "/b/*", "/*"]),
            some(&["https://a.example", "https://*.example.org", "http://localhost:*"]),
            some(&["PUT", "PATCH", "x"]),
            some(&["authorization", "x-a"]),
            flags,
            age,
        )
            .prop_map(
                |(paths, allow_origins, allow_methods, allow_headers, flags, age)| PolicyConfig {
                    paths,
                    allow_origins,
                    allow_methods,
                    expose_headers: allow_headers.clone(),
                    allow_headers,
                    allow_credentials: flags[0],
                    max_age: age.map(crate::MaxAge),
                    quiet: flags[1],
                    debug: flags[2],
                    shadow: flags[3],
                    ..PolicyConfig::default()
                },
            )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn what_the_reader_accepts_is_valid_and_reads_back(
            configs in prop::collection::vec(config(), 0..4),
        ) {
            let text = to_toml(&configs);
            let read = File::read(&text);
            prop_assert_eq!(read.is_ok(), Policies::new(&configs).is_ok());
            if let Ok(file) = read {
                prop_assert_eq!(file.policies.configs(), configs);
                prop_assert_eq!(is_valid(&text), Ok(()));
            }
        }
    }
}
