//! Telling the upstream who asked, for what and how: `Forwarded` (RFC 7239) and `X-Forwarded-*`.
//!
//! What the client sent in these fields is replaced: it could claim any address. From a peer named in
//! [`Settings::trusted_proxies`](crate::settings::Settings) the lists are kept and appended to, and
//! its `X-Forwarded-Proto` and `X-Forwarded-Host` stand.

use std::cell::RefCell;
use std::net::{IpAddr, SocketAddr};

use http::header::{FORWARDED, HeaderMap, HeaderName, HeaderValue};

pub(crate) const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// What is said of one client: made once for a connection, since only the host can change.
#[derive(Debug)]
pub(crate) struct Forwarded {
    address: HeaderValue,
    scheme: &'static str,
    /// The last host, and what `Forwarded` says with it.
    last: RefCell<Option<(HeaderValue, HeaderValue)>>,
    peer: IpAddr,
}

impl Forwarded {
    pub(crate) fn new(peer: SocketAddr, tls: bool) -> Forwarded {
        let peer = peer.ip().to_canonical();
        Forwarded {
            address: visible(&peer.to_string()),
            scheme: if tls { "https" } else { "http" },
            last: RefCell::new(None),
            peer,
        }
    }

    /// Who sent it.
    pub(crate) fn peer(&self) -> IpAddr {
        self.peer
    }

    /// Writes the fields for a request to this host. `trusted`: the peer is one of our own proxies.
    pub(crate) fn tell(&self, headers: &mut HeaderMap, host: &HeaderValue, trusted: bool) {
        let forwarded = self.forwarded(host);
        if trusted {
            append(headers, X_FORWARDED_FOR, &self.address);
            append(headers, FORWARDED, &forwarded);
            let scheme = HeaderValue::from_static(self.scheme);
            headers.entry(X_FORWARDED_PROTO).or_insert(scheme);
            headers.entry(X_FORWARDED_HOST).or_insert_with(|| host.clone());
        } else {
            headers.insert(X_FORWARDED_FOR, self.address.clone());
            headers.insert(X_FORWARDED_PROTO, HeaderValue::from_static(self.scheme));
            headers.insert(X_FORWARDED_HOST, host.clone());
            headers.insert(FORWARDED, forwarded);
        }
    }

    fn forwarded(&self, host: &HeaderValue) -> HeaderValue {
        let mut last = self.last.borrow_mut();
        if let Some((known, forwarded)) = &*last
            && known == host
        {
            return forwarded.clone();
        }
        // RFC 7239 §6: an IPv6 address stands in brackets, and what is no token in quotes. A host
        // that was accepted holds no quote and no backslash.
        let address = match self.peer {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("\"[{address}]\""),
        };
        let scheme = self.scheme;
        let host_text = host.to_str().unwrap_or("unknown");
        let forwarded = visible(&format!("for={address};host=\"{host_text}\";proto={scheme}"));
        // Copied, so that it does not keep a whole request head alive.
        let host = HeaderValue::from_bytes(host.as_bytes()).unwrap_or_else(|_| host.clone());
        *last = Some((host, forwarded.clone()));
        forwarded
    }
}

/// Adds to a list, in the same line: some read the first line only.
fn append(headers: &mut HeaderMap, name: HeaderName, value: &HeaderValue) {
    let mut list: Vec<u8> = Vec::new();
    for line in headers.get_all(&name).iter().chain([value]) {
        if !list.is_empty() {
            list.extend_from_slice(b", ");
        }
        list.extend_from_slice(line.as_bytes());
    }
    // Joined values are a value.
    headers.insert(name, HeaderValue::from_bytes(&list).unwrap_or_else(|_| value.clone()));
}

/// A value made of an address or of a host that was accepted, both of which are visible ASCII.
fn visible(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("unknown"))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::Forwarded;

    fn told(peer: &str, tls: bool, trusted: bool, sent: &[(&'static str, &str)]) -> Vec<String> {
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            headers.append(*name, HeaderValue::from_str(value).expect("a value"));
        }
        let said = Forwarded::new(peer.parse().expect("an address"), tls);
        // Twice: the second time from what was kept.
        said.tell(&mut headers.clone(), &HeaderValue::from_static("a.example:1"), trusted);
        said.tell(&mut headers, &HeaderValue::from_static("a.example:1"), trusted);
        let mut lines: Vec<String> = headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", value.to_str().expect("ASCII")))
            .collect();
        lines.sort();
        lines
    }

    #[test]
    fn what_a_stranger_claims_is_replaced() {
        let claims = [("x-forwarded-for", "8.8.8.8"), ("forwarded", "for=8.8.8.8")];
        assert_eq!(
            told("203.0.113.9:4711", false, false, &claims),
            [
                "forwarded: for=203.0.113.9;host=\"a.example:1\";proto=http",
                "x-forwarded-for: 203.0.113.9",
                "x-forwarded-host: a.example:1",
                "x-forwarded-proto: http",
            ]
        );
    }

    #[test]
    fn what_a_trusted_proxy_says_is_kept_and_continued() {
        let said = [
            ("x-forwarded-for", "8.8.8.8"),
            ("x-forwarded-for", "10.0.0.1"),
            ("x-forwarded-proto", "https"),
            ("forwarded", "for=8.8.8.8"),
        ];
        assert_eq!(
            told("[2001:db8::1]:4711", false, true, &said),
            [
                "forwarded: for=8.8.8.8, for=\"[2001:db8::1]\";host=\"a.example:1\";proto=http",
                "x-forwarded-for: 8.8.8.8, 10.0.0.1, 2001:db8::1",
                "x-forwarded-host: a.example:1",
                "x-forwarded-proto: https",
            ]
        );
    }
}
