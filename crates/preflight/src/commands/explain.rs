//! `preflight explain`: what a console message, a status, a header or a cause id means.

use crate::commands::check::Format;
use crate::console::Console;
use crate::exit::Exit;
use preflight_diagnose::explain::{LIMIT, explain};
use preflight_report::render::{Options, explanation};
use std::fs::File;
use std::io::{self, Read};

/// What a console message means, and what to run next
///
/// Takes whatever a console, a library or a server wrote, in one line or many: of Chromium, Firefox
/// (in any language) or Safari, of today or years ago. It says what the message proves and excludes,
/// ranks the causes, and prints the `preflight check` line that decides. It also takes the id of a
/// cause, a status (`401 on OPTIONS`), a header's name, or a word such as `credentials`. Nothing is
/// sent. Exit codes: 0 answered, 2 nothing to read, 3 nothing in the text is known.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The text, a cause's id, a status, a header, a word; `-` reads standard input, and the path
    /// of a file that file
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,

    /// The form of the answer
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,

    /// Print what it says, the first cause and the next command only
    #[arg(short = 'q', long)]
    quiet: bool,
}

/// Runs the command.
pub(crate) fn run(args: &ExplainArgs, console: &mut Console) -> Exit {
    let text = match text(&args.text) {
        Ok(text) => text,
        Err(error) => {
            console.error(error);
            return Exit::Usage;
        }
    };
    let answer = explain(&text);
    let out = match args.format {
        Format::Json => format!("{:#}\n", explanation::json::explanation(&answer)),
        Format::Markdown => explanation::markdown::explanation(&answer),
        Format::Human => explanation::human::explanation(&answer, &options(args, console)),
    };
    console.out(out.as_bytes());
    if answer.is_empty() {
        console.error("nothing in the text is known; paste the console's lines whole, or run `preflight check URL --origin PAGE`");
        return Exit::Unknown;
    }
    Exit::Allowed
}

/// The text, from wherever it is.
fn text(words: &[String]) -> Result<String, String> {
    let text = match words {
        [dash] if dash == "-" => {
            read(io::stdin().lock()).map_err(|why| format!("cannot read standard input: {why}"))?
        }
        [path] if is_path(path) => {
            let file = File::open(path).and_then(read);
            file.map_err(|why| format!("cannot read `{path}`: {why}"))?
        }
        words => words.join(" "),
    };
    if text.trim().is_empty() {
        return Err("there is nothing to explain: the text is empty".to_owned());
    }
    Ok(text)
}

/// Whether a word names a file: one line, and a file is there.
fn is_path(word: &str) -> bool {
    word.len() < 4096 && !word.contains('\n') && std::path::Path::new(word).is_file()
}

/// What can be read, as far as it is looked at; what is no UTF-8 is replaced.
fn read(from: impl Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    from.take(LIMIT as u64).read_to_end(&mut bytes)?;
    Ok(text_of(&bytes))
}

/// The bytes as text: UTF-8, or UTF-16 with its mark, as Windows writes files.
fn text_of(bytes: &[u8]) -> String {
    let wide = |of: fn([u8; 2]) -> u16| -> String {
        let units: Vec<u16> =
            bytes[2..].chunks_exact(2).map(|pair| of([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn options(args: &ExplainArgs, console: &Console) -> Options {
    Options {
        width: console.width(),
        color: console.colors_out(),
        quiet: args.quiet,
        ..Options::default()
    }
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn windows_writes_files_in_utf_16() {
        assert_eq!(text_of(b"\xff\xfea\x00b\x00"), "ab");
        assert_eq!(text_of(b"\xfe\xff\x00a\x00b"), "ab");
        assert_eq!(text_of("é".as_bytes()), "é");
        assert_eq!(text_of(b"\xff"), "\u{fffd}");
    }
}
