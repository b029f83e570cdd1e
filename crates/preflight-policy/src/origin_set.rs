//! Which entry of `allow_origins` allows an `Origin` value: the same cost for one entry and for
//! 100,000, exact or with wildcards, and for any value that a client may send.
//!
//! A value is hashed at most once for the exact entries, once for those with any port, and twice for
//! each depth at which an entry with `*.` stands, over at most [`ORIGIN_LIMIT`] bytes.

use crate::origin_pattern::{
    HOST_LIMIT, HostPattern, OriginPattern, PortPattern, SCHEME_LIMIT, is_label,
};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::hash::BuildHasher as _;

/// No port is longer, in bytes: `:65535`.
const PORT_LIMIT: usize = 6;
/// No origin that an entry could allow is longer, in bytes: scheme, `://`, host, port.
const ORIGIN_LIMIT: usize = SCHEME_LIMIT + 3 + HOST_LIMIT + PORT_LIMIT;

const HASHER: FixedState = FixedState::with_seed(0);

/// The entries of `allow_origins`, ready to be asked.
#[derive(Debug, Default)]
pub(crate) struct OriginSet {
    any: Option<usize>,
    /// Whole origins.
    exact: HashTable<Entry>,
    /// Scheme and host, for any port.
    any_port: HashTable<Entry>,
    /// Scheme, what stands after `*`, and port.
    below: HashTable<Below>,
    /// Bit *n*: there is an entry in `below` whose host has *n* + 1 labels.
    depths: u128,
}

#[derive(Debug)]
struct Entry {
    text: Box<[u8]>,
    index: usize,
}

#[derive(Debug)]
struct Below {
    scheme: Box<[u8]>,
    /// With the dot before it.
    suffix: Box<[u8]>,
    port: PortPattern,
    index: usize,
}

impl Below {
    fn hash(scheme: &[u8], suffix: &[u8], port: PortPattern) -> u64 {
        let port = match port {
            PortPattern::Default => 0,
            PortPattern::Exact(port) => u32::from(port),
            PortPattern::Any => u32::MAX,
        };
        HASHER.hash_one((scheme, suffix, port))
    }

    fn is(&self, scheme: &[u8], suffix: &[u8], port: PortPattern) -> bool {
        self.port == port && *self.suffix == *suffix && *self.scheme == *scheme
    }
}

