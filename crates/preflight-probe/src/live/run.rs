//! The model and the sockets together: one `fetch()`.

use super::Client;
use preflight_fetch::{
    Browser, Exchange, Fetch, HeaderList, HttpRequest, HttpVersion, Next, Outcome, Profile,
    Request, Step, Trace,
};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// What happens during a fetch, as it happens.
#[derive(Debug)]
pub enum Event<'a> {
    /// A request goes out, with these lines.
    Sending {
        /// The request as the model wants it.
        request: &'a HttpRequest,
        /// The version of HTTP.
        http_version: HttpVersion,
        /// The lines as they stand on the wire.
        header_list: &'a HeaderList,
    },
    /// An answer came, or none will.
    Answered(&'a Exchange),
    /// The model decided a step.
    Decided(&'a Step),
}

/// How a fetch ended, and what led there.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// What the script gets.
    pub outcome: Outcome,
    /// Every decision and its place in the standard.
    pub trace: Trace,
    /// The lines on the browser's console.
    pub console: Vec<String>,
    /// Every exchange, in order.
    pub exchanges: Vec<Exchange>,
}

/// Fetches `request` as `browser` does, with the cookies and the preflight cache of `profile`, which is
/// locked for moments only and never while waiting. All exchanges together may take as long as the
/// client's settings say.
pub async fn fetch(
    client: &Client,
    request: Request,
    browser: Browser,
    profile: &Mutex<Profile>,
    observer: &mut impl FnMut(Event<'_>),
) -> Fetched {
    let client = client.started();
    let mut fetch = Fetch::new(request, browser);
    let mut exchanges = Vec::new();
    let mut told = 0;
    loop {
        let next = match fetch.next(&mut lock(profile), SystemTime::now()) {
            Next::Send(request) => Ok(request.clone()),
            Next::Done(outcome) => Err(outcome.clone()),
        };
        for step in &fetch.trace().steps()[told..] {
            observer(Event::Decided(step));
        }
        told = fetch.trace().steps().len();
        let request = match next {
            Ok(request) => request,
            Err(outcome) => {
                let (trace, console) = (fetch.trace().clone(), fetch.console().to_vec());
                return Fetched { outcome, trace, console, exchanges };
            }
        };
        let sent = client.send(&request, browser, |departure| {
            let goes = fetch.connected(departure.connection, &mut lock(profile));
            if goes {
                observer(Event::Sending {
                    request: &request,
                    http_version: departure.http_version,
                    header_list: departure.header_list,
                });
            }
            goes
        });
        // Where the model refuses the connection, it is done.
        if let Some(exchange) = sent.await {
            observer(Event::Answered(&exchange));
            fetch.receive(exchange.answer.clone(), &mut lock(profile), SystemTime::now());
            exchanges.push(exchange);
        }
    }
}

/// A profile is whole after every call of the model, so a panic elsewhere does not spoil it.
fn lock(profile: &Mutex<Profile>) -> MutexGuard<'_, Profile> {
    profile.lock().unwrap_or_else(PoisonError::into_inner)
}
