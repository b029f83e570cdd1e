//! The cases: a policy and a request.

use std::iter;

/// A policy and a request to it.
#[derive(Debug)]
pub struct Case {
    /// Its name in the tables.
    pub id: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Who is allowed.
    pub origins: Origins,
    /// How many header names are allowed.
    pub names: usize,
    /// What is sent.
    pub sent: Sent,
    /// The value of its `Origin`; none is sent where it is empty.
    pub origin: fn(Origins) -> String,
    /// Whether the origin is allowed, and whatever the preflight asks for.
    pub allowed: bool,
}

/// Who is allowed.
#[derive(Clone, Copy, Debug)]
pub enum Origins {
    /// So many origins, `https://site-N.example.com`.
    Exact(usize),
    /// All subdomains of so many hosts, `https://*.site-N.example.com`.
    Patterns(usize),
}

/// What is sent, besides what browsers always send.
#[derive(Clone, Copy, Debug)]
pub enum Sent {
    /// A GET.
    Actual,
    /// An OPTIONS that asks for PUT and for these header names.
    Preflight(fn() -> String),
}

const KIB: usize = 1024;

/// All cases, in the order of the tables.
pub const CASES: [Case; 21] = [
    actual("a", "not CORS", Origins::Exact(1), nobody, true),
    actual("b", "actual, 1 origin", Origins::Exact(1), last, true),
    actual("b'", "actual, denied", Origins::Exact(1), stranger, false),
    actual("c", "actual, last of 100", Origins::Exact(100), last, true),
    actual("d", "actual, last of 10,000", Origins::Exact(10_000), last, true),
    actual("d'", "actual, denied, 10,000", Origins::Exact(10_000), stranger, false),
    actual("e 1", "actual, 1 pattern", Origins::Patterns(1), last, true),
    actual("e 100", "actual, last of 100 patterns", Origins::Patterns(100), last, true),
    actual("e 10k", "actual, last of 10,000 patterns", Origins::Patterns(10_000), last, true),
    preflight("f", "preflight, 1 header name", 1, last, true, || names(1)),
    preflight("f'", "preflight, origin denied", 1, stranger, false, || names(1)),
    preflight("g", "preflight, 20 header names", 20, last, true, || names(20)),
    preflight("h 16K", "16 KiB of commas", 1, last, false, || ",".repeat(16 * KIB)),
    preflight("h 1M", "1 MiB of commas", 1, last, false, || ",".repeat(KIB * KIB)),
    preflight("h' 16K", "16 KiB of `a,`", 1, last, false, || "a,".repeat(8 * KIB)),
    preflight("h' 1M", "1 MiB of `a,`", 1, last, false, || "a,".repeat(KIB * KIB / 2)),
    actual("i 16K", "Origin of 16 KiB, 100 origins", Origins::Exact(100), long, false),
    actual("i 1M", "Origin of 1 MiB, 100 origins", Origins::Exact(100), longer, false),
    actual("i' 16K", "Origin of 16 KiB, 100 patterns", Origins::Patterns(100), long, false),
    actual("i' 1M", "Origin of 1 MiB, 100 patterns", Origins::Patterns(100), longer, false),
    actual("i'' 250", "Origin of 250 bytes, 100 patterns", Origins::Patterns(100), deep, false),
];

const fn actual(
    id: &'static str,
    title: &'static str,
    origins: Origins,
    origin: fn(Origins) -> String,
    allowed: bool,
) -> Case {
    Case { id, title, origins, names: 1, sent: Sent::Actual, origin, allowed }
}

const fn preflight(
    id: &'static str,
    title: &'static str,
    names: usize,
    origin: fn(Origins) -> String,
    allowed: bool,
    asked: fn() -> String,
) -> Case {
    let sent = Sent::Preflight(asked);
    Case { id, title, origins: Origins::Exact(1), names, sent, origin, allowed }
}

impl Origins {
    /// How many.
    pub const fn count(self) -> usize {
        let (Self::Exact(count) | Self::Patterns(count)) = self;
        count
    }

    /// As a policy lists them.
    pub fn list(self) -> Vec<String> {
        (0..self.count())
            .map(|index| match self {
                Self::Exact(_) => format!("https://site-{index}.example.com"),
                Self::Patterns(_) => format!("https://*.site-{index}.example.com"),
            })
            .collect()
    }
}

fn nobody(_: Origins) -> String {
    String::new()
}

/// What the last entry allows.
fn last(origins: Origins) -> String {
    let index = origins.count() - 1;
    match origins {
        Origins::Exact(_) => format!("https://site-{index}.example.com"),
        Origins::Patterns(_) => format!("https://app.site-{index}.example.com"),
    }
}

fn stranger(_: Origins) -> String {
    "https://stranger.example.net".to_owned()
}

fn long(_: Origins) -> String {
    format!("https://{}.example.com", "a".repeat(16 * KIB))
}

fn longer(_: Origins) -> String {
    format!("https://{}.example.com", "a".repeat(KIB * KIB))
}

/// As long as an origin can be, with as many labels as it can have.
fn deep(_: Origins) -> String {
    format!("https://{}example.com", "a.".repeat(115))
}

/// So many header names as a browser asks for them: lower case, sorted.
fn names(count: usize) -> String {
    allowed_names(count).join(",")
}

/// The header names that a policy allows.
pub fn allowed_names(count: usize) -> Vec<String> {
    (0..count).map(|index| format!("x-header-{index:02}")).collect()
}

/// A request: its method and its headers in order.
#[derive(Debug)]
pub struct Ask {
    /// GET or OPTIONS.
    pub method: &'static str,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
}

impl Case {
    /// The request: ten ordinary headers, and those of CORS.
    pub fn ask(&self) -> Ask {
        let fixed = [
            ("host", "api.example.com"),
            ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/153.0"),
            ("accept", "*/*"),
            ("accept-language", "en-GB,en;q=0.9"),
            ("accept-encoding", "gzip, deflate, br, zstd"),
            ("referer", "https://site-0.example.com/"),
            ("connection", "keep-alive"),
            ("sec-fetch-dest", "empty"),
            ("sec-fetch-mode", "cors"),
            ("sec-fetch-site", "same-site"),
        ];
        let mut headers: Vec<_> = fixed.map(|(name, value)| (name, value.to_owned())).into();
        let origin = (self.origin)(self.origins);
        headers.extend(iter::once(("origin", origin)).filter(|(_, origin)| !origin.is_empty()));
        let Sent::Preflight(names) = self.sent else { return Ask { method: "GET", headers } };
        headers.push(("access-control-request-method", "PUT".to_owned()));
        headers.push(("access-control-request-headers", names()));
        Ask { method: "OPTIONS", headers }
    }

    /// Whether an OPTIONS is answered before the handler.
    pub const fn is_preflight(&self) -> bool {
        matches!(self.sent, Sent::Preflight(_))
    }

    /// Whether something in it is a mebibyte long.
    pub fn is_huge(&self) -> bool {
        self.id.ends_with("1M")
    }
}