impl OriginSet {
    /// Of entries that are written twice, the first counts.
    pub(crate) fn new<'a>(patterns: impl IntoIterator<Item = (usize, &'a OriginPattern)>) -> Self {
        let mut set = Self::default();
        for (index, pattern) in patterns {
            set.insert(index, pattern);
        }
        set
    }

    pub(crate) fn insert(&mut self, index: usize, pattern: &OriginPattern) {
        let OriginPattern::Of { scheme, host, port } = pattern else {
            self.any.get_or_insert(index);
            return;
        };
        match (host, port) {
            (HostPattern::Exact(host), PortPattern::Any) => {
                insert(&mut self.any_port, &format!("{scheme}://{host}"), index);
            }
            (HostPattern::Exact(_), _) => insert(&mut self.exact, &pattern.to_string(), index),
            (HostPattern::Below(base), &port) => {
                let suffix = format!(".{base}").into_bytes().into_boxed_slice();
                let scheme = scheme.as_bytes();
                let hash = Below::hash(scheme, &suffix, port);
                self.depths |= 1 << (dots(&suffix) - 1).min(127);
                if self.below.find(hash, |entry| entry.is(scheme, &suffix, port)).is_none() {
                    let entry = Below { scheme: scheme.into(), suffix, port, index };
                    let rehash = |e: &Below| Below::hash(&e.scheme, &e.suffix, e.port);
                    self.below.insert_unique(hash, entry, rehash);
                }
            }
        }
    }

    /// Whether any origin is allowed, by `*`.
    pub(crate) const fn any(&self) -> Option<usize> {
        self.any
    }

    /// The entry that allows `origin`, the value of an `Origin` header; `*` is not asked.
    pub(crate) fn find(&self, origin: &[u8]) -> Option<usize> {
        if origin.len() > ORIGIN_LIMIT {
            return None;
        }
        find(&self.exact, origin).or_else(|| {
            if self.any_port.is_empty() && self.below.is_empty() { None } else { self.wild(origin) }
        })
    }

    /// The entry with a wildcard that allows `origin`.
    fn wild(&self, origin: &[u8]) -> Option<usize> {
        let Parts { scheme, host, port } = Parts::of(origin)?;
        if !self.any_port.is_empty()
            && let Some(index) = find(&self.any_port, &origin[..scheme.len() + 3 + host.len()])
        {
            return Some(index);
        }
        let (mut labels, mut before) = (0, host);
        // From the last dot to that of the deepest entry.
        while self.depths >> labels != 0
            && let Some(dot) = before.iter().rposition(|&b| b == b'.')
        {
            before = &host[..dot];
            if self.depths & (1 << labels) != 0
                && let Some(entry) = self.find_below(scheme, &host[dot..], port)
            {
                return before.split(|&b| b == b'.').all(is_label).then_some(entry);
            }
            labels = (labels + 1).min(127);
        }
        None
    }

    fn find_below(&self, scheme: &[u8], suffix: &[u8], port: PortPattern) -> Option<usize> {
        [port, PortPattern::Any].into_iter().find_map(|port| {
            let hash = Below::hash(scheme, suffix, port);
            self.below.find(hash, |entry| entry.is(scheme, suffix, port)).map(|entry| entry.index)
        })
    }
}

/// An `Origin` value taken apart. The host is as long as it may be, but its labels are not looked at:
/// where it ends in an entry's, only what is before that can be wrong.
struct Parts<'a> {
    scheme: &'a [u8],
    host: &'a [u8],
    port: PortPattern,
}

impl<'a> Parts<'a> {
    fn of(origin: &'a [u8]) -> Option<Self> {
        let colon = origin.iter().take(SCHEME_LIMIT + 1).position(|&b| b == b':')?;
        let (scheme, rest) = origin.split_at(colon);
        let rest = rest.strip_prefix(b"://")?;
        let end = rest.len().saturating_sub(PORT_LIMIT);
        let (host, port) = match rest[end..].iter().rposition(|&b| matches!(b, b':' | b']')) {
            Some(at) if rest[end + at] == b':' => {
                (&rest[..end + at], port(scheme, &rest[end + at + 1..])?)
            }
            _ => (rest, PortPattern::Default),
        };
        (host.len() <= HOST_LIMIT).then_some(Self { scheme, host, port })
    }
}

/// A port as a browser writes it: no zero before it, and not the scheme's default.
fn port(scheme: &[u8], digits: &[u8]) -> Option<PortPattern> {
    if digits.len() > 5 || digits.first().is_none_or(|&first| first == b'0') {
        return None;
    }
    let number = digits.iter().try_fold(0_u32, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
    })?;
    let default = matches!((scheme, number), (b"http", 80) | (b"https", 443));
    u16::try_from(number).ok().filter(|_| !default).map(PortPattern::Exact)
}

fn dots(text: &[u8]) -> usize {
    text.iter().filter(|&&b| b == b'.').count()
}

fn insert(table: &mut HashTable<Entry>, text: &str, index: usize) {
    let text = text.as_bytes();
    if find(table, text).is_none() {
        let entry = Entry { text: text.into(), index };
        table.insert_unique(HASHER.hash_one(text), entry, |e| HASHER.hash_one(&*e.text));
    }
}

