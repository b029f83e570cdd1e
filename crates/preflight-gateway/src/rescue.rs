//! The responses the gateway gives in place of an upstream's.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, RETRY_AFTER};
use http::{HeaderValue, Response};

use crate::failure::Failure;
use crate::proxy::body::Content;

/// Who failed and how, for machines: <https://www.rfc-editor.org/rfc/rfc9209>.
const PROXY_STATUS: HeaderName = HeaderName::from_static("proxy-status");

/// A response that says what failed and whose side it was, in words a page's code can read.
pub(crate) fn response(failure: Failure, retry_after: Option<Duration>) -> Response<Content> {
    let body = format!(
        "{{\"status\":{},\"error\":\"{}\",\"side\":\"{}\",\"message\":\"{}\"}}\n",
        failure.status().as_u16(),
        failure.label(),
        failure.side(),
        message(failure),
    );
    let mut response = Response::new(Content::Own(Bytes::from(body)));
    *response.status_mut() = failure.status();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(status) = proxy_status(failure) {
        headers.insert(PROXY_STATUS, HeaderValue::from_static(status));
    }
    if let Some(wait) = retry_after {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// One sentence without a quote or a backslash, since it stands in JSON as it is.
fn message(failure: Failure) -> &'static str {
    match failure {
        Failure::BadRequest => "the request can be read in more than one way, or in none",
        Failure::ConnectRefused => "CONNECT is for forward proxies, which this is not",
        Failure::HeadTooLarge => "the request line and header fields are larger than allowed here",
        Failure::BodyTooLarge => "the request body is larger than allowed here",
        Failure::Misdirected => "only localhost and addresses are answered for here",
        Failure::TooManyRequests => "too many requests, try again later",
        Failure::NoRoute => "no route leads from this path to an upstream",
        Failure::Loop => "the request came back to the gateway that sent it",
        Failure::NoUpstream => "no upstream is well",
        Failure::ConnectFailed => "the upstream could not be reached",
        Failure::ConnectTimeout => "connecting to the upstream took too long",
        Failure::UpstreamClosed => "the upstream closed the connection before it answered",
        Failure::BadResponse => "the answer of the upstream is not HTTP",
        Failure::ResponseTimeout => "the upstream took too long to answer",
        Failure::RequestTimeout => "the request body stopped coming",
        Failure::ClientGone => "the client went away",
    }
}

fn proxy_status(failure: Failure) -> Option<&'static str> {
    Some(match failure {
        Failure::Loop => "preflight; error=proxy_loop_detected",
        Failure::NoUpstream => "preflight; error=destination_unavailable",
        Failure::ConnectFailed => "preflight; error=connection_refused",
        Failure::ConnectTimeout => "preflight; error=connection_timeout",
        Failure::UpstreamClosed => "preflight; error=connection_terminated",
        Failure::BadResponse => "preflight; error=http_protocol_error",
        Failure::ResponseTimeout => "preflight; error=http_response_timeout",
        _ => return None,
    })
}
