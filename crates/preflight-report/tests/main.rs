//! The renderings, on reports made by hand: what the browsers do with the answers comes from the
//! model, what is found in them is written here.

/// The reports.
mod reports;

/// What `explain` answers.
mod explanation;
/// What a person sees.
mod human;
/// What a program reads, and whether the schema describes it.
mod json;
/// Who answered each exchange, and that two were answered apart.
mod layers;
/// What goes into an issue.
mod markdown;
/// Whatever a server sends, a rendering stays within its width and prints no control byte.
mod properties;
/// Every exchange whole, and what colours do.
mod verbose;

/// Compares texts, and shows both where they differ.
#[track_caller]
fn expect(actual: &str, expected: &str) {
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    assert!(actual == expected, "expected:\n{expected}\n-----actual:\n{actual}\n-----end");
}
