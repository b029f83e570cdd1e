//! The language in which a policy names origins: an origin as a browser writes it, with `*.` for the
//! labels before the host, `*` for the port, or a lone `*` for any origin; nothing else.

use crate::problem::Reason;
use preflight_fetch::Origin;
use preflight_fetch::origin::is_loopback_host;
use std::fmt;
use std::net::Ipv4Addr;

/// The longest host, in bytes, as [RFC 1035, 2.3.4](https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4)
/// bounds it.
pub const HOST_LIMIT: usize = 253;
/// The longest scheme, in bytes: no scheme in use comes near.
pub const SCHEME_LIMIT: usize = 64;

/// Which origins one entry of `allow_origins` stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginPattern {
    /// Any origin.
    Any,
    /// Those of one scheme, with this host and port.
    Of {
        /// Lower case, without the colon.
        scheme: String,
        /// One host, or those below one.
        host: HostPattern,
        /// One port, or any.
        port: PortPattern,
    },
}

/// Which hosts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostPattern {
    /// This one: lower case, Punycode, an IPv6 address in brackets.
    Exact(String),
    /// All below this one, at any depth, itself excluded.
    Below(String),
}

/// Which ports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PortPattern {
    /// The scheme's default, which browsers do not write.
    Default,
    /// This one.
    Exact(u16),
    /// Any, the default among them.
    Any,
}

impl OriginPattern {
    /// Reads a pattern strictly: what a browser would not write is refused, with what it would write
    /// where that can be derived.
    ///
    /// # Errors
    ///
    /// The first reason, and the correction.
    pub fn parse(given: &str) -> Result<Self, (Reason, Option<String>)> {
        match given {
            "*" => return Ok(Self::Any),
            "null" => return Err((Reason::NullOrigin, None)),
            _ => {}
        }
        let Some((scheme, rest)) = given.split_once("://") else {
            return Err((Reason::NoScheme, with_scheme(given)));
        };
        if scheme.eq_ignore_ascii_case("file") {
            return Err((Reason::FileOrigin, None));
        }
        if !is_scheme(scheme) {
            let lower = given.to_ascii_lowercase();
            let correction = (lower != given && Self::parse(&lower).is_ok()).then_some(lower);
            let reason = if correction.is_some() { Reason::UpperCase } else { Reason::NotAnOrigin };
            return Err((reason, correction));
        }
        let (below, host_and_port) = match rest.strip_prefix("*.") {
            Some(base) => (true, base),
            None => (false, rest),
        };
        let (any_port, host_and_port) = match host_and_port.strip_suffix(":*") {
            Some(host) => (true, host),
            None => (false, host_and_port),
        };
        let wildcards = Wildcards { below, any_port };
        let tuple = wildcards.literal(scheme, host_and_port)?;
        let (host, port) = (tuple.host().to_owned(), tuple.port());
        if below && is_address(&host) {
            let correction = format!("{scheme}://{host_and_port}");
            return Err((Reason::WildcardBeforeAddress, Some(correction)));
        }
        if any_port && port.is_some() {
            return Err((Reason::WildcardPlace, None));
        }
        Ok(Self::Of {
            scheme: scheme.to_owned(),
            host: if below { HostPattern::Below(host) } else { HostPattern::Exact(host) },
            port: match (any_port, port) {
                (true, _) => PortPattern::Any,
                (false, Some(port)) => PortPattern::Exact(port),
                (false, None) => PortPattern::Default,
            },
        })
    }

    /// Whether a page of this origin came over an authenticated connection or from this machine:
    /// anything but plain `http:` and `ws:` from elsewhere.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        match self {
            Self::Any => false,
            Self::Of { scheme, host, .. } => {
                let (HostPattern::Exact(host) | HostPattern::Below(host)) = host;
                !matches!(scheme.as_str(), "http" | "ws" | "ftp") || is_loopback_host(host)
            }
        }
    }

    /// Whether anybody can register one of these hosts: `*.` stands before a suffix of the
    /// [public suffix list](https://publicsuffix.org/). A top-level domain that is not listed, such as
    /// `internal`, is taken for one's own.
    #[must_use]
    pub fn is_below_public_suffix(&self) -> bool {
        let Self::Of { host: HostPattern::Below(base), .. } = self else { return false };
        let name = base.strip_suffix('.').unwrap_or(base).as_bytes();
        psl::suffix(name).is_some_and(|suffix| suffix.is_known() && suffix.as_bytes() == name)
    }

    /// Whether this allows all that `other` does.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (Self::Of { .. }, Self::Any) => false,
            (
                Self::Of { scheme, host, port },
                Self::Of { scheme: other_scheme, host: other_host, port: other_port },
            ) => {
                scheme == other_scheme
                    && (port == other_port || *port == PortPattern::Any)
                    && host.covers(other_host)
            }
        }
    }
}

