//! [Methods](https://fetch.spec.whatwg.org/#methods)

use std::borrow::Cow;

/// Whether `method` is a [CORS-safelisted method](https://fetch.spec.whatwg.org/#cors-safelisted-method):
/// `GET`, `HEAD` or `POST`, in exactly this case.
#[must_use]
pub fn is_cors_safelisted_method(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

/// Whether `method` is a [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method):
/// `CONNECT`, `TRACE` or `TRACK` in any case.
#[must_use]
pub fn is_forbidden_method(method: &[u8]) -> bool {
    ["CONNECT", "TRACE", "TRACK"].iter().any(|m| method.eq_ignore_ascii_case(m.as_bytes()))
}

/// [Normalize](https://fetch.spec.whatwg.org/#concept-method-normalize) a method: six methods are
/// upper-cased; every other one, `patch` among them, stays as the script wrote it.
#[must_use]
pub fn normalize(method: &str) -> Cow<'_, str> {
    for m in ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"] {
        if method.eq_ignore_ascii_case(m) {
            return Cow::Borrowed(m);
        }
    }
    Cow::Borrowed(method)
}

/// `method` as a constant, where it is one of those that have a name in HTTP: nothing is allocated
/// for them.
#[must_use]
pub fn known_method(method: &[u8]) -> Option<&'static str> {
    ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
        .into_iter()
        .find(|known| known.as_bytes() == method)
}

/// Whether `bytes` is an HTTP [token](https://www.rfc-editor.org/rfc/rfc9110#name-tokens), which
/// both methods and header names are.
#[must_use]
pub fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&b| is_tchar(b))
}

/// Whether `byte` may stand in a token.
#[must_use]
pub const fn is_tchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patch_keeps_its_case() {
        assert_eq!(normalize("patch"), "patch");
        assert_eq!(normalize("puT"), "PUT");
        assert!(is_forbidden_method(b"tRaCk"));
        assert!(!is_cors_safelisted_method("get"));
    }
}
