//! [CORS-safelisted request-headers](https://fetch.spec.whatwg.org/#cors-safelisted-request-header),
//! to the byte, and what follows from them: which header names make a preflight.

use super::header_list::{Header, HeaderList, trim};
use crate::browsers::{AlsoSafelisted, Habits, SafeValue};
use data_url::mime::Mime;
use std::borrow::Cow;

/// The longest value that keeps a safelisted header safe, in bytes.
pub const VALUE_LIMIT: usize = 128;
/// The sum of the values of all safelisted headers above which none of them is safe, in bytes.
pub const SUM_LIMIT: usize = 1024;

/// Whether `byte` is a [CORS-unsafe request-header byte](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte).
#[must_use]
pub const fn is_cors_unsafe_request_header_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t')
        || matches!(
            byte,
            b'"' | b'('
                | b')'
                | b':'
                | b'<'
                | b'>'
                | b'?'
                | b'@'
                | b'['
                | b'\\'
                | b']'
                | b'{'
                | b'}'
                | 0x7F
        )
}

/// Whether (`name`, `value`) is a
/// [CORS-safelisted request-header](https://fetch.spec.whatwg.org/#cors-safelisted-request-header).
#[must_use]
pub fn is_cors_safelisted_request_header(name: &str, value: &[u8]) -> bool {
    if value.len() > VALUE_LIMIT {
        return false;
    }
    let is = |n: &str| name.eq_ignore_ascii_case(n);
    if is("accept") {
        !value.iter().any(|&b| is_cors_unsafe_request_header_byte(b))
    } else if is("accept-language") || is("content-language") {
        value.iter().all(|&b| {
            b.is_ascii_alphanumeric() || matches!(b, b' ' | b'*' | b',' | b'-' | b'.' | b';' | b'=')
        })
    } else if is("content-type") {
        !value.iter().any(|&b| is_cors_unsafe_request_header_byte(b))
            && has_safelisted_essence(value)
    } else if is("range") {
        is_simple_range(value)
    } else {
        false
    }
}

/// Whether the [essence](https://mimesniff.spec.whatwg.org/#mime-type-essence) of a content type is
/// one of the three an HTML form can send.
fn has_safelisted_essence(value: &[u8]) -> bool {
    let decoded: Cow<'_, str> = match std::str::from_utf8(value) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        _ => Cow::Owned(value.iter().map(|&b| char::from(b)).collect()),
    };
    decoded.parse::<Mime>().is_ok_and(|mime| {
        matches!(
            (mime.type_.as_str(), mime.subtype.as_str()),
            ("application", "x-www-form-urlencoded")
                | ("multipart", "form-data")
                | ("text", "plain")
        )
    })
}

/// Whether `value` is a [single range](https://fetch.spec.whatwg.org/#simple-range-header-value)
/// with a start: `bytes=N-` or `bytes=N-M`, without white space.
fn is_simple_range(value: &[u8]) -> bool {
    let Some(rest) = value.strip_prefix(b"bytes=") else { return false };
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let (start, rest) = rest.split_at(digits);
    let Some(end) = rest.strip_prefix(b"-") else { return false };
    if start.is_empty() || !end.iter().all(u8::is_ascii_digit) {
        return false;
    }
    end.is_empty() || magnitude(start) <= magnitude(end)
}

/// What orders two runs of digits by their value, however long they are.
fn magnitude(digits: &[u8]) -> (usize, &[u8]) {
    let leading_zeros = digits.iter().take_while(|&&b| b == b'0').count();
    (digits.len() - leading_zeros, &digits[leading_zeros..])
}

/// Whether `name` is a [CORS non-wildcard request-header name](https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name):
/// `Authorization`, which `*` does not cover.
#[must_use]
pub fn is_cors_non_wildcard_request_header_name(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"authorization")
}

/// Whether (`name`, `value`) is a [no-CORS-safelisted request-header](https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header).
#[must_use]
pub fn is_no_cors_safelisted_request_header(name: &str, value: &[u8]) -> bool {
    !name.eq_ignore_ascii_case("range") && is_cors_safelisted_request_header(name, value)
}

