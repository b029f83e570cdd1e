//! What a finder returns: a finding without its page.

use crate::evidence::{Evidence, Shown};
use preflight_fetch::{Browser, SpecRef};
use preflight_report::{Certainty, Evidence as Line, Part};
use preflight_targets::{Mark, Signature};

/// A finding being put together. The registry adds id, title and fixes.
#[derive(Debug, Clone)]
pub struct Draft {
    pub(crate) certainty: Certainty,
    pub(crate) blocks: Vec<Browser>,
    pub(crate) spec: Option<SpecRef>,
    pub(crate) evidence: Vec<Line>,
    pub(crate) note: Option<String>,
}

impl Draft {
    /// A finding that blocks nobody yet.
    #[must_use]
    pub const fn new(certainty: Certainty) -> Self {
        Self { certainty, blocks: Vec::new(), spec: None, evidence: Vec::new(), note: None }
    }

    /// A finding about an exchange: it blocks the browsers that were refused there, and cites where
    /// the standard, or else the first of them, refused.
    #[must_use]
    pub fn at(certainty: Certainty, evidence: &Evidence<'_>, shown: &Shown<'_>) -> Self {
        let mut draft = Self::new(certainty);
        draft.blocks = evidence.blocked_at(shown.index);
        draft.spec = evidence.spec_at(shown.index);
        draft
    }

    /// Whom it blocks, where that is not decided by an exchange.
    #[must_use]
    pub fn blocking(mut self, browsers: Vec<Browser>) -> Self {
        self.blocks = browsers;
        self
    }

    /// Where the standard says so, where that is not where it refused.
    #[must_use]
    pub const fn spec(mut self, spec: SpecRef) -> Self {
        self.spec = Some(spec);
        self
    }

    /// The response's status.
    #[must_use]
    pub fn status(self, shown: &Shown<'_>, needed: &str) -> Self {
        let seen = shown.status().map(|s| s.to_string());
        self.line(shown, Part::Status, seen, needed)
    }

    /// A response header, absent ones included; `needed` may be empty.
    #[must_use]
    pub fn header(self, shown: &Shown<'_>, name: &str, needed: &str) -> Self {
        let seen = shown.header(name);
        self.line(shown, Part::Header(name.to_owned()), seen, needed)
    }

    /// A response header if it is there, as a mark of who answered.
    #[must_use]
    pub fn mark(self, shown: &Shown<'_>, name: &str) -> Self {
        if shown.header(name).is_some() { self.header(shown, name, "") } else { self }
    }

    /// Part of the response's body.
    #[must_use]
    pub fn body(self, shown: &Shown<'_>, seen: &str) -> Self {
        self.line(shown, Part::Body, Some(seen.to_owned()), "")
    }

    /// What the layer that answered says by itself.
    #[must_use]
    pub fn told(self, shown: &Shown<'_>, tell: &Signature) -> Self {
        tell.marks.iter().fold(self, |draft, mark| match *mark {
            Mark::Body(text) | Mark::WholeBody(text) => draft.body(shown, text),
            Mark::Header(name) | Mark::Value(name, _) | Mark::Whole(name, _) => {
                draft.mark(shown, name)
            }
            _ => draft,
        })
    }

    /// A request header, or the request itself where `name` is empty.
    #[must_use]
    pub fn request(self, shown: &Shown<'_>, name: &str, seen: &str, needed: &str) -> Self {
        self.line(shown, Part::Request(name.to_owned()), Some(seen.to_owned()), needed)
    }

    /// That there was no response, and why.
    #[must_use]
    pub fn connection(self, shown: &Shown<'_>, needed: &str) -> Self {
        let seen = shown.error().map(ToString::to_string);
        self.line(shown, Part::Connection, seen, needed)
    }

    /// Something of the request itself, where nothing was sent.
    #[must_use]
    pub fn unsent(mut self, name: &str, seen: &str, needed: &str) -> Self {
        self.evidence.push(Line {
            exchange: None,
            part: Part::Request(name.to_owned()),
            seen: Some(seen.to_owned()),
            needed: (!needed.is_empty()).then(|| needed.to_owned()),
        });
        self
    }

    /// A sentence about this very case, after those said before.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        let note = note.into();
        self.note = Some(match self.note {
            Some(before) => format!("{before}; {note}"),
            None => note,
        });
        self
    }

    fn line(mut self, shown: &Shown<'_>, part: Part, seen: Option<String>, needed: &str) -> Self {
        let needed = (!needed.is_empty()).then(|| needed.to_owned());
        self.evidence.push(Line { exchange: Some(shown.index), part, seen, needed });
        self
    }
}
