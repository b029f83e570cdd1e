//! One table of the file, read key by key: what is asked for is what is known, and everything else
//! that stands there is reported.

use super::fault::{Collected, Fault};

use super::position::Span;
use super::quantity;
use super::written::quoted;
use crate::nearest::nearest;
use std::ops::RangeInclusive;
use std::time::Duration;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

/// A value, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// What is written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Written<T> {
    /// Another value at the same place.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Written<U> {
        Written { value: with(self.value), span: self.span }
    }
}

/// A table of the file. A method asks for a key: it gives `None` (or nothing) where the key is missing
/// or its value is of another type, which it reports. When the table has been read, keys that were
/// never asked for are reported as unknown: ask for all on every way.
///
/// ```
/// use preflight_policy::file::{Document, Fault};
///
/// let mut document = Document::parse("[gateway]\nlisten = 8080\nuptsream = 'http://[::1]:3000'");
/// document.table("gateway", |gateway| {
///     let listen = gateway.text("listen");
///     let upstream = gateway.text("upstream");
///     if upstream.is_none() {
///         gateway.report(gateway.span(), Fault::error("no-upstream", "nothing to pass requests to"));
///     }
///     (listen, upstream)
/// });
/// let lines: Vec<String> = document.finish().iter().map(ToString::to_string).collect();
/// assert_eq!(lines, [
///     "1:1: error[no-upstream]: nothing to pass requests to",
///     "2:10: error[wrong-type]: `listen` is a text, this is an integer; write `\"8080\"`",
///     "3:1: error[unknown-key]: `uptsream` means nothing here; write `upstream`",
/// ]);
/// ```
#[derive(Debug)]
pub struct Section<'r> {
    table: &'r DeTable<'r>,
    span: Span,
    asked: Vec<&'static str>,
    faults: &'r mut Collected,
}