/// The [CORS-unsafe request-header names](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names)
/// of a header list: lower case, sorted, each once unless an engine repeats them. Empty means that the headers alone cause no
/// preflight. `habits` says where an engine departs from the standard.
#[must_use]
pub fn cors_unsafe_request_header_names(
    headers: &HeaderList,
    habits: &Habits,
) -> Vec<Cow<'static, str>> {
    let mut unsafe_names: Vec<Cow<'static, str>> = Vec::new();
    let mut safelist_value_size = 0;
    let own = |header: &Header| {
        let named = |safe: &AlsoSafelisted| header.name.eq_ignore_ascii_case(safe.name);
        habits.also_safelisted.iter().any(|safe| safe.value == SafeValue::Any && named(safe))
    };
    let headers_that_count = || headers.iter().filter(|header| !own(header));
    for header in headers_that_count() {
        let value = if habits.joins_repeated_headers {
            trimmed(headers.get(&header.name).unwrap_or_default())
        } else {
            Cow::Borrowed(&*header.value)
        };
        if is_safe(&header.name, &value, habits) {
            safelist_value_size += header.value.len();
        } else {
            unsafe_names.push(lower(&header.name));
        }
    }
    if habits.sums_safelisted_values && safelist_value_size > SUM_LIMIT {
        for header in headers_that_count() {
            unsafe_names.push(lower(&header.name));
        }
    }
    unsafe_names.sort_unstable();
    if !habits.names_repeated_headers {
        unsafe_names.dedup();
    }
    unsafe_names
}

/// A joined value, whose last part may have been empty.
fn trimmed(value: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match value {
        Cow::Owned(joined) => trim(&joined).to_vec().into(),
        one => one,
    }
}

fn is_safe(name: &str, value: &[u8], habits: &Habits) -> bool {
    if habits.non_ascii_is_unsafe && !value.is_ascii() {
        return false;
    }
    let lower_case;
    let mut value = value;
    if habits.range_unit_in_any_case && name.eq_ignore_ascii_case("range") {
        lower_case = value.to_ascii_lowercase();
        value = &lower_case;
    }
    let fits = |limit: u64| !name.eq_ignore_ascii_case("range") || range_fits(value, limit);
    if !habits.range_limit.is_none_or(fits) {
        return false;
    }
    let also =
        |safe: &AlsoSafelisted| name.eq_ignore_ascii_case(safe.name) && safe.value.admits(value);
    habits.also_safelisted.iter().any(also) || is_cors_safelisted_request_header(name, value)
}

/// Whether no number of a range is beyond `limit`.
fn range_fits(value: &[u8], limit: u64) -> bool {
    let fits = |digits: &[u8]| {
        let number = std::str::from_utf8(digits).ok().and_then(|n| n.parse::<u64>().ok());
        number.is_some_and(|n| n <= limit)
    };
    value.split(|b| !b.is_ascii_digit()).filter(|digits| !digits.is_empty()).all(fits)
}

#[expect(
    clippy::ptr_arg,
    reason = "a borrowed static name that is lower-case already is returned as it is"
)]
fn lower(name: &Cow<'static, str>) -> Cow<'static, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        name.clone()
    }
}

/// Whether `name` is a [CORS-safelisted response-header name](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name)
/// by itself, that is without `Access-Control-Expose-Headers`.
#[must_use]
pub fn is_cors_safelisted_response_header_name(name: &str) -> bool {
    [
        "cache-control",
        "content-language",
        "content-length",
        "content-type",
        "expires",
        "last-modified",
        "pragma",
    ]
    .iter()
    .any(|n| name.eq_ignore_ascii_case(n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Browser;

    fn safe(name: &str, value: &str) -> bool {
        is_cors_safelisted_request_header(name, value.as_bytes())
    }

    #[test]
    fn values_to_the_byte() {
        assert!(safe("Accept", &"a".repeat(128)));
        assert!(!safe("Accept", &"a".repeat(129)));
        assert!(!safe("accept", "text/x;q=\"1\""));
        assert!(safe("accept-language", "en-us, *;q=0.5"));
        assert!(!safe("accept-language", "en/us"));
        assert!(safe("Content-Type", "TEXT/PLAIN ; charset=utf-8"));
        assert!(!safe("Content-Type", "application/json"));
        assert!(!safe("Content-Type", "application/json, text/plain"));
        assert!(!safe("Content-Type", ""));
        assert!(!safe("X-Foo", ""));
    }

    #[test]
    fn ranges_need_a_start() {
        assert!(safe("range", "bytes=0-"));
        assert!(safe("Range", "bytes=5-10"));
        assert!(safe("Range", "bytes=010-10"));
        for bad in
            ["bytes=-5", "bytes= 5-", "bytes=5-1", "bytes=1-2,4-5", "Bytes=0-", "bytes=-", ""]
        {
            assert!(!safe("range", bad), "{bad}");
        }
    }

    #[test]
    fn more_than_1024_bytes_in_all_make_every_safelisted_header_unsafe() {
        let list: HeaderList = (0..9).map(|_| ("Accept", vec![b'a'; 128])).collect();
        let names = |browser: Browser| cors_unsafe_request_header_names(&list, browser.habits());
        assert_eq!(names(Browser::Standard), ["accept"]);
        assert!(names(Browser::Firefox).is_empty());
    }
}
