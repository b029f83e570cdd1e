//! What a running gateway is told: plain data, already validated, replaced as a whole.
//!
//! Whoever starts the gateway makes a [`Settings`] (from `preflight.toml`, from flags, by hand) and
//! hands it over; a request keeps the settings it began with until its last byte.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::HeaderValue;
use http::uri::Authority;
use preflight_policy::Policies;

/// Everything the road of a request depends on.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Where connections are accepted. Replacing the settings of a running gateway may change a
    /// listener's certificates, not the addresses.
    pub listeners: Vec<Listener>,
    /// Who may call what from a page of another origin. Asked before anything else. Default: no
    /// policy speaks for any path, and what upstreams say passes untouched.
    pub policies: Arc<Policies>,
    /// Where requests go. The route with the longest matching prefix wins; without one, 404.
    pub routes: Vec<Route>,
    /// How much one client may send.
    pub limits: Limits,
    /// How long one may wait for another.
    pub times: TimeLimits,
    /// Peers whose `Forwarded` and `X-Forwarded-*` are kept and appended to. From everybody else
    /// these fields are replaced: a client could claim any address. Default: nobody.
    pub trusted_proxies: Vec<Network>,
    /// Whether only `localhost`, names below it and addresses are answered for, and requests for any
    /// other host are refused by 421: a page that points its own name here (DNS rebinding) is of the
    /// same origin then, and no policy stops it. Default: all are answered for.
    pub local_names_only: bool,
    /// Asked once for each request after the policy and before the route. Default: all may pass.
    pub admission: Option<Arc<dyn Admission>>,
}

impl Settings {
    /// Whether an address is that of a trusted proxy.
    pub(crate) fn trusts(&self, address: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(address))
    }
}

/// An address to accept connections on.
#[derive(Debug, Clone)]
pub struct Listener {
    /// The address; port 0 takes a free one.
    pub address: SocketAddr,
    /// With it, connections begin with a TLS handshake. Its ALPN list says whether HTTP/2 is spoken
    /// (`h2`); without TLS, HTTP/2 is spoken with those who start with its preface (RFC 9113 §3.3).
    pub tls: Option<Arc<rustls::ServerConfig>>,
}

/// Requests whose path begins with a prefix go to a group of upstreams.
#[derive(Debug, Clone)]
pub struct Route {
    /// Begins with `/`. Matches whole segments: `/api` matches `/api` and `/api/x`, not `/apis`.
    pub prefix: String,
    /// Whether the upstream gets the path without the prefix: `/api/x` becomes `/x`, `/api` `/`.
    pub strip_prefix: bool,
    /// Who answers.
    pub group: Arc<Group>,
}

/// Upstreams that answer the same requests.
#[derive(Debug, Clone)]
pub struct Group {
    /// At least one.
    pub upstreams: Vec<Arc<Upstream>>,
    /// Which of them is next.
    pub balance: Arc<dyn Balance>,
}

/// A server behind the gateway.
#[derive(Debug, Clone)]
pub struct Upstream {
    /// How it is named in logs and metrics, such as `http://127.0.0.1:3000`.
    pub name: String,
    /// Host and port to connect to. A name is resolved for each new connection.
    pub authority: Authority,
    /// With it, TLS is spoken, and the certificate must be for the host in `authority`. Its ALPN
    /// list is not read: `protocol` says what is spoken.
    pub tls: Option<Arc<rustls::ClientConfig>>,
    /// Which HTTP it is asked in.
    pub protocol: Protocol,
    /// The `Host` it gets.
    pub host: Host,
}

/// The HTTP an upstream speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// HTTP/1.1.
    #[default]
    Http1,
    /// HTTP/2: by ALPN over TLS, by prior knowledge without (h2c).
    Http2,
}

/// The `Host` an upstream gets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Host {
    /// The client's, so that absolute links and cookies of the upstream are the client's view.
    #[default]
    Client,
    /// This one, for upstreams that serve several names and know only their own.
    Fixed(HeaderValue),
}

/// Picks the upstream of a group that gets the next request.
pub trait Balance: Send + Sync + std::fmt::Debug {
    /// The index of the upstream to ask; `tried` are those that could not be reached for the same
    /// request. `None`: nobody is left, which the client sees as 503 (502, if one was tried).
    fn choose(&self, tried: &[usize]) -> Option<usize>;

    /// The exchange with the upstream chosen is over. Called exactly once for each choice.
    fn ended(&self, index: usize, outcome: Outcome);
}

/// How an exchange with an upstream ended, in the eyes of a health check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It answered, whatever the status.
    Answered,
    /// It could not be reached, broke off before a response head, or took too long for one.
    Failed,
    /// Neither: the client went away first.
    Abandoned,
}

