//! The model in front of the measuring server.

use super::row::{Kind, PAGE, Row, Seen};
use preflight_fetch::{
    Browser, Connection, ConnectionError, Fetch, HttpRequest, HttpResponse, Next, Outcome, Profile,
    Referrer, Request, RequestInit, RequestKind, Url,
};
use std::time::SystemTime;

/// What this browser does with a row.
pub(crate) fn replay(row: &Row, browser: Browser) -> Seen {
    let mut profile = Profile::default();
    let mut seen = Seen { requests: Vec::new(), outcomes: Vec::new(), console: Vec::new() };
    for init in row.inits() {
        fetch(row, init, browser, &mut profile, &mut seen);
    }
    seen
}

fn fetch(
    row: &Row,
    mut init: RequestInit,
    browser: Browser,
    profile: &mut Profile,
    seen: &mut Seen,
) {
    const NOW: SystemTime = SystemTime::UNIX_EPOCH;
    let page = Url::parse(&format!("{PAGE}/run")).expect("a URL");
    init.referrer = Referrer::Url(Box::new(page));
    let request = match Request::new(row.url(), PAGE.parse().expect("an origin"), init) {
        Ok(request) => request,
        Err(error) => return seen.outcomes.push(error.type_error(browser)),
    };
    let mut fetch = Fetch::new(request, browser);
    let outcome = loop {
        let request = match fetch.next(profile, NOW) {
            Next::Send(request) => request.clone(),
            Next::Done(outcome) => break outcome.clone(),
        };
        let over_http1 = Connection { address_space: None, http2: false };
        if fetch.connected(over_http1, profile) {
            let answer = answer(row, &request);
            let arrived = !matches!(answer, Err(ConnectionError::Refused | ConnectionError::Dns));
            if arrived && request.url.path() == row.url().path() {
                seen.requests.push(request.method.into_owned());
            }
            fetch.receive(answer, profile, NOW);
        }
    };
    seen.outcomes.push(shown(row.kind, browser, &outcome));
    seen.console.extend_from_slice(fetch.console());
}

/// What the server says: to the case's own path what the row says, to a redirect's target its own.
fn answer(row: &Row, request: &HttpRequest) -> Result<HttpResponse, ConnectionError> {
    let everything = |origin: &'static str| {
        HttpResponse::new(200)
            .with("Access-Control-Allow-Origin", origin)
            .with("Access-Control-Allow-Methods", if origin == "*" { "*" } else { "PUT" })
            .with("Access-Control-Allow-Headers", "*,authorization")
    };
    match request.url.path() {
        "/c/simple_ok" => Ok(HttpResponse::new(200).with("Access-Control-Allow-Origin", PAGE)),
        "/c/put_target" => Ok(everything(PAGE)),
        "/c/target_star" => Ok(everything("*")),
        path => {
            assert_eq!(path, row.url().path());
            match request.kind {
                RequestKind::Preflight => row.preflight.clone(),
                RequestKind::Actual | RequestKind::Probe => row.actual.clone(),
            }
        }
    }
}

/// What the script learns, in the table's words.
fn shown(kind: Kind, browser: Browser, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Response(response) => format!("ok {}", response.status),
        Outcome::NetworkError(refusal) => match kind {
            Kind::Fetch | Kind::Stream => refusal.because.rejection(browser).into_owned(),
            Kind::XhrUpload | Kind::XhrCredentials => "xhr error status=0 statusText=".to_owned(),
            Kind::Stylesheet | Kind::Image => "error".to_owned(),
            Kind::EventSource => "eventsource error".to_owned(),
        },
    }
}
