//! The words of a command line as bash and zsh read them, `$'…'` included. Crates that split words
//! know neither `$'…'`, which browsers write, nor the place of a mistake.

use super::{Fault, Word};

/// The words of the first command, and what is to be said about the others.
pub(super) fn words(text: &str) -> Result<(Vec<Word>, Vec<String>), Fault> {
    let mut lexer = Lexer { text, at: 0, words: Vec::new(), notes: Vec::new() };
    lexer.run()?;
    Ok((lexer.words, lexer.notes))
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    words: Vec<Word>,
    notes: Vec<String>,
}

impl Lexer<'_> {
    fn run(&mut self) -> Result<(), Fault> {
        while let Some(c) = self.peek() {
            match c {
                '\n' if self.ends_here() => break,
                '\\' if self.is_continued() => self.skip_continuation(),
                c if c.is_whitespace() => self.at += c.len_utf8(),
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '|' | ';' | '&' => {
                    self.only_first();
                    break;
                }
                '<' | '>' => {
                    self.at += 1;
                    self.redirection()?;
                }
                _ => {
                    let word = self.word()?;
                    self.words.push(word);
                }
            }
        }
        Ok(())
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether the line break here ends the command; where a backslash was lost, the next line begins
    /// with an option.
    fn ends_here(&mut self) -> bool {
        let next = self.rest().trim_start();
        let ends = !self.words.is_empty() && !next.starts_with('-');
        if ends && next.starts_with("curl") {
            self.only_first();
        }
        ends
    }

    fn only_first(&mut self) {
        let rest = self.rest().trim_start_matches(|c: char| c.is_whitespace() || "|;&".contains(c));
        if !rest.is_empty() && !rest.starts_with("```") {
            self.notes.push("of several commands only the first is read".to_owned());
        }
    }

    /// A backslash before the end of the line, or of the text.
    fn is_continued(&self) -> bool {
        let after = &self.rest()[1..];
        after.is_empty() || after.starts_with('\n') || after.starts_with("\r\n")
    }

    fn skip_continuation(&mut self) {
        self.at += 1;
        self.at += self.rest().find('\n').map_or(self.rest().len(), |at| at + 1);
    }

    /// What a redirection names belongs to the shell.
    fn redirection(&mut self) -> Result<(), Fault> {
        let after = self.rest().trim_start_matches(['<', '>', '&', ' ', '\t']);
        self.at = self.text.len() - after.len();
        if self.peek().is_some_and(|c| !c.is_whitespace() && !"|;&".contains(c)) {
            self.word()?;
        }
        Ok(())
    }

    fn word(&mut self) -> Result<Word, Fault> {
        let start = self.at;
        let mut bytes = Vec::new();
        while let Some(c) = self.peek() {
            match c {
                '\\' if self.is_continued() => self.skip_continuation(),
                '\\' => {
                    self.at += 1;
                    self.take(&mut bytes);
                }
                '\'' => self.single(&mut bytes)?,
                '"' => self.double(&mut bytes)?,
                '$' if self.rest().starts_with("$'") => self.ansi_c(&mut bytes)?,
                '$' => {
                    self.variable();
                    self.take(&mut bytes);
                }
                c if c.is_whitespace() || "|;<>".contains(c) => break,
                _ => self.take(&mut bytes),
            }
        }
        Ok(Word { bytes, at: start })
    }

    /// The character here, as it is.
    fn take(&mut self, bytes: &mut Vec<u8>) {
        if let Some(c) = self.peek() {
            bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
            self.at += c.len_utf8();
        }
    }

    fn single(&mut self, bytes: &mut Vec<u8>) -> Result<(), Fault> {
        let inside = &self.text[self.at + 1..];
        let end = inside.find('\'').ok_or_else(|| open(self.at, "'"))?;
        bytes.extend(&inside.as_bytes()[..end]);
        self.at += end + 2;
        Ok(())
    }

    fn double(&mut self, bytes: &mut Vec<u8>) -> Result<(), Fault> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek().ok_or_else(|| open(start, "\""))? {
                '"' => break,
                '\\' if self.is_continued() => self.skip_continuation(),
                '\\' if self.rest()[1..].starts_with(['$', '`', '"', '\\']) => {
                    self.at += 1;
                    self.take(bytes);
                }
                '$' => {
                    self.variable();
                    self.take(bytes);
                }
                _ => self.take(bytes),
            }
        }
        self.at += 1;
        Ok(())
    }

    /// `$'…'` ([quoting](https://www.gnu.org/software/bash/manual/bash.html#ANSI_002dC-Quoting)).
    fn ansi_c(&mut self, bytes: &mut Vec<u8>) -> Result<(), Fault> {
        let start = self.at;
        self.at += 2;
        loop {
            match self.peek().ok_or_else(|| open(start, "$'"))? {
                '\'' => break,
                '\\' => {
                    self.at += 1;
                    self.escape(bytes);
                }
                _ => self.take(bytes),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn escape(&mut self, bytes: &mut Vec<u8>) {
        let Some(c) = self.peek() else { return };
        let byte = match c {
            'a' => 0x07,
            'b' => 0x08,
            'e' | 'E' => 0x1b,
            'f' => 0x0c,
            'n' => b'\n',
            'r' => b'\r',
            't' => b'\t',
            'v' => 0x0b,
            '\\' | '\'' | '"' | '?' => c as u8,
            'x' => return self.number(1, 2, 16, bytes),
            'u' => return self.number(1, 4, 16, bytes),
            'U' => return self.number(1, 8, 16, bytes),
            '0'..='7' => return self.number(0, 3, 8, bytes),
            _ => {
                bytes.push(b'\\');
                return self.take(bytes);
            }
        };
        bytes.push(byte);
        self.at += 1;
    }

    /// `skip` characters and up to `most` digits: a byte, or after `u` and `U` a character. Chromium
    /// writes UTF-16, so two halves may stand for one.
    fn number(&mut self, skip: usize, most: usize, radix: u32, bytes: &mut Vec<u8>) {
        let is_byte = most < 4;
        let (value, length) = digits(&self.rest()[skip..], most, radix);
        let kind = &self.rest()[..skip];
        if length == 0 {
            bytes.extend([b"\\", kind.as_bytes()].concat());
        } else if is_byte {
            bytes.push(value.to_le_bytes()[0]);
        }
        self.at += skip + length;
        if length == 0 || is_byte {
            return;
        }
        let mut code = value;
        if (0xd800..0xdc00).contains(&value) && self.rest().starts_with("\\u") {
            let (low, length) = digits(&self.rest()[2..], 4, 16);
            if (0xdc00..0xe000).contains(&low) {
                code = 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
                self.at += 2 + length;
            }
        }
        let c = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn variable(&mut self) {
        let name = &self.rest()[1..];
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = name.find(|c| !is_name(c)).unwrap_or(name.len());
        let shown = match name.as_bytes().first() {
            Some(b'{') => name[1..].split('}').next().filter(|n| n.chars().all(is_name)),
            Some(b'(') => None,
            Some(b) if b.is_ascii_alphabetic() || *b == b'_' => Some(&name[..end]),
            _ => return,
        };
        let note = shown.map_or_else(
            || "a `$(…)` is left as it stands: nothing in a paste is run".to_owned(),
            |name| format!("`${name}` is left as it stands: a paste does not hold its value"),
        );
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// The number at the beginning of `text`, of `most` digits at most, and how many there are.
fn digits(text: &str, most: usize, radix: u32) -> (u32, usize) {
    let digits = text.bytes().take(most).map_while(|b| char::from(b).to_digit(radix));
    digits.fold((0, 0), |(value, length), digit| (value * radix + digit, length + 1))
}

fn open(at: usize, quote: &str) -> Fault {
    Fault::new(at, format!("the quote {quote} is not closed"), HOW)
}

/// How a paste arrives whole.
pub(super) const HOW: &str = "pipe the whole command in: `preflight check -`, paste, then Ctrl-D";
