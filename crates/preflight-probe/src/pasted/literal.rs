//! JavaScript's literals as they stand in a call of `fetch()`: JSON, and what people write instead.
//! Parsers of JSON5 know no template strings, no `JSON.stringify(…)`, no name of a variable, and do
//! not say where it stands; a parser of all of JavaScript would be a hundred times as large.

use super::Fault;
use super::posix::HOW;
use serde_json::{Map, Number, Value as Json};

/// How deep literals may be nested.
const DEPTH: usize = 64;

/// A value, as far as the text alone tells it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// What JSON has too. `undefined` is null here.
    Json(Json),
    /// Names and values, each with the place of the value.
    Object(Vec<(String, Value, usize)>),
    /// The values of an array.
    Array(Vec<Value>),
    /// A string put together with what only the program knows; that stays as it is written.
    Template(String),
    /// `new URLSearchParams(…)`
    Form(Box<Value>),
    /// Anything else, as it is written.
    Code(String),
}

impl Value {
    /// As JSON.stringify gives it, with unknown values as strings of their code.
    pub(super) fn json(self) -> Json {
        match self {
            Self::Json(json) => json,
            Self::Object(members) => Json::Object(
                members.into_iter().map(|(n, v, _)| (n, v.json())).collect::<Map<_, _>>(),
            ),
            Self::Array(values) => Json::Array(values.into_iter().map(Self::json).collect()),
            Self::Template(text) | Self::Code(text) => Json::String(text),
            Self::Form(value) => value.json(),
        }
    }
}

