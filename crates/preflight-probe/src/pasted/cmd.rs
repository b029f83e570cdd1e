//! The words of a command line on Windows: cmd takes the carets away, then the program splits what is
//! left, nearly as [its runtime does](https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments).

use super::posix::HOW;
use super::{Fault, Word};

/// The words of the first command, and what is to be said about the others.
pub(super) fn words(text: &str) -> Result<(Vec<Word>, Vec<String>), Fault> {
    let (line, end) = without_carets(text);
    let mut notes = Vec::new();
    if text[end..].trim_start_matches(['&', '|', ' ', '\r', '\n']).starts_with("curl") {
        notes.push("of several commands only the first is read".to_owned());
    }
    if line
        .windows(2)
        .any(|pair| pair[0].1 != '\n' && pair[1].1 == ' ' && text[..pair[1].0].ends_with('^'))
    {
        notes.push(
            "a browser writes a space here for what is not ASCII; cURL (bash) keeps it".to_owned(),
        );
    }
    Ok((split(&line)?, notes))
}

/// The characters that the program gets, each with its place, and where the command ends.
fn without_carets(text: &str) -> (Vec<(usize, char)>, usize) {
    let mut line = Vec::new();
    let mut quoted = false;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        match c {
            '^' if !quoted => {
                // A caret takes the line break away, and the character after that stands for itself.
                characters.next_if(|(_, c)| *c == '\r');
                characters.next_if(|(_, c)| *c == '\n');
                characters.next_if(|(_, c)| *c == '\r');
                line.extend(characters.next());
            }
            '\n' => return (line, at),
            '&' | '|' if !quoted => return (line, at),
            '\r' => {}
            _ => {
                quoted ^= c == '"';
                line.push((at, c));
            }
        }
    }
    (line, text.len())
}

fn split(line: &[(usize, char)]) -> Result<Vec<Word>, Fault> {
    let mut words: Vec<Word> = Vec::new();
    let mut word: Option<Word> = None;
    let mut open = None;
    let mut index = 0;
    while let Some(&(at, c)) = line.get(index) {
        index += 1;
        if matches!(c, ' ' | '\t') && open.is_none() {
            words.extend(word.take());
            continue;
        }
        let word = word.get_or_insert_with(|| Word { bytes: Vec::new(), at });
        match c {
            '\\' => {
                let more = line[index..].iter().take_while(|(_, c)| *c == '\\').count();
                index += more;
                let count = more + 1;
                let before_quote = line.get(index).is_some_and(|(_, c)| *c == '"');
                // The runtime halves them before a quote only; browsers double them everywhere.
                let kept = if before_quote { count / 2 } else { count.div_ceil(2) };
                word.bytes.extend(std::iter::repeat_n(b'\\', kept));
                if before_quote && count % 2 == 1 {
                    word.bytes.push(b'"');
                    index += 1;
                }
            }
            '"' if open.is_some() && line.get(index).is_some_and(|(_, c)| *c == '"') => {
                word.bytes.push(b'"');
                index += 1;
            }
            '"' => open = if open.is_some() { None } else { Some(at) },
            _ => word.bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    words.extend(word);
    match open {
        Some(at) => Err(Fault::new(at, "the quote \" is not closed", HOW)),
        None => Ok(words),
    }
}
