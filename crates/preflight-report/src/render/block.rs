//! A stretch of source with marks below it, as rustc draws it.
//!
//! ```text
//!    | GET /cart
//!  4 | Access-Control-Allow-Origin: *
//!    |                              ^ needed: https://shop.example
//!    = standard: CORS check, step 4
//! ```
//!
//! Crates that draw such blocks number every line of a file; here the number is a header's place
//! in the response, and the request's lines have none. So the drawing is ours: see
//! `docs/decisions/0002-marked-block.md`.

use super::fitting::{Fitted, columns, cut_middle, wrap};
use super::paint::Paint;
use std::ops::Range;

/// The fewest columns a label is wrapped to.
const LABEL: usize = 36;
/// The fewest columns that are left of a URL.
const URL: usize = 12;

/// One line of source.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// What stands in the gutter.
    pub(crate) number: Option<usize>,
    /// The text, already harmless.
    pub(crate) text: String,
    /// What is marked below it.
    pub(crate) marks: Vec<Mark>,
}

/// A mark below a line.
#[derive(Debug)]
pub(crate) struct Mark {
    /// The characters marked; empty: the place before the first of them.
    pub(crate) span: Range<usize>,
    /// What is said about them; may be empty.
    pub(crate) label: String,
    /// Whether this is what the finding is about (`^`), or what it is compared with (`-`).
    pub(crate) primary: bool,
}

impl Line {
    /// A line without number or mark.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// Draws blocks with one gutter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gutter {
    /// The columns of the widest number.
    digits: usize,
    width: usize,
    paint: Paint,
}

impl Gutter {
    /// A gutter wide enough for every number in `lines`.
    pub(crate) fn for_lines<'l>(
        lines: impl IntoIterator<Item = &'l Line>,
        width: usize,
        paint: Paint,
    ) -> Self {
        let largest = lines.into_iter().filter_map(|l| l.number).max().unwrap_or(0);
        Self { digits: largest.to_string().len(), width, paint }
    }

    /// ` --> place`: what comes before a URL, the URL, which is cut first, and what comes after it.
    pub(crate) fn place(&self, arrow: &str, place: &(String, String, String)) -> String {
        let (before, url, after) = place;
        let room = self.width.saturating_sub(self.digits + arrow.len() + 1);
        let others = columns(before) + columns(after);
        let url = cut_middle(url, room.saturating_sub(others).max(URL));
        let place = cut_middle(&format!("{before}{url}{after}"), room);
        format!("{}{} {place}", " ".repeat(self.digits), self.paint.frame(arrow))
    }

    /// An empty line of the block.
    pub(crate) fn blank(&self) -> String {
        format!("{}{}", " ".repeat(self.digits + 2), self.paint.frame("|"))
    }

    /// The lines with their marks.
    pub(crate) fn source(&self, lines: &[Line]) -> Vec<String> {
        let mut drawn = Vec::new();
        for line in lines {
            let room = self.width.saturating_sub(self.digits + 4);
            let keep = line.marks.first().map_or(0..0, |m| m.span.clone());
            let fitted = Fitted::new(&line.text, &keep, room);
            let number = line.number.map_or_else(String::new, |n| n.to_string());
            let gutter = format!(" {number:>digits$} |", digits = self.digits);
            let text =
                if fitted.text.is_empty() { String::new() } else { format!(" {}", fitted.text) };
            drawn.push(format!("{}{text}", self.paint.frame(&gutter)));
            for mark in &line.marks {
                self.mark(mark, &fitted, room, &mut drawn);
            }
        }
        drawn
    }

    fn mark(&self, mark: &Mark, fitted: &Fitted, room: usize, drawn: &mut Vec<String>) {
        let place = fitted.columns_of(&mark.span);
        let paint = |text: &str| {
            if mark.primary { self.paint.error(text) } else { self.paint.frame(text) }
        };
        let sign = if mark.primary { "^" } else { "-" };
        let under = format!(
            "{} {}{}",
            self.blank(),
            " ".repeat(place.start),
            paint(&sign.repeat(place.len()))
        );
        if mark.label.is_empty() {
            drawn.push(under);
        } else if place.end + 1 + columns(&mark.label) <= room {
            drawn.push(format!("{under} {}", paint(&mark.label)));
        } else {
            drawn.push(under);
            let indent = place.start.min(room.saturating_sub(LABEL));
            let lines = wrap(&mark.label, "", "", room - indent);
            drawn.extend(
                lines
                    .iter()
                    .map(|line| format!("{} {}{}", self.blank(), " ".repeat(indent), paint(line))),
            );
        }
    }

    /// A footer: ` = name: text`, wrapped below its text.
    pub(crate) fn footer(&self, name: &str, text: &str) -> Vec<String> {
        let head = format!("{}= {name}: ", " ".repeat(self.digits + 2));
        let rest = " ".repeat(columns(&head).min(self.digits + 6));
        let lines = wrap(text, &head, &rest, self.width);
        let label = format!("= {name}:");
        let paint = |(n, line): (usize, String)| match n {
            0 => line.replacen(
                &label,
                &format!("{} {}:", self.paint.frame("="), self.paint.strong(name)),
                1,
            ),
            _ => line,
        };
        lines.into_iter().enumerate().map(paint).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(lines: &[Line], width: usize) -> String {
        Gutter::for_lines(lines, width, Paint { color: false }).source(lines).join("\n")
    }

    #[test]
    fn marks_stand_below_what_they_mark() {
        let mark = |span, label: &str, primary| Mark { span, label: label.to_owned(), primary };
        let lines = [
            Line::plain("GET /cart"),
            Line::default(),
            Line {
                number: Some(12),
                text: "Vary: Origin".to_owned(),
                marks: vec![mark(6..12, "needed: x", true), mark(0..0, "", false)],
            },
        ];
        assert_eq!(
            draw(&lines, 80),
            "    | GET /cart\n    |\n 12 | Vary: Origin\n    |       ^^^^^^ needed: x\n    | -"
        );
    }

    #[test]
    fn labels_and_lines_keep_to_the_width() {
        let lines = [Line {
            number: Some(4),
            text: format!("Access-Control-Allow-Origin: {}", "https://a.example, ".repeat(9)),
            marks: vec![Mark {
                span: 29..200,
                label: "needed: ".to_owned() + &"one word ".repeat(6),
                primary: true,
            }],
        }];
        let drawn = draw(&lines, 60);
        assert!(drawn.lines().all(|l| columns(l) <= 60), "{drawn}");
        assert!(drawn.contains("\n   |                    needed: one word"), "{drawn}");
    }
}
