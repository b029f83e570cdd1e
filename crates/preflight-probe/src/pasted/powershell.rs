//! `Invoke-WebRequest` as browsers copy it, with its session of cookies; and `curl.exe` in PowerShell.

use super::posix::HOW;
use super::{Fault, Pasted, Word, curl};
use std::collections::BTreeMap;
use url::form_urlencoded::Serializer;

/// What a paste may begin with besides a variable; in lower case.
pub(super) const COMMANDS: [&str; 4] = ["invoke-webrequest", "invoke-restmethod", "iwr", "irm"];
/// Parameters without a value.
const SWITCHES: [&str; 8] = [
    "-allowinsecureredirect",
    "-allowunencryptedauthentication",
    "-disablekeepalive",
    "-passthru",
    "-skipcertificatecheck",
    "-skipheadervalidation",
    "-skiphttperrorcheck",
    "-usebasicparsing",
];
/// Parameters that say nothing about the request, or what the browser writes by itself.
const QUIET: [&str; 6] =
    ["-outfile", "-sessionvariable", "-timeoutsec", "-useragent", "-verbose", "-websession"];

#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A string in quotes.
    Text(Vec<u8>),
    /// A word, variable or number.
    Word(String),
    /// `@{`, `{`, `}`, `(`, `)`, `=`, `,`.
    Sign(&'static str),
    /// The end of a line or a semicolon.
    End,
}

/// A value as an argument or a variable has it.
#[derive(Debug, Clone)]
enum Value {
    Text(Vec<u8>),
    Table(Vec<(String, Vec<u8>)>),
}

/// The request of the first command.
pub(super) fn read(text: &str) -> Result<Pasted, Fault> {
    let mut lexer = Lexer { text, at: 0, notes: Vec::new() };
    let tokens = lexer.tokens()?;
    let mut reader = Reader { tokens: &tokens, next: 0, variables: BTreeMap::new() };
    let mut pasted = Pasted { notes: lexer.notes, ..Pasted::default() };
    while let Some((token, at)) = reader.take() {
        match token {
            Token::Word(word) if word.eq_ignore_ascii_case("system.net.cookie") => {
                reader.cookie(&mut pasted);
            }
            Token::Word(word) if word.starts_with('$') && reader.is_at("=") => reader.assign(word),
            Token::Word(word) if COMMANDS.contains(&&*word.to_ascii_lowercase()) => {
                reader.command(&mut pasted)?;
                return finish(pasted, *at);
            }
            Token::Word(word) if word.to_ascii_lowercase().trim_end_matches(".exe") == "curl" => {
                return curl::read((reader.words(word, *at), pasted.notes));
            }
            _ => {}
        }
    }
    let correction = "copy it again with Copy as PowerShell; it ends with Invoke-WebRequest";
    Err(Fault::new(text.len(), "there is no Invoke-WebRequest in it", correction))
}

fn finish(pasted: Pasted, at: usize) -> Result<Pasted, Fault> {
    if pasted.url.is_empty() {
        return Err(Fault::new(at, "it has no `-Uri`", "copy it again, whole"));
    }
    Ok(pasted)
}

struct Reader<'t> {
    tokens: &'t [(Token, usize)],
    next: usize,
    variables: BTreeMap<String, Value>,
}

