//! The forms in which a [`Report`](crate::Report) is given out, one file each: [`human`] for a
//! terminal, [`json`] for programs, [`markdown`] for an issue or a pull request, [`curl`] for the
//! colleague on the other side.
//!
//! What came over the network is shown, never obeyed: control and invisible characters are written
//! out (`\x1b`), long values are cut, and secrets are masked unless [`Options::show_secrets`] is set.

mod advice;
mod block;
mod cause;
pub mod complaint;
pub mod curl;
mod escape;
pub mod explanation;
mod fitting;
pub mod human;
pub mod json;
pub mod markdown;
mod not_sent;
mod paint;
mod prose;
mod sent;
mod sheet;
mod source;

/// How to render.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The columns of the terminal; fewer than 50 count as 50.
    pub width: usize,
    /// Whether to use ANSI colours. They never carry a meaning alone.
    pub color: bool,
    /// Whether every exchange and every step is shown whole.
    pub verbose: bool,
    /// Whether only the verdict and the root cause's headline are shown.
    pub quiet: bool,
    /// Whether credentials are shown as they are.
    pub show_secrets: bool,
    /// Secrets that may turn up although no request of the report carries them, such as a cookie that
    /// stayed in the jar.
    pub secrets: Vec<String>,
    /// The id of the target in whose words to say what to change, instead of the one that answered.
    pub target: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            width: 80,
            color: false,
            verbose: false,
            quiet: false,
            show_secrets: false,
            secrets: Vec::new(),
            target: None,
        }
    }
}
