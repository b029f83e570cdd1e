//! What belongs to one request until the last byte of its response.

use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::header::{
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue, ORIGIN,
};
use http::uri::PathAndQuery;
use http::{Method, Request, StatusCode, Version};
use hyper::body::Incoming;
use preflight_policy::{Action, Ruling};

use crate::clock::{Waiting, Watch};
use crate::connection::Client;
use crate::failure::Failure;
use crate::record::{Preflight, Record};
use crate::running::Running;
use crate::settings::{Group, Outcome};
use crate::upstream::Http1;

/// One request. When it is dropped, the exchange is over, however it ended.
pub(crate) struct Exchange {
    pub(crate) client: Rc<Client>,
    /// The settings it began with, and keeps.
    pub(crate) running: Arc<Running>,
    pub(crate) watch: Rc<Watch>,
    /// When the client may come back, where it came too often.
    pub(crate) retry_after: Option<Duration>,
    choice: Option<Choice>,
    seen: Seen,
}

/// What is told of it in the end.
struct Seen {
    began: Instant,
    method: Method,
    target: Option<PathAndQuery>,
    version: Version,
    origin: Option<HeaderValue>,
    preflight: Option<Box<(HeaderValue, Option<HeaderValue>)>>,
    ruling: Ruling,
    shadow: Option<Ruling>,
    status: StatusCode,
    failure: Option<Failure>,
    to_first_byte: Duration,
    sent: u64,
}

/// The upstream that was chosen, to be told how it ended.
struct Choice {
    group: Arc<Group>,
    index: usize,
    pool: usize,
    outcome: Outcome,
}

impl Drop for Choice {
    fn drop(&mut self) {
        self.group.balance.ended(self.index, self.outcome);
    }
}

impl Exchange {
    /// A request has come on this connection; the policy is asked before anything else is done.
    pub(crate) fn begin(client: Rc<Client>, request: &Request<Incoming>) -> (Exchange, Action) {
        let running = client.worker.running();
        let watch = client.begin_exchange();
        let (method, headers) = (request.method(), request.headers());
        let decision = running.settings.policies.evaluate(method, request.uri().path(), headers);
        let preflight = matches!(decision.action, Action::Answer(_));
        let seen = Seen {
            began: Instant::now(),
            method: method.clone(),
            target: request.uri().path_and_query().cloned(),
            version: request.version(),
            origin: headers.get(ORIGIN).cloned(),
            preflight: preflight.then(|| asked_for(headers)).flatten(),
            ruling: decision.ruling,
            shadow: decision.shadow,
            // Unless a response is made, the client has gone before.
            status: Failure::ClientGone.status(),
            failure: Some(Failure::ClientGone),
            to_first_byte: Duration::ZERO,
            sent: 0,
        };
        let exchange = Exchange { client, running, watch, retry_after: None, choice: None, seen };
        (exchange, decision.action)
    }

    /// This upstream of the group is asked now; the one before has failed.
    pub(crate) fn choose(&mut self, group: &Arc<Group>, index: usize, pool: usize) {
        let outcome = Outcome::Abandoned;
        self.choice = Some(Choice { group: Arc::clone(group), index, pool, outcome });
    }

    /// How it went with the upstream asked last.
    pub(crate) fn went(&mut self, outcome: Outcome) {
        if let Some(choice) = &mut self.choice {
            choice.outcome = outcome;
        }
    }

    /// The response begins.
    pub(crate) fn responds(&mut self, status: StatusCode, failure: Option<Failure>) {
        self.seen.status = status;
        self.seen.failure = failure;
        self.seen.to_first_byte = self.seen.began.elapsed();
    }

    /// Bytes of the response's body were handed over.
    pub(crate) fn sent(&mut self, bytes: usize) {
        self.seen.sent += bytes as u64;
    }

    /// The upstream's connection is free for another request.
    pub(crate) fn keep(&self, connection: Http1) {
        if let Some(choice) = &self.choice {
            let worker = &self.client.worker;
            worker.pools.keep(choice.pool, connection, worker.clock.now());
        }
    }

    fn tell(&self) {
        let seen = &self.seen;
        let upstream = self.choice.as_ref().map(|to| to.group.upstreams[to.index].name.as_str());
        let record = Record {
            peer: self.client.peer,
            method: &seen.method,
            target: seen.target.as_ref().map_or("", PathAndQuery::as_str),
            version: seen.version,
            origin: seen.origin.as_ref(),
            preflight: seen
                .preflight
                .as_ref()
                .map(|asked| Preflight { method: &asked.0, headers: asked.1.as_ref() }),
            ruling: seen.ruling,
            shadow: seen.shadow,
            status: seen.status,
            upstream,
            failure: seen.failure,
            to_first_byte: seen.to_first_byte,
            duration: seen.began.elapsed(),
            sent: seen.sent,
        };
        self.client.worker.observer().finished(&record);
    }
}

fn asked_for(headers: &HeaderMap) -> Option<Box<(HeaderValue, Option<HeaderValue>)>> {
    let method = headers.get(ACCESS_CONTROL_REQUEST_METHOD)?.clone();
    Some(Box::new((method, headers.get(ACCESS_CONTROL_REQUEST_HEADERS).cloned())))
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.tell();
        if self.client.end_exchange() {
            self.client.watch.wait(Waiting::Idle, self.running.settings.times.idle);
        }
    }
}
