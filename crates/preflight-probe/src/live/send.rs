//! One exchange: a connection, the request as its browser writes it, the response.

use super::Client;
use super::connect::Stages;
use super::pool::{Line, Sender};
use super::response::{head_fault, read};
use super::settings::BodyWanted;
use super::wire::Tap;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use http_body_util::Full;
use hyper::body::Incoming;
use preflight_fetch::{
    AddressSpace, Browser, Connection, ConnectionError, Exchange, HeaderList, HttpRequest,
    HttpResponse, HttpVersion, RequestKind, Url,
};
use std::time::{Duration, Instant};
use tokio::time::timeout_at;
use url::Position;

/// Nobody waits for a preflight's body, and a page that explains a refusal is in its first bytes.
const PREFLIGHT_BODY: BodyWanted =
    BodyWanted::Excerpt { limit: 64 << 10, patience: Duration::from_millis(500) };

/// A request that is about to go out.
#[derive(Debug, Clone, Copy)]
pub struct Departure<'a> {
    /// The connection, as the model wants to know it.
    pub connection: Connection,
    /// The version of HTTP.
    pub http_version: HttpVersion,
    /// The lines as they will stand on the wire.
    pub header_list: &'a HeaderList,
}

/// How an attempt ended.
enum Attempt {
    Answered(HttpResponse),
    /// The connection was a used one, and gone: once more on a new one.
    Stale,
    /// `before_send` said no.
    Withheld,
}

impl Client {
    /// Sends `request` as `browser` does. `before_send` is asked once, when there is a connection and
    /// before the first byte goes out on it; where it says no, nothing is sent and there is no
    /// exchange.
    ///
    /// A request is sent again only where a connection kept from before turns out to be closed: one
    /// that may be repeated, or of which no byte had gone out.
    pub async fn send(
        &self,
        request: &HttpRequest,
        browser: Browser,
        before_send: impl FnOnce(&Departure<'_>) -> bool,
    ) -> Option<Exchange> {
        let begun = Instant::now();
        let mut sending = Sending {
            client: self,
            request,
            wire: browser.wire_headers(request),
            deadline: self.deadline(begun),
            stages: Stages::default(),
            version: HttpVersion::default(),
            before_send: Some(before_send),
        };
        let answer = loop {
            // A new connection cannot be stale, so this ends.
            match sending.attempt().await {
                Ok(Attempt::Answered(response)) => break Ok(response),
                Ok(Attempt::Stale) => {}
                Ok(Attempt::Withheld) => return None,
                Err(error) => break Err(error),
            }
        };
        let Sending { wire, stages, version, .. } = sending;
        let mut timing = stages.timing;
        timing.total = Some(begun.elapsed());
        Some(Exchange {
            request: HttpRequest { header_list: wire, ..request.clone() },
            answer,
            http_version: version,
            via_tls: request.url.scheme() == "https",
            address: stages.address,
            timing,
        })
    }
}

struct Sending<'a, F> {
    client: &'a Client,
    request: &'a HttpRequest,
    wire: HeaderList,
    deadline: Instant,
    stages: Stages,
    version: HttpVersion,
    before_send: Option<F>,
}

