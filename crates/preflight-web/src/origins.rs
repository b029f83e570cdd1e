//! The names under which the workbench answers.

use axum::http::HeaderValue;
use axum::http::uri::Authority;
use std::net::{IpAddr, SocketAddr};

/// Who we are, as browsers call us.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    address: SocketAddr,
    /// Whether nobody but us is there for who asks for `localhost`.
    localhost: bool,
    /// Names that the user said are ours too, in lower case.
    also: Vec<String>,
}

impl Names {
    pub(crate) fn new(address: SocketAddr, also: &[String]) -> Self {
        let localhost = address.ip().is_loopback() || address.ip().is_unspecified();
        let also = also.iter().map(|name| name.to_ascii_lowercase()).collect();
        Self { address, localhost, also }
    }

    /// The same where `localhost` leads to somebody else too.
    pub(crate) fn without_localhost(self) -> Self {
        Self { localhost: false, ..self }
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
            Err(_) => name == "localhost" && self.localhost || self.also.contains(&name),
        }
    }

    /// Whether only this machine reaches us.
    pub(crate) fn is_local(&self) -> bool {
        self.address.ip().is_loopback()
    }

    /// The origins of our page, as far as a Content-Security-Policy has words for them: not for IPv6.
    pub(crate) fn origins(&self) -> Vec<String> {
        let is_a_name = |name: &&str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
            !name.is_empty() && name.chars().all(plain)
        };
        let address = self.address.ip().to_string();
        let localhost = self.localhost.then_some("localhost");
        let names = [address.as_str()].into_iter().chain(localhost);
        let names = names.chain(self.also.iter().map(String::as_str)).filter(is_a_name);
        let port = self.address.port();
        let suffix = if port == 80 { String::new() } else { format!(":{port}") };
        names.map(|name| format!("http://{name}{suffix}")).collect()
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
        let names = Names::new(([127, 0, 0, 1], 9340).into(), &[]).without_localhost();
        assert!(!names.are_ours(Some(&HeaderValue::from_static("localhost:9340"))));
        assert_eq!(names.origins(), ["http://127.0.0.1:9340"]);
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
    fn our_origins_are_those_that_a_browser_can_be_told() {
        let origins = |listen: &str, also: &[String]| {
            Names::new(listen.parse().expect("an address"), also).origins()
        };
        let both = ["http://127.0.0.1:9340", "http://localhost:9340"];
        assert_eq!(origins("127.0.0.1:9340", &["a b; script-src *".to_owned()]), both);
        assert_eq!(origins("[::1]:9340", &[]), ["http://localhost:9340"]);
        let named = origins("127.0.0.1:80", &["Build.example".to_owned()]);
        assert_eq!(named, ["http://127.0.0.1", "http://localhost", "http://build.example"]);
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
