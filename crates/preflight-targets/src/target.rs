//! A target as a value, and how one is recognised.

use crate::servers::TARGETS;
use crate::tell::Tell;
use preflight_fetch::{HttpResponse, http::header_list::text};
use preflight_report::page::sections;
use preflight_report::{Certainty, Layer};

/// What sort of thing a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A framework in which an application is written.
    Framework,
    /// A web server or proxy.
    Server,
}

/// Where a signature is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the body, case kept.
    Body,
    /// In a header's value, without regard to case; an empty text: the header is there.
    Header(&'static str),
}

/// One mark by which a target is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// Where.
    pub place: Place,
    /// What stands there.
    pub text: &'static str,
    /// How sure it makes that this target answered.
    pub certainty: Certainty,
    /// Where it was seen.
    pub seen: &'static str,
}

impl Signature {
    /// What of the response bears the mark, for people.
    #[must_use]
    pub fn found_in(&self, response: &HttpResponse) -> Option<String> {
        match self.place {
            Place::Header(name) => response.header_list.iter().find_map(|header| {
                let value = header.text();
                let found = header.name.eq_ignore_ascii_case(name)
                    && value.to_ascii_lowercase().contains(&self.text.to_ascii_lowercase());
                found.then(|| format!("{}: {value}", header.name))
            }),
            Place::Body => {
                text(&response.body).contains(self.text).then(|| format!("body: {}", self.text))
            }
        }
    }
}

/// What we know of one server. What it cannot do is `None`.
#[derive(Debug)]
pub struct Target {
    /// The id on the command line and in JSON.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// What sort of thing it is.
    pub kind: Kind,
    /// The marks by which it is known.
    pub signatures: &'static [Signature],
    /// What it says by itself about a cause.
    pub tells: &'static [Tell],
    /// One `## cause-id` for each cause that can happen there: what to change, in its words.
    pub fixes: &'static str,
}

impl Target {
    /// What to change there for a cause: Markdown.
    #[must_use]
    pub fn fix(&self, cause: &str) -> Option<&'static str> {
        sections(self.fixes, "## ").into_iter().find(|s| s.heading == cause).map(|s| s.body)
    }

    /// The target of this id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        TARGETS.iter().copied().find(|t| t.id == id)
    }
}

/// Who answered: the target whose surest mark the response bears. A body's mark is surer than a
/// header's, since a proxy may set the header on what another layer wrote.
#[must_use]
pub fn identify(response: &HttpResponse) -> Option<Layer> {
    let found = TARGETS.iter().flat_map(|target| {
        target.signatures.iter().filter_map(move |signature| {
            let shown_by = signature.found_in(response)?;
            let in_body = signature.place == Place::Body;
            Some((in_body, signature.certainty, target, shown_by))
        })
    });
    let (_, certainty, target, shown_by) =
        found.max_by_key(|&(in_body, certainty, ..)| (certainty, in_body))?;
    Some(Layer { id: target.id, name: target.name, certainty, shown_by })
}
