//! The names under which the workbench answers.

use axum::http::HeaderValue;
use axum::http::uri::Authority;
use std::net::{IpAddr, SocketAddr};

/// Who we are, as browsers call us.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    address: SocketAddr,
    /// Names that the user said are ours too, in lower case.
    also: Vec<String>,
}

impl Names {
    pub(crate) fn new(address: SocketAddr, also: &[String]) -> Self {
        Self { address, also: also.iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Whether a request to this `Host` is meant for us. A page whose own name was made to point here
    /// (DNS rebinding) asks for that name, and would be of the same origin as we are: it is refused.
    /// An address cannot be rebound.
    pub(crate) fn are_ours(&self, host: Option<&HeaderValue>) -> bool {
        let Some(host) = host.and_then(|host| host.to_str().ok()) else { return false };
        let Ok(authority) = host.parse::<Authority>() else { return false };
        if authority.port_u16().unwrap_or(80) != self.address.port() || host.contains('@') {
            return false;
        }
        let name = authority.host().to_ascii_lowercase();
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        match bare.unwrap_or(&name).parse::<IpAddr>() {
            Ok(ip) if self.address.ip().is_unspecified() => ip.is_loopback() || !self.is_local(),
            Ok(ip) => ip == self.address.ip(),
            Err(_) => {
                name == "localhost" && self.is_reached_by_localhost() || self.also.contains(&name)
            }
        }
    }

    /// Whether only this machine reaches us.
    pub(crate) fn is_local(&self) -> bool {
        self.address.ip().is_loopback()
    }

    fn is_reached_by_localhost(&self) -> bool {
        self.address.ip().is_loopback() || self.address.ip().is_unspecified()
    }
}

/// Whether `origin` is that of a page which we served under this `Host`.
pub(crate) fn is_same(origin: &HeaderValue, host: &HeaderValue) -> bool {
    let bare = origin.as_bytes().strip_prefix(b"http://");
    bare.is_some_and(|authority| authority.eq_ignore_ascii_case(host.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ours(listen: &str, also: &[&str], host: &'static str) -> bool {
        let also: Vec<String> = also.iter().map(|&name| name.to_owned()).collect();
        let names = Names::new(listen.parse().expect("an address"), &also);
        names.are_ours(Some(&HeaderValue::from_static(host)))
    }

    #[test]
    fn a_name_that_somebody_made_point_here_is_not_ours() {
        for host in ["127.0.0.1:9340", "localhost:9340", "LOCALHOST:9340"] {
            assert!(is_ours("127.0.0.1:9340", &[], host), "{host}");
        }
        for host in [
            "evil.example:9340",
            "localhost.evil.example:9340",
            "127.0.0.1.evil.example:9340",
            "a.localhost:9340",
            "localhost:80",
            "localhost",
            "127.0.0.2:9340",
            "[::1]:9340",
            "user@127.0.0.1:9340",
            "",
        ] {
            assert!(!is_ours("127.0.0.1:9340", &[], host), "{host}");
        }
        assert!(is_ours("[::1]:9340", &[], "[::1]:9340"));
        let names = Names::new(([127, 0, 0, 1], 9340).into(), &[]);
        assert!(!names.are_ours(None));
    }

    #[test]
    fn on_a_network_addresses_and_the_names_given_are_ours() {
        for host in ["192.0.2.7:9340", "localhost:9340", "build.example:9340"] {
            assert!(is_ours("0.0.0.0:9340", &["Build.example"], host), "{host}");
        }
        assert!(!is_ours("0.0.0.0:9340", &["build.example"], "evil.example:9340"));
        assert!(!is_ours("192.0.2.7:9340", &[], "localhost:9340"));
    }

    #[test]
    fn origins_are_compared_with_the_host() {
        let is = |origin, host| {
            is_same(&HeaderValue::from_static(origin), &HeaderValue::from_static(host))
        };
        assert!(is("http://127.0.0.1:9340", "127.0.0.1:9340"));
        for origin in
            ["null", "http://localhost:9340", "https://127.0.0.1:9340", "http://127.0.0.1:93401"]
        {
            assert!(!is(origin, "127.0.0.1:9340"), "{origin}");
        }
    }
}