impl HostPattern {
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Exact(host), Self::Exact(other)) => host == other,
            (Self::Exact(_), Self::Below(_)) => false,
            (Self::Below(base), Self::Exact(other)) => is_below(other, base),
            (Self::Below(base), Self::Below(other)) => base == other || is_below(other, base),
        }
    }
}

/// Whether `host` has labels before `base`.
fn is_below(host: &str, base: &str) -> bool {
    host.strip_suffix(base).is_some_and(|labels| labels.len() > 1 && labels.ends_with('.'))
}

/// The wildcards of a pattern, to be put back into a correction.
#[derive(Clone, Copy)]
struct Wildcards {
    below: bool,
    any_port: bool,
}

impl Wildcards {
    /// What is left of a pattern without its wildcards, as an origin.
    fn literal(
        self,
        scheme: &str,
        host_and_port: &str,
    ) -> Result<preflight_fetch::origin::TupleOrigin, (Reason, Option<String>)> {
        if host_and_port.contains('*') {
            return Err((Reason::WildcardPlace, None));
        }
        let given = format!("{scheme}://{host_and_port}");
        match given.parse::<Origin>() {
            Ok(Origin::Tuple(tuple)) if is_host(tuple.host()) && tuple.port() != Some(0) => {
                Ok(tuple)
            }
            Ok(Origin::Tuple(tuple)) if tuple.host().len() <= HOST_LIMIT => {
                let lower = given.to_ascii_lowercase();
                let correction = Some(lower)
                    .filter(|lower| *lower != given && is_host(&tuple.host().to_ascii_lowercase()));
                let reason =
                    if correction.is_some() { Reason::UpperCase } else { Reason::NotAnOrigin };
                Err((reason, correction.map(|c| self.put_back(&c))))
            }
            Ok(_) => Err((Reason::NotAnOrigin, None)),
            Err(error) => {
                let can_stand = |host: &str| is_host(host) && !(self.below && is_address(host));
                let correction = error.correction.filter(|c| {
                    c.parse::<Origin>()
                        .is_ok_and(|o| o.as_tuple().is_some_and(|t| can_stand(t.host())))
                });
                let reason = reason(&given, host_and_port, correction.as_deref());
                Err((reason, correction.map(|c| self.put_back(&c))))
            }
        }
    }

    fn put_back(self, origin: &str) -> String {
        let (scheme, rest) = origin.split_once("://").unwrap_or(("https", origin));
        let below = if self.below { "*." } else { "" };
        let any_port = if self.any_port { ":*" } else { "" };
        format!("{scheme}://{below}{rest}{any_port}")
    }
}

/// In what `given` differs from how a browser would write it.
fn reason(given: &str, host_and_port: &str, correction: Option<&str>) -> Reason {
    if let Some((_, path)) = host_and_port.split_once(['/', '\\', '?', '#']) {
        let slash_alone = path.is_empty() && host_and_port.ends_with('/');
        return if slash_alone { Reason::TrailingSlash } else { Reason::MoreThanAnOrigin };
    }
    let Some(correction) = correction else { return Reason::NotAnOrigin };
    if host_and_port.contains('@') {
        Reason::MoreThanAnOrigin
    } else if !given.is_ascii() {
        Reason::Unicode
    } else if given.to_ascii_lowercase() == correction {
        Reason::UpperCase
    } else if given.starts_with(correction) {
        Reason::DefaultPort
    } else {
        Reason::NotCanonical
    }
}

/// What was probably meant where the scheme is missing: https, or http for this machine.
fn with_scheme(given: &str) -> Option<String> {
    let given = given.strip_prefix("//").unwrap_or(given);
    let bare = given.strip_prefix("*.").unwrap_or(given);
    let host = bare.split([':', '/']).next().unwrap_or(bare);
    let scheme = if is_loopback_host(host) { "http" } else { "https" };
    let candidate = format!("{scheme}://{given}");
    match OriginPattern::parse(&candidate) {
        Ok(OriginPattern::Of { .. }) if bare.contains('.') || is_loopback_host(host) => {
            Some(candidate)
        }
        Err((_, correction)) if bare.contains('.') => correction,
        _ => None,
    }
}

/// Whether `text` is a [scheme](https://www.rfc-editor.org/rfc/rfc3986#section-3.1) in lower case.
pub(crate) fn is_scheme(text: &str) -> bool {
    text.len() <= SCHEME_LIMIT
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| {
            b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.')
        })
}

/// Whether `host`, as a browser serializes it, is a name whose labels are all filled (one dot at the
/// end is the root's), or an address.
fn is_host(host: &str) -> bool {
    if host.starts_with('[') {
        return host.ends_with(']');
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    host.len() <= HOST_LIMIT && name.split('.').all(|label| is_label(label.as_bytes()))
}

/// Whether `label` may be a part of a host as browsers write it. `_` is in use.
pub(crate) fn is_label(label: &[u8]) -> bool {
    !label.is_empty()
        && label
            .iter()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_'))
}

fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
}

