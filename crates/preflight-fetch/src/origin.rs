//! [Origins](https://html.spec.whatwg.org/multipage/browsers.html#origin), their serialization, and
//! what is same origin or same site with what.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;
use std::sync::Arc;
use url::Url;

/// An [origin](https://html.spec.whatwg.org/multipage/browsers.html#concept-origin): who asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// An opaque origin: a sandboxed iframe, a `data:` or `file:` page. It serializes to `null` and
    /// is the same origin as nothing.
    Opaque,
    /// A scheme, a host and a port.
    Tuple(TupleOrigin),
}

/// The parts of a [tuple origin](https://html.spec.whatwg.org/multipage/browsers.html#concept-origin-tuple).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TupleOrigin {
    serialized: Arc<str>,
    scheme_length: usize,
    port: Option<u16>,
}

impl TupleOrigin {
    /// The scheme, lower case, without the colon.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.serialized[..self.scheme_length]
    }

    /// The host as serialized: lower case, punycode, IPv6 in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        let host_and_port = &self.serialized[self.scheme_length + 3..];
        match self.port {
            None => host_and_port,
            Some(_) => &host_and_port[..host_and_port.rfind(':').unwrap_or(host_and_port.len())],
        }
    }

    /// The port where it is not the scheme's default.
    #[must_use]
    pub const fn port(&self) -> Option<u16> {
        self.port
    }
}

/// Why a text is no serialized origin, and what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginError {
    /// The text as given.
    pub given: String,
    /// The serialization a browser would send instead, where one can be derived.
    pub correction: Option<String>,
}

impl fmt::Display for OriginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not an origin as a browser writes it", self.given)?;
        match &self.correction {
            Some(correction) => write!(f, "; write `{correction}`"),
            None => {
                f.write_str("; an origin is `scheme://host` or `scheme://host:port`, or `null`")
            }
        }
    }
}

impl std::error::Error for OriginError {}

impl Origin {
    /// The [origin of a URL](https://url.spec.whatwg.org/#concept-url-origin). `file:`, `data:`,
    /// `about:` and unknown schemes without a host are opaque.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        if !matches!(url.scheme(), "http" | "https" | "ws" | "wss" | "ftp") {
            return Self::Opaque;
        }
        url.host_str().map_or(Self::Opaque, |host| Self::tuple(url.scheme(), host, url.port()))
    }

    fn tuple(scheme: &str, host: &str, port: Option<u16>) -> Self {
        let serialized = match port {
            None => format!("{scheme}://{host}"),
            Some(port) => format!("{scheme}://{host}:{port}"),
        };
        Self::Tuple(TupleOrigin {
            serialized: serialized.into(),
            scheme_length: scheme.len(),
            port,
        })
    }

    /// The [ASCII serialization](https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin):
    /// what stands in the `Origin` header.
    #[must_use]
    pub fn serialized(&self) -> &str {
        match self {
            Self::Opaque => "null",
            Self::Tuple(tuple) => &tuple.serialized,
        }
    }

    /// The parts, where the origin is not opaque.
    #[must_use]
    pub const fn as_tuple(&self) -> Option<&TupleOrigin> {
        match self {
            Self::Opaque => None,
            Self::Tuple(tuple) => Some(tuple),
        }
    }

    /// Whether this is [same origin](https://html.spec.whatwg.org/multipage/browsers.html#same-origin)
    /// with the origin of `url`.
    #[must_use]
    pub fn is_same_origin_with(&self, url: &Url) -> bool {
        self.as_tuple().is_some_and(|tuple| {
            tuple.scheme() == url.scheme()
                && Some(tuple.host()) == url.host_str()
                && tuple.port == url.port()
        })
    }

    /// Whether this is [same site](https://html.spec.whatwg.org/multipage/browsers.html#same-site)
    /// with the origin of `url`: same scheme, same registrable domain.
    #[must_use]
    pub fn is_same_site_with(&self, url: &Url) -> bool {
        self.as_tuple().is_some_and(|tuple| tuple.scheme() == url.scheme())
            && self.is_schemelessly_same_site_with(url)
    }

    /// Whether this is [schemelessly same site](https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site)
    /// with the origin of `url`.
    #[must_use]
    pub fn is_schemelessly_same_site_with(&self, url: &Url) -> bool {
        let (Some(tuple), Some(host)) = (self.as_tuple(), url.host_str()) else { return false };
        tuple.host() == host
            || registrable_domain(tuple.host())
                .is_some_and(|domain| registrable_domain(host) == Some(domain))
    }

    /// Whether a page of this origin is a
    /// [potentially trustworthy origin](https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy):
    /// https, or loopback.
    #[must_use]
    pub fn is_potentially_trustworthy(&self) -> bool {
        self.as_tuple().is_some_and(|tuple| {
            !matches!(tuple.scheme(), "http" | "ws" | "ftp") || is_loopback_host(tuple.host())
        })
    }
}

