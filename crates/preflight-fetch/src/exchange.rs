//! What goes over the wire: one request, and what came back.

use crate::http::header_list::HeaderList;
use crate::{Initiator, RequestMode};
use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;
use url::Url;

/// Why the browser sends a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RequestKind {
    /// A CORS-preflight request.
    Preflight,
    /// The request itself, or its repetition at a redirect's target.
    Actual,
    /// Not a browser's request: sent to tell causes apart.
    Probe,
}

impl RequestKind {
    /// The name in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preflight => "preflight",
            Self::Actual => "actual",
            Self::Probe => "probe",
        }
    }
}

/// An HTTP request that the model wants sent: headers as the standard sets them. What an engine adds
/// to every request (`User-Agent`, `Accept-Encoding`, …) and its order come from
/// [`Browser::wire_headers`](crate::Browser::wire_headers).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Preflight or actual.
    pub kind: RequestKind,
    /// The method, in the case in which it goes out.
    pub method: Cow<'static, str>,
    /// The URL, without fragment, user and password.
    pub url: Url,
    /// The headers, `Host` and what belongs to the connection excluded.
    pub header_list: HeaderList,
    /// The body; empty and absent are not the same.
    pub body: Option<Vec<u8>>,
    /// Whether cookies and other credentials go along, and come back into the jar.
    pub includes_credentials: bool,
    /// What the engine's network layer knows of it; `None` where no page asks (a probe).
    pub fetch_metadata: Option<FetchMetadata>,
}

/// What an engine knows of a request beyond its headers. It decides the lines of
/// [Fetch Metadata](https://w3c.github.io/webappsec-fetch-metadata/) and the order of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FetchMetadata {
    /// What in the page asks: it decides `Sec-Fetch-Dest`.
    pub initiator: Initiator,
    /// `Sec-Fetch-Mode`
    pub mode: RequestMode,
    /// `Sec-Fetch-Site`; `None` where the URL is not potentially trustworthy, which gets no such line.
    pub site: Option<FetchSite>,
    /// How many of the header list's first entries the script set.
    pub author_headers: usize,
}

/// How far the URLs of a request are from the page:
/// [`Sec-Fetch-Site`](https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FetchSite {
    /// Every URL so far is of the page's origin.
    SameOrigin,
    /// Every URL so far is of the page's site.
    SameSite,
    /// A URL is of another site.
    CrossSite,
}

impl FetchSite {
    /// The value of the header.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameOrigin => "same-origin",
            Self::SameSite => "same-site",
            Self::CrossSite => "cross-site",
        }
    }
}

impl HttpRequest {
    /// A request without headers, body or credentials.
    #[must_use]
    pub fn new(kind: RequestKind, method: &str, url: Url) -> Self {
        Self {
            kind,
            method: Cow::Owned(method.to_owned()),
            url,
            header_list: HeaderList::new(),
            body: None,
            includes_credentials: false,
            fetch_metadata: None,
        }
    }
}

/// An HTTP response as received.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HttpResponse {
    /// The status, 0 to 999.
    pub status: u16,
    /// The reason phrase, byte for byte; empty on HTTP/2.
    pub status_text: Vec<u8>,
    /// The headers, in order, doubled lines kept.
    pub header_list: HeaderList,
    /// The body after content decoding.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// A response of this status without headers or body.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self { status, ..Self::default() }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.header_list.append(name, value.into());
        self
    }
}

/// The version of HTTP that was spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum HttpVersion {
    /// HTTP/1.0
    Http10,
    /// HTTP/1.1
    #[default]
    Http11,
    /// HTTP/2
    Http2,
}

impl HttpVersion {
    /// The version as one writes it: `HTTP/1.1`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http10 => "HTTP/1.0",
            Self::Http11 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
        }
    }
}

/// How long each stage took; `None` where it did not take place (a connection used again, no TLS).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Timing {
    /// Resolving the name.
    pub dns: Option<Duration>,
    /// Connecting the socket.
    pub connect: Option<Duration>,
    /// The TLS handshake.
    pub tls: Option<Duration>,
    /// From the request's first byte to the response's head.
    pub first_byte: Option<Duration>,
    /// From beginning to end.
    pub total: Option<Duration>,
}

/// A request that was sent, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The request; its header list as it stood on the wire.
    pub request: HttpRequest,
    /// The response, or why there is none.
    pub answer: Result<HttpResponse, ConnectionError>,
    /// The version of HTTP that was spoken.
    pub http_version: HttpVersion,
    /// Whether over TLS.
    pub via_tls: bool,
    /// The address of the peer, where a connection came about.
    pub address: Option<IpAddr>,
    /// How long it took.
    pub timing: Timing,
}

impl Exchange {
    /// One that went over no socket: what came of it is made up, and nothing is known of a connection.
    #[must_use]
    pub fn made_up(request: HttpRequest, answer: Result<HttpResponse, ConnectionError>) -> Self {
        Self {
            answer,
            http_version: HttpVersion::default(),
            via_tls: request.url.scheme() == "https",
            address: None,
            timing: Timing::default(),
            request,
        }
    }

