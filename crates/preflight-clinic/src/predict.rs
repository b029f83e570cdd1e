//! What the model of a browser makes of a scenario, without a socket: what the page expects to see.

use preflight_diagnose::Scenario;
use preflight_diagnose::run::{Run, replay};
use preflight_fetch::http::header_list::text;
use preflight_fetch::{
    AddressSpace, Browser, ConnectionError, Exchange, HttpRequest, Outcome, RequestKind,
};
use std::cell::Cell;
use std::time::SystemTime;

/// How a scenario ends in one browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prediction {
    /// Which browser.
    pub browser: Browser,
    /// The status that the script sees; `None` where it gets a `TypeError`.
    pub status: Option<u16>,
    /// The headers that the script wants to read, each with what it reads.
    pub read: Vec<(String, Option<String>)>,
    /// The requests that arrive somewhere, in order.
    pub requests: Vec<HttpRequest>,
    /// The lines on the console.
    pub console: Vec<String>,
}

/// How `scenario` ends in `browser`.
#[must_use]
pub fn predict(scenario: &Scenario, browser: Browser) -> Prediction {
    let (run, answered) = play(scenario, browser);
    let used = run.exchanges.iter().filter_map(|&index| answered.get(index));
    let requests = used.filter(|e| arrives(e)).map(|e| e.request.clone()).collect();
    let response = run.outcome.as_ref().and_then(Outcome::response);
    let value = |name: &String| {
        let value = response?.header_list.get(name)?;
        Some(text(&value).into_owned())
    };
    let read = match response {
        Some(_) => scenario.question.read.iter().map(|n| (n.clone(), value(n))).collect(),
        None => Vec::new(),
    };
    let status = response.map(|r| r.status);
    Prediction { browser, status, read, requests, console: run.console }
}

/// Whether the request was sent at all: not where there is nobody to send it to.
const fn arrives(exchange: &Exchange) -> bool {
    !matches!(
        exchange.answer,
        Err(ConnectionError::Dns
            | ConnectionError::NotPublic
            | ConnectionError::PlaintextOnTlsPort
            | ConnectionError::Proxy(_)
            | ConnectionError::Refused
            | ConnectionError::Tls(_))
    )
}

/// Whether some browser gets as far as sending the request itself.
pub(crate) fn reaches_the_request(scenario: &Scenario) -> bool {
    Browser::ALL.into_iter().any(|browser| {
        let (run, answered) = play(scenario, browser);
        let kinds = run.exchanges.iter().filter_map(|&index| answered.get(index));
        kinds.into_iter().any(|exchange| exchange.request.kind == RequestKind::Actual)
    })
}

/// Runs the model until it wants nothing more, answering by the scenario's rules. The answers are
/// returned too.
fn play(scenario: &Scenario, browser: Browser) -> (Run, Vec<Exchange>) {
    let mut answered: Vec<Exchange> = Vec::new();
    loop {
        // The model asks for its exchanges one after the other, always in the same order.
        let asked = Cell::new(0);
        let run = replay(
            &scenario.question,
            browser,
            SystemTime::UNIX_EPOCH,
            |_| {
                let index = asked.replace(asked.get() + 1);
                answered.get(index).map(|exchange| (index, exchange))
            },
            |request| space(scenario, request),
        );
        match &run.missing {
            Some(request) => {
                answered.push(Exchange::made_up(request.clone(), scenario.answer(request)));
            }
            None => return (run, answered),
        }
    }
}

fn space(scenario: &Scenario, request: &HttpRequest) -> Option<AddressSpace> {
    let own = request.url.host_str() == scenario.question.request.url().host_str();
    let given = scenario.question.target_address.filter(|_| own);
    given.or_else(|| request.url.host_str().and_then(AddressSpace::of_host))
}
