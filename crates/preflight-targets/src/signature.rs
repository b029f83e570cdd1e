//! The marks that a target leaves on a response, as data.

use crate::target::Kind;
use preflight_fetch::http::header_list::Header;
use preflight_fetch::{HttpResponse, http::header_list::text};
use preflight_report::Certainty;
use std::borrow::Cow;

/// How much of a body is looked at, in bytes. Pages that servers write themselves are shorter.
const BODY: usize = 64 * 1024;

/// A response as signatures look at it.
#[derive(Debug)]
pub(crate) struct Seen<'a> {
    response: &'a HttpResponse,
    body: Cow<'a, str>,
}

impl<'a> Seen<'a> {
    pub(crate) fn new(response: &'a HttpResponse) -> Self {
        let end = response.body.len().min(BODY);
        Self { response, body: text(&response.body[..end]) }
    }
}

/// One thing to be seen in a response. Names and values of headers are compared without regard to
/// case, everything else with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The body holds this text.
    Body(&'static str),
    /// A cookie is set whose name begins so.
    Cookie(&'static str),
    /// This header is there.
    Header(&'static str),
    /// These headers are there, in this order, whatever stands between them.
    Order(&'static [&'static str]),
    /// The reason beside the status is this text.
    Reason(&'static str),
    /// This header is there with its name spelled so: some write names in lower case on HTTP/1.1 too.
    Spelled(&'static str),
    /// The status is one of these.
    Status(&'static [u16]),
    /// This header's value holds this text.
    Value(&'static str, &'static str),
    /// This header's value is this text.
    Whole(&'static str, &'static str),
    /// The body is this text, white space around it aside.
    WholeBody(&'static str),
    /// This header is not there.
    Without(&'static str),
}

impl Mark {
    /// What of the response bears the mark, for people; empty where there is nothing to quote.
    fn found_in(self, seen: &Seen<'_>) -> Option<String> {
        let response = seen.response;
        let header = |name: &str, fits: &dyn Fn(&str) -> bool| {
            response.header_list.iter().find_map(|header| {
                let value = header.text();
                (header.name.eq_ignore_ascii_case(name) && fits(&value.to_ascii_lowercase()))
                    .then(|| format!("{}: {value}", header.name))
            })
        };
        match self {
            Self::Body(wanted) => seen.body.contains(wanted).then(|| first_line(wanted)),
            Self::WholeBody(wanted) => (seen.body.trim() == wanted).then(|| first_line(wanted)),
            Self::Cookie(prefix) => response.header_list.iter().find_map(|header| {
                let value = header.text();
                let set = header.name.eq_ignore_ascii_case("set-cookie")
                    && value.trim_start().starts_with(prefix);
                let name = value.split('=').next().unwrap_or_default().trim();
                set.then(|| format!("{}: {name}=…", header.name))
            }),
            Self::Header(name) => header(name, &|_| true),
            Self::Spelled(name) => {
                let spelled = |header: &&Header| header.name == name;
                let found = response.header_list.iter().find(spelled)?;
                Some(format!("{name}: {}", found.text()))
            }
            Self::Value(name, wanted) => {
                let wanted = wanted.to_ascii_lowercase();
                header(name, &|value| value.contains(&wanted))
            }
            Self::Whole(name, wanted) => header(name, &|value| value.eq_ignore_ascii_case(wanted)),
            Self::Order(names) => {
                let mut seen = response.header_list.iter();
                let in_order =
                    names.iter().all(|name| seen.any(|h| h.name.eq_ignore_ascii_case(name)));
                in_order.then(|| format!("headers in the order {}", names.join(", ")))
            }
            Self::Reason(wanted) => (text(&response.status_text) == wanted)
                .then(|| format!("status: {} {wanted}", response.status)),
            Self::Status(statuses) => statuses.contains(&response.status).then(String::new),
            Self::Without(name) => (!response.header_list.contains(name)).then(String::new),
        }
    }

    const fn is_in_body(self) -> bool {
        match self {
            Self::Body(text) | Self::WholeBody(text) => !text.is_empty(),
            _ => false,
        }
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().map_or_else(String::new, |line| format!("body: {line}"))
}

/// Marks that together show a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// What must be there, all of it.
    pub marks: &'static [Mark],
    /// How sure it makes that the target was on the way of the response.
    pub certainty: Certainty,
    /// Whether the target leaves it only on what it wrote itself. What it leaves on every response,
    /// on those that it passes on too, does not tell who wrote them.
    pub wrote: bool,
    /// The id of the cause that it shows as well, where the target says by itself what is wrong.
    pub tells: Option<&'static str>,
    /// Where it was seen: a run of the real server, or its vendor's document.
    pub seen: &'static str,
}

impl Signature {
    /// Left only on what the target wrote itself.
    #[must_use]
    pub const fn wrote(certainty: Certainty, marks: &'static [Mark], seen: &'static str) -> Self {
        Self { marks, certainty, wrote: true, tells: None, seen }
    }

    /// Left on every response, on those too that the target passes on.
    #[must_use]
    pub const fn always(certainty: Certainty, marks: &'static [Mark], seen: &'static str) -> Self {
        Self { marks, certainty, wrote: false, tells: None, seen }
    }

    /// The same, and it tells this cause.
    #[must_use]
    pub const fn tells(mut self, cause: &'static str) -> Self {
        self.tells = Some(cause);
        self
    }

    /// The first mark that can be quoted, as the response bears it, for people; `None` where one of
    /// the marks is missing.
    pub(crate) fn found_in(&self, seen: &Seen<'_>) -> Option<String> {
        let mut shown_by = String::new();
        for mark in self.marks {
            let quoted = mark.found_in(seen)?;
            if shown_by.is_empty() {
                shown_by = quoted;
            }
        }
        Some(shown_by)
    }

    /// How sure it makes that a target of this kind wrote the response.
    pub(crate) fn wrote_it(&self, kind: Kind) -> Certainty {
        if self.wrote { self.certainty } else { self.certainty.min(kind.writes_what_it_marks()) }
    }

    /// Whether the body bears a mark. That is surer than headers, which a proxy may set on what
    /// another layer wrote.
    pub(crate) fn is_in_body(&self) -> bool {
        self.marks.iter().any(|mark| mark.is_in_body())
    }
}
