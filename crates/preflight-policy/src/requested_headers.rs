//! Whether a policy allows the names in
//! [`Access-Control-Request-Headers`](https://fetch.spec.whatwg.org/#http-access-control-request-headers).
//!
//! A browser sends one line of unique names, lower case, sorted, without white space; something
//! between may split it or add white space, a person with `curl` may write it in any way. All of
//! that is read. What no list of allowed names could be as long as is refused unread, so that a
//! hostile value costs what the policy's own list would.

use http::header::{GetAll, HeaderValue};
use preflight_fetch::http::methods::is_token;

/// White space and empty elements that are borne with beyond two bytes for each name, in bytes.
const SLACK: usize = 64;
/// How many names that a browser leaves out are stepped over before the rest is searched.
const STEPS: usize = 8;
/// The longest list that is answered name by name where any name is allowed with credentials, in
/// bytes: scripts that set a hundred headers stay below.
pub(crate) const ECHO_LIMIT: usize = 4096;

/// Allowed request-header names.
#[derive(Debug)]
pub(crate) struct NameList {
    /// Lower case, sorted.
    names: Box<[Box<str>]>,
    /// The same, as a browser would list them.
    joined: Box<str>,
    longest: usize,
    budget: usize,
}

impl NameList {
    /// `names` are lower case, sorted and unique.
    pub(crate) fn new(names: Vec<String>) -> Self {
        debug_assert!(names.is_sorted());
        let joined = names.join(",").into_boxed_str();
        Self {
            longest: names.iter().map(String::len).max().unwrap_or(0),
            budget: joined.len() + 2 * names.len() + SLACK,
            names: names.into_iter().map(String::into_boxed_str).collect(),
            joined,
        }
    }

    /// As one header value, the names separated by commas; empty where there is no name.
    pub(crate) fn joined(&self) -> &str {
        &self.joined
    }

    /// Whether each name in `lines` is allowed.
    pub(crate) fn allows(&self, lines: GetAll<'_, HeaderValue>) -> bool {
        let mut budget = self.budget;
        let mut position = 0;
        lines.iter().all(|line| {
            let line = line.as_bytes();
            if *line == *self.joined.as_bytes() {
                return true;
            }
            match budget.checked_sub(line.len() + 1) {
                Some(left) => budget = left,
                None => return false,
            }
            elements(line).all(|name| self.contains(name, &mut position))
        })
    }

    /// Whether `name` is allowed. Names asked in order are found a few steps on from `position`.
    fn contains(&self, name: &[u8], position: &mut usize) -> bool {
        if name.len() > self.longest {
            return false;
        }
        let mut ahead = self.names[*position..].iter().take(STEPS);
        if let Some(steps) = ahead.position(|own| own.as_bytes() == name) {
            *position += steps + 1;
            return true;
        }
        let order = |own: &str| own.bytes().cmp(name.iter().map(u8::to_ascii_lowercase));
        self.names.binary_search_by(|own| order(own)).is_ok()
    }
}

/// The names in `lines` as one list, lower case, for a policy that allows any; `None` where one is no
/// name, or the list is longer than [`ECHO_LIMIT`].
pub(crate) fn echo(lines: GetAll<'_, HeaderValue>) -> Option<String> {
    let mut list = String::new();
    let mut budget = ECHO_LIMIT;
    for line in lines {
        budget = budget.checked_sub(line.len() + 1)?;
        for name in elements(line.as_bytes()) {
            if !is_token(name) {
                return None;
            }
            if !list.is_empty() {
                list.push(',');
            }
            list.extend(name.iter().map(|b| char::from(b.to_ascii_lowercase())));
        }
    }
    Some(list)
}

/// The elements of a [list](https://www.rfc-editor.org/rfc/rfc9110#name-lists-rule-abnf-extension),
/// empty ones left out.
pub(crate) fn elements(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    line.split(|&b| b == b',').map(<[u8]>::trim_ascii).filter(|element| !element.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderMap;
    use http::header::ACCESS_CONTROL_REQUEST_HEADERS;
    use proptest::prelude::*;

    fn list(names: &[&str]) -> NameList {
        let mut names: Vec<String> = names.iter().map(|&n| n.to_owned()).collect();
        names.sort();
        NameList::new(names)
    }

    fn asked(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(ACCESS_CONTROL_REQUEST_HEADERS, line.parse().unwrap());
        }
        headers
    }

    fn allows(names: &NameList, lines: &[&str]) -> bool {
        names.allows(asked(lines).get_all(ACCESS_CONTROL_REQUEST_HEADERS))
    }

    #[test]
    fn lists_are_read_however_they_come() {
        let names = list(&["a", "b", "c-long-name"]);
        for lines in [
            &["a,b"][..],
            &["a", "b,c-long-name"],
            &["b,a"],
            &[" a ,\tb ", ",,"],
            &["A,C-Long-Name"],
            &["a,b,c-long-name"],
            &["a,a"],
            &[""],
            &[],
        ] {
            assert!(allows(&names, lines), "{lines:?}");
        }
        for lines in
            [&["a,x"][..], &["a b"], &["x"], &["a;b"], &["c-long-name-and-more"], &["a", "x"]]
        {
            assert!(!allows(&names, lines), "{lines:?}");
        }
    }

    #[test]
    fn hostile_lists_are_refused_at_the_budget_and_borne_with_below_it() {
        let names = list(&["a", "b"]);
        let commas = |count| ",".repeat(count);
        assert!(allows(&names, &[&commas(names.budget - 1)]));
        assert!(!allows(&names, &[&commas(names.budget)]));
        assert!(!allows(&names, &["a"; 1000]));
        assert!(!allows(&names, &[&" ".repeat(1 << 20)]));
        assert!(!allows(&names, &[&"a".repeat(1 << 20)]));
        let echo = |line: &str| echo(asked(&[line]).get_all(ACCESS_CONTROL_REQUEST_HEADERS));
        assert_eq!(echo("X-A, b,,"), Some("x-a,b".to_owned()));
        assert_eq!(echo("a b"), None);
        assert_eq!(echo(&commas(ECHO_LIMIT - 1)), Some(String::new()));
        assert_eq!(echo(&commas(ECHO_LIMIT)), None);
    }

    proptest! {
        #[test]
        fn agrees_with_its_slow_twin(
            allowed in prop::collection::btree_set("[a-c]{1,3}", 0..8),
            asked in prop::collection::vec("[a-cA-C]{1,3}", 0..8),
        ) {
            let names = NameList::new(allowed.iter().cloned().collect());
            let expected = asked.iter().all(|name| allowed.contains(&name.to_lowercase()));
            prop_assert_eq!(allows(&names, &[&asked.join(", ")]), expected);
        }
    }
}
