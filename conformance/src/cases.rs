//! Cases: what a page asks, what the servers answer. Plain values without ports or addresses.

pub mod generate;
pub mod recorded;
pub mod text;
pub mod vocabulary;

use preflight_fetch::{CacheMode, CredentialsMode, RedirectMode, RequestMode};

/// Header lines as they stand on the wire: name and value, in order.
pub type Lines = Vec<(String, Vec<u8>)>;

/// One of the three origins of the lab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// The page's own origin.
    Page,
    /// Another port of the page's host: another origin of the same site.
    Api,
    /// Another host: another site.
    Api2,
}

impl Place {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Page, Self::Api, Self::Api2];

    /// What stands for its origin in a case's text.
    #[must_use]
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Page => "{page}",
            Self::Api => "{api}",
            Self::Api2 => "{api2}",
        }
    }
}

/// What a call sends as a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CallBody {
    /// None.
    #[default]
    None,
    /// One byte, which brings no `Content-Type` of its own.
    Bytes,
    /// A `ReadableStream` of one byte.
    Stream,
}

/// One call of `fetch()`. Its URL is the case's first hop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The method as the script writes it.
    pub method: String,
    /// The headers; chars up to U+00FF, each one byte.
    pub headers: Vec<(String, String)>,
    /// The mode.
    pub mode: RequestMode,
    /// The credentials mode.
    pub credentials: CredentialsMode,
    /// The redirect mode.
    pub redirect: RedirectMode,
    /// The cache mode.
    pub cache: CacheMode,
    /// Whether the URL has a fragment, `#f`.
    pub fragment: bool,
    /// The body.
    pub body: CallBody,
}

impl Default for Call {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            headers: Vec::new(),
            mode: RequestMode::default(),
            credentials: CredentialsMode::default(),
            redirect: RedirectMode::default(),
            cache: CacheMode::default(),
            fragment: false,
            body: CallBody::default(),
        }
    }
}

/// One answer of a server.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header lines as they go onto the wire. A value may name an origin (`{page}`), the next
    /// hop (`{next}`, `{next-path}`, `{next-host}`), or this one (`{self}`).
    pub headers: Lines,
}

impl Answer {
    /// An answer of this status without headers.
    #[must_use]
    pub const fn new(status: u16) -> Self {
        Self { status, headers: Vec::new() }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// How long its body is; `None` where HTTP allows none.
    #[must_use]
    pub const fn body_length(&self) -> Option<usize> {
        match self.status {
            100..=199 | 204 | 304 => None,
            205 => Some(0),
            _ => Some(1),
        }
    }
}

/// One URL of a case, and what it answers. The n-th request of a kind gets the n-th answer; when
/// they run out, the last one again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// On which origin it stands.
    pub place: Place,
    /// What it answers to preflights.
    pub preflights: Vec<Answer>,
    /// What it answers to other requests.
    pub actuals: Vec<Answer>,
}

/// A case: calls one after another in one page, and the URLs that they may come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The calls, in order.
    pub calls: Vec<Call>,
    /// The URLs: the first one is called, the others are reached by redirects.
    pub hops: Vec<Hop>,
}

/// How often a hop was asked so far, by kind.
#[derive(Debug, Clone, Default)]
pub struct Counts(Vec<[usize; 2]>);

impl Case {
    /// The next answer of a hop, counted. `None` where there is no such hop.
    pub fn answer(&self, counts: &mut Counts, hop: usize, preflight: bool) -> Option<&Answer> {
        let Hop { preflights, actuals, .. } = self.hops.get(hop)?;
        let list = if preflight { preflights } else { actuals };
        counts.0.resize(self.hops.len().max(counts.0.len()), [0; 2]);
        let count = &mut counts.0[hop][usize::from(preflight)];
        *count += 1;
        list.get(*count - 1).or(list.last())
    }
}

/// The addresses of a running lab, and with them the way from a case to the wire and back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origins([String; 3]);

impl Origins {
    /// The serialized origins of page, api and api2.
    #[must_use]
    pub const fn new(origins: [String; 3]) -> Self {
        Self(origins)
    }

    /// The serialized origin of a place.
    #[must_use]
    pub fn of(&self, place: Place) -> &str {
        &self.0[place as usize]
    }

    /// Which place an origin is.
    #[must_use]
    pub fn place(&self, origin: &str) -> Option<Place> {
        Place::ALL.into_iter().find(|place| self.of(*place) == origin)
    }

    /// The URL of a case's hop in this run.
    #[must_use]
    pub fn url(&self, case: &Case, run: u64, hop: usize) -> String {
        let place = case.hops.get(hop).map_or(Place::Api, |h| h.place);
        format!("{}{}", self.of(place), path(run, hop))
    }

    /// The URL of a call: the first hop's.
    #[must_use]
    pub fn call_url(&self, case: &Case, run: u64, call: &Call) -> String {
        let fragment = if call.fragment { "#f" } else { "" };
        self.url(case, run, 0) + fragment
    }

    /// The header lines of an answer, its placeholders filled in, and those that every answer has:
    /// nothing of a case is to be kept in the HTTP cache.
    #[must_use]
    pub fn lines(&self, case: &Case, run: u64, hop: usize, answer: &Answer) -> Lines {
        let next = self.url(case, run, hop + 1);
        let next_host = next.split_once("://").map_or("", |(_, rest)| rest).to_owned();
        let fill = |value: &[u8]| {
            let mut text = latin1(value);
            for (placeholder, with) in [
                ("{page}", self.of(Place::Page)),
                ("{PAGE}", &self.of(Place::Page).to_ascii_uppercase()),
                ("{api}", self.of(Place::Api)),
                ("{api2}", self.of(Place::Api2)),
                ("{next}", &next),
                ("{next-path}", &path(run, hop + 1)),
                ("{next-host}", &next_host),
                ("{self}", &self.url(case, run, hop)),
            ] {
                text = text.replace(placeholder, with);
            }
            bytes(&text)
        };
        let mut lines: Vec<_> =
            answer.headers.iter().map(|(name, value)| (name.clone(), fill(value))).collect();
        lines.push(("Cache-Control".to_owned(), b"no-store".to_vec()));
        if let Some(length) = answer.body_length() {
            lines.push(("Content-Length".to_owned(), length.to_string().into_bytes()));
        }
        lines
    }

    /// A text of this run as it would read in any other: addresses and the run's number replaced.
    #[must_use]
    pub fn fold(&self, run: u64, text: &str) -> String {
        let mut text = text.replace(&format!("/r/{run}/"), "/r/");
        for place in Place::ALL {
            text = text.replace(self.of(place), place.placeholder());
            let host = self.of(place).trim_start_matches("http://");
            text = text.replace(host, place.placeholder());
        }
        text
    }
}

/// The path of a hop.
fn path(run: u64, hop: usize) -> String {
    format!("/r/{run}/{hop}")
}

/// The run and the hop that a path names; a hop that is no number is none of any case.
#[must_use]
pub fn read_path(path: &str) -> Option<(u64, usize)> {
    let path = path.split(['?', '#']).next()?;
    let (run, hop) = path.strip_prefix("/r/")?.split_once('/')?;
    Some((run.parse().ok()?, hop.parse().unwrap_or(usize::MAX)))
}

/// Bytes as text, one char for each.
#[must_use]
pub fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&b| char::from(b)).collect()
}

/// The way back; a char above U+00FF, which no header holds, becomes `?`.
#[must_use]
pub fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect()
}