impl<'t> Reader<'t> {
    fn take(&mut self) -> Option<&'t (Token, usize)> {
        let token = self.tokens.get(self.next);
        self.next += 1;
        token
    }

    fn peek(&self) -> Option<&'t Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    fn is_at(&self, sign: &str) -> bool {
        matches!(self.peek(), Some(Token::Sign(s)) if *s == sign)
    }

    /// `("name", "value", "/", "host")`
    fn cookie(&mut self, pasted: &mut Pasted) {
        let mut texts = Vec::new();
        while let Some((token, _)) = self.take() {
            match token {
                Token::Text(text) => texts.push(String::from_utf8_lossy(text).into_owned()),
                Token::Sign("(" | ",") => {}
                _ => break,
            }
        }
        if let [name, value, ..] = &*texts {
            pasted.cookies.push(format!("{name}={value}"));
        }
    }

    /// `= value`, where the value can be told.
    fn assign(&mut self, name: &str) {
        self.next += 1;
        let before = self.next;
        match self.value() {
            Some(value) => drop(self.variables.insert(name.to_ascii_lowercase(), value)),
            // A command, whose result nobody knows: it may be the request.
            None => self.next = before,
        }
    }

    /// A string, a table, a number, a variable whose value is known, or the string in an expression
    /// such as `([System.Text.Encoding]::UTF8.GetBytes("…"))`.
    fn value(&mut self) -> Option<Value> {
        match self.peek()? {
            Token::Text(text) => {
                self.next += 1;
                Some(Value::Text(text.clone()))
            }
            Token::Sign("@{") => {
                self.next += 1;
                Some(Value::Table(self.table()))
            }
            Token::Sign("(") => self.expression(),
            Token::Word(word) if word.starts_with('$') => {
                let known = self.variables.get(&word.to_ascii_lowercase()).cloned();
                self.next += usize::from(known.is_some());
                known
            }
            Token::Word(word) if !word.starts_with('-') && !is_command(word) => {
                self.next += 1;
                Some(Value::Text(word.clone().into_bytes()))
            }
            _ => None,
        }
    }

    fn expression(&mut self) -> Option<Value> {
        let mut depth = 0_usize;
        let mut found = None;
        while let Some((token, _)) = self.take() {
            match token {
                Token::Sign("(") => depth += 1,
                Token::Sign(")") if depth <= 1 => break,
                Token::Sign(")") => depth -= 1,
                Token::Text(text) if found.is_none() => found = Some(Value::Text(text.clone())),
                _ => {}
            }
        }
        found
    }

    /// `name = value`, by line, semicolon or neither, until `}`.
    fn table(&mut self) -> Vec<(String, Vec<u8>)> {
        let mut pairs = Vec::new();
        while let Some((token, _)) = self.take() {
            let name = match token {
                Token::Sign("}") => break,
                Token::Text(name) => String::from_utf8_lossy(name).into_owned(),
                Token::Word(name) => name.clone(),
                _ => continue,
            };
            if self.is_at("=") {
                self.next += 1;
                if let Some(Value::Text(value)) = self.value() {
                    pairs.push((name, value));
                }
            }
        }
        pairs
    }

    /// The parameters after the command, to the end of the line.
    fn command(&mut self, pasted: &mut Pasted) -> Result<(), Fault> {
        while let Some((token, at)) = self.take() {
            match token {
                Token::End => break,
                Token::Word(name) if name.starts_with('-') => self.parameter(name, *at, pasted)?,
                Token::Text(text) if pasted.url.is_empty() => {
                    pasted.url = String::from_utf8_lossy(text).into_owned();
                }
                Token::Word(url) if pasted.url.is_empty() => pasted.url.clone_from(url),
                _ => {}
            }
        }
        Ok(())
    }

    fn parameter(&mut self, name: &str, at: usize, pasted: &mut Pasted) -> Result<(), Fault> {
        let lower = name.to_ascii_lowercase();
        if SWITCHES.contains(&&*lower) {
            pasted.insecure |= lower == "-skipcertificatecheck";
            return Ok(());
        }
        let variable = match self.peek() {
            Some(Token::Word(word)) if word.starts_with('$') => Some(word.clone()),
            _ => None,
        };
        let value = self.value();
        if QUIET.contains(&&*lower) {
            self.next += usize::from(value.is_none() && variable.is_some());
            return Ok(());
        }
        let Some(value) = value else {
            let Some(variable) = variable else {
                return Err(Fault::new(at, format!("`{name}` has no value"), HOW));
            };
            let reason = format!("the value of {variable} is not in the paste");
            return Err(Fault::new(at, reason, format!("write it after `{name}`")));
        };
        let text = |value: Value| match value {
            Value::Text(text) => String::from_utf8_lossy(&text).into_owned(),
            Value::Table(_) => String::new(),
        };
        match &*lower {
            "-uri" => pasted.url = text(value),
            "-method" | "-custommethod" => pasted.method = Some(text(value).to_ascii_uppercase()),
            "-contenttype" => pasted.headers.push(("Content-Type".to_owned(), text(value).into())),
            "-proxy" => pasted.proxy = Some(text(value)),
            "-headers" => match value {
                Value::Table(pairs) => pasted.headers.extend(pairs),
                Value::Text(_) => {
                    return Err(Fault::new(at, "`-Headers` is no table", "write `@{…}`"));
                }
            },
            "-body" => self::body(value, pasted),
            _ => pasted.notes.push(format!("`{name}` is left out")),
        }
        Ok(())
    }

    /// The rest of the line as words of a command line.
    fn words(&mut self, command: &str, at: usize) -> Vec<Word> {
        let mut words = vec![Word { bytes: command.as_bytes().to_vec(), at }];
        while let Some((token, at)) = self.take() {
            let bytes = match token {
                Token::Text(text) => text.clone(),
                Token::Word(word) => word.as_bytes().to_vec(),
                Token::Sign(sign) => sign.as_bytes().to_vec(),
                Token::End => break,
            };
            words.push(Word { bytes, at: *at });
        }
        words
    }
}

/// A table is sent as a form.
fn body(value: Value, pasted: &mut Pasted) {
    pasted.body = Some(match value {
        Value::Text(text) => text,
        Value::Table(pairs) => {
            let pairs = pairs.iter().map(|(n, v)| (n, String::from_utf8_lossy(v)));
            Serializer::new(String::new()).extend_pairs(pairs).finish().into_bytes()
        }
    });
    let named = |(name, _): &(String, Vec<u8>)| name.eq_ignore_ascii_case("content-type");
    if !pasted.headers.iter().any(named) {
        // `-ContentType` stands before `-Body` where browsers copy it.
        let form = b"application/x-www-form-urlencoded".to_vec();
        pasted.headers.push(("Content-Type".to_owned(), form));
    }
}

