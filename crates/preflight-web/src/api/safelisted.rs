//! What needs no entry in a policy, and why, for people.

use serde_json::{Value, json};

/// [Methods](https://fetch.spec.whatwg.org/#cors-safelisted-method) that need no permission.
const METHODS: [&str; 3] = ["GET", "HEAD", "POST"];

/// [Request headers](https://fetch.spec.whatwg.org/#cors-safelisted-request-header), and which values of
/// them need no permission.
const REQUEST_HEADERS: [(&str, &str); 5] = [
    ("Accept", "up to 128 bytes, without quotes, brackets, `:`, `<`, `>`, `?` and `@`"),
    ("Accept-Language", "up to 128 bytes of letters, digits, spaces and `*,-.;=`"),
    ("Content-Language", "up to 128 bytes of letters, digits, spaces and `*,-.;=`"),
    (
        "Content-Type",
        "only as an HTML form sends it: `text/plain`, `multipart/form-data` or \
         `application/x-www-form-urlencoded`; `application/json` needs an entry",
    ),
    ("Range", "a single range with a start, `bytes=0-1023`"),
];

/// [Response headers](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name) that every
/// script may read.
const RESPONSE_HEADERS: [&str; 7] = [
    "Cache-Control",
    "Content-Language",
    "Content-Length",
    "Content-Type",
    "Expires",
    "Last-Modified",
    "Pragma",
];

/// All of it.
pub(super) fn safelisted() -> Value {
    let header = |(name, why): (&str, &str)| json!({ "name": name, "why": why });
    json!({
        "methods": METHODS,
        "request_headers": REQUEST_HEADERS.map(header),
        "response_headers": RESPONSE_HEADERS,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_fetch::http::methods::is_cors_safelisted_method;
    use preflight_fetch::http::safelists::{
        is_cors_safelisted_request_header, is_cors_safelisted_response_header_name,
    };

    #[test]
    fn what_is_said_is_what_the_machine_does() {
        assert!(METHODS.iter().all(|method| is_cors_safelisted_method(method)));
        assert!(RESPONSE_HEADERS.iter().all(|name| is_cors_safelisted_response_header_name(name)));
        for (name, safe, unsafe_value) in [
            ("Accept", "text/html;q=1", "a:b"),
            ("Accept-Language", "de, *;q=0.5", "de_"),
            ("Content-Language", "de", "\"de\""),
            ("Content-Type", "text/plain", "application/json"),
            ("Range", "bytes=0-1023", "bytes=-5"),
        ] {
            assert!(REQUEST_HEADERS.iter().any(|(known, _)| *known == name));
            assert!(is_cors_safelisted_request_header(name, safe.as_bytes()));
            assert!(!is_cors_safelisted_request_header(name, unsafe_value.as_bytes()));
        }
    }
}
