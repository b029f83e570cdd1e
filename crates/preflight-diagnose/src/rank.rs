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

impl Rank {
    /// What causes of this rank have in common, in plain words.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::NoHttp => "Nothing answers, or the browser does not even ask",
            Self::WhoAnswered => "Somebody else answers before the application does",
            Self::AllowOrigin => "The server allows another origin, or not these credentials",
            Self::Methods => "The server does not allow the method",
            Self::Headers => "The server does not allow a request header",
            Self::ActualResponse => "The answer itself cannot be read",
        }
    }
}