fn is_command(word: &str) -> bool {
    word.contains('-') && word.chars().next().is_some_and(char::is_alphabetic)
        || COMMANDS.contains(&&*word.to_ascii_lowercase())
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    notes: Vec<String>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn tokens(&mut self) -> Result<Vec<(Token, usize)>, Fault> {
        let mut tokens = Vec::new();
        while let Some(c) = self.peek() {
            let at = self.at;
            let token = match c {
                '`' => {
                    // Before the end of a line; elsewhere it stands before any character.
                    self.at += 1;
                    let rest = self.rest();
                    self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
                    self.at += usize::from(self.rest().starts_with('\n'));
                    continue;
                }
                '\n' | ';' => self.sign(Token::End, 1),
                c if c.is_whitespace() => {
                    self.at += c.len_utf8();
                    continue;
                }
                '#' => {
                    self.at += self.rest().find('\n').unwrap_or(self.rest().len());
                    continue;
                }
                '@' if self.rest().starts_with("@{") => self.sign(Token::Sign("@{"), 2),
                '(' => self.sign(Token::Sign("("), 1),
                ')' => self.sign(Token::Sign(")"), 1),
                '{' => self.sign(Token::Sign("{"), 1),
                '}' => self.sign(Token::Sign("}"), 1),
                '=' => self.sign(Token::Sign("="), 1),
                ',' => self.sign(Token::Sign(","), 1),
                '"' | '“' | '”' => self.double()?,
                '\'' => self.single()?,
                _ => self.word(),
            };
            tokens.push((token, at));
        }
        Ok(tokens)
    }

    const fn sign(&mut self, token: Token, length: usize) -> Token {
        self.at += length;
        token
    }

    fn word(&mut self) -> Token {
        let start = self.at;
        let ends = |c: char| c.is_whitespace() || "\"'`(){}=,;".contains(c);
        let length = self.rest().find(ends).unwrap_or(self.rest().len());
        // Whatever it is, it is consumed.
        self.at += length.max(self.peek().map_or(1, char::len_utf8));
        Token::Word(self.text[start..self.at].to_owned())
    }

    fn single(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let mut bytes = Vec::new();
        self.at += 1;
        loop {
            let end = self.rest().find('\'').ok_or_else(|| open(start))?;
            bytes.extend(&self.rest().as_bytes()[..end]);
            self.at += end + 1;
            if !self.rest().starts_with('\'') {
                return Ok(Token::Text(bytes));
            }
            bytes.push(b'\'');
            self.at += 1;
        }
    }

    fn double(&mut self) -> Result<Token, Fault> {
        let start = self.at;
        let mut text = String::new();
        self.at += self.peek().map_or(1, char::len_utf8);
        loop {
            let c = self.peek().ok_or_else(|| open(start))?;
            self.at += c.len_utf8();
            match c {
                '"' if self.peek() == Some('"') => {
                    text.push('"');
                    self.at += 1;
                }
                '"' | '”' => return Ok(Token::Text(text.into_bytes())),
                '`' => {
                    let escaped = self.peek().ok_or_else(|| open(start))?;
                    self.at += escaped.len_utf8();
                    text.push(match escaped {
                        '0' => '\0',
                        'b' => '\u{8}',
                        'e' => '\u{1b}',
                        'f' => '\u{c}',
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        other => other,
                    });
                }
                '$' => self.dollar(&mut text),
                _ => text.push(c),
            }
        }
    }

    /// `$([char]233)`, as Chromium writes what is not ASCII, in halves of UTF-16; a variable stays.
    fn dollar(&mut self, text: &mut String) {
        const CHAR: &str = "([char]";
        let number = |rest: &str| {
            let inside = rest.strip_prefix(CHAR)?;
            let end = inside.find(')')?;
            Some((inside[..end].trim().parse::<u16>().ok()?, CHAR.len() + end + 1))
        };
        let Some((unit, length)) = number(self.rest()) else {
            text.push('$');
            let is_name = self.peek().is_some_and(|c| c.is_alphabetic() || "_({".contains(c));
            let note = "a `$` stays as it stands: a paste does not hold the values of variables";
            if is_name && !self.notes.iter().any(|n| n == note) {
                self.notes.push(note.to_owned());
            }
            return;
        };
        self.at += length;
        let low = self.rest().strip_prefix('$').and_then(number);
        let low = low
            .filter(|(low, _)| (0xdc00..0xe000).contains(low) && (0xd800..0xdc00).contains(&unit));
        let units = [Some(unit), low.map(|(low, _)| low)];
        self.at += low.map_or(0, |(_, length)| length + 1);
        let decoded = char::decode_utf16(units.into_iter().flatten());
        text.extend(decoded.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    }
}

fn open(at: usize) -> Fault {
    Fault::new(at, "the quote is not closed", HOW)
}
