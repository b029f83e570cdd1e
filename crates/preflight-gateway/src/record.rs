//! What is known of a request once it is answered, and who wants to know.

use crate::failure::Failure;
use http::{HeaderValue, Method, StatusCode, Version};
use preflight_policy::Ruling;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// One request and what became of it. It lends what the connection still holds, so that making one
/// allocates nothing.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// Who sent it: the other end of the connection.
    pub peer: SocketAddr,
    /// Its method.
    pub method: &'a Method,
    /// Its path and query, as sent.
    pub target: &'a str,
    /// The version of HTTP in which it came.
    pub version: Version,
    /// Its `Origin`, as sent.
    pub origin: Option<&'a HeaderValue>,
    /// What it asked for, where it was a preflight.
    pub preflight: Option<Preflight<'a>>,
    /// What the policy said.
    pub ruling: Ruling,
    /// What the policy in shadow would have said.
    pub shadow: Option<Ruling>,
    /// The status of the response.
    pub status: StatusCode,
    /// The upstream that it was sent to; `None` where the gateway answered without one.
    pub upstream: Option<&'a str>,
    /// Why the gateway had to answer in the upstream's place.
    pub failure: Option<Failure>,
    /// From the end of the request's head to the first byte of the response.
    pub to_first_byte: Duration,
    /// From the end of the request's head to the last byte of the response.
    pub duration: Duration,
    /// Bytes of the response's body that were sent.
    pub sent: u64,
}

/// What a preflight asked for, as sent.
#[derive(Debug, Clone, Copy)]
pub struct Preflight<'a> {
    /// [`Access-Control-Request-Method`](https://fetch.spec.whatwg.org/#http-access-control-request-method).
    pub method: &'a HeaderValue,
    /// [`Access-Control-Request-Headers`](https://fetch.spec.whatwg.org/#http-access-control-request-headers),
    /// its first line where there are several.
    pub headers: Option<&'a HeaderValue>,
}

/// Who wants to know. Every method runs on the road of a request: none may wait.
pub trait Observer: Send + Sync {
    /// A request is answered, its last byte sent, or its connection is gone.
    fn finished(&self, record: &Record<'_>);

    /// A connection was accepted.
    fn connected(&self) {}

    /// A connection that was accepted is closed.
    fn disconnected(&self) {}
}

/// Everybody is told, in this order.
impl Observer for Vec<Arc<dyn Observer>> {
    fn finished(&self, record: &Record<'_>) {
        self.iter().for_each(|observer| observer.finished(record));
    }

    fn connected(&self) {
        self.iter().for_each(|observer| observer.connected());
    }

    fn disconnected(&self) {
        self.iter().for_each(|observer| observer.disconnected());
    }
}

#[cfg(test)]
pub(crate) mod sample {
    use super::*;
    use preflight_policy::Verdict;

    /// A `GET` that an upstream answered at once, allowed by the first policy.
    pub(crate) fn record<'a>(target: &'a str, origin: Option<&'a HeaderValue>) -> Record<'a> {
        Record {
            peer: ([192, 0, 2, 1], 4711).into(),
            method: &Method::GET,
            target,
            version: Version::HTTP_11,
            origin,
            preflight: None,
            ruling: Ruling { policy: Some(0), verdict: Verdict::Allowed { entry: 0 } },
            shadow: None,
            status: StatusCode::OK,
            upstream: Some("http://127.0.0.1:3000"),
            failure: None,
            to_first_byte: Duration::from_micros(1_500),
            duration: Duration::from_micros(2_250),
            sent: 12,
        }
    }
}
