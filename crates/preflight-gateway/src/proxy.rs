//! The life of a request, from its head to the head of its response.

pub(crate) mod body;
pub(crate) mod exchange;
mod head;
mod upload;

use std::convert::Infallible;
use std::rc::Rc;
use std::time::Instant;

use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT, HOST, TE, UPGRADE};
use http::{HeaderValue, Request, Response, StatusCode, Uri, Version};
use hyper::body::{Body, Incoming};
use preflight_policy::{Action, Answer};

use self::body::{Content, Relay, RequestBody, ResponseBody};
use self::exchange::Exchange;
use self::upload::{Progress, Upload};
use crate::clock::{Expired, Waiting};
use crate::connection::Client;
use crate::failure::Failure;
use crate::hop_by_hop::{self, Asked};
use crate::loopback;
use crate::rescue;
use crate::running::{Road, Target};
use crate::settings::{Host, Outcome, Protocol};
use crate::stream::Transport;
use crate::upgrade::Tunnel;
use crate::upstream::{self, Http1, Http2, Unanswered};

/// Answers one request: the policy first, and whatever else may happen, its edits last.
pub(crate) async fn answer(
    request: Request<Incoming>,
    client: Rc<Client>,
) -> Result<Response<ResponseBody>, Infallible> {
    let has_body = !request.body().is_end_stream();
    let (mut exchange, action) = Exchange::begin(client, &request);
    // An answer of our own leaves the body unread.
    let (mut response, failure, ours) = match action {
        Action::Answer(answer) => (preflight(answer), None, true),
        Action::Forward(edits) => {
            let (mut response, failure) = match pass_on(request, &mut exchange).await {
                Ok(response) => (response, None),
                Err(failure) => (rescue::response(failure, exchange.retry_after), Some(failure)),
            };
            edits.apply(response.headers_mut());
            (response, failure, failure.is_some())
        }
    };
    if has_body && ours {
        close_after(response.headers_mut(), &exchange);
    }
    exchange.responds(response.status(), failure);
    Ok(response.map(|content| ResponseBody { content, exchange }))
}

