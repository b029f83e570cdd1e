//! Exit codes, the same for every command.

use std::process::ExitCode;

/// How a command ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Allowed; clean.
    Allowed,
    /// Blocked; there are findings.
    Blocked,
    /// The command line, a file it names, or the configuration is wrong. clap exits by this code too.
    Usage,
    /// Could not tell: no HTTP response.
    Unknown,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Allowed => 0,
            Exit::Blocked => 1,
            Exit::Usage => 2,
            Exit::Unknown => 3,
        })
    }
}
