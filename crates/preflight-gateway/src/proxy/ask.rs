//! Asking upstreams: which, on which connection, and when another may be asked instead.

use std::rc::Rc;
use std::sync::Arc;

use http::header::{CONNECTION, EXPECT, HOST, TE, UPGRADE};
use http::{HeaderValue, Request, Response, Uri, Version};
use hyper::body::Incoming;

use super::body::RequestBody;
use super::exchange::Exchange;
use super::head;
use super::upload::{self, Progress};
use crate::clock::{Expired, Waiting};
use crate::failure::Failure;
use crate::hop_by_hop::Asked;
use crate::running::Target;
use crate::settings::{Host, Outcome, Protocol};
use crate::stream::Transport;
use crate::upstream::{self, Http1, Http2, Unanswered};

/// A request on its way to an upstream.
pub(super) struct Outgoing {
    /// Absent while it is sent, and after a failure that leaves open what the upstream did with it.
    pub(super) request: Option<Request<RequestBody>>,
    /// Which of the roads it takes.
    pub(super) road: usize,
    /// The host it is for, if the client named one.
    pub(super) host: Option<HeaderValue>,
    /// What the client asked for this connection, as far as it is passed on.
    pub(super) asked: Asked,
    pub(super) progress: Option<Rc<Progress>>,
}

/// A request that looks for an answer.
pub(super) struct Asking<'a> {
    pub(super) outgoing: Outgoing,
    pub(super) exchange: &'a mut Exchange,
}

/// A response head, with the connection it came on if that is this request's alone.
pub(super) struct Answered {
    pub(super) response: Response<Incoming>,
    pub(super) connection: Option<Http1>,
}