impl<F: FnOnce(&Departure<'_>) -> bool> Sending<'_, F> {
    async fn attempt(&mut self) -> Result<Attempt, ConnectionError> {
        let server = &self.request.url[..Position::BeforePath];
        let pool = &self.client.shared.pool;
        let mut line = self.line(server).await?;
        self.stages.address = line.address;
        self.version = line.version();
        let outgoing = self.outgoing(&line)?;
        if !self.may_send(&line) {
            pool.put(server, line);
            return Ok(Attempt::Withheld);
        }
        let begun = Instant::now();
        let sent = transmit(&mut line, outgoing);
        let Ok(sent) = timeout_at(self.deadline.into(), sent).await else {
            return Err(ConnectionError::TimedOut("the response's head"));
        };
        match sent {
            Ok(response) => {
                self.stages.timing.first_byte = Some(begun.elapsed());
                self.answer(server, line, response).await.map(Attempt::Answered)
            }
            Err(unanswered) => {
                pool.forget_shared(server);
                let fault = head_fault(&unanswered.error, line.tap());
                let is_gone = matches!(fault, ConnectionError::Closed | ConnectionError::Reset)
                    && !line.tap().is_some_and(Tap::has_received);
                let is_stale = line.is_reused && (unanswered.is_unsent || is_gone);
                if is_stale { Ok(Attempt::Stale) } else { Err(fault) }
            }
        }
    }

    /// Asks `before_send`, the first time.
    fn may_send(&mut self, line: &Line) -> bool {
        let departure = Departure {
            connection: Connection {
                address_space: line.address.map(AddressSpace::of),
                http2: line.is_http2(),
            },
            http_version: self.version,
            header_list: &self.wire,
        };
        self.before_send.take().is_none_or(|before_send| before_send(&departure))
    }

    /// Reads the response, and keeps the connection where it can be used again.
    async fn answer(
        &mut self,
        server: &str,
        line: Line,
        response: http::Response<Incoming>,
    ) -> Result<HttpResponse, ConnectionError> {
        if response.version() == http::Version::HTTP_10 {
            self.version = HttpVersion::Http10;
        }
        if let Some(via) = line.forwards.as_ref().filter(|_| response.status() == 407) {
            return Err(via.failed(&"it wants a user name and a password (407)"));
        }
        let wanted = match self.request.kind {
            RequestKind::Preflight => PREFLIGHT_BODY,
            RequestKind::Actual | RequestKind::Probe => self.client.settings().body,
        };
        let (response, is_whole) = read(response, line.tap(), wanted, self.deadline).await?;
        if is_whole {
            self.client.shared.pool.put(server, line);
        }
        Ok(response)
    }

    /// A connection: one that waits, or a new one. A method that may not be repeated goes out on a new
    /// one of HTTP/1.1 only, since a used one may be closed by the server at any time, and then nobody
    /// knows whether the request was carried out.
    async fn line(&mut self, server: &str) -> Result<Line, ConnectionError> {
        let pool = &self.client.shared.pool;
        let repeatable =
            matches!(&*self.request.method, "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PUT");
        if let Some(line) = pool.take(server, repeatable).await {
            return Ok(line);
        }
        let is_https = self.request.url.scheme() == "https";
        let first = if is_https { pool.first(server) } else { None };
        let _held = match &first {
            Some(first) => {
                let waiting = timeout_at(self.deadline.into(), first.lock());
                Some(waiting.await.map_err(|_| ConnectionError::TimedOut("the connection"))?)
            }
            None => None,
        };
        if first.is_some()
            && let Some(line) = pool.take(server, false).await
        {
            return Ok(line);
        }
        let line = self.open().await;
        if is_https {
            pool.learn(server, line.as_ref().ok());
        }
        line
    }

    /// A new connection.
    async fn open(&mut self) -> Result<Line, ConnectionError> {
        let connector = &self.client.shared.connector;
        let opened = connector.open(&self.request.url, self.deadline, &mut self.stages).await?;
        Line::new(opened).await.map_err(|e| head_fault(&e, None))
    }

    /// The request for hyper; [`wire`](Self::wire) is left as it will go out.
    fn outgoing(&mut self, line: &Line) -> Result<http::Request<Full<Bytes>>, ConnectionError> {
        let bad = |what: &str| {
            ConnectionError::Malformed(format!("our own request was not sent: {what}"))
        };
        if line.is_http2() {
            self.wire.delete("Host");
            self.wire.delete("Connection");
        }
        let mut headers = HeaderMap::with_capacity(self.wire.len());
        for header in &self.wire {
            let name = HeaderName::from_bytes(header.name.as_bytes());
            let value = HeaderValue::from_bytes(&header.value);
            match (name, value) {
                (Ok(name), Ok(value)) => drop(headers.append(name, value)),
                _ => return Err(bad(&format!("`{}` cannot be written", header.name))),
            }
        }
        self.wire = in_order_of(&headers, &self.wire, line.is_http2());
        if let Some(value) = line.forwards.as_ref().and_then(|via| via.authorization()) {
            headers.insert(http::header::PROXY_AUTHORIZATION, value.clone());
        }
        let target = target(&self.request.url, line);
        let uri: Uri = target.parse().map_err(|_| bad("its URL is too long"))?;
        let method = Method::from_bytes(self.request.method.as_bytes())
            .map_err(|_| bad("its method is none"))?;
        if let Sender::Http1(_, tap) = &line.sender {
            tap.begin(head(&self.request.method, target, &self.wire));
        }
        let body = Full::new(Bytes::from(self.request.body.clone().unwrap_or_default()));
        let mut request = http::Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }
}

/// Why no head of a response came.
struct Unanswered {
    error: hyper::Error,
    /// Whether no byte of the request went out.
    is_unsent: bool,
}

async fn transmit(
    line: &mut Line,
    request: http::Request<Full<Bytes>>,
) -> Result<http::Response<Incoming>, Unanswered> {
    let unanswered = |mut e: hyper::client::conn::TrySendError<_>| {
        let is_unsent = e.take_message().is_some();
        Unanswered { error: e.into_error(), is_unsent }
    };
    match &mut line.sender {
        Sender::Http1(sender, _) => sender.try_send_request(request).await.map_err(unanswered),
        Sender::Http2(sender) => {
            let ready = sender.ready().await;
            ready.map_err(|error| Unanswered { error, is_unsent: true })?;
            sender.try_send_request(request).await.map_err(unanswered)
        }
    }
}

impl Line {
    fn tap(&self) -> Option<&Tap> {
        match &self.sender {
            Sender::Http1(_, tap) => Some(tap),
            Sender::Http2(_) => None,
        }
    }
}

/// What stands in the request line: the whole URL for a proxy, and for hyper's HTTP/2.
fn target<'a>(url: &'a Url, line: &Line) -> &'a str {
    if line.is_http2() || line.forwards.is_some() {
        url.as_str()
    } else {
        &url[Position::BeforePath..Position::AfterQuery]
    }
}

/// The lines in the order in which hyper writes a map: repeated ones together. HTTP/2 knows lower case
/// only.
fn in_order_of(headers: &HeaderMap, wire: &HeaderList, lower_case: bool) -> HeaderList {
    headers
        .iter()
        .map(|(name, value)| {
            let written = wire.first(name.as_str()).filter(|_| !lower_case);
            let name = written.map_or_else(|| name.as_str().to_owned().into(), |h| h.name.clone());
            (name, value.as_bytes().to_vec())
        })
        .collect()
}

/// The head of an HTTP/1.1 request.
fn head(method: &str, target: &str, lines: &HeaderList) -> Vec<u8> {
    let mut head = format!("{method} {target} HTTP/1.1\r\n").into_bytes();
    for line in lines {
        head.extend_from_slice(line.name.as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(&line.value);
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}