/// Reads literals from a text.
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    /// From this place on.
    pub(super) const fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, depth: 0 }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Skips white space and comments.
    pub(super) fn skip(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            self.at += rest.len() - trimmed.len();
            let end = if trimmed.starts_with("//") {
                trimmed.find('\n')
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map(|at| at + 2)
            } else {
                return;
            };
            self.at += end.unwrap_or(trimmed.len());
        }
    }

    /// Whether `sign` stands here; if so, it is skipped.
    pub(super) fn eat(&mut self, sign: &str) -> bool {
        self.skip();
        let is_here = self.rest().starts_with(sign);
        self.at += if is_here { sign.len() } else { 0 };
        is_here
    }

    /// A value, and what is added to it by `+`.
    pub(super) fn value(&mut self) -> Result<Value, Fault> {
        self.skip();
        let start = self.at;
        self.depth += 1;
        if self.depth > DEPTH {
            let reason = format!("it is nested more than {DEPTH} deep");
            return Err(Fault::new(start, reason, "paste one call of fetch()"));
        }
        let mut value = self.single()?;
        while self.eat("+") {
            let more = self.single()?;
            value = joined(value, more);
        }
        self.skip();
        if !matches!(self.rest().chars().next(), None | Some(',' | '}' | ')' | ']' | ';')) {
            // Such as `condition ? a : b`.
            self.code()?;
            value = Value::Code(self.text[start..self.at].trim().to_owned());
        }
        self.depth -= 1;
        Ok(value)
    }

    fn single(&mut self) -> Result<Value, Fault> {
        self.skip();
        let start = self.at;
        let rest = self.rest();
        match rest.chars().next() {
            None => Err(Fault::new(start, "it ends here", HOW)),
            Some('{') => self.object(),
            Some('[') => self.array(),
            Some('"' | '\'') => self.string().map(|text| Value::Json(Json::String(text))),
            Some('`') => self.template(),
            Some(c) if c.is_ascii_digit() || c == '-' => Ok(self.number()),
            Some(_) => self.named(start),
        }
    }

    fn number(&mut self) -> Value {
        let start = self.at;
        let ends = |c: char| !(c.is_ascii_alphanumeric() || "+-._".contains(c));
        self.at += self.rest().find(ends).unwrap_or(self.rest().len());
        let text = &self.text[start..self.at];
        match text.parse::<Number>() {
            Ok(number) => Value::Json(Json::Number(number)),
            Err(_) => Value::Code(text.to_owned()),
        }
    }

    /// A word such as `null`, a call that is understood, or code.
    fn named(&mut self, start: usize) -> Result<Value, Fault> {
        let is_name = |c: char| c.is_alphanumeric() || "_$.".contains(c);
        let length = self.rest().find(|c| !is_name(c)).unwrap_or(self.rest().len());
        let name = &self.rest()[..length];
        if name == "new" {
            self.at += length;
            self.skip();
            return self.named(start);
        }
        let word = match name {
            "null" | "undefined" => Some(Json::Null),
            "true" => Some(Json::Bool(true)),
            "false" => Some(Json::Bool(false)),
            _ => None,
        };
        if let Some(word) = word {
            self.at += length;
            return Ok(Value::Json(word));
        }
        let calls = ["JSON.stringify", "Headers", "Request", "URL", "URLSearchParams"];
        if calls.contains(&name) {
            self.at += length;
            if self.eat("(") {
                return self.call(name);
            }
        }
        self.at = start;
        self.code()?;
        Ok(Value::Code(self.text[start..self.at].trim().to_owned()))
    }

    /// The first argument of a call, up to the closing parenthesis.
    fn call(&mut self, name: &str) -> Result<Value, Fault> {
        let open = self.at;
        let value = self.value()?;
        while self.eat(",") {
            self.skip();
            if !self.rest().starts_with(')') {
                self.value()?;
            }
        }
        if !self.eat(")") {
            return Err(Fault::new(
                open,
                format!("the parenthesis after `{name}` is not closed"),
                HOW,
            ));
        }
        // `url.toString()`, `url.href`
        if self.rest().starts_with('.') {
            self.code()?;
        }
        Ok(match name {
            "JSON.stringify" => Value::Json(Json::String(value.json().to_string())),
            "URLSearchParams" => Value::Form(Box::new(value)),
            _ => value,
        })
    }

    fn object(&mut self) -> Result<Value, Fault> {
        let open = self.at;
        self.at += 1;
        let mut members = Vec::new();
        loop {
            self.skip();
            if self.eat("}") {
                return Ok(Value::Object(members));
            }
            if self.eat(",") {
                continue;
            }
            if self.rest().is_empty() {
                return Err(Fault::new(open, "the brace { is not closed", HOW));
            }
            if self.rest().starts_with("...") {
                self.code()?;
                continue;
            }
            let start = self.at;
            let (name, place) = (self.name()?, self.at);
            if self.eat(":") {
                self.skip();
                let at = self.at;
                let value = self.value()?;
                members.push((name, value, at));
            } else {
                // `{ body }`, or a method
                if !self.rest().starts_with([',', '}']) {
                    self.code()?;
                }
                let code = self.text[start..self.at].trim().to_owned();
                members.push((name, Value::Code(code), place));
            }
        }
    }

    fn name(&mut self) -> Result<String, Fault> {
        if self.rest().starts_with(['"', '\'']) {
            return self.string();
        }
        let is_name = |c: char| c.is_alphanumeric() || "_$-".contains(c);
        let length = self.rest().find(|c| !is_name(c)).unwrap_or(self.rest().len());
        if length == 0 {
            let reason = "a name should stand here";
            return Err(Fault::new(self.at, reason, "write `name: value`, with commas between"));
        }
        let name = self.rest()[..length].to_owned();
        self.at += length;
        Ok(name)
    }

    fn array(&mut self) -> Result<Value, Fault> {
        let open = self.at;
        self.at += 1;
        let mut values = Vec::new();
        loop {
            if self.eat("]") {
                return Ok(Value::Array(values));
            }
            if self.eat(",") {
                continue;
            }
            if self.rest().is_empty() {
                return Err(Fault::new(open, "the bracket [ is not closed", HOW));
            }
            let before = self.at;
            values.push(self.value()?);
            if self.at == before {
                return Err(Fault::new(before, "this is not understood", HOW));
            }
        }
    }

    fn string(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let quote = self.rest().chars().next();
        self.at += 1;
        let mut units = Utf16::default();
        loop {
            let Some(c) = self.rest().chars().next().filter(|c| *c != '\n') else {
                return Err(Fault::new(start, "the string is not closed", HOW));
            };
            self.at += c.len_utf8();
            match c {
                c if Some(c) == quote => return Ok(units.text()),
                '\\' => self.escape(&mut units),
                _ => units.push(c),
            }
        }
    }

    /// `` `…${…}…` ``
    fn template(&mut self) -> Result<Value, Fault> {
        let start = self.at;
        self.at += 1;
        let mut units = Utf16::default();
        let mut is_whole = true;
        loop {
            let Some(c) = self.rest().chars().next() else {
                return Err(Fault::new(start, "the quote ` is not closed", HOW));
            };
            self.at += c.len_utf8();
            match c {
                '`' => break,
                '\\' => self.escape(&mut units),
                '$' if self.rest().starts_with('{') => {
                    is_whole = false;
                    units.push('$');
                }
                _ => units.push(c),
            }
        }
        let text = units.text();
        Ok(if is_whole { Value::Json(Json::String(text)) } else { Value::Template(text) })
    }

    fn escape(&mut self, units: &mut Utf16) {
        let Some(c) = self.rest().chars().next() else { return };
        self.at += c.len_utf8();
        let hex = |text: &str, length: usize| {
            let digits = text.get(..length).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
            digits.and_then(|d| u32::from_str_radix(d, 16).ok())
        };
        let (code, length) = match c {
            'b' => (Some(8), 0),
            'f' => (Some(12), 0),
            'n' => (Some(10), 0),
            'r' => (Some(13), 0),
            't' => (Some(9), 0),
            'v' => (Some(11), 0),
            '0' => (Some(0), 0),
            '\n' => return,
            'x' => (hex(self.rest(), 2), 2),
            'u' if self.rest().starts_with('{') => {
                let length = self.rest().find('}').filter(|at| (2..=7).contains(at)).unwrap_or(1);
                (hex(&self.rest()[1..], length - 1), length + 1)
            }
            'u' => (hex(self.rest(), 4), 4),
            _ => (None, 0),
        };
        match code {
            Some(code) => {
                units.push_code(code);
                self.at += length;
            }
            None => units.push(c),
        }
    }

    /// Skips an expression: to the next comma or closing sign outside of it.
    fn code(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(c) = self.rest().chars().next() {
            match c {
                '"' | '\'' => drop(self.string()?),
                '`' => drop(self.template()?),
                ',' | ';' | ')' | ']' | '}' if depth == 0 => break,
                _ => {
                    match c {
                        '(' | '[' | '{' => depth += 1,
                        ')' | ']' | '}' => depth -= 1,
                        _ => {}
                    }
                    self.at += c.len_utf8();
                }
            }
        }
        if self.at == start {
            let reason = "a value should stand here";
            return Err(Fault::new(start, reason, "write it as a literal"));
        }
        Ok(())
    }
}

/// Two strings as one; with code between, a template.
fn joined(left: Value, right: Value) -> Value {
    let text = |value: &Value| match value {
        Value::Json(Json::String(text)) => (text.clone(), true),
        Value::Json(other) => (other.to_string(), true),
        Value::Template(text) => (text.clone(), false),
        Value::Code(code) => (format!("${{{code}}}"), false),
        other => (other.clone().json().to_string(), false),
    };
    let ((left, left_whole), (right, right_whole)) = (text(&left), text(&right));
    let both = left + &right;
    if left_whole && right_whole { Value::Json(Json::String(both)) } else { Value::Template(both) }
}

/// JavaScript's strings are UTF-16, and escapes may give halves of a character.
#[derive(Default)]
struct Utf16(Vec<u16>);

impl Utf16 {
    fn push(&mut self, c: char) {
        self.0.extend_from_slice(c.encode_utf16(&mut [0; 2]));
    }

    fn push_code(&mut self, code: u32) {
        match u16::try_from(code) {
            Ok(unit) => self.0.push(unit),
            Err(_) => self.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }

    fn text(&self) -> String {
        String::from_utf16_lossy(&self.0)
    }
}
