//! The only place that prints.

use anstream::{AutoStream, ColorChoice};
use preflight_fetch::Header;
use preflight_report::Secrets;
use preflight_report::render::Options;
use std::fmt::Display;
use std::io::{self, Write};

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// What a word means; it never stands on its colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Beside the matter.
    Dim,
    /// Refused, wrong.
    Bad,
    /// Worth knowing.
    Note,
    /// As it is.
    Plain,
}

impl Style {
    const fn code(self) -> &'static str {
        match self {
            Self::Dim => "\x1b[2m",
            Self::Bad => "\x1b[1;31m",
            Self::Note => "\x1b[1;36m",
            Self::Plain => "",
        }
    }
}

/// Standard output and standard error. A reader that has gone away (`| head`) ends the output quietly:
/// what is left to say is dropped, and the exit code stays what it would have been. Secrets are masked
/// in every line to standard error; what goes to standard output is either data, which stays as it
/// is, or a report, whose renderer masks.
#[derive(Debug)]
pub(crate) struct Console {
    secrets: Secrets,
    color: ColorChoice,
    out_is_open: bool,
    err_is_open: bool,
}

impl Console {
    pub(crate) fn new(color: Color) -> Self {
        Self {
            secrets: Secrets::new(false),
            color: color.into(),
            out_is_open: true,
            err_is_open: true,
        }
    }

    /// Prints secrets as they are from now on.
    pub(crate) fn show_secrets(&mut self) {
        self.secrets = Secrets::new(true);
    }

    /// What masks secrets here; it may be told of more.
    pub(crate) const fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Whether what goes to standard output may hold colours.
    pub(crate) fn colors_out(&self) -> bool {
        let choice = match self.color {
            ColorChoice::Auto => AutoStream::choice(&io::stdout()),
            given => given,
        };
        choice != ColorChoice::Never
    }

    /// The columns of the terminal; 80 where standard output is none.
    pub(crate) fn width(&self) -> usize {
        terminal_size::terminal_size_of(io::stdout()).map_or(80, |(width, _)| width.0.into())
    }

    /// How to draw a report for standard output.
    pub(crate) fn options(&self) -> Options {
        Options { width: self.width(), color: self.colors_out(), ..Options::default() }
    }

    /// A report to standard error, drawn by what is given; nothing where it is empty.
    pub(crate) fn drawn(&mut self, draw: impl FnOnce(&Options) -> String) {
        let text = draw(&Options { color: true, ..self.options() });
        if self.err_is_open && !text.is_empty() {
            let mut err = AutoStream::new(io::stderr().lock(), self.color);
            self.err_is_open = writeln!(err, "{text}").is_ok();
        }
    }

    /// Bytes to standard output, as they are.
    pub(crate) fn out(&mut self, bytes: &[u8]) {
        if self.out_is_open {
            let mut out = io::stdout().lock();
            self.out_is_open = out.write_all(bytes).and_then(|()| out.flush()).is_ok();
        }
    }

    /// A line to standard error.
    pub(crate) fn err(&mut self, text: impl Display) {
        self.styled(Style::Plain, "", text);
    }

    /// A line to standard error, its first word in a style.
    pub(crate) fn styled(&mut self, style: Style, word: &str, text: impl Display) {
        if self.err_is_open {
            let mut err = AutoStream::new(io::stderr().lock(), self.color);
            let (on, off) =
                if style == Style::Plain { ("", "") } else { (style.code(), "\x1b[0m") };
            let text = printable(&self.secrets.text(&text.to_string()));
            self.err_is_open = writeln!(err, "{on}{word}{off}{text}").is_ok();
        }
    }

    /// A header's line to standard error, behind a mark.
    pub(crate) fn header(&mut self, mark: &str, header: &Header) {
        let value = self.secrets.header(header);
        self.styled(Style::Dim, mark, format_args!("{}: {value}", header.name));
    }

    /// What is wrong with the command line or a file.
    pub(crate) fn error(&mut self, text: impl Display) {
        self.styled(Style::Bad, "error: ", text);
    }

    /// What the user may want to know.
    pub(crate) fn note(&mut self, text: impl Display) {
        self.styled(Style::Note, "note: ", text);
    }
}

/// Text from elsewhere with its control characters shown, so that none reaches the terminal.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && c != '\t' && c != '\n' {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(printable("a\x1b[31mb\u{9b}c\td"), "a\\u{1b}[31mb\\u{9b}c\td");
    }
}
