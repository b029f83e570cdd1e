//! Which request-headers cause a preflight, against a literal transcription of the standard.

use super::strategies::{clean_value, header_name};
use preflight_fetch::http::methods::{is_tchar, is_token};
use preflight_fetch::http::safelists::{
    cors_unsafe_request_header_names, is_cors_safelisted_request_header,
};
use preflight_fetch::{Browser, HeaderList};
use proptest::collection::vec;
use proptest::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// [Parse a single range header value](https://fetch.spec.whatwg.org/#simple-range-header-value)
/// with *allowWhitespace* false, as far as the safelist needs it: whether it parses with a start.
fn slow_is_simple_range(value: &[u8]) -> bool {
    let data: Vec<char> = value.iter().map(|&b| char::from(b)).collect();
    let mut position = 0;
    for expected in "bytes=".chars() {
        if data.get(position) != Some(&expected) {
            return false;
        }
        position += 1;
    }
    let start = collect_digits(&data, &mut position);
    if data.get(position) != Some(&'-') {
        return false;
    }
    position += 1;
    let end = collect_digits(&data, &mut position);
    if position != data.len() || start.is_empty() {
        return false;
    }
    end.is_empty() || compare_numbers(&start, &end) != Ordering::Greater
}

fn collect_digits(data: &[char], position: &mut usize) -> Vec<u32> {
    let mut digits = Vec::new();
    while let Some(digit) = data.get(*position).and_then(|c| c.to_digit(10)) {
        digits.push(digit);
        *position += 1;
    }
    digits
}

/// As numbers of any length: the shorter one is filled up with zeros, then digit by digit.
fn compare_numbers(a: &[u32], b: &[u32]) -> Ordering {
    let width = a.len().max(b.len());
    let padded = |digits: &[u32]| {
        let mut all = vec![0; width - digits.len()];
        all.extend_from_slice(digits);
        all
    };
    padded(a).cmp(&padded(b))
}

/// The essence by [parse a MIME type](https://mimesniff.spec.whatwg.org/#parse-a-mime-type).
fn slow_essence(value: &[u8]) -> Option<String> {
    let is_space = |c: char| matches!(c, '\t' | '\n' | '\r' | ' ');
    let input: String = value.iter().map(|&b| char::from(b)).collect();
    let input = input.trim_matches(is_space);
    let (kind, rest) = input.split_once('/')?;
    let subtype = rest.split(';').next().unwrap_or_default().trim_end_matches(is_space);
    let token = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii() && is_tchar(c as u8));
    (token(kind) && token(subtype))
        .then(|| format!("{}/{}", kind.to_ascii_lowercase(), subtype.to_ascii_lowercase()))
}

fn slow_unsafe_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != 0x09) || b"\"():<>?@[\\]{}\x7f".contains(&byte)
}

/// [CORS-safelisted request-header](https://fetch.spec.whatwg.org/#cors-safelisted-request-header)
fn slow_is_safelisted(name: &str, value: &[u8]) -> bool {
    if value.len() > 128 {
        return false;
    }
    let language = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz *,-.;=";
    match name.to_ascii_lowercase().as_str() {
        "accept" => !value.iter().any(|&b| slow_unsafe_byte(b)),
        "accept-language" | "content-language" => value.iter().all(|b| language.contains(b)),
        "content-type" => {
            !value.iter().any(|&b| slow_unsafe_byte(b))
                && slow_essence(value).is_some_and(|essence| {
                    ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
                        .contains(&essence.as_str())
                })
        }
        "range" => slow_is_simple_range(value),
        _ => false,
    }
}

/// [CORS-unsafe request-header names](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names)
fn slow_unsafe_names(headers: &HeaderList) -> Vec<String> {
    let mut unsafe_names = BTreeSet::new();
    let mut potentially_unsafe_names = BTreeSet::new();
    let mut safelist_value_size = 0;
    for header in headers {
        if slow_is_safelisted(&header.name, &header.value) {
            potentially_unsafe_names.insert(header.name.to_ascii_lowercase());
            safelist_value_size += header.value.len();
        } else {
            unsafe_names.insert(header.name.to_ascii_lowercase());
        }
    }
    if safelist_value_size > 1024 {
        unsafe_names.extend(potentially_unsafe_names);
    }
    unsafe_names.into_iter().collect()
}

fn range_value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        4 => "bytes=0{0,3}[0-9]{0,3}-0{0,3}[0-9]{0,3}",
        2 => "bytes=[0-9]{0,45}-[0-9]{0,45}",
        1 => "(bytes|BYTES|byte)=? ?[0-9]{0,2}[-, ]{0,2}[0-9]{0,2}",
    ]
    .prop_map(String::into_bytes)
}

fn content_type() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        2 => "[ \t]?(text|TEXT|multipart)/(plain|form-data|x)[ \t]?(;[ a-z=\"]{0,6})?[ \t\x0c]?",
        1 => "[a-z/; ,]{0,12}",
    ]
    .prop_map(String::into_bytes)
}

proptest! {
    #[test]
    fn ranges(value in range_value()) {
        prop_assert_eq!(
            is_cors_safelisted_request_header("range", &value),
            slow_is_safelisted("range", &value)
        );
    }

    #[test]
    fn content_types(value in content_type()) {
        prop_assert_eq!(
            is_cors_safelisted_request_header("Content-Type", &value),
            slow_is_safelisted("content-type", &value)
        );
    }

    #[test]
    fn any_header(name in header_name(), value in clean_value()) {
        prop_assert_eq!(
            is_cors_safelisted_request_header(&name, &value),
            slow_is_safelisted(&name, &value)
        );
    }

    #[test]
    fn unsafe_names_of_a_list(
        headers in vec((header_name(), clean_value()), 0..14)
    ) {
        let list: HeaderList =
            headers.into_iter().filter(|(name, _)| is_token(name.as_bytes())).collect();
        let fast = cors_unsafe_request_header_names(&list, Browser::Standard.habits());
        prop_assert_eq!(fast, slow_unsafe_names(&list));
    }

    #[test]
    fn unsafe_names_around_the_sum(
        sizes in vec(100_usize..130, 6..11)
    ) {
        let list: HeaderList = sizes.into_iter().map(|n| ("Accept", vec![b'a'; n])).collect();
        let fast = cors_unsafe_request_header_names(&list, Browser::Standard.habits());
        prop_assert_eq!(fast, slow_unsafe_names(&list));
    }
}