    /// The response, if there was one.
    #[must_use]
    pub fn response(&self) -> Option<&HttpResponse> {
        self.answer.as_ref().ok()
    }
}

/// Whose side failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// This machine: its resolver, its proxy, its configuration.
    Client,
    /// The way between.
    Network,
    /// The server.
    Server,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Client => "client",
            Self::Network => "network",
            Self::Server => "server",
        })
    }
}

/// What is wrong with a server's certificate or handshake.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TlsFault {
    /// The server wants a certificate of the client, and got none.
    ClientCertificate,
    /// Past its end date, or before its start.
    Expired,
    /// The handshake failed for another reason, in the words of the TLS library.
    Handshake(String),
    /// No trusted authority has signed it: self-signed, private, or an intermediate is missing.
    UnknownIssuer,
    /// Issued for other names.
    WrongName,
}

/// Why there is no HTTP response.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConnectionError {
    /// The server closed the connection before the first byte of a response.
    Closed,
    /// The host name does not resolve.
    Dns,
    /// What came is not HTTP, or breaks off: the reason.
    Malformed(String),
    /// The host's address is not public, and a rule of ours lets connections go to public ones only.
    NotPublic,
    /// The proxy refused or failed: the reason.
    Proxy(String),
    /// A TLS handshake was answered in clear text: this port does not speak TLS.
    PlaintextOnTlsPort,
    /// Nothing listens at the port.
    Refused,
    /// The connection was reset.
    Reset,
    /// Nothing came within the time allowed; what was waited for.
    TimedOut(&'static str),
    /// The TLS handshake failed.
    Tls(TlsFault),
    /// A limit of ours was exceeded (headers, body): which one.
    TooLarge(&'static str),
    /// The host or its network cannot be reached.
    Unreachable,
}

impl ConnectionError {
    /// A stable code for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Dns => "dns",
            Self::Malformed(_) => "malformed",
            Self::NotPublic => "not-public",
            Self::PlaintextOnTlsPort => "plaintext-on-tls-port",
            Self::Proxy(_) => "proxy",
            Self::Refused => "refused",
            Self::Reset => "reset",
            Self::TimedOut(_) => "timed-out",
            Self::Tls(TlsFault::ClientCertificate) => "tls-client-certificate",
            Self::Tls(TlsFault::Expired) => "tls-expired",
            Self::Tls(TlsFault::Handshake(_)) => "tls-handshake",
            Self::Tls(TlsFault::UnknownIssuer) => "tls-unknown-issuer",
            Self::Tls(TlsFault::WrongName) => "tls-wrong-name",
            Self::TooLarge(_) => "too-large",
            Self::Unreachable => "unreachable",
        }
    }

    /// Whose side failed, as far as one can tell from here.
    #[must_use]
    pub const fn side(&self) -> Side {
        match self {
            Self::Dns | Self::NotPublic | Self::Proxy(_) | Self::TooLarge(_) => Side::Client,
            Self::TimedOut(_) | Self::Unreachable => Side::Network,
            Self::Closed
            | Self::Malformed(_)
            | Self::PlaintextOnTlsPort
            | Self::Refused
            | Self::Reset
            | Self::Tls(_) => Side::Server,
        }
    }
}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Closed => f.write_str("the server closed the connection without an answer"),
            Self::Dns => f.write_str("the host name does not resolve"),
            Self::Malformed(why) => write!(f, "what came back is not valid HTTP: {why}"),
            Self::NotPublic => f.write_str(
                "the host's address is not public, and only public addresses are asked from here",
            ),
            Self::PlaintextOnTlsPort => f.write_str("the port answers in plain text, not TLS"),
            Self::Proxy(why) => write!(f, "the proxy did not connect: {why}"),
            Self::Refused => f.write_str("nothing listens at this port (connection refused)"),
            Self::Reset => f.write_str("the connection was reset"),
            Self::TimedOut(what) => write!(f, "timed out waiting for {what}"),
            Self::Tls(TlsFault::ClientCertificate) => {
                f.write_str("the server wants a client certificate, and got none")
            }
            Self::Tls(TlsFault::Expired) => f.write_str("the certificate is out of date"),
            Self::Tls(TlsFault::Handshake(why)) => write!(f, "the TLS handshake failed: {why}"),
            Self::Tls(TlsFault::UnknownIssuer) => {
                f.write_str("no trusted authority signed the certificate")
            }
            Self::Tls(TlsFault::WrongName) => {
                f.write_str("the certificate is for other host names")
            }
            Self::TooLarge(what) => write!(f, "the response's {what} exceed the limit"),
            Self::Unreachable => f.write_str("the host cannot be reached"),
        }
    }
}

impl std::error::Error for ConnectionError {}