/// Whether `host`, as serialized, is `localhost`, below `.localhost`, or a loopback address.
#[must_use]
pub fn is_loopback_host(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    name == "localhost"
        || name.ends_with(".localhost")
        || name.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
        || host
            .strip_prefix('[')
            .and_then(|h| h.strip_suffix(']'))
            .and_then(|h| h.parse::<Ipv6Addr>().ok())
            .is_some_and(|ip| ip.is_loopback())
}

/// The [registrable domain](https://url.spec.whatwg.org/#host-registrable-domain) of a serialized
/// host, by the [public suffix list](https://publicsuffix.org/), a trailing dot kept; `None` for
/// addresses and for public suffixes themselves.
#[must_use]
pub fn registrable_domain(host: &str) -> Option<&str> {
    let name = host.strip_suffix('.').unwrap_or(host);
    if host.starts_with('[') || name.parse::<Ipv4Addr>().is_ok() {
        return None;
    }
    psl::domain_str(name).map(|domain| &host[name.len() - domain.len()..])
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.serialized())
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    /// Reads a serialized origin, strictly: exactly what a browser would put into the `Origin`
    /// header, `null` included. Schemes of apps (`capacitor://localhost`) are taken as they are.
    fn from_str(given: &str) -> Result<Self, OriginError> {
        if given == "null" {
            return Ok(Self::Opaque);
        }
        let error = |correction| OriginError { given: given.to_owned(), correction };
        let Ok(url) = Url::parse(given) else {
            let guess = Url::parse(&format!("https://{given}")).ok().map(|u| Self::of(&u));
            let guess = guess.filter(|_| !given.contains("://") && given.contains('.'));
            return Err(error(guess.map(|o| o.serialized().to_owned())));
        };
        if url.scheme() == "file" {
            return Err(error(Some("null".to_owned())));
        }
        let origin = match (Self::of(&url), url.host_str()) {
            (Self::Opaque, Some(host)) if !host.is_empty() => {
                Self::tuple(url.scheme(), host, url.port())
            }
            (Self::Opaque, _) => return Err(error(None)),
            (tuple, _) => tuple,
        };
        if origin.serialized() == given {
            Ok(origin)
        } else {
            Err(error(Some(origin.serialized().to_owned())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(given: &str) -> Option<String> {
        given.parse::<Origin>().unwrap_err().correction
    }

    #[test]
    fn parses_what_a_browser_sends_and_corrects_the_rest() {
        for good in [
            "https://a.com",
            "http://[::1]:3000",
            "null",
            "capacitor://localhost",
            "http://a.localhost.:9",
        ] {
            assert_eq!(good.parse::<Origin>().unwrap().serialized(), good);
        }
        assert_eq!(correction("https://a.com/").as_deref(), Some("https://a.com"));
        assert_eq!(correction("https://A.com:443").as_deref(), Some("https://a.com"));
        assert_eq!(correction("shop.example").as_deref(), Some("https://shop.example"));
        assert_eq!(correction("localhost:3000"), None);
        assert_eq!(correction("file:///x").as_deref(), Some("null"));
    }

    #[test]
    fn sites() {
        let origin: Origin = "https://app.example.co.uk".parse().unwrap();
        let url = |u: &str| Url::parse(u).unwrap();
        assert!(origin.is_same_site_with(&url("https://api.example.co.uk:8443/x")));
        assert!(!origin.is_same_site_with(&url("http://api.example.co.uk/")));
        assert!(!origin.is_same_site_with(&url("https://other.co.uk/")));
        let dotted: Origin = "https://app.example.co.uk.".parse().unwrap();
        assert!(dotted.is_same_site_with(&url("https://example.co.uk./")));
        assert!(!dotted.is_same_site_with(&url("https://example.co.uk/")));
        assert!(!Origin::Opaque.is_same_origin_with(&url("data:,x")));
        let local: Origin = "http://127.0.0.1:1".parse().unwrap();
        assert!(local.is_same_site_with(&url("http://127.0.0.1:2/")));
        assert!(local.is_potentially_trustworthy());
        let parts = local.as_tuple().unwrap();
        assert_eq!((parts.scheme(), parts.host(), parts.port()), ("http", "127.0.0.1", Some(1)));
    }
}
