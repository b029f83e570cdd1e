//! [`Vary`](https://www.rfc-editor.org/rfc/rfc9110#name-vary): what a cache must know before it
//! serves one page's answer to another.

use crate::requested_headers::elements;
use http::header::{HeaderMap, HeaderValue, VARY};

/// On the answer to a preflight.
pub(crate) const PREFLIGHT: HeaderValue = HeaderValue::from_static(
    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
);

/// On everything else, unless it has more.
pub(crate) const ORIGIN: HeaderValue = HeaderValue::from_static("Origin");

/// Adds `Origin` where it is missing; other members, and `*`, stay as they are.
pub(crate) fn merge_origin(headers: &mut HeaderMap) {
    let named = |line: &HeaderValue| {
        elements(line.as_bytes())
            .any(|member| member == b"*" || member.eq_ignore_ascii_case(b"origin"))
    };
    if !headers.get_all(VARY).iter().any(named) {
        headers.append(VARY, ORIGIN);
    }
}
