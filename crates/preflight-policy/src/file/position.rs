//! Places in a text: as bytes while it is read, as line and column for who wrote it.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;

/// A part of the text, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

impl Span {
    pub(super) const fn contains(self, byte: usize) -> bool {
        self.start <= byte && byte <= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// Where something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// How many characters of that line, at least 1.
    pub width: usize,
}

impl fmt::Display for Position {
    /// `3:20`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Where the lines of a text begin.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// A byte and the characters before it on its line: who asks in the order of the text is answered in
    /// one walk, even where all of it is one line.
    walked: Cell<(usize, usize)>,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let next =
            text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(next).collect();
        Self { text, starts, walked: Cell::default() }
    }

    /// The line of the first byte, from 0.
    pub(super) fn line(&self, span: Span) -> usize {
        self.starts.partition_point(|start| *start <= span.start) - 1
    }

    pub(super) fn position(&self, span: Span) -> Position {
        let line = self.line(span);
        let start = self.starts[line];
        let next = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let end = start + self.text[start..next].trim_end_matches(['\r', '\n']).len();
        let at = |byte: usize| {
            let is_boundary = |at: &usize| self.text.is_char_boundary(*at);
            (start..=byte.clamp(start, end)).rev().find(is_boundary).unwrap_or(start)
        };
        let (from, to) = (at(span.start), at(span.end).max(at(span.start)));
        let width = self.text[from..to].chars().count().max(1);
        Position { line: line + 1, column: self.characters(start, from) + 1, width }
    }

    /// The characters from the line's `start` to the byte `to`.
    fn characters(&self, start: usize, to: usize) -> usize {
        let (walked, before) = self.walked.get();
        let (from, before) =
            if (start..=to).contains(&walked) { (walked, before) } else { (start, 0) };
        let count = before + self.text[from..to].chars().count();
        self.walked.set((to, count));
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_characters_and_a_place_ends_with_its_line() {
        let text = "a = 1\r\nüß = \"x\"\nlast";
        let at = |needle: &str, length: usize| {
            let start = text.find(needle).expect("it is there");
            let position = Lines::of(text).position(Span { start, end: start + length });
            (position.line, position.column, position.width)
        };
        assert_eq!(at("1", 1), (1, 5, 1));
        assert_eq!(at("1", 100), (1, 5, 1), "up to the end of the line");
        assert_eq!(at("\"x", 3), (2, 6, 3), "two letters of two bytes");
        assert_eq!(at("last", 0), (3, 1, 1));
        let end = Span { start: text.len() + 9, end: text.len() + 9 };
        assert_eq!(Lines::of(text).position(end).to_string(), "3:5");
        assert_eq!(Lines::of("").position(Span::default()).to_string(), "1:1");
    }
}
