//! Values as people write them, the same in the file and on the command line. What cannot be read is
//! refused with the reason and, where it can be guessed, what was meant.

use crate::settings::Network;
use http::uri::{Authority, Scheme};
use http::{HeaderValue, Uri};
use preflight_policy::file::Fault;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// An upstream: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpstreamUrl {
    /// Whether it is https.
    pub tls: bool,
    /// Host and port as written.
    pub authority: Authority,
}

impl fmt::Display for UpstreamUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.tls { "https" } else { "http" };
        write!(f, "{scheme}://{}", self.authority)
    }
}

impl UpstreamUrl {
    /// The address it stands for without asking a name server, `localhost` being 127.0.0.1.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        let host = self.authority.host();
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        let ip = match bare {
            "localhost" => Ipv4Addr::LOCALHOST.into(),
            bare => bare.parse().ok()?,
        };
        let default_port = if self.tls { 443 } else { 80 };
        Some(SocketAddr::new(ip, self.authority.port_u16().unwrap_or(default_port)))
    }
}

/// The `Host` that an upstream gets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HostChoice {
    /// The one the client sent.
    #[default]
    Client,
    /// The upstream's own.
    Upstream,
    /// This one.
    Fixed(HeaderValue),
}

/// An address to listen on: `127.0.0.1:8080`, `[::1]:8080`.
///
/// # Errors
/// What it is instead, and what was probably meant.
pub fn address(given: &str) -> Result<SocketAddr, Fault> {
    if let Ok(address) = given.parse() {
        return Ok(address);
    }
    let fault = Fault::error(
        "not-an-address",
        "an address to listen on is an IP address and a port, such as `127.0.0.1:8080`",
    );
    Err(match meant_address(given) {
        Some(meant) => fault.correction(meant.to_string()),
        None => fault,
    })
}

fn meant_address(given: &str) -> Option<SocketAddr> {
    let bare = given.split_once("://").map_or(given, |(_, rest)| rest).trim_end_matches('/');
    if let Ok(address) = bare.parse() {
        return Some(address);
    }
    if let Ok(ip) = bare.parse::<IpAddr>() {
        return Some(SocketAddr::new(ip, 8080));
    }
    let (host, port) = bare.rsplit_once(':').unwrap_or(("localhost", bare));
    let host = match host {
        "" | "*" => Ipv4Addr::UNSPECIFIED,
        "localhost" => Ipv4Addr::LOCALHOST,
        _ => return None,
    };
    Some(SocketAddr::new(host.into(), port.parse().ok()?))
}

/// A server to forward to: `http://127.0.0.1:3000`, `https://api.internal`.
///
/// # Errors
/// What it is instead, and what was probably meant.
pub fn upstream(given: &str) -> Result<UpstreamUrl, Fault> {
    let fault = |reason: &str| Fault::error("not-an-upstream", reason);
    if !given.contains("://") {
        let fault = fault("an upstream starts with `http://` or `https://`");
        let meant = format!("http://{given}");
        return Err(if upstream(&meant).is_ok() { fault.correction(meant) } else { fault });
    }
    let uri: Uri =
        given.parse().map_err(|_| fault("an upstream is `http://HOST:PORT` or `https://HOST`"))?;
    let tls = match uri.scheme() {
        Some(scheme) if *scheme == Scheme::HTTP => false,
        Some(scheme) if *scheme == Scheme::HTTPS => true,
        _ => return Err(fault("an upstream speaks http or https")),
    };
    let authority = uri.authority().cloned().filter(|authority| !authority.host().is_empty());
    let authority = authority.ok_or_else(|| fault("an upstream has a host"))?;
    if authority.as_str().contains('@') {
        let fault = fault("an upstream has no user: the client's `Authorization` is passed on");
        let bare = authority.as_str().rsplit('@').next().unwrap_or_default();
        return Err(match bare.parse() {
            Ok(authority) => fault.correction(UpstreamUrl { tls, authority }.to_string()),
            Err(_) => fault,
        });
    }
    let url = UpstreamUrl { tls, authority };
    let has_port = url.authority.as_str() != url.authority.host();
    if has_port && url.authority.port_u16().is_none_or(|port| port == 0) {
        return Err(fault("a port is a number from 1 to 65535"));
    }
    if !matches!(uri.path(), "" | "/") || uri.query().is_some() {
        let reason = "an upstream has no path: a request keeps its own; `strip_path` of a route takes \
                      the route's away";
        return Err(fault(reason).correction(url.to_string()));
    }
    Ok(url)
}