/// Reads a table, then reports what was not asked for.
pub(super) fn read<T>(
    table: &DeTable<'_>,
    span: Span,
    faults: &mut Collected,
    reader: impl FnOnce(&mut Section<'_>) -> T,
) -> T {
    let mut section = Section { table, span, asked: Vec::new(), faults };
    let value = reader(&mut section);
    section.report_unknown();
    value
}

/// Reads something of a table and says nothing of the rest.
pub(super) fn peek<T>(
    table: &DeTable<'_>,
    faults: &mut Collected,
    reader: impl FnOnce(&mut Section<'_>) -> T,
) -> T {
    reader(&mut Section { table, span: Span::default(), asked: Vec::new(), faults })
}

impl Section<'_> {
    /// Where the table begins: its header, or its braces.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Where the value of `key` stands.
    #[must_use]
    pub fn span_of(&self, key: &str) -> Option<Span> {
        self.table.get(key).map(|value| value.span().into())
    }

    /// Reports a fault at a place of this table, or of any other.
    pub fn report(&mut self, span: Span, fault: Fault) {
        self.faults.push(span, fault);
    }

    /// A text.
    pub fn text(&mut self, key: &'static str) -> Option<Written<String>> {
        let value = self.value(key)?;
        self.text_of(value, || format!("`{key}` is a text"))
    }

    /// A list of texts.
    pub fn strings(&mut self, key: &'static str) -> Vec<Written<String>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let DeValue::Array(entries) = value.get_ref() else {
            let correction = match value.get_ref() {
                DeValue::String(text) => Some(format!("[{}]", quoted(text))),
                _ => None,
            };
            self.wrong_type(value, &format!("`{key}` is a list of texts"), correction);
            return Vec::new();
        };
        let expected = || format!("an entry of `{key}` is a text");
        entries.iter().filter_map(|entry| self.text_of(entry, expected)).collect()
    }

    /// A text, or a list of at least one.
    pub fn text_or_strings(&mut self, key: &'static str) -> Vec<Written<String>> {
        let Some(value) = self.table.get(key) else {
            self.pass_over(key);
            return Vec::new();
        };
        match value.get_ref() {
            DeValue::Array(entries) => {
                if entries.is_empty() {
                    let reason =
                        format!("`{key}` is a text or a list of at least one, this is empty");
                    self.report(value.span().into(), Fault::error("empty-list", reason));
                }
                self.strings(key)
            }
            _ => self.text(key).into_iter().collect(),
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str) -> Option<Written<bool>> {
        let value = self.value(key)?;
        if let DeValue::Boolean(given) = value.get_ref() {
            return Some(Written { value: *given, span: value.span().into() });
        }
        let correction = match value.get_ref() {
            DeValue::String(text) if matches!(&**text, "true" | "false") => Some(text.to_string()),
            _ => None,
        };
        self.wrong_type(value, &format!("`{key}` is `true` or `false`"), correction);
        None
    }

    /// An integer within bounds.
    pub fn integer(
        &mut self,
        key: &'static str,
        bounds: RangeInclusive<u64>,
    ) -> Option<Written<u64>> {
        let value = self.value(key)?;
        let DeValue::Integer(given) = value.get_ref() else {
            let correction = match value.get_ref() {
                DeValue::String(text) if text.parse::<u64>().is_ok() => Some(text.to_string()),
                _ => None,
            };
            self.wrong_type(value, &format!("`{key}` is an integer"), correction);
            return None;
        };
        let span = value.span().into();
        match integer(given) {
            Some(value) if bounds.contains(&value) => Some(Written { value, span }),
            _ => {
                let (from, to) = bounds.into_inner();
                let reason = format!("`{key}` is an integer from {from} to {to}");
                self.report(span, Fault::error("out-of-range", reason));
                None
            }
        }
    }

    /// A size in bytes: a number, or a text such as `64KiB` (`B`, `KiB`, `MiB`, `GiB`).
    pub fn size(&mut self, key: &'static str) -> Option<Written<u64>> {
        self.quantity(
            key,
            "not-a-size",
            "a number of bytes, or a text such as `\"64KiB\"`",
            quantity::size,
        )
    }

    /// A time: a number of seconds, or a text such as `1h`, `10m`, `90s`, `250ms`.
    pub fn duration(&mut self, key: &'static str) -> Option<Written<Duration>> {
        let expected = "a number of seconds, or a text such as `\"10s\"`, `\"250ms\"` or `\"5m\"`";
        self.quantity(key, "not-a-duration", expected, quantity::duration)
    }

    /// A table below this one.
    pub fn table<T>(
        &mut self,
        key: &'static str,
        reader: impl FnOnce(&mut Section<'_>) -> T,
    ) -> Option<T> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(read(table, value.span().into(), self.faults, reader)),
            _ => {
                self.wrong_type(value, &format!("`{key}` is a table, `[{key}]`"), None);
                None
            }
        }
    }

    /// Each table of an array of tables, in its order.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        mut reader: impl FnMut(&mut Section<'_>) -> T,
    ) -> Vec<T> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let expected = format!("`{key}` is an array of tables, each with the header `[[{key}]]`");
        let DeValue::Array(entries) = value.get_ref() else {
            self.wrong_type(value, &expected, None);
            return Vec::new();
        };
        let mut all = Vec::with_capacity(entries.len());
        for entry in entries.iter() {
            match entry.get_ref() {
                DeValue::Table(table) => {
                    all.push(read(table, entry.span().into(), self.faults, &mut reader));
                }
                _ => self.wrong_type(entry, &expected, None),
            }
        }
        all
    }

    /// Marks a key as known without reading it.
    pub fn pass_over(&mut self, key: &'static str) {
        self.asked.push(key);
    }

    #[cfg(test)]
    pub(super) fn asked(&self) -> &[&'static str] {
        &self.asked
    }

    pub(super) fn text_or_integer(&mut self, key: &'static str) -> Option<Written<String>> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Integer(given) => {
                let text = integer(given).map_or_else(|| given.to_string(), |n| n.to_string());
                Some(Written { value: text, span: value.span().into() })
            }
            _ => self.text_of(value, || format!("`{key}` is a number or a text")),
        }
    }

    fn quantity<T>(
        &mut self,
        key: &'static str,
        id: &'static str,
        expected: &str,
        parse: impl FnOnce(&str) -> Result<T, Option<String>>,
    ) -> Option<Written<T>> {
        let written = self.text_or_integer(key)?;
        match parse(&written.value) {
            Ok(value) => Some(Written { value, span: written.span }),
            Err(correction) => {
                let mut fault = Fault::error(id, format!("`{key}` is {expected}"));
                fault.correction = correction.map(|text| quoted(&text));
                self.report(written.span, fault);
                None
            }
        }
    }
}

impl<'r> Section<'r> {
    fn value(&mut self, key: &'static str) -> Option<&'r Spanned<DeValue<'r>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn text_of(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        expected: impl Fn() -> String,
    ) -> Option<Written<String>> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(Written { value: text.to_string(), span: value.span().into() });
        }
        let correction = match value.get_ref() {
            DeValue::Integer(given) => Some(quoted(&given.to_string())),
            DeValue::Float(given) => Some(quoted(given.as_str())),
            DeValue::Boolean(given) => Some(quoted(&given.to_string())),
            _ => None,
        };
        self.wrong_type(value, &expected(), correction);
        None
    }

    fn wrong_type(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        expected: &str,
        correction: Option<String>,
    ) {
        let reason = format!("{expected}, this is {}", kind(value.get_ref()));
        let mut fault = Fault::error("wrong-type", reason);
        fault.correction = correction;
        self.faults.push(value.span().into(), fault);
    }

    fn report_unknown(&mut self) {
        for key in self.table.keys() {
            let name = key.get_ref();
            if self.asked.iter().any(|asked| asked == name) {
                continue;
            }
            let shown: String = name.chars().take(60).collect();
            let reason = format!("`{}` means nothing here", shown.escape_default());
            let mut fault = Fault::error("unknown-key", reason);
            if !self.faults.is_full() {
                fault.correction = nearest(name, self.asked.iter().copied()).map(ToOwned::to_owned);
            }
            self.faults.push(key.span().into(), fault);
        }
    }
}

/// `None` where it is negative, or too large.
fn integer(given: &DeInteger<'_>) -> Option<u64> {
    u64::from_str_radix(given.as_str(), given.radix()).ok()
}

const fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}
