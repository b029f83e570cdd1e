//! The life of a request, from its head to the head of its response.

mod ask;
pub(crate) mod body;
pub(crate) mod exchange;
mod head;
mod upload;

use std::convert::Infallible;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING, UPGRADE};
use http::{Extensions, HeaderMap, HeaderValue, Request, Response, StatusCode, Version};
use hyper::body::{Body, Incoming};
use preflight_policy::{Action, Answer};

use self::ask::{Answered, Asking, Outgoing};
use self::body::{Content, Relay, RequestBody, ResponseBody};
use self::exchange::Exchange;
use self::upload::Upload;
use crate::client_address::client_address;
use crate::connection::Client;
use crate::failure::Failure;
use crate::hop_by_hop;
use crate::loopback;
use crate::rescue;
use crate::upgrade::Tunnel;
use crate::upstream::Http1;

/// Answers one request: the policy first, and whatever else may happen, its edits last.
///
/// What needs no waiting is done at once, so that the future holds only what waits.
pub(crate) fn answer(
    request: Request<Incoming>,
    client: Rc<Client>,
) -> impl Future<Output = Result<Response<ResponseBody>, Infallible>> {
    let has_body = !request.body().is_end_stream();
    let (mut exchange, action) = Exchange::begin(client, &request);
    let action = match action {
        Action::Answer(answer) => Err(answer),
        Action::Forward(edits) => Ok((edits, outgoing(request, &mut exchange))),
    };
    async move {
        // An answer of our own leaves the body unread.
        let (mut response, failure, ours) = match action {
            Err(answer) => (preflight(answer), None, true),
            Ok((edits, outgoing)) => {
                let (mut response, failure) = match pass_on(outgoing, &mut exchange).await {
                    Ok(response) => (response, None),
                    Err(failure) => {
                        (rescue::response(failure, exchange.retry_after), Some(failure))
                    }
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
}

/// Asks, where there is something to ask, and makes the upstream's response one for this client.
async fn pass_on(
    outgoing: Result<Outgoing, Failure>,
    exchange: &mut Exchange,
) -> Result<Response<Content>, Failure> {
    let mut asking = Asking { outgoing: outgoing?, exchange };
    let answered = asking.ask_upstreams().await?;
    let Asking { outgoing, exchange } = asking;
    pass_back(answered, exchange, &outgoing)
}

fn preflight(answer: Answer) -> Response<Content> {
    let mut response = Response::new(Content::Nothing);
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

/// Everything between the policy and the upstream: limits, the route, and what the upstream gets.
fn outgoing(request: Request<Incoming>, exchange: &mut Exchange) -> Result<Outgoing, Failure> {
    let running = Arc::clone(&exchange.running);
    let settings = &running.settings;
    let (mut head, incoming) = request.into_parts();
    let host = head::check(&head, &settings.limits)?;
    if settings.local_names_only && !loopback::is_local_name(host.as_ref()) {
        return Err(Failure::Misdirected);
    }
    if let Some(admission) = &settings.admission {
        let peer = exchange.client.forwarded.peer();
        let client = client_address(peer, &head.headers, |address| settings.trusts(address));
        if let Err(wait) = admission.admit(client, Instant::now()) {
            exchange.retry_after = Some(wait);
            return Err(Failure::TooManyRequests);
        }
    }
    let name = exchange.client.worker.name();
    if head::came_back(&head.headers, name.id()) {
        return Err(Failure::Loop);
    }
    let number = running.road(head.uri.path()).ok_or(Failure::NoRoute)?;
    let road = &running.roads[number];
    let body = upload(incoming, exchange)?;

    let rewritten = head.uri.path_and_query().and_then(|target| road.rewritten(target.as_str()));
    head.uri = head::target(head.uri, rewritten)?;
    let asked = hop_by_hop::remove(&mut head.headers);
    if exchange.client.http2 {
        head::join_cookies(&mut head.headers);
    }
    let trusted = settings.trusts(exchange.client.forwarded.peer());
    let first = road.targets.first().ok_or(Failure::NoUpstream)?;
    let seen_host = host.as_ref().unwrap_or(&first.host);
    exchange.client.forwarded.tell(&mut head.headers, seen_host, trusted);
    head.headers.append(head::CDN_LOOP, name.value().clone());
    // What only hyper's server side needs to know.
    head.extensions = Extensions::new();
    head.version = Version::HTTP_11;

    let request = Some(Request::from_parts(head, body));
    Ok(Outgoing { request, road: number, host, asked, progress: None })
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

/// Makes the upstream's response one for this client.
fn pass_back(
    answered: Answered,
    exchange: &Exchange,
    outgoing: &Outgoing,
) -> Result<Response<Content>, Failure> {
    let Answered { response, mut connection } = answered;
    let (mut head, incoming) = response.into_parts();
    let chunked = head.headers.contains_key(TRANSFER_ENCODING);
    let asked = hop_by_hop::remove(&mut head.headers);
    if chunked {
        // RFC 9112 §6.3: what it says besides is not to be passed on.
        head.headers.remove(CONTENT_LENGTH);
    }
    head.version = Version::HTTP_11;
    if head.status == StatusCode::SWITCHING_PROTOCOLS {
        let (Some(connection), Some(protocol), Some(_)) =
            (connection, asked.upgrade, &outgoing.asked.upgrade)
        else {
            return Err(Failure::BadResponse);
        };
        head.headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        head.headers.insert(UPGRADE, protocol);
        exchange.client.tunnel(Tunnel { upstream: connection });
        return Ok(Response::from_parts(head, Content::Nothing));
    }
    if let Some(progress) = &outgoing.progress {
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
    let relay = Relay { incoming, connection, broken: None };
    Ok(Response::from_parts(head, Content::Relayed(relay)))
}

/// The upload goes on while the response comes back: a task of its own sees to it, since the client
/// may not read before it has sent everything.
fn drive_alone(mut connection: Http1) -> Option<Http1> {
    tokio::task::spawn_local(async move { connection.run().await });
    None
}

/// The client learns that this connection ends here. HTTP/2 has no such field, nor the need.
fn close_after(headers: &mut HeaderMap, exchange: &Exchange) {
    if !exchange.client.http2 {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
}
