//! Names of request headers in a text of which nothing else is known.

use super::messages::{self, Hole, Said};
use super::normalize::Normal;

/// The most that are read.
const MOST: usize = 8;

/// Headers that scripts set and whose names do not begin with `x-`.
const KNOWN: [&str; 12] = [
    "authorization",
    "baggage",
    "cache-control",
    "content-type",
    "if-modified-since",
    "if-none-match",
    "idempotency-key",
    "pragma",
    "range",
    "request-id",
    "sentry-trace",
    "traceparent",
];

/// What the names in the text say: that a request carries these headers.
pub(super) fn find(normal: &Normal) -> Vec<Said> {
    let words = normal.flat.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    let names = words.filter(|word| {
        let custom = word.strip_prefix("x-").is_some_and(|rest| rest.len() > 1);
        word.len() <= 64 && !word.ends_with('-') && (custom || KNOWN.contains(word))
    });
    names
        .take(MOST)
        .filter_map(|name| {
            let holes = vec![(Hole::Header, name.to_owned())];
            messages::said(messages::TEXT, "request header", 0..0, holes)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_headers_in_any_text() {
        let names = |text: &str| -> Vec<String> {
            let found = find(&Normal::new(text));
            found.iter().filter_map(|s| s.get(Hole::Header).map(str::to_owned)).collect()
        };
        assert_eq!(
            names("CORS错误 X-Custom-Header, traceparent!"),
            ["x-custom-header", "traceparent"]
        );
        assert_eq!(names("x- x-y- linux-x86 an x-ray"), ["x-ray"]);
        assert_eq!(names("nothing here"), Vec::<String>::new());
    }
}