fn find(table: &HashTable<Entry>, text: &[u8]) -> Option<usize> {
    if table.is_empty() {
        return None;
    }
    table.find(HASHER.hash_one(text), |entry| *entry.text == *text).map(|entry| entry.index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_fetch::Origin;
    use proptest::prelude::*;

    fn set(patterns: &[&str]) -> OriginSet {
        let patterns: Vec<_> =
            patterns.iter().map(|given| OriginPattern::parse(given).unwrap()).collect();
        OriginSet::new((0..).zip(&patterns))
    }

    /// The slow twin: by what each pattern means, on an origin that a browser could send.
    fn allows(pattern: &OriginPattern, origin: &str) -> bool {
        let Ok(Origin::Tuple(tuple)) = origin.parse::<Origin>() else { return false };
        let OriginPattern::Of { scheme, host, port } = pattern else { return true };
        let labels = |host: &str| host.split('.').map(str::to_owned).collect::<Vec<_>>();
        tuple.scheme() == scheme
            && match host {
                HostPattern::Exact(host) => tuple.host() == host,
                HostPattern::Below(base) => {
                    let (own, base) = (labels(tuple.host()), labels(base));
                    own.len() > base.len()
                        && own.ends_with(&base)
                        && own[..own.len() - base.len()].iter().all(|l| is_label(l.as_bytes()))
                }
            }
            && match port {
                PortPattern::Any => true,
                PortPattern::Default => tuple.port().is_none(),
                PortPattern::Exact(port) => tuple.port() == Some(*port),
            }
    }

    fn origins() -> impl Strategy<Value = String> {
        let label =
            prop::sample::select(vec!["a", "b", "example", "org", "com", "localhost", "_x", ""]);
        let host = prop_oneof![
            8 => prop::collection::vec(label, 1..5).prop_map(|labels| labels.join(".")),
            1 => Just("[::1]".to_owned()),
            1 => Just("1.2.3.4".to_owned()),
        ];
        let scheme = prop::sample::select(vec!["https", "http", "app", "HTTPS"]);
        let port =
            prop::sample::select(vec!["", ":80", ":443", ":8443", ":08", ":", ":65536", "/", ":*"]);
        (scheme, host, port, prop::sample::select(vec!["", "", "*.", "x/"]))
            .prop_map(|(scheme, host, port, wild)| format!("{scheme}://{wild}{host}{port}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        #[test]
        fn agrees_with_its_slow_twin(
            written in prop::collection::vec(origins(), 1..12),
            asked in prop::collection::vec(origins(), 1..12),
        ) {
            let patterns: Vec<_> =
                written.iter().filter_map(|given| OriginPattern::parse(given).ok()).collect();
            let set = OriginSet::new((0..).zip(&patterns));
            let asked = asked.into_iter().chain(written.iter().map(|w| w.replace("*.", "x.y.").replace(":*", ":9")));
            for origin in asked {
                let found = set.find(origin.as_bytes());
                let expected = patterns.iter().any(|pattern| allows(pattern, &origin));
                prop_assert_eq!(found.is_some(), expected, "{} by {:?}", origin, patterns);
                if let Some(index) = found {
                    prop_assert!(allows(&patterns[index], &origin));
                }
            }
        }
    }

    #[test]
    fn hosts_are_compared_label_by_label() {
        let set = set(&["https://app.example.com", "https://*.example.org", "http://localhost:*"]);
        for allowed in [
            "https://app.example.com",
            "https://a.b.example.org",
            "http://localhost",
            "http://localhost:3000",
        ] {
            assert!(set.find(allowed.as_bytes()).is_some(), "{allowed}");
        }
        for refused in [
            "https://example.org",
            "http://a.example.org",
            "https://evilexample.org",
            "https://a.example.org.evil.com",
            "https://a.example.org:8443",
            "https://x/.example.org",
            "https://.example.org",
            "https://a..example.org",
            "https://A.example.org",
            "https://app.example.com, https://evil.com",
            "http://localhost:80",
            "http://localhost:",
            "http://localhost:003",
            "null",
            "",
            "://",
            "https://",
        ] {
            assert_eq!(set.find(refused.as_bytes()), None, "{refused}");
        }
        assert_eq!(set.find(&[b'a'; 1 << 20]), None);
    }
}
