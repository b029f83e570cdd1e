//! The way out through a proxy: which one, and the tunnel that TLS needs.

use super::connect::Stream;
use super::reach::Reach;
use super::settings::{Proxy, SettingsError};
use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use preflight_fetch::{AddressSpace, ConnectionError, Url};
use std::fmt;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// The longest answer to `CONNECT` that is read.
const HEAD_LIMIT: usize = 8192;

/// Which proxy to take for which URL.
#[derive(Debug)]
pub(super) enum Proxies {
    Direct,
    Environment(Matcher),
    Given(Matcher),
}

impl Proxies {
    pub(super) fn new(proxy: &Proxy, reach: Reach) -> Result<Self, SettingsError> {
        Ok(match proxy {
            Proxy::Environment if reach == Reach::PublicOnly => Self::Direct,
            Proxy::Url(given) if reach == Reach::PublicOnly => {
                return Err(SettingsError::ProxyNotAllowed(given.clone()));
            }
            Proxy::Direct => Self::Direct,
            Proxy::Environment => Self::Environment(Matcher::from_env()),
            Proxy::Url(given) => Self::Given(given_proxy(given)?),
        })
    }

    /// The proxy for `url`, if one is to be taken.
    pub(super) fn choose(&self, url: &Url) -> Option<Via> {
        let matcher = match self {
            Self::Direct => return None,
            Self::Environment(_)
                if url.host_str().and_then(AddressSpace::of_host)
                    == Some(AddressSpace::Loopback) =>
            {
                return None;
            }
            Self::Environment(matcher) | Self::Given(matcher) => matcher,
        };
        let uri: Uri = url.as_str().parse().ok()?;
        matcher.intercept(&uri).map(Via)
    }
}

fn given_proxy(given: &str) -> Result<Matcher, SettingsError> {
    let bad = || SettingsError::Proxy(given.to_owned());
    let with_scheme =
        if given.contains("://") { given.to_owned() } else { format!("http://{given}") };
    let url = Url::parse(&with_scheme).map_err(|_| bad())?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(bad());
    }
    let no = ["NO_PROXY", "no_proxy"].iter().find_map(|n| std::env::var(n).ok());
    Ok(Matcher::builder().all(with_scheme).no(no.unwrap_or_default()).build())
}

/// A proxy to go through.
#[derive(Clone)]
pub(super) struct Via(Intercept);

impl fmt::Debug for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host(), self.port())
    }
}

impl Via {
    pub(super) fn host(&self) -> &str {
        self.0.uri().host().unwrap_or_default()
    }

    pub(super) fn port(&self) -> u16 {
        let default = if self.is_https() { 443 } else { 80 };
        self.0.uri().port_u16().unwrap_or(default)
    }

    pub(super) fn is_https(&self) -> bool {
        self.0.uri().scheme_str() == Some("https")
    }

    /// A failure of this proxy.
    pub(super) fn failed(&self, why: &dyn fmt::Display) -> ConnectionError {
        ConnectionError::Proxy(format!("{self}: {why}"))
    }

    /// Whether we speak the proxy's protocol.
    pub(super) fn supported(&self) -> Result<(), ConnectionError> {
        match self.0.uri().scheme_str() {
            Some("http" | "https") => Ok(()),
            _ => Err(self.failed(&"SOCKS is not supported; name an http:// proxy")),
        }
    }

    /// The value of `Proxy-Authorization`.
    pub(super) fn authorization(&self) -> Option<&HeaderValue> {
        self.0.basic_auth()
    }

    /// Asks the proxy for a tunnel to `host` and `port`.
    pub(super) async fn tunnel(
        &self,
        stream: &mut Box<dyn Stream>,
        host: &str,
        port: u16,
    ) -> Result<(), ConnectionError> {
        let failed = |why: &dyn fmt::Display| self.failed(why);
        let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
        if let Some(value) = self.authorization().and_then(|v| v.to_str().ok()) {
            request.push_str("Proxy-Authorization: ");
            request.push_str(value);
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).await.map_err(|e| failed(&e))?;
        stream.flush().await.map_err(|e| failed(&e))?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            // Byte by byte: what follows the head belongs to the server.
            let byte = stream.read_u8().await.map_err(|e| failed(&e))?;
            head.push(byte);
            if head.len() > HEAD_LIMIT {
                return Err(failed(&"its answer to CONNECT is too long"));
            }
        }
        let line = head.split(|&b| b == b'\r').next().unwrap_or_default();
        let line = String::from_utf8_lossy(line);
        match line.split(' ').nth(1).and_then(|s| s.parse::<u16>().ok()) {
            Some(200..=299) => Ok(()),
            _ => Err(failed(&format!("it answered `{line}` to CONNECT"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_proxy_is_an_http_url() {
        let chosen = |given: &str| {
            let proxies = Proxies::new(&Proxy::Url(given.to_owned()), Reach::Anywhere).unwrap();
            let via = proxies.choose(&Url::parse("https://a.test/").unwrap()).unwrap();
            (via.to_string(), via.is_https(), via.authorization().is_some())
        };
        assert_eq!(chosen("proxy.test:3128"), ("proxy.test:3128".to_owned(), false, false));
        assert_eq!(chosen("https://u:p@proxy.test"), ("proxy.test:443".to_owned(), true, true));
        for bad in ["socks5://a.test", "http://", "a b"] {
            assert!(Proxies::new(&Proxy::Url(bad.to_owned()), Reach::Anywhere).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_environment_names_no_proxy_where_only_public_addresses_are_asked() {
        let proxies = Proxies::new(&Proxy::Environment, Reach::PublicOnly).unwrap();
        assert!(matches!(proxies, Proxies::Direct));
    }
}