impl Asking<'_> {
    /// Asks one upstream after the other, as long as it does no harm.
    pub(super) async fn ask_upstreams(&mut self) -> Result<Answered, Failure> {
        let running = Arc::clone(&self.exchange.running);
        let road = &running.roads[self.outgoing.road];
        let mut tried = Vec::new();
        let mut failure = Failure::NoUpstream;
        while let Some(index) = road.group.balance.choose(&tried) {
            let target = &road.targets[index];
            self.exchange.choose(&road.group, index, target.pool);
            self.address(target);
            match self.ask(target).await {
                Ok(answered) => {
                    self.exchange.went(Outcome::Answered);
                    return Ok(answered);
                }
                Err(failed) => failure = self.whose(failed),
            }
            if failure.side() == "upstream" {
                self.exchange.went(Outcome::Failed);
            }
            if self.outgoing.request.is_none() {
                break;
            }
            tried.push(index);
        }
        Err(failure)
    }

    /// What looks like the upstream's failure may be the body's.
    fn whose(&self, failure: Failure) -> Failure {
        match &self.outgoing.progress {
            Some(progress) if progress.is_over_limit() => Failure::BodyTooLarge,
            Some(progress) if progress.is_malformed() => Failure::BadRequest,
            Some(progress) if progress.is_broken() => Failure::ClientGone,
            _ => failure,
        }
    }

    /// Makes the request one for this upstream.
    fn address(&mut self, target: &Target) {
        let Some(request) = &mut self.outgoing.request else { return };
        let upstream = &target.upstream;
        let http2 = upstream.protocol == Protocol::Http2;
        let host = match (&upstream.host, &self.outgoing.host) {
            (Host::Fixed(host), _) | (Host::Client, Some(host)) => host,
            (Host::Client, None) => &target.host,
        };
        if http2 {
            address_http2(request, host, upstream.tls.is_some());
        } else {
            request.headers_mut().insert(HOST, host.clone());
        }
        if self.outgoing.asked.trailers {
            request.headers_mut().insert(TE, HeaderValue::from_static("trailers"));
            if !http2 {
                request.headers_mut().insert(CONNECTION, HeaderValue::from_static("te"));
            }
        }
        let http1_only = !http2 && !self.exchange.client.http2;
        if !(http1_only && request.body().is_nothing())
            || self.outgoing.asked.upgrade.as_ref().is_some_and(head::names_http2)
        {
            self.outgoing.asked.upgrade = None;
        }
        if let Some(protocol) = &self.outgoing.asked.upgrade {
            request.headers_mut().insert(CONNECTION, HeaderValue::from_static("upgrade"));
            request.headers_mut().insert(UPGRADE, protocol.clone());
        }
        if request.body().is_nothing() {
            return;
        }
        if http1_only && head::expects_continue(request.headers()) {
            upload::wait_for_continue(request);
        } else {
            request.headers_mut().remove(EXPECT);
        }
        if !http2 {
            head::frame(request.headers_mut());
        }
        self.outgoing.progress = request.body().0.as_ref().map(|upload| upload.progress());
    }

    /// Asks one upstream: on a connection that is kept, or on a new one. The new one's future is
    /// boxed, so that those who need none do not carry its size.
    async fn ask(&mut self, target: &Target) -> Result<Answered, Failure> {
        if target.upstream.protocol == Protocol::Http2 {
            return Box::pin(self.ask_http2(target)).await;
        }
        if let Some(connection) = self.kept(target).await {
            // The upstream may hang up on an idle connection just as the request is sent. What does
            // no harm when done twice is then sent once more (RFC 9110 §9.2.2).
            match self.send(connection, true).await {
                Err(Failure::UpstreamClosed) if self.outgoing.request.is_some() => {}
                answered => return answered,
            }
        }
        Box::pin(self.ask_anew(target)).await
    }

    async fn kept(&self, target: &Target) -> Option<Http1> {
        let pools = &self.exchange.client.worker.pools;
        match pools.take(target.pool) {
            None if pools.is_crowded(target.pool) => Box::pin(pools.wait(target.pool)).await,
            kept => kept,
        }
    }

    async fn ask_anew(&mut self, target: &Target) -> Result<Answered, Failure> {
        let mut connection = self.connect(target, Http1::new).await?;
        self.exchange.client.worker.pools.opened(target.pool, &mut connection);
        self.send(connection, false).await
    }

    async fn ask_http2(&mut self, target: &Target) -> Result<Answered, Failure> {
        let kept = self.exchange.client.worker.pools.shared(target.pool);
        let mut connection = match kept {
            Some(connection) => connection,
            None => {
                let connection = self.connect(target, Http2::new).await?;
                self.exchange.client.worker.pools.share(target.pool, connection.clone());
                connection
            }
        };
        let Some(request) = self.outgoing.request.take() else {
            return Err(Failure::UpstreamClosed);
        };
        self.wait_for_head();
        let answered = self.exchange.watch.limit(connection.send(request)).await;
        let response = self.answered(answered)?;
        Ok(Answered { response, connection: None })
    }

    /// A new connection, within the limit of time.
    async fn connect<T>(
        &self,
        target: &Target,
        speak: impl AsyncFnOnce(Transport, usize) -> hyper::Result<T>,
    ) -> Result<T, Failure> {
        let settings = &self.exchange.running.settings;
        self.exchange.watch.wait(Waiting::Connect, settings.times.connect);
        let fresh = async {
            let transport = upstream::connect(target).await.ok()?;
            speak(transport, settings.limits.head_bytes).await.ok()
        };
        match self.exchange.watch.limit(fresh).await {
            Ok(connection) => connection.ok_or(Failure::ConnectFailed),
            Err(Expired(_)) => Err(Failure::ConnectTimeout),
        }
    }

    async fn send(&mut self, mut connection: Http1, kept: bool) -> Result<Answered, Failure> {
        let Some(request) = self.outgoing.request.take() else {
            return Err(Failure::UpstreamClosed);
        };
        let repeatable = kept && request.body().is_nothing() && request.method().is_idempotent();
        self.wait_for_head();
        let answered = self.exchange.watch.limit(connection.send(request, repeatable)).await;
        let response = self.answered(answered)?;
        Ok(Answered { response, connection: Some(connection) })
    }

    fn wait_for_head(&self) {
        let limit = self.exchange.running.settings.times.response_head;
        self.exchange.watch.wait(Waiting::ResponseHead, limit);
    }

    fn answered(
        &mut self,
        answered: Result<Result<Response<Incoming>, Unanswered>, Expired>,
    ) -> Result<Response<Incoming>, Failure> {
        match answered {
            Ok(Ok(response)) => Ok(response),
            Ok(Err(unanswered)) => {
                self.outgoing.request = unanswered.unsent.map(|unsent| *unsent);
                Err(unanswered.failure)
            }
            Err(Expired(Waiting::Client)) => Err(Failure::RequestTimeout),
            Err(Expired(_)) => Err(Failure::ResponseTimeout),
        }
    }
}

/// In HTTP/2 the host is part of the target.
fn address_http2(request: &mut Request<RequestBody>, host: &HeaderValue, tls: bool) {
    request.headers_mut().remove(HOST);
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let scheme = if tls { "https" } else { "http" };
    let uri = Uri::builder().scheme(scheme).authority(host.as_bytes()).path_and_query(target);
    // A host that was accepted is an authority.
    if let Ok(uri) = uri.build() {
        *request.uri_mut() = uri;
    }
    *request.version_mut() = Version::HTTP_2;
}
