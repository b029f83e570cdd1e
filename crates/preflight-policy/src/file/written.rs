//! Policies as `preflight.toml` has them.

use crate::config::{MaxAge, PolicyConfig};
use crate::problem::Field;
use std::fmt::Write as _;

/// The longest line that a list is put on, in characters.
const WIDTH: usize = 100;

/// `policies` as `[[policy]]` tables; what is as it is by default is left out. The same policies come
/// of reading it.
#[must_use]
pub fn to_toml(policies: &[PolicyConfig]) -> String {
    let tables: Vec<String> = policies.iter().map(table).collect();
    tables.join("\n")
}

fn table(policy: &PolicyConfig) -> String {
    let mut text = "[[policy]]\n".to_owned();
    let lists = [
        (Field::Paths, &policy.paths),
        (Field::AllowOrigins, &policy.allow_origins),
        (Field::AllowMethods, &policy.allow_methods),
        (Field::AllowHeaders, &policy.allow_headers),
        (Field::ExposeHeaders, &policy.expose_headers),
    ];
    for (field, entries) in lists.into_iter().filter(|(_, entries)| !entries.is_empty()) {
        text.push_str(&list(field.name(), entries));
    }
    let flag = |text: &mut String, name: &str, set: bool| {
        if set {
            let _ = writeln!(text, "{name} = true");
        }
    };
    flag(&mut text, Field::AllowCredentials.name(), policy.allow_credentials);
    if let Some(max_age) = policy.max_age {
        let _ = writeln!(text, "{} = {}", Field::MaxAge.name(), time(max_age));
    }
    for (name, set) in [
        ("quiet", policy.quiet),
        ("debug", policy.debug),
        ("shadow", policy.shadow),
        ("dangerously_allow_insecure_origins", policy.dangerously_allow_insecure_origins),
        ("dangerously_allow_public_suffixes", policy.dangerously_allow_public_suffixes),
    ] {
        flag(&mut text, name, set);
    }
    text
}

/// On one line where it fits, else an entry a line.
fn list(name: &str, entries: &[String]) -> String {
    let entries: Vec<String> = entries.iter().map(|entry| quoted(entry)).collect();
    let line = format!("{name} = [{}]\n", entries.join(", "));
    if line.chars().count() <= WIDTH {
        return line;
    }
    let mut text = format!("{name} = [\n");
    for entry in entries {
        let _ = writeln!(text, "    {entry},");
    }
    text + "]\n"
}

fn time(max_age: MaxAge) -> String {
    match max_age.0 {
        0 => "0".to_owned(),
        seconds if seconds % 3600 == 0 => format!("\"{}h\"", seconds / 3600),
        seconds if seconds % 60 == 0 => format!("\"{}m\"", seconds / 60),
        seconds => seconds.to_string(),
    }
}

/// `text` as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::File;

    #[test]
    fn what_is_written_reads_the_same() {
        let all = PolicyConfig {
            paths: vec!["/a\"b/*".into()],
            allow_origins: (0..9).map(|n| format!("https://app-{n}.example.com")).collect(),
            allow_methods: vec!["PUT".into()],
            allow_headers: vec!["authorization".into()],
            expose_headers: vec!["x-request-id".into()],
            allow_credentials: true,
            max_age: Some(MaxAge(600)),
            quiet: true,
            debug: true,
            shadow: true,
            dangerously_allow_insecure_origins: true,
            dangerously_allow_public_suffixes: true,
        };
        let bare = PolicyConfig { allow_origins: vec!["*".into()], ..PolicyConfig::default() };
        let text = to_toml(&[all.clone(), bare.clone()]);
        let read = File::read(&text).unwrap_or_else(|faults| panic!("{faults}\n{text}"));
        assert_eq!(read.policies.configs(), [all, bare.clone()]);
        assert_eq!(to_toml(&[bare]), "[[policy]]\nallow_origins = [\"*\"]\n");
        assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
        for (seconds, written) in [(0, "0"), (90, "90"), (600, "\"10m\""), (7200, "\"2h\"")] {
            assert_eq!(time(MaxAge(seconds)), written);
        }
    }
}
