//! What is seen of a case: the same in a real browser and in the model.

use crate::cases::{Origins, latin1};
use std::collections::BTreeMap;
use std::fmt;

/// One request as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrived {
    /// The method.
    pub method: String,
    /// The URL, addresses and run replaced by placeholders.
    pub url: String,
    /// The headers that the page or the standard decides, by lower-case name; lines of one name
    /// joined.
    pub headers: BTreeMap<String, String>,
}

impl Arrived {
    /// A request from its header lines.
    pub fn new<'a>(
        origins: &Origins,
        run: u64,
        method: &str,
        url: &str,
        lines: impl Iterator<Item = (&'a str, &'a [u8])>,
    ) -> Self {
        let mut headers: BTreeMap<String, String> = BTreeMap::new();
        for (name, value) in lines {
            let name = name.to_ascii_lowercase();
            if is_the_engines_own(&name) {
                continue;
            }
            let value = origins.fold(run, &latin1(value));
            match headers.get_mut(&name) {
                Some(earlier) => *earlier = format!("{earlier}, {value}"),
                None => {
                    headers.insert(name, value);
                }
            }
        }
        for (name, value) in &mut headers {
            // What a joined value ends with does not arrive.
            *value = value.trim_matches([' ', '\t']).to_owned();
            if name == "range" {
                *value = canonical_range(value);
            }
        }
        Self { method: method.to_owned(), url: origins.fold(run, url), headers }
    }
}

/// A range as an HTTP cache writes it anew: `Bytes= 00-0` arrives as `bytes=0-0`.
fn canonical_range(range: &str) -> String {
    let range = range.replace([' ', '\t'], "").to_ascii_lowercase();
    let mut text = String::new();
    for (at, c) in range.char_indices() {
        let in_number = text.ends_with(|last: char| last.is_ascii_digit());
        let more = range[at + c.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
        if c != '0' || in_number || !more {
            text.push(c);
        }
    }
    text
}

/// Whether a header belongs to the connection, or is what the engine adds to every request.
fn is_the_engines_own(name: &str) -> bool {
    const NAMES: [&str; 6] =
        ["accept-encoding", "accept-language", "connection", "host", "priority", "user-agent"];
    NAMES.contains(&name) || name.starts_with("sec-")
}

impl fmt::Display for Arrived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.url)?;
        for (name, value) in &self.headers {
            write!(f, "\n      {name}: {}", value.escape_debug())?;
        }
        Ok(())
    }
}

/// How a call ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The script got a response.
    Response {
        /// `Response.type`
        kind: String,
        /// `Response.status`
        status: u16,
        /// `Response.redirected`
        redirected: bool,
        /// `Response.url`, addresses and run replaced.
        url: String,
        /// The headers it can read, sorted and combined.
        headers: Vec<(String, String)>,
    },
    /// The promise was rejected with this.
    Rejected(String),
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(text) => f.write_str(text),
            Self::Response { kind, status, redirected, url, headers } => {
                write!(f, "{kind} {status} {url}")?;
                if *redirected {
                    f.write_str(" (redirected)")?;
                }
                for (name, value) in headers {
                    write!(f, "\n      {name}: {}", value.escape_debug())?;
                }
                Ok(())
            }
        }
    }
}

/// Everything seen of one case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    /// How each call ended.
    pub ends: Vec<End>,
    /// The requests in order of arrival.
    pub requests: Vec<Arrived>,
    /// The console's lines.
    pub console: Vec<String>,
    /// The reason of each call that failed on the way, in Chromium's codes; `None` from an engine that
    /// has none.
    pub reasons: Option<Vec<String>>,
}

impl fmt::Display for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for request in &self.requests {
            writeln!(f, "    > {request}")?;
        }
        for end in &self.ends {
            writeln!(f, "    = {end}")?;
        }
        for line in &self.console {
            writeln!(f, "    # {}", line.escape_debug())?;
        }
        for reason in self.reasons.iter().flatten() {
            writeln!(f, "    ! {reason}")?;
        }
        Ok(())
    }
}
