//! [Forbidden request-headers](https://fetch.spec.whatwg.org/#forbidden-request-header) and
//! response-header names.

use super::header_list::trim;
use super::methods::is_forbidden_method;

const NAMES: [&str; 21] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

const OVERRIDES: [&str; 3] = ["x-http-method", "x-http-method-override", "x-method-override"];

/// Whether (`name`, `value`) is a
/// [forbidden request-header](https://fetch.spec.whatwg.org/#forbidden-request-header): the browser
/// drops it silently when a script sets it.
#[must_use]
pub fn is_forbidden_request_header(name: &str, value: &[u8]) -> bool {
    let starts = |prefix: &str| {
        name.len() >= prefix.len()
            && name.as_bytes()[..prefix.len()].eq_ignore_ascii_case(prefix.as_bytes())
    };
    NAMES.iter().any(|n| name.eq_ignore_ascii_case(n))
        || starts("proxy-")
        || starts("sec-")
        || OVERRIDES.iter().any(|n| name.eq_ignore_ascii_case(n))
            && value.split(|&b| b == b',').any(|method| is_forbidden_method(trim(method)))
}

/// Whether `name` is a
/// [forbidden response-header name](https://fetch.spec.whatwg.org/#forbidden-response-header-name):
/// no script ever reads it.
#[must_use]
pub fn is_forbidden_response_header_name(name: &str) -> bool {
    name.eq_ignore_ascii_case("set-cookie") || name.eq_ignore_ascii_case("set-cookie2")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name_by_prefix_and_by_value() {
        assert!(is_forbidden_request_header("Host", b""));
        assert!(is_forbidden_request_header("Sec-Fetch-Mode", b""));
        assert!(is_forbidden_request_header("PROXY-x", b""));
        assert!(!is_forbidden_request_header("secure", b""));
        assert!(is_forbidden_request_header("X-HTTP-Method-Override", b"GET, trace"));
        assert!(!is_forbidden_request_header("X-HTTP-Method-Override", b"PUT"));
        assert!(!is_forbidden_request_header("User-Agent", b"x"));
    }
}
