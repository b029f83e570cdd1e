//! A request as a browser's network panel copies it, read as what a script asked for: a `curl` line
//! (of a POSIX shell, of cmd, of PowerShell), a call of `fetch()`, `Invoke-WebRequest`, an entry of a
//! HAR.
//!
//! Nothing is run and no file is read. What the browser writes into every request by itself is left
//! out, and notes say so; `Origin` and `Referer` become the page, `Cookie` becomes cookies in the
//! browser's jar, which go along.

mod cmd;
mod curl;
mod fetch_call;
mod har;
mod literal;
mod posix;
mod powershell;
mod script;
#[cfg(test)]
mod tests;

pub use har::{Entries, Entry};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use preflight_fetch::{
    CacheMode, CredentialsMode, Origin, RedirectMode, ReferrerPolicy, RequestMode,
};
use std::fmt;

/// The longest text that is read, in bytes.
pub const LIMIT: usize = 1 << 20;

/// What a text was recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A `curl` line as a POSIX shell reads it.
    Curl,
    /// A `curl` line as the command prompt of Windows reads it.
    CurlCmd,
    /// A call of `fetch()`.
    Fetch,
    /// A HTTP archive, an entry of one, or the request of an entry.
    Har,
    /// PowerShell: `Invoke-WebRequest`, or `curl.exe` with backticks.
    PowerShell,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Curl => "`curl` command",
            Self::CurlCmd => "`curl` command of Windows' cmd",
            Self::Fetch => "`fetch()` call",
            Self::Har => "HAR",
            Self::PowerShell => "PowerShell command",
        })
    }
}

/// A request read from a paste. What the paste leaves open is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The URL, as written.
    pub url: String,
    /// The method.
    pub method: Option<String>,
    /// The headers that the script set.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// The browser's cookies for this host, `name=value`.
    pub cookies: Vec<String>,
    /// The user name and password of `-u`.
    pub user: Option<String>,
    /// The page's origin.
    pub page: Option<Origin>,
    /// The URL of the page, or empty for none.
    pub referrer: Option<String>,
    /// The referrer policy.
    pub referrer_policy: Option<ReferrerPolicy>,
    /// The credentials mode.
    pub credentials: Option<CredentialsMode>,
    /// The mode.
    pub mode: Option<RequestMode>,
    /// The redirect mode.
    pub redirect: Option<RedirectMode>,
    /// The cache mode.
    pub cache: Option<CacheMode>,
    /// Whether any certificate is accepted.
    pub insecure: bool,
    /// The proxy.
    pub proxy: Option<String>,
    /// What was left out or assumed, and why.
    pub notes: Vec<String>,
}

impl Pasted {
    /// Puts `user` into an `Authorization` header, unless there is one already.
    pub fn write_user(&mut self) {
        let Some(user) = self.user.take() else { return };
        if self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("authorization")) {
            return;
        }
        let user = if user.contains(':') { user } else { format!("{user}:") };
        let value = format!("Basic {}", STANDARD.encode(user)).into_bytes();
        self.headers.push(("Authorization".to_owned(), value));
    }
}

/// Why a paste cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasteError {
    /// What it was recognised as.
    pub kind: Kind,
    /// The line, from 1.
    pub line: usize,
    /// The character in that line, from 1.
    pub column: usize,
    /// What is wrong there.
    pub reason: String,
    /// What to write instead.
    pub correction: String,
}

impl fmt::Display for PasteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kind, line, column, reason, correction } = self;
        write!(
            f,
            "this {kind} cannot be read: line {line}, column {column}: {reason}; {correction}"
        )
    }
}

impl std::error::Error for PasteError {}

/// What is wrong at a place, in bytes from the start of the text.
#[derive(Debug)]
struct Fault {
    at: usize,
    reason: String,
    correction: String,
}

impl Fault {
    fn new(at: usize, reason: impl Into<String>, correction: impl Into<String>) -> Self {
        Self { at, reason: reason.into(), correction: correction.into() }
    }

    fn in_text(self, kind: Kind, text: &str) -> PasteError {
        let before = text.get(..self.at).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        PasteError {
            kind,
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            reason: self.reason,
            correction: self.correction,
        }
    }
}

/// A word of a command line.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    bytes: Vec<u8>,
    at: usize,
}

impl Word {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }
}

/// Which kind of paste `text` is; `None` where it is none, such as a URL.
#[must_use]
pub fn recognise(text: &str) -> Option<Kind> {
    let text = text.get(start(text)..)?;
    let word = text.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let lower = word.to_ascii_lowercase();
    let is_command = matches!(&*lower, "curl" | "curl.exe");
    if text.starts_with('{') || text.starts_with('[') {
        Some(Kind::Har)
    } else if powershell::COMMANDS.contains(&&*lower) || (text.starts_with('$') && !is_command) {
        Some(Kind::PowerShell)
    } else if is_command {
        Some(shell_of(text))
    } else {
        fetch_call::is_one(text).then_some(Kind::Fetch)
    }
}

/// Whose `curl` line it is: its first quote tells, or the ends of its lines.
fn shell_of(text: &str) -> Kind {
    let text = text.trim_end().trim_end_matches("```");
    let continues = |sign: char| text.lines().any(|line| line.trim_end().ends_with(sign));
    match text.chars().find(|c| "'\"^`\\".contains(*c)) {
        Some('^') => Kind::CurlCmd,
        Some('`') => Kind::PowerShell,
        Some('"') if continues('^') => Kind::CurlCmd,
        Some('"') if continues('`') => Kind::PowerShell,
        _ => Kind::Curl,
    }
}

/// Reads a paste of this kind. Of a HAR with several requests `entry` chooses one, from 1.
///
/// # Errors
/// Where it cannot be read, with the place, the reason and the correction.
pub fn parse(text: &str, kind: Kind, entry: Option<usize>) -> Result<Pasted, PasteError> {
    if text.len() > LIMIT {
        let reason = format!("it is longer than {LIMIT} bytes");
        let fault = Fault::new(LIMIT, reason, "paste one request");
        return Err(fault.in_text(kind, text));
    }
    let from = start(text);
    let rest = &text[from..];
    let read = match kind {
        Kind::Curl => posix::words(rest).and_then(curl::read),
        Kind::CurlCmd => cmd::words(rest).and_then(curl::read),
        Kind::Fetch => fetch_call::read(rest),
        Kind::Har => har::read(rest, entry),
        Kind::PowerShell => powershell::read(rest),
    };
    read.map(script::as_asked)
        .map_err(|fault| Fault { at: fault.at + from, ..fault }.in_text(kind, text))
}

/// The requests of a HAR, for one of them to be chosen; none of what is no HAR.
#[must_use]
pub fn entries(text: &str) -> Entries {
    let is_har = text.len() <= LIMIT && recognise(text) == Some(Kind::Har);
    if is_har { har::entries(&text[start(text)..]) } else { Entries::default() }
}

/// Where the paste begins: after white space, a code fence, comments, and a prompt.
fn start(text: &str) -> usize {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if rest.starts_with("```") {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    while rest.starts_with('#') || rest.starts_with("//") {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    let prompts = ["$ ", "> ", "% "];
    rest = prompts.iter().find_map(|prompt| rest.strip_prefix(prompt)).unwrap_or(rest).trim_start();
    text.len() - rest.len()
}
