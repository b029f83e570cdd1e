//! What can be wrong with the request's flags.

use std::fmt;

/// What is wrong with the flags, each with its correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UsageError {
    /// A cookie without `=`: curl reads a file then.
    CookieFile(String),
    /// A file of `-d` and its like cannot be read: which, why.
    DataFile(String, String),
    /// A `-H` without a colon or semicolon.
    HeaderLine(String),
    /// A referrer that is no URL.
    Referrer(String),
    /// The URL cannot be parsed: the URL, why.
    Url(String, String),
    /// The URL has no scheme; what was probably meant.
    UrlWithoutScheme(String, Vec<String>),
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CookieFile(given) => {
                write!(f, "-b `{given}`: files of cookies are not read; write `name=value`")
            }
            Self::DataFile(path, why) => {
                write!(
                    f,
                    "cannot read the body from `{path}` ({why}); name a file that can be read"
                )
            }
            Self::HeaderLine(given) => {
                write!(f, "-H `{given}` is no header; write `Name: value`")
            }
            Self::Referrer(given) => {
                write!(f, "--referrer `{given}` is no URL; write `https://…` or `no-referrer`")
            }
            Self::Url(given, why) => {
                write!(f, "`{given}` is no URL ({why}); write `http://HOST[:PORT]/PATH`")
            }
            Self::UrlWithoutScheme(given, meant) => {
                write!(f, "`{given}` has no scheme; write `{}`", meant.join("` or `"))
            }
        }
    }
}
