//! A file that is being edited: its policies as they are written, right or wrong, and the rest of its
//! text, which stays as it is.

use super::{Document, Faults, POLICIES_LIMIT, to_toml};
use crate::config::PolicyConfig;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file read to be edited.
#[derive(Debug)]
pub struct Draft {
    /// The policies as written; `None` where the file cannot be read. What they say wrongly can: it is
    /// among the faults.
    pub policies: Option<Vec<PolicyConfig>>,
    /// What belongs to others.
    pub rest: Rest,
    /// Everything that is wrong or worth knowing.
    pub faults: Faults,
}

/// The text of a file around its policies.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rest {
    /// Before the first policy.
    pub before: String,
    /// Between policies and after them.
    pub after: String,
    /// How many lines had a comment that speaks of a policy; those are in neither.
    pub comments_left_out: usize,
}

impl Draft {
    /// Reads a file of any kind.
    ///
    /// ```
    /// use preflight_policy::file::Draft;
    ///
    /// let text = "[[policy]]\nallow_origins = ['https://a.example/']\n\n[gateway]\nlisten = '[::]:80'\n";
    /// let draft = Draft::read(text);
    /// let mut policies = draft.policies.unwrap();
    /// policies[0].allow_origins[0].pop();
    /// assert_eq!(
    ///     draft.rest.around(&policies),
    ///     "[[policy]]\nallow_origins = [\"https://a.example\"]\n\n[gateway]\nlisten = '[::]:80'\n",
    /// );
    /// ```
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut document = Document::parse(text);
        let written = document.written_policies();
        let policies = (!document.faults.has_errors() && written.len() <= POLICIES_LIMIT)
            .then(|| written.clone());
        let rest = policies.as_ref().map_or_else(Rest::default, |_| document.rest());
        document.compile(&written);
        Self { policies, rest, faults: document.finish() }
    }
}

impl Rest {
    /// The whole file, with these policies where the others stood.
    #[must_use]
    pub fn around(&self, policies: &[PolicyConfig]) -> String {
        joined(&[&self.before, &to_toml(policies), &self.after])
    }
}

impl Document<'_> {
    /// The text without its policies. With them go the comments among their lines and right above
    /// their headers; what stands above the first header may speak of the file, and stays.
    fn rest(&self) -> Rest {
        let Some(written) = self.root.get_ref().get("policy") else {
            return Rest { before: self.text.to_owned(), ..Rest::default() };
        };
        let text = self.text;
        let mut values = Vec::new();
        leaves(written, &mut values);
        values.sort_unstable_by_key(|value| value.start);
        let blocks = blocks(text, self.root.get_ref());
        let (mut before, mut after) = (Vec::new(), Vec::new());
        let mut comments_left_out = 0;
        let mut from = 0;
        for (n, block) in blocks.iter().enumerate() {
            let start = if n == 0 { block.start } else { with_comments(text, from, block.start) };
            if n == 0 { &mut before } else { &mut after }.push(&text[from..start]);
            comments_left_out += comments(text, start..block.end, &values);
            from = block.end;
        }
        // Without a header before it, what follows belongs to the top of the file.
        let is_below_a_header = blocks.first().is_some_and(|block| starts_with_header(text, block));
        if is_below_a_header { &mut after } else { &mut before }.push(&text[from..]);
        Rest { before: joined(&before), after: joined(&after), comments_left_out }
    }
}

