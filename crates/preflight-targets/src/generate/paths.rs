//! Path patterns as regular expressions, for targets that have no better way.

use preflight_policy::PathPattern;
use std::fmt::Write as _;

/// Several path patterns as one regular expression over decoded paths, in what PCRE and RE2 have in
/// common. There is no quote and no control character in it, and what else is punctuation stands behind
/// a backslash.
///
/// ```
/// use preflight_policy::PathPattern;
/// use preflight_targets::generate::paths_regex;
///
/// let paths = ["/ok", "/v1.0/*"].map(|path| PathPattern::parse(path).unwrap());
/// assert_eq!(paths_regex(&paths), r"^(/ok$|/v1\.0/)");
/// ```
#[must_use]
pub fn paths_regex(paths: &[PathPattern]) -> String {
    match paths {
        [] => "^".to_owned(),
        [one] => format!("^{}", unanchored(one)),
        several => {
            let parts: Vec<String> = several.iter().map(unanchored).collect();
            format!("^({})", parts.join("|"))
        }
    }
}

fn unanchored(path: &PathPattern) -> String {
    match path {
        PathPattern::Exact(path) => format!("{}$", escaped(path)),
        PathPattern::Below(prefix) => escaped(prefix),
    }
}

fn escaped(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len() + 8);
    for c in path.chars() {
        match c {
            '/' | '-' | '_' => escaped.push(c),
            '"' | '\'' | '`' | '\0'..='\x1f' | '\x7f' => {
                let _ = write!(escaped, r"\x{:02x}", u32::from(c));
            }
            c if c.is_ascii_punctuation() => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}
