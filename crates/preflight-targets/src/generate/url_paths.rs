//! Paths as a URL has them, for targets that compare them before they are decoded.

use preflight_policy::PathPattern;
use std::fmt::Write as _;

/// A pattern as a URL has it.
pub(crate) fn encoded(path: &PathPattern) -> PathPattern {
    match path {
        PathPattern::Exact(path) => PathPattern::Exact(in_url(path)),
        PathPattern::Below(prefix) => PathPattern::Below(in_url(prefix)),
    }
}

/// A path as a browser sends it: of the
/// [path percent-encode set](https://url.spec.whatwg.org/#path-percent-encode-set), and `%` itself.
pub(crate) fn in_url(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'"' | b'#' | b'%' | b'<' | b'>' | b'?' | b'^' | b'`' | b'{' | b'}' => {
                let _ = write!(url, "%{byte:02X}");
            }
            b'!'..=b'~' => url.push(char::from(byte)),
            _ => {
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
    url
}

/// What [path-to-regexp](https://nextjs.org/docs/app/api-reference/config/next-config-js/rewrites#regex-path-matching)
/// takes for itself, escaped.
pub(crate) fn path_to_regexp(path: &str) -> String {
    let mut text = String::with_capacity(path.len() + 8);
    for c in path.chars() {
        if matches!(c, '(' | ')' | '{' | '}' | ':' | '*' | '+' | '?' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text
}
