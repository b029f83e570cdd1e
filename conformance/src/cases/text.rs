//! A case as text: what is printed of a disagreement can be pasted back into a file and played again.
//!
//! ```text
//! fetch PUT mode=cors credentials=include redirect=follow body=bytes
//!   Content-Type: application/json
//! 0 at {api}
//!   preflight 204
//!     Access-Control-Allow-Origin: {page}
//!   actual 200
//! ```

use super::{Answer, Call, CallBody, Case, Hop, Place, bytes, latin1};
use std::fmt;
use std::str::FromStr;

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for call in &self.calls {
            write!(f, "fetch {}", escape(&call.method))?;
            let default = Call::default();
            if call.mode != default.mode {
                write!(f, " mode={}", call.mode)?;
            }
            if call.credentials != default.credentials {
                write!(f, " credentials={}", call.credentials)?;
            }
            if call.redirect != default.redirect {
                write!(f, " redirect={}", call.redirect)?;
            }
            if call.cache != default.cache {
                write!(f, " cache={}", call.cache)?;
            }
            if call.fragment {
                f.write_str(" fragment=f")?;
            }
            match call.body {
                CallBody::None => {}
                CallBody::Bytes => f.write_str(" body=bytes")?,
                CallBody::Stream => f.write_str(" body=stream")?,
            }
            writeln!(f)?;
            for (name, value) in &call.headers {
                let name = escape(name).replace(':', "\\x3A");
                writeln!(f, "  {name}:{}", escape(&format!(" {value}")))?;
            }
        }
        for (index, hop) in self.hops.iter().enumerate() {
            writeln!(f, "{index} at {}", hop.place.placeholder())?;
            let preflights = hop.preflights.iter().map(|answer| ("preflight", answer));
            for (kind, answer) in preflights.chain(hop.actuals.iter().map(|a| ("actual", a))) {
                writeln!(f, "  {kind} {}", answer.status)?;
                for (name, value) in &answer.headers {
                    writeln!(f, "    {name}:{}", escape(&format!(" {}", latin1(value))))?;
                }
            }
        }
        Ok(())
    }
}

/// Printable ASCII stays; a space at the end and everything else becomes `\xNN`.
fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for (index, c) in text.char_indices() {
        let last = index + c.len_utf8() == text.len();
        match c {
            '\\' => escaped.push_str("\\\\"),
            ' ' if last && index > 0 => escaped.push_str("\\x20"),
            ' '..='~' => escaped.push(c),
            _ => escaped.push_str(&format!("\\x{:02X}", u32::from(c))),
        }
    }
    escaped
}

pub(super) fn unescape(text: &str) -> Result<String, CaseError> {
    let bad = || CaseError(format!("what is escaped in `{text}`?"));
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        if let Some(after) = after.strip_prefix('\\') {
            plain.push('\\');
            rest = after;
        } else {
            let hex = after.strip_prefix('x').and_then(|h| h.get(..2)).ok_or_else(bad)?;
            plain.push(char::from(u8::from_str_radix(hex, 16).map_err(|_| bad())?));
            rest = &after[3..];
        }
    }
    plain.push_str(rest);
    Ok(plain)
}

/// Why a text is no case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a case: {0}")]
pub struct CaseError(String);

impl FromStr for Case {
    type Err = CaseError;

    fn from_str(text: &str) -> Result<Self, CaseError> {
        let mut case = Self { calls: Vec::new(), hops: Vec::new() };
        for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
            case.read_line(line)?;
        }
        if case.calls.is_empty() || case.hops.is_empty() {
            return Err(CaseError("a case has a call and a hop".to_owned()));
        }
        Ok(case)
    }
}

impl Case {
    fn read_line(&mut self, line: &str) -> Result<(), CaseError> {
        let bad = || CaseError(format!("what is `{line}`?"));
        if let Some(rest) = line.strip_prefix("fetch ") {
            self.calls.push(read_call(rest).ok_or_else(bad)?);
        } else if let Some((_, place)) =
            line.split_once(" at ").filter(|_| line.starts_with(|c: char| c.is_ascii_digit()))
        {
            let place = Place::ALL.into_iter().find(|p| p.placeholder() == place);
            let place = place.ok_or_else(bad)?;
            self.hops.push(Hop { place, preflights: Vec::new(), actuals: Vec::new() });
        } else if let Some(header) = line.strip_prefix("    ") {
            let hop = self.hops.last_mut().ok_or_else(bad)?;
            let answers =
                if hop.actuals.is_empty() { &mut hop.preflights } else { &mut hop.actuals };
            let (name, value) = read_header(header)?.ok_or_else(bad)?;
            answers.last_mut().ok_or_else(bad)?.headers.push((name, bytes(&value)));
        } else if let Some(status) = line.strip_prefix("  preflight ") {
            let hop = self.hops.last_mut().ok_or_else(bad)?;
            hop.preflights.push(Answer::new(status.trim().parse().map_err(|_| bad())?));
        } else if let Some(status) = line.strip_prefix("  actual ") {
            let hop = self.hops.last_mut().ok_or_else(bad)?;
            hop.actuals.push(Answer::new(status.trim().parse().map_err(|_| bad())?));
        } else if let Some(header) = line.strip_prefix("  ") {
            let header = read_header(header)?.ok_or_else(bad)?;
            self.calls.last_mut().ok_or_else(bad)?.headers.push(header);
        } else {
            return Err(bad());
        }
        Ok(())
    }
}

fn read_call(text: &str) -> Option<Call> {
    let mut words = text.split(' ');
    let mut method = unescape(words.next()?).ok()?;
    let mut call = Call::default();
    for word in words {
        match word.split_once('=') {
            Some(("mode", mode)) => call.mode = mode.parse().ok()?,
            Some(("credentials", mode)) => call.credentials = mode.parse().ok()?,
            Some(("redirect", mode)) => call.redirect = mode.parse().ok()?,
            Some(("cache", mode)) => call.cache = mode.parse().ok()?,
            Some(("fragment", "f")) => call.fragment = true,
            Some(("body", "bytes")) => call.body = CallBody::Bytes,
            Some(("body", "stream")) => call.body = CallBody::Stream,
            // A method may hold a space, which the browser then refuses.
            _ => method = format!("{method} {}", unescape(word).ok()?),
        }
    }
    call.method = method;
    Some(call)
}

fn read_header(text: &str) -> Result<Option<(String, String)>, CaseError> {
    let Some((name, value)) = text.split_once(':') else { return Ok(None) };
    Ok(Some((unescape(name)?, unescape(value.strip_prefix(' ').unwrap_or(value))?)))
}

#[cfg(test)]
mod tests {
    use super::super::generate::generate;
    use super::*;

    #[test]
    fn every_case_reads_back() {
        for index in 0..5000 {
            let case = generate(7, index);
            let text = case.to_string();
            let back: Case = text.parse().unwrap_or_else(|e| panic!("{e}\n{text}"));
            assert_eq!(back, case, "{text}");
        }
    }
}