/// Parts of a file, each of whole lines, with an empty line between them.
fn joined(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| part.trim_matches(['\r', '\n']));
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let mut text = parts.join("\n\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// The whole lines of each policy, or of the one list of all.
fn blocks(text: &str, root: &DeTable<'_>) -> Vec<Range<usize>> {
    let Some((key, written)) = root.get_key_value("policy") else { return Vec::new() };
    let lines = |range: Range<usize>| {
        let start = text[..range.start].rfind('\n').map_or(0, |before| before + 1);
        let end = text[range.end..].find('\n').map_or(text.len(), |line| range.end + line + 1);
        start..end
    };
    let DeValue::Array(entries) = written.get_ref() else { return Vec::new() };
    let tables: Vec<Range<usize>> = entries.iter().map(block).collect();
    match tables.first() {
        Some(first) if starts_with_header(text, first) => tables.into_iter().map(lines).collect(),
        _ => vec![lines(key.span().start..written.span().end)],
    }
}

fn starts_with_header(text: &str, block: &Range<usize>) -> bool {
    text[block.clone()].trim_start().starts_with("[[")
}

/// A table from its header to its last value.
fn block(table: &Spanned<DeValue<'_>>) -> Range<usize> {
    let span = table.span();
    let DeValue::Table(fields) = table.get_ref() else { return span };
    let end = fields.values().map(|value| value.span().end).max();
    span.start..span.end.max(end.unwrap_or_default())
}

/// Where the comments begin that stand right above `start`, after `from`.
fn with_comments(text: &str, from: usize, start: usize) -> usize {
    let lines = text[from..start].split_inclusive('\n').rev();
    let comments = lines.take_while(|line| line.trim_start().starts_with('#'));
    start - comments.map(str::len).sum::<usize>()
}

/// How many lines of this part have a comment: `values` are in the order of the text.
fn comments(text: &str, part: Range<usize>, values: &[Range<usize>]) -> usize {
    let mut start = part.start;
    let mut count = 0;
    for line in text[part].split_inclusive('\n') {
        let is_outside = |(at, _): (usize, &str)| {
            let next = values.partition_point(|value| value.start <= start + at);
            next == 0 || values[next - 1].end <= start + at
        };
        count += usize::from(line.match_indices('#').any(is_outside));
        start += line.len();
    }
    count
}

/// The places of all texts and numbers.
fn leaves(value: &Spanned<DeValue<'_>>, into: &mut Vec<Range<usize>>) {
    match value.get_ref() {
        DeValue::Array(entries) => entries.iter().for_each(|entry| leaves(entry, into)),
        DeValue::Table(table) => table.values().for_each(|value| leaves(value, into)),
        _ => into.push(value.span()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = r##"# The shop's file.

# Everybody who buys.
[[policy]] # first
paths = ["/#a"]
# not this one
allow_origins = [
  "https://a.example", # the shop
]
# max_age = "1h"

[gateway]   # for `preflight serve`
listen = "127.0.0.1:8080"
text = """
[[policy]]
# no comment
"""

# The office.
[[policy]]
allow_origins = ["https://b.example"]

[[check]]
url = "https://b.example"
"##;

    #[test]
    fn what_belongs_to_others_stays_as_it_is() {
        let draft = Draft::read(FILE);
        let policies = draft.policies.expect("a file that can be read");
        assert_eq!(draft.rest.comments_left_out, 4);
        let written = draft.rest.around(&policies);
        let expected = r##"# The shop's file.

# Everybody who buys.

[[policy]]
paths = ["/#a"]
allow_origins = ["https://a.example"]

[[policy]]
allow_origins = ["https://b.example"]

# max_age = "1h"

[gateway]   # for `preflight serve`
listen = "127.0.0.1:8080"
text = """
[[policy]]
# no comment
"""

[[check]]
url = "https://b.example"
"##;
        assert_eq!(written, expected);
        let again = Draft::read(&written);
        assert_eq!(again.rest.around(&policies), written, "once more changes nothing");
        assert_eq!(again.policies, Some(policies));
    }

    #[test]
    fn a_file_of_another_form_is_read_too() {
        for text in ["", "# nothing\n", "[gateway]\nlisten = 'x'", "policy = []\n"] {
            let draft = Draft::read(text);
            assert_eq!(draft.policies, Some(Vec::new()), "{text}");
        }
        let text = "policy = [{ allow_origins = ['*'] }, # two\n{}]\ngateway.listen = 'x'\r\n";
        let draft = Draft::read(text);
        let policies = draft.policies.expect("a list of inline tables");
        assert_eq!(policies.len(), 2);
        let written = draft.rest.around(&policies);
        let start = "gateway.listen = 'x'\n\n[[policy]]\nallow_origins = [\"*\"]\n";
        assert!(written.starts_with(start), "{written}");
        assert_eq!(Draft::read(&written).policies, Some(policies));
        for unreadable in ["[[policy]", "policy = 1", "[[policy]]\nx = 1", "[policy]\n", "[other]"]
        {
            let draft = Draft::read(unreadable);
            assert!(draft.policies.is_none() && draft.faults.has_errors(), "{unreadable}");
        }
        let draft = Draft::read("[[policy]]\nallow_origins = ['null']");
        assert!(
            draft.policies.is_some() && draft.faults.has_errors(),
            "what is wrong can be mended"
        );
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[\\[\\]\"'#=\\\\\n\r\t{},a-c]{0,12}",
            Just("[[policy]]".to_owned()),
            Just("\"\"\"\n# '''".to_owned()),
        ]
    }

    fn config() -> impl Strategy<Value = PolicyConfig> {
        let list = || prop::collection::vec(text(), 0..4);
        let flags = prop::collection::vec(any::<bool>(), 6);
        let age = prop::option::of(any::<u32>());
        (list(), list(), list(), list(), list(), flags, age).prop_map(
            |(paths, allow_origins, allow_methods, allow_headers, expose_headers, set, age)| {
                PolicyConfig {
                    paths,
                    allow_origins,
                    allow_methods,
                    allow_headers,
                    expose_headers,
                    allow_credentials: set[0],
                    max_age: age.map(crate::MaxAge),
                    quiet: set[1],
                    debug: set[2],
                    shadow: set[3],
                    dangerously_allow_insecure_origins: set[4],
                    dangerously_allow_public_suffixes: set[5],
                }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_is_read_whatever_it_says(
            policies in prop::collection::vec(config(), 1..4),
        ) {
            let rest = Draft::read(FILE).rest;
            let read = Draft::read(&rest.around(&policies));
            prop_assert_eq!(read.policies, Some(policies));
            prop_assert_eq!((read.rest.before, read.rest.after), (rest.before, rest.after));
        }

        #[test]
        fn any_text_has_a_rest(parts in prop::collection::vec(text(), 0..12)) {
            let text = parts.join("\n");
            let draft = Draft::read(&text);
            if let Some(policies) = draft.policies {
                let read = Draft::read(&draft.rest.around(&policies));
                prop_assert_eq!(read.policies, Some(policies));
            }
        }
    }
}
