//! Why the gateway answered itself instead of passing an answer on.

use http::StatusCode;

/// What went wrong, and so whose side it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The request cannot be read in one way only, or asks what no proxy may do.
    BadRequest,
    /// The method is `CONNECT`: this is no forward proxy.
    ConnectRefused,
    /// The head is larger, or has more fields, than [`Limits`](crate::settings::Limits) allow.
    HeadTooLarge,
    /// The body is larger than [`Limits`](crate::settings::Limits) allow.
    BodyTooLarge,
    /// The request is for a name that this gateway does not answer for.
    Misdirected,
    /// The client sent too many requests.
    TooManyRequests,
    /// No route has a prefix of the path.
    NoRoute,
    /// The request came through this gateway before.
    Loop,
    /// No upstream of the group is well.
    NoUpstream,
    /// The upstream could not be reached.
    ConnectFailed,
    /// Connecting took longer than the limit.
    ConnectTimeout,
    /// The upstream closed or broke the connection before a response head.
    UpstreamClosed,
    /// The upstream's answer is not HTTP.
    BadResponse,
    /// The upstream took longer for a response head than the limit.
    ResponseTimeout,
    /// The client stalled in the middle of its body for longer than the limit.
    RequestTimeout,
    /// The client broke off before its request was complete.
    ClientGone,
}

impl Failure {
    /// The status the client sees. 499, which nobody sees, where the client is gone.
    pub fn status(self) -> StatusCode {
        match self {
            Failure::BadRequest => StatusCode::BAD_REQUEST,
            Failure::ConnectRefused => StatusCode::NOT_IMPLEMENTED,
            Failure::HeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Failure::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Failure::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Failure::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Failure::NoRoute => StatusCode::NOT_FOUND,
            Failure::Loop => StatusCode::LOOP_DETECTED,
            Failure::NoUpstream => StatusCode::SERVICE_UNAVAILABLE,
            Failure::ConnectFailed | Failure::UpstreamClosed | Failure::BadResponse => {
                StatusCode::BAD_GATEWAY
            }
            Failure::ConnectTimeout | Failure::ResponseTimeout => StatusCode::GATEWAY_TIMEOUT,
            Failure::RequestTimeout => StatusCode::REQUEST_TIMEOUT,
            Failure::ClientGone => StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST),
        }
    }

    /// One of a small fixed set of names, for metrics, logs and the body of the response.
    pub fn label(self) -> &'static str {
        match self {
            Failure::BadRequest => "bad-request",
            Failure::ConnectRefused => "connect-refused",
            Failure::HeadTooLarge => "head-too-large",
            Failure::BodyTooLarge => "body-too-large",
            Failure::Misdirected => "misdirected",
            Failure::TooManyRequests => "too-many-requests",
            Failure::NoRoute => "no-route",
            Failure::Loop => "loop",
            Failure::NoUpstream => "no-upstream",
            Failure::ConnectFailed => "connect-failed",
            Failure::ConnectTimeout => "connect-timeout",
            Failure::UpstreamClosed => "upstream-closed",
            Failure::BadResponse => "bad-response",
            Failure::ResponseTimeout => "response-timeout",
            Failure::RequestTimeout => "request-timeout",
            Failure::ClientGone => "client-gone",
        }
    }

    /// Whose side it was: `client`, `gateway` or `upstream`.
    pub fn side(self) -> &'static str {
        match self {
            Failure::BadRequest
            | Failure::ConnectRefused
            | Failure::HeadTooLarge
            | Failure::BodyTooLarge
            | Failure::Misdirected
            | Failure::TooManyRequests
            | Failure::RequestTimeout
            | Failure::ClientGone => "client",
            Failure::NoRoute | Failure::Loop => "gateway",
            Failure::NoUpstream
            | Failure::ConnectFailed
            | Failure::ConnectTimeout
            | Failure::UpstreamClosed
            | Failure::BadResponse
            | Failure::ResponseTimeout => "upstream",
        }
    }
}