/// The `Host` for an upstream: `client`, `upstream`, or a host.
///
/// # Errors
/// What it is instead.
pub fn host(given: &str) -> Result<HostChoice, Fault> {
    match given {
        "client" => Ok(HostChoice::Client),
        "upstream" => Ok(HostChoice::Upstream),
        given => match given.parse::<Authority>() {
            Ok(authority) if !given.contains('@') && !authority.host().is_empty() => {
                HeaderValue::from_str(given).map(HostChoice::Fixed).map_err(|_| no_host())
            }
            _ => Err(no_host()),
        },
    }
}

fn no_host() -> Fault {
    Fault::error("not-a-host", "`host` is `client`, `upstream`, or a host such as `api.internal`")
}

/// An address, or a network such as `10.0.0.0/8`.
///
/// # Errors
/// What it is instead, and what was probably meant.
pub fn network(given: &str) -> Result<Network, Fault> {
    let fault = Fault::error(
        "not-a-network",
        "a network is an IP address and how many leading bits count, such as `10.0.0.0/8`",
    );
    let (address, bits) = given.split_once('/').map_or((given, None), |(a, b)| (a, Some(b)));
    let Ok(address) = address.parse::<IpAddr>() else { return Err(fault) };
    let all = if address.is_ipv4() { 32 } else { 128 };
    match bits.map_or(Ok(all), str::parse) {
        Ok(prefix_bits) if prefix_bits <= all => Ok(Network { address, prefix_bits }),
        _ => Err(fault.correction(format!("{address}/{all}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<T>(result: Result<T, Fault>) -> (String, Option<String>) {
        match result {
            Ok(_) => panic!("accepted"),
            Err(fault) => (fault.reason, fault.correction),
        }
    }

    #[test]
    fn an_address_to_listen_on() {
        for given in ["127.0.0.1:8080", "[::1]:80", "0.0.0.0:0"] {
            assert_eq!(address(given).expect("an address").to_string(), given);
        }
        for (given, meant) in [
            ("8080", Some("127.0.0.1:8080")),
            (":8080", Some("0.0.0.0:8080")),
            ("*:8080", Some("0.0.0.0:8080")),
            ("localhost:3000", Some("127.0.0.1:3000")),
            ("http://127.0.0.1:8080/", Some("127.0.0.1:8080")),
            ("http://localhost:8080", Some("127.0.0.1:8080")),
            ("127.0.0.1", Some("127.0.0.1:8080")),
            ("::1", Some("[::1]:8080")),
            ("example.com:80", None),
            ("127.0.0.1:99999", None),
            ("", None),
        ] {
            assert_eq!(said(address(given)).1.as_deref(), meant, "{given}");
        }
    }

    #[test]
    fn a_server_to_forward_to() {
        for given in ["http://127.0.0.1:3000", "https://api.internal", "http://[::1]:3000"] {
            assert_eq!(upstream(given).expect("an upstream").to_string(), given);
        }
        assert_eq!(upstream("http://a:1/").expect("an upstream").to_string(), "http://a:1");
        for (given, reason, meant) in [
            ("localhost:3000", "starts with `http://`", Some("http://localhost:3000")),
            ("3000", "starts with `http://`", Some("http://3000")),
            ("http://a/api", "has no path", Some("http://a")),
            ("http://a?x", "has no path", Some("http://a")),
            ("http://user:secret@a:1", "has no user", Some("http://a:1")),
            ("ws://a", "speaks http or https", None),
            ("http://", "is `http://HOST:PORT`", None),
            ("http://a:99999", "from 1 to 65535", None),
            ("http://a:0", "from 1 to 65535", None),
            ("http://a b", "is `http://HOST:PORT`", None),
            ("", "starts with `http://`", None),
        ] {
            let (said, correction) = said(upstream(given));
            assert!(said.contains(reason), "{given}: {said}");
            assert_eq!(correction.as_deref(), meant, "{given}");
        }
    }

    #[test]
    fn hosts_and_networks() {
        assert_eq!(host("client"), Ok(HostChoice::Client));
        assert_eq!(host("upstream"), Ok(HostChoice::Upstream));
        let fixed = HostChoice::Fixed(HeaderValue::from_static("api.internal:81"));
        assert_eq!(host("api.internal:81"), Ok(fixed));
        for given in ["", "a@b", "a b", "a/b", "a\nb"] {
            assert!(host(given).is_err(), "{given}");
        }
        let bits = |given| network(given).expect("a network").prefix_bits;
        assert_eq!(
            (bits("10.0.0.0/8"), bits("10.1.2.3"), bits("::1"), bits("::/0")),
            (8, 32, 128, 0)
        );
        for given in ["10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0.0/-1", "a/8", "", "10.0.0/8"] {
            assert!(network(given).is_err(), "{given}");
        }
    }
}
