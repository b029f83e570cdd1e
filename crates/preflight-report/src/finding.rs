//! A finding: one root cause, how sure we are, whom it blocks, and what shows it.

use preflight_fetch::{Browser, SpecRef};
use std::fmt;

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// One of several explanations; the report names the probe that would tell.
    Possible,
    /// A strong fingerprint.
    Likely,
    /// The exchanges alone decide.
    Certain,
}

impl Certainty {
    /// The word in reports and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which part of an exchange shows something.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// The response's body.
    Body,
    /// The connection: there was no response.
    Connection,
    /// A response header by name; absent where nothing was seen.
    Header(String),
    /// A header of the request, or the request itself where the name is empty.
    Request(String),
    /// The response's status.
    Status,
}

/// One line of evidence: where, what was seen, what would have been needed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Evidence {
    /// The exchange, by its place in [`Report::exchanges`](crate::Report); `None` where nothing was sent.
    pub exchange: Option<usize>,
    /// Which part of it.
    pub part: Part,
    /// What was seen there; `None` where it was absent.
    pub seen: Option<String>,
    /// What would have been needed, where one can say.
    pub needed: Option<String>,
}

/// A file of configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FixFile {
    /// Its name, relative.
    pub name: String,
    /// Its content.
    pub content: String,
}

/// What to change, in one server's words or in general ones.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fix {
    /// The target's id; `any` for the general words.
    pub target: String,
    /// What to do: Markdown.
    pub text: String,
    /// Configuration to paste.
    pub files: Vec<FixFile>,
}

/// One root cause found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The cause's id.
    pub id: &'static str,
    /// The page's title.
    pub title: String,
    /// How sure.
    pub certainty: Certainty,
    /// The browsers that block because of it, the standard included.
    pub blocks: Vec<Browser>,
    /// Where the standard says so.
    pub spec: Option<SpecRef>,
    /// What shows it, the decisive line first.
    pub evidence: Vec<Evidence>,
    /// A sentence about this very case, where the page's general words leave something open.
    pub note: Option<String>,
    /// The root cause that this one merely follows from.
    pub consequence_of: Option<&'static str>,
    /// What to change: the layer's words first, the general ones last.
    pub fixes: Vec<Fix>,
}
