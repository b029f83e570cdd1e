//! Header lists against a plain list of pairs.

use super::strategies::clean_value;
use preflight_fetch::HeaderList;
use preflight_fetch::http::methods::is_token;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// The slow twin: names lower-cased at once.
#[derive(Debug, Default)]
struct Naive(Vec<(String, Vec<u8>)>);

impl Naive {
    fn get(&self, name: &str) -> Option<Vec<u8>> {
        let values: Vec<&[u8]> =
            self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_slice()).collect();
        (!values.is_empty()).then(|| values.join(&b", "[..]))
    }

    fn set(&mut self, name: &str, value: Vec<u8>) {
        let Some(first) = self.0.iter().position(|(n, _)| n == name) else {
            return self.0.push((name.to_owned(), value));
        };
        let mut kept = Vec::new();
        for (index, (n, v)) in std::mem::take(&mut self.0).into_iter().enumerate() {
            if index == first {
                kept.push((n, value.clone()));
            } else if n != name {
                kept.push((n, v));
            }
        }
        self.0 = kept;
    }

    /// Combined, split at commas, trimmed, empty ones dropped; the first that is no token fails.
    fn extract(&self, name: &str) -> Result<Option<Vec<Vec<u8>>>, Vec<u8>> {
        let Some(all) = self.get(name) else { return Ok(None) };
        let all: String = all.into_iter().map(char::from).collect();
        let elements: Vec<&str> =
            all.split(',').map(|e| e.trim_matches([' ', '\t'])).filter(|e| !e.is_empty()).collect();
        let bytes = |e: &str| e.chars().map(|c| c as u8).collect::<Vec<u8>>();
        match elements.iter().find(|e| !is_token(&bytes(e))) {
            Some(bad) => Err(bytes(bad)),
            None => Ok(Some(elements.into_iter().map(bytes).collect())),
        }
    }
}

#[derive(Debug, Clone)]
enum Change {
    Append(&'static str, Vec<u8>),
    Set(&'static str, Vec<u8>),
    Delete(&'static str),
}

fn name() -> impl Strategy<Value = &'static str> {
    select(vec!["A", "a", "B", "b", "Access-Control-Allow-Methods"])
}

fn list_value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        3 => "[A-Z,; \t*]{0,8}".prop_map(String::into_bytes),
        1 => clean_value(),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (name(), list_value()).prop_map(|(n, v)| Change::Append(n, v)),
        1 => (name(), list_value()).prop_map(|(n, v)| Change::Set(n, v)),
        1 => name().prop_map(Change::Delete),
    ]
}

fn apply(changes: Vec<Change>) -> (HeaderList, Naive) {
    let (mut list, mut naive) = (HeaderList::new(), Naive::default());
    for change in changes {
        match change {
            Change::Append(name, value) => {
                list.append(name, value.clone());
                naive.0.push((name.to_ascii_lowercase(), value));
            }
            Change::Set(name, value) => {
                list.set(name, value.clone());
                naive.set(&name.to_ascii_lowercase(), value);
            }
            Change::Delete(name) => {
                list.delete(name);
                naive.0.retain(|(n, _)| *n != name.to_ascii_lowercase());
            }
        }
    }
    (list, naive)
}

proptest! {
    #[test]
    fn changes(changes in vec(change(), 0..12)) {
        let (list, naive) = apply(changes);
        let pairs: Vec<(String, Vec<u8>)> =
            list.iter().map(|h| (h.name.to_ascii_lowercase(), h.value.to_vec())).collect();
        prop_assert_eq!(&pairs, &naive.0);
        prop_assert_eq!(list.len(), naive.0.len());
        for name in ["A", "b", "access-control-allow-methods", "none"] {
            let lower = name.to_ascii_lowercase();
            prop_assert_eq!(list.get(name).map(|v| v.into_owned()), naive.get(&lower));
            prop_assert_eq!(list.contains(name), naive.get(&lower).is_some());
        }
    }

    #[test]
    fn extraction(lines in vec((name(), list_value()), 0..6)) {
        let (list, naive) =
            apply(lines.into_iter().map(|(n, v)| Change::Append(n, v)).collect());
        let fast = list
            .extract_header_list_values("a")
            .map(|found| found.map(|e| e.iter().map(<[u8]>::to_vec).collect::<Vec<_>>()))
            .map_err(<[u8]>::to_vec);
        prop_assert_eq!(fast, naive.extract("a"));
    }

    #[test]
    fn membership(lines in vec(("A".prop_map(|_| "a"), "[A-Za-z, ]{0,12}"), 0..4), element in "[A-Za-z]{1,3}") {
        let (list, naive) = apply(
            lines.into_iter().map(|(n, v)| Change::Append(n, v.into_bytes())).collect(),
        );
        let (Ok(Some(fast)), Ok(Some(slow))) =
            (list.extract_header_list_values("a"), naive.extract("a")) else { return Ok(()) };
        let element = element.as_bytes();
        prop_assert_eq!(fast.contains(element), slow.iter().any(|e| e == element));
        prop_assert_eq!(
            fast.contains_ignore_case(element),
            slow.iter().any(|e| e.eq_ignore_ascii_case(element))
        );
    }
}
