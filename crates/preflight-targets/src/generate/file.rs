//! A file of a configuration, and what is said at its head.

use super::lack::Lack;
use super::shortfall::Shortfall;
use crate::target::Target;

/// How a file's language marks comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comment {
    /// Each line begins with this, a space follows.
    Line(&'static str),
    /// Between these two, which no text of ours contains.
    Block(&'static str, &'static str),
    /// There is none: JSON. What there is to say stands in the [notes](super::Generated::notes).
    None,
}

/// A file of a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, as the target wants it or as good as any.
    pub name: String,
    /// How its language marks comments.
    pub comment: Comment,
    /// What has to stand before anything else, such as `<?php`; with its line break.
    pub preamble: &'static str,
    /// What to do with the file, in a sentence or two: where it goes, what includes it.
    pub purpose: &'static str,
    /// The text.
    pub content: String,
}

/// How wide a comment is, in characters.
const WIDTH: usize = 100;

impl File {
    /// A file in a language whose comments begin with `comment`.
    #[must_use]
    pub fn new(name: &str, comment: Comment, purpose: &'static str, content: String) -> Self {
        Self { name: name.to_owned(), comment, preamble: "", purpose, content }
    }

    /// Says at the head what the file is, what the target does otherwise than the policy means, and
    /// where the file says something else than the policy.
    pub(super) fn introduce(
        &mut self,
        target: &Target,
        lacks: &[Lack],
        approximated: &[Shortfall],
    ) {
        let mut lines =
            vec![format!("CORS for {}, written by preflight. {}", target.name, self.purpose)];
        lines.extend(known(target, lacks, approximated));
        let head = commented(self.comment, &lines);
        self.content = format!("{}{head}{}", self.preamble, self.content);
    }

    /// Says in Markdown what those of the files that have no comments cannot; `None` where all have.
    pub(super) fn notes(
        target: &Target,
        files: &[Self],
        lacks: &[Lack],
        approximated: &[Shortfall],
    ) -> Option<Self> {
        let silent: Vec<&Self> = files.iter().filter(|f| f.comment == Comment::None).collect();
        let mut purposes: Vec<&str> = silent.iter().map(|file| file.purpose).collect();
        purposes.dedup();
        let names: Vec<String> = silent.iter().map(|file| format!("`{}`", file.name)).collect();
        let mut lines = vec![
            format!("# CORS for {}", target.name),
            format!("{}, written by preflight. {}", names.join(", "), purposes.join(" ")),
        ];
        lines.extend(known(target, lacks, approximated));
        let plain = |line: &String| line.replace(|c: char| c.is_control(), " ");
        let content = lines.iter().map(plain).collect::<Vec<_>>().join("\n\n") + "\n";
        let notes = Self::new("NOTES.md", Comment::None, "", content);
        (!silent.is_empty()).then_some(notes)
    }
}

/// What there is to know of a configuration: where it is not quite the policy, and what the target does
/// otherwise.
fn known(target: &Target, lacks: &[Lack], approximated: &[Shortfall]) -> Vec<String> {
    let mut lines = Vec::new();
    if !approximated.is_empty() {
        lines.push("WARNING: this is not quite the policy:".to_owned());
        lines.extend(numbered(approximated.iter().map(Shortfall::to_string)));
    }
    if !lacks.is_empty() {
        lines.push(format!("What {} does otherwise, whatever it is told:", target.name));
        lines.extend(numbered(lacks.iter().map(|lack| lack.text.to_owned())));
    }
    lines
}

fn numbered(texts: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    texts.enumerate().map(|(n, text)| format!("{}. {text}", n + 1))
}

/// `lines` wrapped and marked as comments. A line break inside a text would end the comment.
fn commented(comment: Comment, lines: &[String]) -> String {
    let plain = lines.iter().map(|line| line.replace(|c: char| c.is_control(), " "));
    match comment {
        Comment::None => String::new(),
        Comment::Line(mark) => {
            plain.flat_map(|line| wrapped(&line)).map(|line| format!("{mark} {line}\n")).collect()
        }
        Comment::Block(open, close) => {
            let body: String = plain
                .map(|line| match close {
                    // XML has no `--` within comments.
                    "-->" => line.replace("--", "- - "),
                    close => line.replace(close, ""),
                })
                .flat_map(|line| wrapped(&line))
                .map(|line| format!("  {line}\n"))
                .collect();
            format!("{open}\n{body}{close}\n")
        }
    }
}

/// `text` in lines; those after the first of a numbered text are indented.
fn wrapped(text: &str) -> Vec<String> {
    let indent = if text.starts_with(|c: char| c.is_ascii_digit()) { "   " } else { "" };
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        if !lines[last].is_empty()
            && lines[last].chars().count() + 1 + word.chars().count() > WIDTH - 4
        {
            lines.push(format!("{indent}{word}"));
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}
