//! Root cause first: what must change first comes first.

/// What must change first, by DESIGN's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// No HTTP at all: DNS, TCP, TLS, gates before the network.
    NoHttp,
    /// Who answered instead of the application's CORS.
    WhoAnswered,
    /// The value of `Access-Control-Allow-Origin`, and credentials.
    AllowOrigin,
    /// Methods.
    Methods,
    /// Headers.
    Headers,
    /// The actual response.
    ActualResponse,
}