impl fmt::Display for OriginPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Of { scheme, host, port } = self else { return f.write_str("*") };
        match host {
            HostPattern::Exact(host) => write!(f, "{scheme}://{host}")?,
            HostPattern::Below(base) => write!(f, "{scheme}://*.{base}")?,
        }
        match port {
            PortPattern::Default => Ok(()),
            PortPattern::Exact(port) => write!(f, ":{port}"),
            PortPattern::Any => f.write_str(":*"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_is_a_pattern() {
        let (_, correction) = OriginPattern::parse("http://*.127.0.0.1:80").unwrap_err();
        assert_eq!(correction, None, "an address has no subdomains");
    }

    #[test]
    fn a_pattern_is_printed_as_it_was_written() {
        for given in [
            "*",
            "https://app.example.com",
            "https://*.example.com",
            "https://*.example.com:8443",
            "https://*.example.com:*",
            "http://localhost:*",
            "http://[::1]:3000",
            "https://1.2.3.4",
            "https://xn--bcher-kva.example",
            "https://a_b.example.com.",
            "capacitor://localhost",
            "moz-extension://0f2a",
        ] {
            assert_eq!(OriginPattern::parse(given).map(|p| p.to_string()), Ok(given.to_owned()));
        }
    }

    #[test]
    fn what_no_browser_writes_is_refused_with_what_it_would_write() {
        use Reason as R;
        for (given, reason, correction) in [
            ("null", R::NullOrigin, None),
            ("file:///x", R::FileOrigin, None),
            ("app.example.com", R::NoScheme, Some("https://app.example.com")),
            ("//app.example.com", R::NoScheme, Some("https://app.example.com")),
            ("localhost:3000", R::NoScheme, Some("http://localhost:3000")),
            ("*.example.com", R::NoScheme, Some("https://*.example.com")),
            ("https://a.com/", R::TrailingSlash, Some("https://a.com")),
            ("https://*.a.com/", R::TrailingSlash, Some("https://*.a.com")),
            ("https://a.com/x", R::MoreThanAnOrigin, Some("https://a.com")),
            ("https://a.com?x", R::MoreThanAnOrigin, Some("https://a.com")),
            ("https://u@a.com", R::MoreThanAnOrigin, Some("https://a.com")),
            ("https://A.com", R::UpperCase, Some("https://a.com")),
            ("HTTPS://a.com", R::UpperCase, Some("https://a.com")),
            ("capacitor://LocalHost", R::UpperCase, Some("capacitor://localhost")),
            ("https://*.bücher.example", R::Unicode, Some("https://*.xn--bcher-kva.example")),
            ("https://a.com:443", R::DefaultPort, Some("https://a.com")),
            ("http://a.com:080", R::DefaultPort, Some("http://a.com")),
            ("https://0x7f.1", R::NotCanonical, Some("https://127.0.0.1")),
            ("https://[0:0::1]", R::NotCanonical, Some("https://[::1]")),
            ("https://*.1.2.3.4", R::WildcardBeforeAddress, Some("https://1.2.3.4")),
            ("https://a.*.com", R::WildcardPlace, None),
            ("https://*", R::WildcardPlace, None),
            ("https://a*.com", R::WildcardPlace, None),
            ("*://a.com", R::NotAnOrigin, None),
            ("https://a.com:8*", R::WildcardPlace, None),
            ("https://", R::NotAnOrigin, None),
            ("https://a..com", R::NotAnOrigin, None),
            ("https://a.com:0", R::NotAnOrigin, None),
            ("https://a.com:99999", R::NotAnOrigin, None),
            ("https://a b.com", R::NotAnOrigin, None),
            ("", R::NoScheme, None),
        ] {
            assert_eq!(
                OriginPattern::parse(given),
                Err((reason, correction.map(str::to_owned))),
                "{given}"
            );
        }
    }

    #[test]
    fn public_suffixes_and_plain_http_are_known() {
        let parse = |given| OriginPattern::parse(given).unwrap();
        for given in ["https://*.com", "https://*.github.io", "https://*.co.uk:*"] {
            assert!(parse(given).is_below_public_suffix(), "{given}");
        }
        for given in ["https://*.example.com", "https://github.io", "https://*.internal"] {
            assert!(!parse(given).is_below_public_suffix(), "{given}");
        }
        for given in
            ["http://localhost:*", "http://*.localhost", "http://127.0.0.1", "https://a.com"]
        {
            assert!(parse(given).is_secure(), "{given}");
        }
        assert!(!parse("http://a.com").is_secure());
    }
}
