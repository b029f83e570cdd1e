//! What can be wrong with the request's flags.

use preflight_probe::asked::Fault;
use preflight_probe::pasted::PasteError;
use std::fmt;

/// What is wrong with the flags, each with its correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UsageError {
    /// A file of `-d` and its like cannot be read: which, why.
    DataFile(String, String),
    /// A `-H` without a colon or semicolon: its first word, since the others may be a secret.
    HeaderLine(String),
    /// Neither a URL nor a paste that is known: how it begins.
    NoTarget(String),
    /// A paste that cannot be read.
    Paste(PasteError),
    /// What would be wrong without flags too.
    Request(Fault),
    /// Standard input cannot be read: why.
    StandardInput(String),
    /// Standard input is both the target and a body.
    StandardInputTwice,
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // curl reads a file then.
            Self::Request(Fault::Cookie) => {
                f.write_str("-b has no `=`: files of cookies are not read; write `name=value`")
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
            Self::NoTarget(beginning) if beginning.is_empty() => f.write_str(
                "the target is empty; give a URL, or a request copied in the browser's network panel",
            ),
            Self::NoTarget(beginning) => write!(
                f,
                "`{beginning}` is neither a URL nor a copied request; in the browser's network panel, \
                 copy it as cURL, as fetch, as PowerShell or as HAR"
            ),
            Self::Paste(error) => error.fmt(f),
            Self::Request(Fault::Referrer(given)) => {
                write!(f, "--referrer `{given}` is no URL; write `https://…` or `no-referrer`")
            }
            Self::StandardInput(why) => write!(
                f,
                "standard input cannot be read ({why}); pipe in a URL or a copied request"
            ),
            Self::StandardInputTwice => f.write_str(
                "standard input cannot be both the target `-` and the body `@-`; put one into a file",
            ),
            Self::Request(fault) => fault.fmt(f),
        }
    }
}