/// Says whether a client may have another request answered now.
pub trait Admission: Send + Sync + std::fmt::Debug {
    /// `Err`: the client is told 429 and to come back after this long.
    fn admit(&self, peer: IpAddr, now: Instant) -> Result<(), Duration>;
}

/// How much one client may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a request's method, target and header fields together; more is 431. From
    /// 1 KiB to 1 MiB. Default: 32 KiB, since cookies and tokens add up.
    pub head_bytes: usize,
    /// Header fields of a request; more is 431. From 1 to 10,000. Default: 80.
    pub header_fields: usize,
    /// Bytes of a request's body; more is 413. Default: none, since upstreams have their own.
    pub body_bytes: Option<u64>,
    /// Client connections open at once. Further ones wait in the system's queue. At least 1.
    /// Default: 10,000.
    pub connections: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { head_bytes: 32 * 1024, header_fields: 80, body_bytes: None, connections: 10_000 }
    }
}

/// How long one may wait for another. Never kept early, and up to a fifth of a second late. Each is at
/// least 100 ms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLimits {
    /// From a connection's start or a request's first byte to the end of its head, a TLS handshake
    /// included; then the connection is closed. Default: 30 s.
    pub head: Duration,
    /// How long a client's connection is kept without a request. Default: 75 s.
    pub idle: Duration,
    /// To connect to an upstream, its TLS handshake included; then 504. Default: 5 s.
    pub connect: Duration,
    /// From a request's last byte to the head of the upstream's response; then 504. Default: 60 s.
    pub response_head: Duration,
    /// How long a client may neither send any of the body it announced nor take any of the response
    /// that waits for it; then the connection is closed. Default: 30 s.
    pub client_stall: Duration,
    /// How long a response body, or both directions of a tunnel (WebSocket), may be silent; then it
    /// is cut. Default: 5 min, so that a slow heartbeat keeps an event stream alive.
    pub stream_idle: Duration,
    /// How long a connection to an upstream is kept for the next request. Less than the upstream's
    /// own limit, lest it hang up on a request. Default: 30 s (5 s is Node's own limit, but a
    /// request that can be sent again is, on a fresh connection).
    pub upstream_idle: Duration,
    /// How long running requests may take to finish once the gateway is told to stop.
    /// Default: 30 s.
    pub drain: Duration,
}

impl Default for TimeLimits {
    fn default() -> TimeLimits {
        TimeLimits {
            head: Duration::from_secs(30),
            idle: Duration::from_secs(75),
            connect: Duration::from_secs(5),
            response_head: Duration::from_secs(60),
            client_stall: Duration::from_secs(30),
            stream_idle: Duration::from_secs(300),
            upstream_idle: Duration::from_secs(30),
            drain: Duration::from_secs(30),
        }
    }
}

/// A range of addresses, such as `10.0.0.0/8`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    /// An address in it.
    pub address: IpAddr,
    /// How many leading bits all of it share: 0 to 32, or to 128 for IPv6.
    pub prefix_bits: u8,
}

impl Network {
    /// Whether `peer` is in it. An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is IPv4.
    pub fn contains(&self, peer: IpAddr) -> bool {
        match (self.address.to_canonical(), peer.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                let differing = u32::from(ours) ^ u32::from(theirs);
                differing.leading_zeros() >= u32::from(self.prefix_bits)
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                let differing = u128::from(ours) ^ u128::from(theirs);
                differing.leading_zeros() >= u32::from(self.prefix_bits)
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Network;

    #[test]
    fn a_network_contains_its_addresses_and_no_other_family() {
        let network = |address: &str, prefix_bits| Network {
            address: address.parse().expect("an address"),
            prefix_bits,
        };
        let contains = |network: Network, peer: &str| network.contains(peer.parse().expect("one"));
        assert!(contains(network("10.1.2.3", 8), "10.255.0.1"));
        assert!(contains(network("10.0.0.0", 8), "::ffff:10.0.0.1"));
        assert!(!contains(network("10.0.0.0", 8), "11.0.0.1"));
        assert!(contains(network("127.0.0.1", 32), "127.0.0.1"));
        assert!(!contains(network("127.0.0.1", 32), "127.0.0.2"));
        assert!(contains(network("0.0.0.0", 0), "203.0.113.9"));
        assert!(!contains(network("0.0.0.0", 0), "2001:db8::1"));
        assert!(contains(network("2001:db8::", 32), "2001:db8:1::1"));
        assert!(!contains(network("2001:db8::", 32), "2001:db9::1"));
    }
}
