//! One browser's way through the exchanges known so far: the model, replayed from the start.

use crate::question::Question;
use preflight_fetch::{
    AddressSpace, Browser, Connection, Exchange, Fetch, HttpRequest, HttpVersion, Next, Outcome,
    RequestKind, Trace,
};
use std::time::SystemTime;

/// How far a browser got.
#[derive(Debug, Clone)]
pub struct Run {
    /// Which browser.
    pub browser: Browser,
    /// How it ended; `None` where the actual request was held back.
    pub outcome: Option<Outcome>,
    /// The request that was held back, or is still missing.
    pub missing: Option<HttpRequest>,
    /// Every decision.
    pub trace: Trace,
    /// The console's lines.
    pub console: Vec<String>,
    /// The exchanges used, in order, by their places.
    pub exchanges: Vec<usize>,
    /// The more private address space for which Chromium would ask the user.
    pub asks_for: Option<AddressSpace>,
}

/// The most requests one browser may make: 21 hops with a preflight each, ten attempts at the worst.
const LIMIT: usize = 256;

/// Runs `browser` over what is known. `look_up` finds the exchange that answers a request, `space`
/// the address space of a host.
pub fn replay<'k>(
    question: &Question,
    browser: Browser,
    now: SystemTime,
    look_up: impl Fn(&HttpRequest) -> Option<(usize, &'k Exchange)>,
    space: impl Fn(&HttpRequest) -> Option<AddressSpace>,
) -> Run {
    let mut profile = question.profile.clone();
    let mut fetch = Fetch::new(question.request.clone(), browser);
    let mut exchanges = Vec::new();
    let mut asks_for = None;
    let mut ended = (None, None);
    for _ in 0..LIMIT {
        let request = match fetch.next(&mut profile, now) {
            Next::Done(outcome) => {
                ended = (Some(outcome.clone()), None);
                break;
            }
            Next::Send(request) => request.clone(),
        };
        let found = look_up(&request);
        let http2 = found.is_none_or(|(_, e)| e.http_version == HttpVersion::Http2);
        let target = space(&request);
        if !fetch.connected(Connection { address_space: target, http2 }, &mut profile) {
            continue;
        }
        let page = question.request.page_address();
        if browser.habits().checks_local_network_access && target < page {
            asks_for = target;
        }
        match found {
            Some((index, exchange)) => {
                exchanges.push(index);
                fetch.receive(exchange.answer.clone(), &mut profile, now);
            }
            None => {
                ended = (None, Some(request));
                break;
            }
        }
    }
    Run {
        browser,
        outcome: ended.0,
        missing: ended.1,
        trace: fetch.trace().clone(),
        console: fetch.console().to_vec(),
        exchanges,
        asks_for,
    }
}

impl Run {
    /// Whether it waits for an actual request that may not be sent.
    #[must_use]
    pub fn is_held_back(&self, question: &Question) -> bool {
        self.missing
            .as_ref()
            .is_some_and(|r| r.kind == RequestKind::Actual && !question.may_send(&r.method))
    }

    /// Whether the browser blocks.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.outcome.as_ref().is_some_and(Outcome::is_network_error)
    }
}
