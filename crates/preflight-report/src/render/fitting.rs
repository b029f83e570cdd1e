//! Texts fitted to a number of columns: cut in the middle, cut around what matters, wrapped.

use std::ops::Range;
use textwrap::{WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::UnicodeWidthChar;

/// The columns that `text` takes. It must be [`visible`](super::escape::visible).
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(cells).sum()
}

fn cells(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// `text`, its middle replaced by `…` where it would take more than `room` columns.
pub(crate) fn cut_middle(text: &str, room: usize) -> String {
    if columns(text) <= room {
        return text.to_owned();
    }
    let room = room.saturating_sub(1);
    let tail = room / 3;
    let head = take(text.chars(), room - tail);
    let back = take(text.chars().rev(), tail);
    head.into_iter().chain(['…']).chain(back.into_iter().rev()).collect()
}

/// The first characters that fit into `room` columns.
fn take(chars: impl Iterator<Item = char>, room: usize) -> Vec<char> {
    let mut used = 0;
    chars
        .take_while(|&c| {
            used += cells(c);
            used <= room
        })
        .collect()
}

/// A line cut to its room, and where each of its characters has gone.
#[derive(Debug)]
pub(crate) struct Fitted {
    /// What is shown.
    pub(crate) text: String,
    /// The first column of each character of the original; `None` where it was cut away.
    places: Vec<Option<usize>>,
    /// The columns of each character of the original.
    cells: Vec<usize>,
    /// The columns there are.
    room: usize,
}

impl Fitted {
    /// `text` in `room` columns, such that the characters in `keep` stay in sight: what stands far
    /// before or behind them is cut away, and they themselves in the middle at the worst.
    pub(crate) fn new(text: &str, keep: &Range<usize>, room: usize) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let widths: Vec<usize> = chars.iter().copied().map(cells).collect();
        let kept = kept(&widths, keep, room);
        let mut shown = String::with_capacity(text.len().min(room * 4));
        let mut places = vec![None; chars.len()];
        let (mut column, mut gap) = (0, false);
        for (index, &c) in chars.iter().enumerate() {
            if kept.iter().any(|range| range.contains(&index)) {
                places[index] = Some(column);
                shown.push(c);
                column += widths[index];
                gap = false;
            } else if !gap {
                shown.push('…');
                column += 1;
                gap = true;
            }
        }
        Self { text: shown, places, cells: widths, room }
    }

    /// The columns from the first to the last visible character of `span`; where none is left, or
    /// `span` is empty, one column at its place.
    pub(crate) fn columns_of(&self, span: &Range<usize>) -> Range<usize> {
        let inside = |i: &usize| span.contains(i) && self.places[*i].is_some();
        let first = (0..self.places.len()).find(inside);
        let last = (0..self.places.len()).rfind(inside);
        if let (Some(first), Some(last)) = (first, last) {
            let start = self.places[first].unwrap_or_default();
            let end = self.places[last].unwrap_or_default() + self.cells[last];
            return start..end.max(start + 1);
        }
        let before =
            (0..span.start.min(self.places.len())).rev().find(|&i| self.places[i].is_some());
        let at = before.map_or(0, |i| self.places[i].unwrap_or_default() + self.cells[i]);
        let at = at.min(self.room.saturating_sub(1));
        at..at + 1
    }
}

/// Which characters stay: at most three stretches, whose columns and gaps take `room` at most.
fn kept(widths: &[usize], keep: &Range<usize>, room: usize) -> Vec<Range<usize>> {
    let all = widths.len();
    if widths.iter().sum::<usize>() <= room {
        return std::iter::once(0..all).collect();
    }
    let keep = keep.start.min(all)..keep.end.clamp(keep.start.min(all), all);
    if keep.is_empty() {
        let tail = room.saturating_sub(1) / 3;
        let head = forward(widths, 0, all, room.saturating_sub(1) - tail);
        return vec![0..head, backward(widths, head, all, tail)..all];
    }
    let before: usize = widths[..keep.start].iter().sum();
    let mut left = room.saturating_sub(usize::from(keep.end < all));
    let mut stretches = Vec::new();
    if before <= room * 2 / 3 {
        stretches.push(0..keep.start);
        left = left.saturating_sub(before);
    } else {
        let head = forward(widths, 0, keep.start, room / 4);
        let near = backward(widths, head, keep.start, room / 8);
        stretches.extend([0..head, near..keep.start]);
        left = left.saturating_sub(room / 4 + room / 8 + 1);
    }
    let own: usize = widths[keep.clone()].iter().sum();
    if own <= left {
        let end = forward(widths, keep.end, all, left - own);
        stretches.push(keep.start..end);
    } else {
        let left = left.saturating_sub(1);
        let tail = left / 3;
        let head = forward(widths, keep.start, keep.end, left - tail);
        stretches.extend([keep.start..head, backward(widths, head, keep.end, tail)..keep.end]);
    }
    stretches
}

/// The end of the longest stretch from `start` that fits into `room`.
fn forward(widths: &[usize], start: usize, end: usize, room: usize) -> usize {
    let mut used = 0;
    (start..end)
        .find(|&i| {
            used += widths[i];
            used > room
        })
        .unwrap_or(end)
}

/// The start of the longest stretch up to `end` that fits into `room`.
fn backward(widths: &[usize], start: usize, end: usize, room: usize) -> usize {
    let mut used = 0;
    (start..end)
        .rev()
        .find(|&i| {
            used += widths[i];
            used > room
        })
        .map_or(start, |i| i + 1)
}

/// `text` wrapped at spaces to `width` columns; words are not split at hyphens, and only broken
/// where one alone is too long. `first` and `rest` stand before the first and all other lines.
pub(crate) fn wrap(text: &str, first: &str, rest: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .break_words(true);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_goes_first() {
        assert_eq!(cut_middle("abcdefghij", 10), "abcdefghij");
        assert_eq!(cut_middle("abcdefghijk", 10), "abcdef…ijk");
        assert_eq!(cut_middle("漢字漢字漢字", 7), "漢字…字");
    }

    #[test]
    fn what_matters_stays_in_sight() {
        let line = format!("Name: {}needle{}", "a".repeat(100), "b".repeat(100));
        let fitted = Fitted::new(&line, &(106..112), 40);
        assert!(columns(&fitted.text) <= 40, "{}", fitted.text);
        assert_eq!(fitted.text, "Name: aaaa…aaaaaneedlebbbbbbbbbbbbbbbbb…");
        let place = fitted.columns_of(&(106..112));
        assert_eq!(
            fitted.text.chars().skip(place.start).take(place.len()).collect::<String>(),
            "needle"
        );
        let fitted = Fitted::new(&line, &(6..212), 40);
        assert_eq!(columns(&fitted.text), 40);
        assert_eq!(fitted.columns_of(&(6..212)), 6..40);
    }
}
