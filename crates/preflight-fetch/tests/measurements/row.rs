//! One row of the table: what the page asked, what the server answered, what each engine did.

use preflight_fetch::{
    Body, Browser, ConnectionError, HttpResponse, Initiator, RequestInit, RequestMode, Url,
};
use serde_json::Value;

/// The page's origin.
pub(crate) const PAGE: &str = "http://localhost:9001";
/// The origin that most requests go to.
pub(crate) const API: &str = "http://localhost:9002";
/// Another origin, the target of redirects.
pub(crate) const API2: &str = "http://127.0.0.1:9002";

/// What was measured, or what the model says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The methods of the requests to the case's own path, in order.
    pub(crate) requests: Vec<String>,
    /// What the script learned, one entry for each fetch.
    pub(crate) outcomes: Vec<String>,
    /// The console's lines.
    pub(crate) console: Vec<String>,
}

/// How the page asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `fetch()`
    Fetch,
    /// `fetch()` with a `ReadableStream` as body
    Stream,
    /// An `XMLHttpRequest` POST with an upload listener
    XhrUpload,
    /// An `XMLHttpRequest` GET `withCredentials`
    XhrCredentials,
    /// `<link rel=stylesheet crossorigin>`
    Stylesheet,
    /// `<img crossorigin>`
    Image,
    /// `new EventSource(url)`
    EventSource,
}

/// A row.
#[derive(Debug)]
pub(crate) struct Row {
    /// Its name, which is also the last part of the URL's path.
    pub(crate) case: String,
    /// How the page asked.
    pub(crate) kind: Kind,
    /// The second argument of `fetch()`.
    init: Value,
    /// What the server says to a preflight.
    pub(crate) preflight: Result<HttpResponse, ConnectionError>,
    /// What it says to the request itself.
    pub(crate) actual: Result<HttpResponse, ConnectionError>,
    expected: [Seen; 3],
}

/// Every row of the table but its head.
pub(crate) fn rows(table: &str) -> impl Iterator<Item = Row> {
    table.lines().skip(1).map(Row::parse)
}

impl Row {
    fn parse(line: &str) -> Self {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), 14, "{line}");
        let case = fields[0].to_owned();
        let answer = |text: &str| match case.as_str() {
            "refused2" => Err(ConnectionError::Refused),
            "dns" => Err(ConnectionError::Dns),
            _ => parse_answer(text),
        };
        Self {
            kind: match fields[1] {
                "fetch" => Kind::Fetch,
                "stream" => Kind::Stream,
                "xhrupload" => Kind::XhrUpload,
                "xhrcred" => Kind::XhrCredentials,
                "css" => Kind::Stylesheet,
                "img" => Kind::Image,
                "es" => Kind::EventSource,
                other => panic!("{case}: what is `{other}`?"),
            },
            init: serde_json::from_str(fields[2]).expect(&case),
            preflight: answer(fields[3]),
            actual: answer(fields[4]),
            expected: [5, 8, 11].map(|at| parse_seen(&fields[at..at + 3])),
            case,
        }
    }

    /// What was measured in this engine.
    pub(crate) fn expected(&self, browser: Browser) -> &Seen {
        let index = Browser::ENGINES.iter().position(|b| *b == browser).expect("an engine");
        &self.expected[index]
    }

    /// The URL asked for: the case's path at the API, or where the case's name says so elsewhere.
    pub(crate) fn url(&self) -> Url {
        let base = match self.case.as_str() {
            "refused" => "http://localhost:9",
            "refused2" => "http://localhost:9099",
            "dns" => "http://nonexistent.invalid",
            "file_scheme" => "file:///etc",
            _ => API,
        };
        Url::parse(&format!("{base}/c/{}", self.case)).expect("a URL")
    }

    /// What the page asks for, one entry for each fetch: rows about the cache ask twice.
    pub(crate) fn inits(&self) -> Vec<RequestInit> {
        let first = self.init();
        // The row `cache_cred_then_anon` asks twice with credentials, whatever its name says.
        match self.case.as_str() {
            case if case.starts_with("cache_") => vec![first.clone(), first],
            _ => vec![first],
        }
    }

    fn init(&self) -> RequestInit {
        let text = |name: &str| self.init[name].as_str();
        let mut init = RequestInit::default();
        if let Some(method) = text("method") {
            init.method = method.into();
        }
        if let Some(mode) = text("mode") {
            init.mode = mode.parse().expect("a mode");
        }
        if let Some(mode) = text("credentials") {
            init.credentials_mode = mode.parse().expect("a credentials mode");
        }
        if let Some(mode) = text("redirect") {
            init.redirect_mode = mode.parse().expect("a redirect mode");
        }
        init.headers = headers(&self.init["headers"]);
        init.body = text("body").map(|body| Body::Bytes(body.into()));
        match self.kind {
            Kind::Fetch => {}
            Kind::Stream => {
                init.method = "POST".into();
                init.body = Some(Body::Stream(b"x".into()));
            }
            Kind::XhrUpload => {
                init.method = "POST".into();
                init.body = Some(Body::Bytes(b"x".into()));
                init.headers.push(("Content-Type".into(), b"text/plain;charset=UTF-8".into()));
                init.initiator = Initiator::Xhr;
                init.use_cors_preflight = true;
            }
            Kind::XhrCredentials => {
                init.initiator = Initiator::Xhr;
                init.credentials_mode = "include".parse().expect("a credentials mode");
            }
            Kind::Stylesheet => init.initiator = Initiator::Stylesheet,
            Kind::Image => init.initiator = Initiator::Image,
            Kind::EventSource => init.initiator = Initiator::EventSource,
        }
        assert!(init.mode == RequestMode::Cors || self.kind == Kind::Fetch);
        init
    }
}

/// `{"name": value}` or `[[name, value]]`.
fn headers(value: &Value) -> Vec<(String, Vec<u8>)> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    match value {
        Value::Object(map) => map.iter().map(|(n, v)| (n.clone(), text(v).into())).collect(),
        Value::Array(pairs) => pairs.iter().map(|p| (text(&p[0]), text(&p[1]).into())).collect(),
        _ => Vec::new(),
    }
}

/// `204 | Name: value | …`, `close`, or `-` where nothing is asked.
fn parse_answer(text: &str) -> Result<HttpResponse, ConnectionError> {
    if text == "close" {
        return Err(ConnectionError::Closed);
    }
    let mut parts = text.split(" | ");
    let status = parts.next().and_then(|s| s.parse().ok()).unwrap_or(500);
    let mut response = HttpResponse::new(status);
    for part in parts {
        let (name, value) = part.split_once(':').expect("a header");
        let name = name.trim().replace("AC-", "Access-Control-");
        // As HTTP takes it off the wire.
        let value = expand(value.trim());
        response.header_list.append(name, value.into_bytes());
    }
    Ok(response)
}

fn parse_seen(fields: &[&str]) -> Seen {
    let list = |text: &str, separator: &str| match text {
        "-" => Vec::new(),
        text => text.split(separator).map(expand).collect(),
    };
    Seen {
        requests: list(fields[0], ","),
        outcomes: list(fields[1], " ; "),
        console: list(fields[2], " ⏎ "),
    }
}

fn expand(text: &str) -> String {
    text.replace("{page}", PAGE).replace("{api2}", API2).replace("{api}", API)
}
