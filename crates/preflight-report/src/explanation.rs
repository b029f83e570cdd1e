//! An explanation: what a pasted text says, which causes it leaves, and what to run next.

use crate::{Certainty, CheckRequest};
use preflight_fetch::Browser;

/// What `explain` answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// The page that was asked for by its name: a cause's, a status's, a header's, a concept's.
    pub page: Option<ReferencePage>,
    /// What the text says, one for each URL; the one that tells most first.
    pub failures: Vec<Failure>,
}

impl Explanation {
    /// Whether nothing in the text was recognised.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.page.is_none() && self.failures.is_empty()
    }
}

/// A page of the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferencePage {
    /// Which part of the reference it belongs to.
    pub kind: PageKind,
    /// Its id: a cause's id, a status, a header's name in lower case, a concept's name.
    pub id: &'static str,
    /// What it says, in one line.
    pub title: &'static str,
    /// Names by which it is found too.
    pub also_called: Vec<&'static str>,
    /// The sections, heading and Markdown.
    pub sections: Vec<(&'static str, &'static str)>,
    /// The causes that belong to it, the most probable first; of a cause's page, that one.
    pub causes: Vec<Suspect>,
}

/// The parts of the reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// A root cause.
    Cause,
    /// A status, and what it means on a preflight.
    Status,
    /// A header.
    Header,
    /// A word that people search for.
    Concept,
}

impl PageKind {
    /// The word in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cause => "cause",
            Self::Status => "status",
            Self::Header => "header",
            Self::Concept => "concept",
        }
    }
}

/// One request that failed, as far as the text tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Whose console it is.
    pub browser: Option<Browser>,
    /// Whose message it is (`chromium`, `axios`, `spring` …), and its name there.
    pub code: Option<(&'static str, &'static str)>,
    /// What the message says, one sentence.
    pub says: String,
    /// The URL.
    pub url: Option<String>,
    /// The page's origin.
    pub origin: Option<String>,
    /// The method.
    pub method: Option<String>,
    /// The status of the response that was refused.
    pub status: Option<u16>,
    /// Whether it was the preflight that failed; `None` where the text does not tell.
    pub preflight: Option<bool>,
    /// The causes that are left, the most probable first.
    pub causes: Vec<Suspect>,
    /// The ids of the causes that the text excludes.
    pub excluded: Vec<&'static str>,
    /// The same in words.
    pub excluded_in_words: Vec<&'static str>,
    /// The request that decides, for `preflight check`; `None` where the text names no URL of a server.
    pub check: Option<CheckRequest>,
    /// What had to be assumed for it, one sentence each.
    pub assumed: Vec<&'static str>,
    /// What does not help, and why.
    pub does_not_fix: Vec<Remedy>,
    /// The reference page that says more: its kind and id.
    pub see: Option<(PageKind, &'static str)>,
}

/// A cause that a text leaves possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The cause's id.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// How sure.
    pub certainty: Certainty,
    /// What to change: Markdown, in general words.
    pub fix: &'static str,
}

/// Something that people try and that does not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remedy {
    /// What they try.
    pub what: &'static str,
    /// Why it does not help.
    pub why: &'static str,
}
