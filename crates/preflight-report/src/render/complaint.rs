//! A mistake in what somebody wrote (a file, a flag), drawn as findings are:
//!
//! ```text
//! error[trailing-slash]: an origin has no path, not even `/`
//!  --> preflight.toml:3:18
//!    |
//!  3 | allow_origins = ["https://app.example/"]
//!    |                  ^^^^^^^^^^^^^^^^^^^^^^
//!    = write: "https://app.example"
//! ```

use super::Options;
use super::block::{Gutter, Line, Mark};
use super::escape::visible;
use super::fitting::wrap;
use super::paint::Paint;

/// The most characters of a line that are looked at around the mark.
const AROUND: usize = 300;

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint<'a> {
    /// Whether it has to be mended (`error`) or is worth knowing (`note`).
    pub is_error: bool,
    /// Its stable name.
    pub id: &'a str,
    /// What is wrong, in a sentence.
    pub reason: &'a str,
    /// Where: `preflight.toml:3:18`, `--allow-origin https://a.example/`.
    pub place: String,
    /// The line it stands on, where there is one.
    pub line: Option<SourceLine<'a>>,
    /// What to write instead, where there is one such text.
    pub correction: Option<&'a str>,
}

/// A line with the characters that are wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine<'a> {
    /// Its number.
    pub number: usize,
    /// Its text, without the line break.
    pub text: &'a str,
    /// The first wrong character, from 1.
    pub column: usize,
    /// How many are wrong, at least 1.
    pub width: usize,
}

/// The mistake as a block. Every line ends with a line break.
#[must_use]
pub fn complaint(complaint: &Complaint<'_>, options: &Options) -> String {
    let width = options.width.max(50);
    let paint = Paint { color: options.color };
    let word = if complaint.is_error { "error" } else { "note" };
    let head = format!("{word}[{}]:", visible(complaint.id));
    let painted_head = if complaint.is_error { paint.error(&head) } else { paint.frame(&head) };
    let reason = wrap(&visible(complaint.reason), &format!("{head} "), "    ", width);
    let mut drawn: Vec<String> = reason
        .iter()
        .map(|line| match line.strip_prefix(&head) {
            Some(rest) => format!("{painted_head}{}", paint.strong(rest)),
            None => paint.strong(line),
        })
        .collect();
    let line = complaint.line.as_ref().map(source);
    let gutter = Gutter::for_lines(&line, width, paint);
    let place = visible(&complaint.place).into_owned();
    drawn.push(gutter.place("-->", &(String::new(), place, String::new())));
    if let Some(line) = line {
        drawn.push(gutter.blank());
        drawn.extend(gutter.source(&[line]));
    }
    if let Some(correction) = complaint.correction {
        drawn.extend(gutter.footer("write", &visible(correction)));
    }
    drawn.into_iter().map(|line| line + "\n").collect()
}

/// The line around its mark; what is not printed as it is is written out, and the mark moves along.
fn source(line: &SourceLine<'_>) -> Line {
    let start = (line.column - 1).saturating_sub(AROUND);
    let part = |skip: usize, take: usize| -> String {
        let part: String = line.text.chars().skip(skip).take(take).collect();
        visible(&part.replace('\t', "  ")).into_owned()
    };
    let before = part(start, line.column - 1 - start);
    let marked = part(line.column - 1, line.width.min(AROUND));
    let after = part(line.column - 1 + line.width, AROUND);
    let from = before.chars().count();
    let span = from..from + marked.chars().count().max(1);
    let mark = Mark { span, label: String::new(), primary: true };
    Line { number: Some(line.number), text: format!("{before}{marked}{after}"), marks: vec![mark] }
}

#[cfg(test)]
mod tests {
    use super::super::fitting::columns;
    use super::*;

    fn draw(text: &str, column: usize, width: usize) -> String {
        let line = Some(SourceLine { number: 12, text, column, width });
        let reason = "an origin has no path, not even `/`: no browser sends one";
        let place = "preflight.toml:12:4".to_owned();
        let correction = Some("\"https://a.example\"");
        let it =
            Complaint { is_error: true, id: "trailing-slash", reason, place, line, correction };
        complaint(&it, &Options { width: 60, ..Options::default() })
    }

    #[test]
    fn a_mistake_is_drawn_where_it_stands() {
        assert_eq!(
            draw("x\t= [\"ü\", \"https://a.example/\"]", 11, 20),
            "error[trailing-slash]: an origin has no path, not even `/`:\n    no browser sends one\n  \
             --> preflight.toml:12:4\n    |\n 12 | x  = [\"ü\", \"https://a.example/\"]\n    |            \
             ^^^^^^^^^^^^^^^^^^^^\n    = write: \"https://a.example\"\n"
        );
    }

    #[test]
    fn long_lines_and_places_behind_them_are_drawn_within_the_width() {
        for (text, column, width) in [
            (&*"\u{1b}[0m".repeat(5000), 9000, 5),
            ("漢".repeat(500).as_str(), 400, 90),
            ("", 1, 1),
        ] {
            let drawn = draw(text, column, width);
            assert!(drawn.lines().all(|line| columns(line) <= 60), "{drawn}");
            assert!(drawn.contains('^') && !drawn.contains('\u{1b}'), "{drawn}");
        }
    }
}
