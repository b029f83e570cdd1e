//! The upstream's side of the road: connections, and those kept for the next request.

mod connect;
mod http1;
mod http2;
mod pool;

pub(crate) use connect::connect;
pub(crate) use http1::Http1;
pub(crate) use http2::Http2;
pub(crate) use pool::Pools;

use crate::failure::Failure;
use crate::proxy::body::RequestBody;
use http::Request;

/// A request that got no response head.
#[derive(Debug)]
pub(crate) struct Unanswered {
    pub(crate) failure: Failure,
    /// The request, where not a byte of it was sent: it can be sent again whatever it asks for.
    pub(crate) unsent: Option<Box<Request<RequestBody>>>,
}

impl Unanswered {
    fn from_hyper(error: hyper::client::conn::TrySendError<Request<RequestBody>>) -> Unanswered {
        let mut error = error;
        let unsent = error.take_message().map(Box::new);
        let error = error.into_error();
        let failure = if error.is_parse() || error.is_parse_too_large() {
            Failure::BadResponse
        } else {
            Failure::UpstreamClosed
        };
        Unanswered { failure, unsent }
    }
}