fn preflight(answer: Answer) -> Response<Content> {
    let mut response = Response::new(Content::Nothing);
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

/// Everything between the policy and the response: limits, route, upstream.
async fn pass_on(
    request: Request<Incoming>,
    exchange: &mut Exchange,
) -> Result<Response<Content>, Failure> {
    let running = std::sync::Arc::clone(&exchange.running);
    let settings = &running.settings;
    let (mut head, incoming) = request.into_parts();
    let host = head::check(&head, &settings.limits)?;
    if settings.local_names_only && !loopback::is_local_name(host.as_ref()) {
        return Err(Failure::Misdirected);
    }
    if let Some(admission) = &settings.admission {
        let peer = exchange.client.forwarded.peer();
        if let Err(wait) = admission.admit(peer, Instant::now()) {
            exchange.retry_after = Some(wait);
            return Err(Failure::TooManyRequests);
        }
    }
    let name = exchange.client.worker.name();
    if head::came_back(&head.headers, name.id()) {
        return Err(Failure::Loop);
    }
    let road = running.road(head.uri.path()).ok_or(Failure::NoRoute)?;
    let body = upload(incoming, exchange)?;

    let rewritten = head.uri.path_and_query().and_then(|target| road.rewritten(target.as_str()));
    head.uri = head::target(head.uri, rewritten)?;
    let asked = hop_by_hop::remove(&mut head.headers);
    if exchange.client.http2 {
        head::join_cookies(&mut head.headers);
    }
    let mut trusted = settings.trusted_proxies.iter();
    let trusted = trusted.any(|network| network.contains(exchange.client.forwarded.peer()));
    let first = road.targets.first().ok_or(Failure::NoUpstream)?;
    let seen_host = host.as_ref().unwrap_or(&first.host);
    exchange.client.forwarded.tell(&mut head.headers, seen_host, trusted);
    head.headers.append(head::CDN_LOOP, name.value().clone());

    let mut outgoing = Request::new(body);
    *outgoing.method_mut() = head.method;
    *outgoing.uri_mut() = head.uri;
    *outgoing.headers_mut() = head.headers;
    let mut waits = Wants { host, asked, progress: None };
    let answered = ask_upstreams(outgoing, road, exchange, &mut waits).await?;
    pass_back(answered, exchange, waits).await
}

/// What the way to the upstream depends on besides the request itself.
struct Wants {
    host: Option<HeaderValue>,
    asked: Asked,
    progress: Option<Rc<Progress>>,
}

/// A response head, with the connection it came on if that is ours alone.
struct Answered {
    response: Response<Incoming>,
    connection: Option<Http1>,
}

fn upload(incoming: Incoming, exchange: &Exchange) -> Result<RequestBody, Failure> {
    if incoming.is_end_stream() {
        return Ok(RequestBody::default());
    }
    let settings = &exchange.running.settings;
    let allowed = settings.limits.body_bytes.unwrap_or(u64::MAX);
    if incoming.size_hint().lower() > allowed {
        return Err(Failure::BodyTooLarge);
    }
    let upload = Upload::new(incoming, allowed, &exchange.watch, &settings.times);
    Ok(RequestBody(Some(Box::new(upload))))
}

/// Asks one upstream after the other, as long as it is sure that none has seen the request.
async fn ask_upstreams(
    mut request: Request<RequestBody>,
    road: &Road,
    exchange: &mut Exchange,
    wants: &mut Wants,
) -> Result<Answered, Failure> {
    let mut tried = Vec::new();
    let mut failure = Failure::NoUpstream;
    while let Some(index) = road.group.balance.choose(&tried) {
        let target = &road.targets[index];
        exchange.choose(&road.group, index, target.pool);
        address(&mut request, target, exchange, wants);
        let unanswered = match ask(request, target, exchange).await {
            Ok(answered) => {
                exchange.went(Outcome::Answered);
                return Ok(answered);
            }
            Err(unanswered) => unanswered,
        };
        failure = whose_failure(unanswered.failure, wants.progress.as_deref());
        if failure.side() == "upstream" {
            exchange.went(Outcome::Failed);
        }
        match unanswered.unsent {
            Some(unsent) => request = *unsent,
            None => return Err(failure),
        }
        tried.push(index);
    }
    Err(failure)
}

/// What looks like the upstream's failure may be the body's.
fn whose_failure(failure: Failure, progress: Option<&Progress>) -> Failure {
    match progress {
        Some(progress) if progress.is_over_limit() => Failure::BodyTooLarge,
        Some(progress) if progress.is_broken() => Failure::ClientGone,
        _ => failure,
    }
}

/// Makes the request one for this upstream.
fn address(
    request: &mut Request<RequestBody>,
    target: &Target,
    exchange: &Exchange,
    wants: &mut Wants,
) {
    let upstream = &target.upstream;
    let host = match (&upstream.host, &wants.host) {
        (Host::Fixed(host), _) | (Host::Client, Some(host)) => host.clone(),
        (Host::Client, None) => target.host.clone(),
    };
    let http2 = upstream.protocol == Protocol::Http2;
    if http2 {
        address_http2(request, &host, upstream.tls.is_some());
    } else {
        request.headers_mut().insert(HOST, host);
    }
    let headers = request.headers_mut();
    if wants.asked.trailers {
        headers.insert(TE, HeaderValue::from_static("trailers"));
        if !http2 {
            headers.insert(CONNECTION, HeaderValue::from_static("te"));
        }
    }
    let tunnel = !http2 && !exchange.client.http2 && request.body().is_nothing();
    match &wants.asked.upgrade {
        Some(protocol) if tunnel => {
            headers_for_upgrade(request, protocol.clone());
        }
        _ => wants.asked.upgrade = None,
    }
    if request.body().is_nothing() {
        return;
    }
    let held = head::expects_continue(request.headers()) && !http2 && !exchange.client.http2;
    if held {
        upload::wait_for_continue(request);
    } else {
        request.headers_mut().remove(EXPECT);
    }
    wants.progress = request.body().0.as_ref().map(|upload| upload.progress());
}

fn headers_for_upgrade(request: &mut Request<RequestBody>, protocol: HeaderValue) {
    request.headers_mut().insert(CONNECTION, HeaderValue::from_static("upgrade"));
    request.headers_mut().insert(UPGRADE, protocol);
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

/// Asks one upstream: on a connection that is kept, or on a new one.
async fn ask(
    request: Request<RequestBody>,
    target: &Target,
    exchange: &Exchange,
) -> Result<Answered, Unanswered> {
    match target.upstream.protocol {
        Protocol::Http1 => ask_http1(request, target, exchange).await,
        Protocol::Http2 => ask_http2(request, target, exchange).await,
    }
}

async fn ask_http1(
    mut request: Request<RequestBody>,
    target: &Target,
    exchange: &Exchange,
) -> Result<Answered, Unanswered> {
    if let Some(connection) = exchange.client.worker.pools.take(target.pool) {
        // The upstream may hang up on an idle connection just as the request is sent. What does no
        // harm when done twice is then sent once more (RFC 9110 §9.2.2).
        let again = repeatable(&request);
        match send(connection, request, exchange).await {
            Ok(answered) => return Ok(answered),
            Err(unanswered) => {
                let closed = unanswered.failure == Failure::UpstreamClosed;
                match unanswered.unsent.map(|unsent| *unsent).or(again) {
                    Some(unsent) if closed => request = unsent,
                    _ => return Err(Unanswered { failure: unanswered.failure, unsent: None }),
                }
            }
        }
    }
    let connection = match connect(target, exchange, Http1::new).await {
        Ok(connection) => connection,
        Err(failure) => return Err(Unanswered { failure, unsent: Some(Box::new(request)) }),
    };
    send(connection, request, exchange).await
}

/// A copy of a request that may be sent twice.
fn repeatable(request: &Request<RequestBody>) -> Option<Request<RequestBody>> {
    if !request.body().is_nothing() || !request.method().is_idempotent() {
        return None;
    }
    let mut copy = Request::new(RequestBody::default());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.headers_mut() = request.headers().clone();
    Some(copy)
}

/// A new connection, within the limit of time.
async fn connect<T>(
    target: &Target,
    exchange: &Exchange,
    speak: impl AsyncFnOnce(Transport, usize) -> hyper::Result<T>,
) -> Result<T, Failure> {
    let settings = &exchange.running.settings;
    exchange.watch.wait(Waiting::Connect, settings.times.connect);
    let fresh = async {
        let transport = upstream::connect(target).await.ok()?;
        speak(transport, settings.limits.head_bytes).await.ok()
    };
    match exchange.watch.limit(fresh).await {
        Ok(connection) => connection.ok_or(Failure::ConnectFailed),
        Err(Expired(_)) => Err(Failure::ConnectTimeout),
    }
}

async fn send(
    mut connection: Http1,
    request: Request<RequestBody>,
    exchange: &Exchange,
) -> Result<Answered, Unanswered> {
    exchange.watch.wait(Waiting::ResponseHead, exchange.running.settings.times.response_head);
    let response = match exchange.watch.limit(connection.send(request)).await {
        Ok(response) => response?,
        Err(expired) => return Err(too_late(expired)),
    };
    Ok(Answered { response, connection: Some(connection) })
}

async fn ask_http2(
    request: Request<RequestBody>,
    target: &Target,
    exchange: &Exchange,
) -> Result<Answered, Unanswered> {
    let pools = &exchange.client.worker.pools;
    let mut connection = match pools.shared(target.pool) {
        Some(connection) => connection,
        None => match connect(target, exchange, Http2::new).await {
            Ok(connection) => {
                pools.share(target.pool, connection.clone());
                connection
            }
            Err(failure) => return Err(Unanswered { failure, unsent: Some(Box::new(request)) }),
        },
    };
    exchange.watch.wait(Waiting::ResponseHead, exchange.running.settings.times.response_head);
    match exchange.watch.limit(connection.send(request)).await {
        Ok(response) => Ok(Answered { response: response?, connection: None }),
        Err(expired) => Err(too_late(expired)),
    }
}

fn too_late(Expired(waiting): Expired) -> Unanswered {
    let failure = match waiting {
        Waiting::Client => Failure::RequestTimeout,
        _ => Failure::ResponseTimeout,
    };
    Unanswered { failure, unsent: None }
}

/// Makes the upstream's response one for this client.
async fn pass_back(
    answered: Answered,
    exchange: &mut Exchange,
    wants: Wants,
) -> Result<Response<Content>, Failure> {
    let Answered { response, mut connection } = answered;
    let (mut head, incoming) = response.into_parts();
    let chunked = head.headers.contains_key(http::header::TRANSFER_ENCODING);
    let asked = hop_by_hop::remove(&mut head.headers);
    if chunked {
        // RFC 9112 §6.3: what it says besides is not to be passed on.
        head.headers.remove(CONTENT_LENGTH);
    }
    head.version = Version::HTTP_11;
    if head.status == StatusCode::SWITCHING_PROTOCOLS {
        let (Some(connection), Some(protocol), Some(_)) =
            (connection, asked.upgrade, wants.asked.upgrade)
        else {
            return Err(Failure::BadResponse);
        };
        head.headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        head.headers.insert(UPGRADE, protocol);
        exchange.client.tunnel(Tunnel { upstream: connection });
        return Ok(Response::from_parts(head, Content::Nothing));
    }
    if let Some(progress) = &wants.progress {
        if progress.is_held_back() {
            // The client still has its body, and nothing will read it.
            close_after(&mut head.headers, exchange);
        } else if !progress.is_complete() {
            connection = connection.and_then(drive_alone);
        }
    }
    if incoming.is_end_stream() {
        if let Some(connection) = connection {
            exchange.keep(connection);
        }
        return Ok(Response::from_parts(head, Content::Nothing));
    }
    let relay = Relay { incoming, connection };
    Ok(Response::from_parts(head, Content::Relayed(relay)))
}

/// The upload goes on while the response comes back: a task of its own sees to it, since the client
/// may not read before it has sent everything.
fn drive_alone(mut connection: Http1) -> Option<Http1> {
    tokio::task::spawn_local(async move { connection.run().await });
    None
}

/// The client learns that this connection ends here. HTTP/2 has no such field, nor the need.
fn close_after(headers: &mut http::HeaderMap, exchange: &Exchange) {
    if !exchange.client.http2 {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
}
