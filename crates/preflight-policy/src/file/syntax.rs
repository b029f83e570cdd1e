//! What is no TOML, said where it can be mended. The parser goes on after an error, and what follows an
//! opening bracket that nobody closes is one mistake, not one for each line up to the end.

use super::fault::Fault;
use super::position::Span;
use super::written::quoted;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// The id of each fault here.
pub(super) const SYNTAX: &str = "toml-syntax";

/// The parser's errors as faults, and the part of the text of which nothing can be said.
pub(super) fn faults(
    text: &str,
    root: &DeTable<'_>,
    errors: &[Error],
) -> (Vec<(Span, Fault)>, Option<Span>) {
    let mut spans: Vec<(Span, &str)> = errors
        .iter()
        .map(|error| (error.span().map_or_else(Span::default, Span::from), error.message()))
        .collect();
    spans.sort_unstable();
    let unclosed = spans
        .iter()
        .filter(|(_, message)| message.starts_with("unclosed "))
        .filter_map(|(span, _)| outermost_until(root, span.start))
        .min();
    let swallowed = unclosed.map(|open| {
        let first = spans.iter().find(|(span, _)| span.start >= open.start);
        Span { start: first.map_or(open.end, |(span, _)| span.start), end: open.end }
    });
    let mut faults = Vec::new();
    if let Some(open) = unclosed {
        let bracket = Span { start: open.start, end: open.start + 1 };
        let reason = format!("`{}` is never closed", part(text, bracket));
        faults.push((bracket, Fault::error(SYNTAX, reason)));
    }
    let outside = spans.iter().filter(|(at, _)| !swallowed.is_some_and(|s| s.contains(at.start)));
    faults.extend(outside.map(|(span, message)| (*span, fault(part(text, *span), message))));
    (faults, swallowed)
}

fn fault(given: &str, message: &str) -> Fault {
    let lower = given.to_ascii_lowercase();
    if message.starts_with("invalid boolean") && matches!(&*lower, "true" | "false") {
        return Fault::error(SYNTAX, "it is written in lower case").correction(lower);
    }
    if message.starts_with("string values must be quoted") {
        return match given {
            "" => Fault::error(SYNTAX, "the value is missing"),
            given => Fault::error(SYNTAX, "a text stands in quotes").correction(quoted(given)),
        };
    }
    Fault::error(SYNTAX, message.strip_suffix(", expected nothing").unwrap_or(message))
}

/// The outermost array or inline table that ends at byte `end`.
fn outermost_until(table: &DeTable<'_>, end: usize) -> Option<Span> {
    table.values().filter_map(|value| until(value, end)).min()
}

fn until(value: &Spanned<DeValue<'_>>, end: usize) -> Option<Span> {
    let span = Span::from(value.span());
    match value.get_ref() {
        DeValue::Array(_) | DeValue::Table(_) if span.end == end => Some(span),
        DeValue::Array(entries) => entries.iter().filter_map(|entry| until(entry, end)).min(),
        DeValue::Table(table) => outermost_until(table, end),
        _ => None,
    }
}

fn part(text: &str, span: Span) -> &str {
    text.get(span.start..span.end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::file::Document;

    fn said(text: &str) -> Vec<String> {
        let faults = Document::parse(text).finish();
        faults.iter().map(|f| f.to_string().replacen("error[toml-syntax]: ", "", 1)).collect()
    }

    #[test]
    fn what_is_never_closed_is_one_mistake() {
        for rest in
            ["", "\n", "\n\n[gateway]\nx = 1\n", "\nx = \n'a\n[x", ", {a=1\n", "\nb = [[1]\n"]
        {
            let text = format!("[[policy]]\nallow_origins = ['a'{rest}");
            assert_eq!(said(&text), ["2:17: `[` is never closed"], "{text}");
        }
        assert_eq!(
            said("[gateway]\na = = 1\nb = { c = 1\nd = 2\n[e]\n"),
            ["2:5: extra `=`", "3:5: `{` is never closed"]
        );
    }

    #[test]
    fn each_mistake_says_what_to_write() {
        assert_eq!(
            said("[gateway]\na = True\nb = yes\nc =\nd = 1\nd = 2\n"),
            [
                "2:5: it is written in lower case; write `true`",
                "3:5: a text stands in quotes; write `\"yes\"`",
                "4:4: the value is missing",
                "6:1: duplicate key",
            ]
        );
    }
}
