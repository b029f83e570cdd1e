//! From hyper's response to ours: the head as it came, the body bounded and decoded.

use super::connect::fault;
use super::decode::{Decoded, decode};
use super::pool::LINES_LIMIT;
use super::settings::BodyWanted;
use super::tls::tls_fault;
use super::wire::Tap;
use http::HeaderMap;
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use hyper::ext::ReasonPhrase;
use preflight_fetch::{ConnectionError, HeaderList, HttpResponse};
use std::error::Error;
use std::io;
use std::time::Instant;
use tokio::time::timeout_at;

/// Reads a response to its end, or as far as is wanted. Whether the connection can be used again.
pub(super) async fn read(
    response: http::Response<Incoming>,
    tap: Option<&Tap>,
    wanted: BodyWanted,
    deadline: Instant,
) -> Result<(HttpResponse, bool), ConnectionError> {
    let (head, body) = response.into_parts();
    if head.headers.len() > LINES_LIMIT {
        return Err(ConnectionError::TooLarge("headers"));
    }
    let header_list = tap
        .and_then(|tap| tap.header_lines(head.headers.len()))
        .unwrap_or_else(|| header_list(&head.headers));
    let status_text = match head.extensions.get::<ReasonPhrase>() {
        Some(reason) => reason.as_bytes().to_vec(),
        None if tap.is_none() => Vec::new(),
        None => head.status.canonical_reason().unwrap_or_default().as_bytes().to_vec(),
    };
    let mut collected = Collected::default();
    let (body, is_whole) = match wanted {
        BodyWanted::Whole { limit } => {
            collected.whole(body, limit, deadline).await?;
            (whole(&header_list, collected.bytes, limit)?, true)
        }
        BodyWanted::Excerpt { limit, patience } => {
            let deadline = deadline.min(Instant::now() + patience);
            let is_whole = collected.whole(body, limit, deadline).await.is_ok();
            (decode(&header_list, collected.bytes, limit).bytes, is_whole)
        }
    };
    Ok((HttpResponse { status: head.status.as_u16(), status_text, header_list, body }, is_whole))
}

/// The body after decoding, all of it or an error.
fn whole(
    header_list: &HeaderList,
    body: Vec<u8>,
    limit: usize,
) -> Result<Vec<u8>, ConnectionError> {
    match decode(header_list, body, limit) {
        Decoded { fault: Some(fault), .. } => Err(ConnectionError::Malformed(fault.to_string())),
        Decoded { is_cut: true, .. } => Err(ConnectionError::TooLarge("body")),
        Decoded { bytes, .. } => Ok(bytes),
    }
}

/// The lines of a map: in the order of the names' first lines.
fn header_list(headers: &HeaderMap) -> HeaderList {
    headers.iter().map(|(n, v)| (n.as_str().to_owned(), v.as_bytes().to_vec())).collect()
}

/// What was read of a body so far.
#[derive(Debug, Default)]
struct Collected {
    bytes: Vec<u8>,
}

impl Collected {
    /// Reads all of it; what had come when it failed stays.
    async fn whole(
        &mut self,
        mut body: Incoming,
        limit: usize,
        deadline: Instant,
    ) -> Result<(), ConnectionError> {
        let announced = body.size_hint().exact();
        if let Some(length) = announced {
            self.bytes.reserve(usize::try_from(length).unwrap_or(limit).min(limit));
        }
        loop {
            // The last frame is read even where the limit is reached: it may be empty.
            let frame = timeout_at(deadline.into(), body.frame()).await;
            let Some(frame) =
                frame.map_err(|_| ConnectionError::TimedOut("the response's body"))?
            else {
                return Ok(());
            };
            let frame = frame.map_err(|e| body_fault(&e, self.bytes.len(), announced))?;
            let Ok(data) = frame.into_data() else { continue };
            let room = limit - self.bytes.len();
            self.bytes.extend_from_slice(&data[..data.len().min(room)]);
            if data.len() > room {
                return Err(ConnectionError::TooLarge("body"));
            }
        }
    }
}

/// What an error in the middle of a body means.
fn body_fault(error: &hyper::Error, read: usize, announced: Option<u64>) -> ConnectionError {
    if let Some(io) = cause::<io::Error>(error)
        && fault(io) == ConnectionError::Reset
    {
        return ConnectionError::Reset;
    }
    ConnectionError::Malformed(match announced {
        Some(announced) => {
            format!("the body breaks off after {read} of {announced} bytes")
        }
        None => format!("the body breaks off after {read} bytes"),
    })
}

/// What an error before the end of the head means.
pub(super) fn head_fault(error: &hyper::Error, tap: Option<&Tap>) -> ConnectionError {
    if tap.is_some_and(Tap::looks_like_tls) {
        let why = "this port answers with TLS; ask by https://";
        return ConnectionError::Malformed(why.to_owned());
    }
    if error.is_parse_too_large() {
        return ConnectionError::TooLarge("headers");
    }
    if error.is_parse() {
        let why = cause_text(error);
        return ConnectionError::Malformed(format!("the head is none ({why})"));
    }
    let has_received = tap.is_some_and(Tap::has_received);
    if let Some(tls) = cause::<rustls::Error>(error) {
        return tls_fault(tls);
    }
    match cause::<io::Error>(error).map(fault) {
        Some(ConnectionError::Reset) => return ConnectionError::Reset,
        _ if has_received => {
            let why = "it breaks off in the middle of the head";
            return ConnectionError::Malformed(why.to_owned());
        }
        Some(io) if io != ConnectionError::Unreachable => return io,
        _ => {}
    }
    if tap.is_some() || error.is_closed() || error.is_canceled() || error.is_incomplete_message() {
        return ConnectionError::Closed;
    }
    ConnectionError::Malformed(cause_text(error))
}

/// The innermost cause, in its own words.
fn cause_text(error: &hyper::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}

/// The first cause of this type.
fn cause<T: Error + 'static>(error: &hyper::Error) -> Option<&T> {
    let mut next: Option<&(dyn Error + 'static)> = error.source();
    while let Some(cause) = next {
        if let Some(found) = cause.downcast_ref::<T>() {
            return Some(found);
        }
        // An error of the socket hides what is inside it from `source`.
        let inner = cause
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .and_then(|inner| inner.downcast_ref::<T>());
        if inner.is_some() {
            return inner;
        }
        next = cause.source();
    }
    None
}
