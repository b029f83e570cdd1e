//! The entry that an origin comes nearest to, and what it differs in.

use crate::origin_pattern::{HostPattern, OriginPattern, PortPattern};
use preflight_fetch::origin::TupleOrigin;
use std::fmt;

/// In how many letters a host may differ from the one that was probably meant.
const SLIP: usize = 2;

/// An entry that almost allows an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// Which entry of `allow_origins`, counted from 0.
    pub entry: usize,
    /// The entry.
    pub pattern: String,
    /// All in which they differ; at least one.
    pub differences: Vec<Difference>,
}

/// In what an origin differs from an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The scheme.
    Scheme {
        /// The origin's.
        given: String,
        /// The entry's.
        allowed: String,
    },
    /// The host is the one below which the entry allows all: itself it is not below.
    BaseDomain {
        /// The host.
        host: String,
    },
    /// The host is below the entry's, which stands for itself alone.
    Subdomain {
        /// The entry's.
        host: String,
    },
    /// The host ends in the letters of the entry's, within a label: it is another domain.
    OtherDomain {
        /// The origin's.
        given: String,
        /// The entry's.
        allowed: String,
    },
    /// The hosts differ in few letters.
    Slip {
        /// The origin's.
        given: String,
        /// The entry's.
        allowed: String,
    },
    /// The port.
    Port {
        /// The origin's; `None` is the scheme's default.
        given: Option<u16>,
        /// The entry's, likewise.
        allowed: Option<u16>,
    },
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme { given, allowed } => {
                write!(f, "the scheme is `{given}`, the entry has `{allowed}`")
            }
            Self::BaseDomain { host } => {
                write!(f, "`*.` stands for what is below `{host}`, not for `{host}` itself")
            }
            Self::Subdomain { host } => {
                write!(f, "the entry is for `{host}` alone, not for what is below it")
            }
            Self::OtherDomain { given, allowed } => write!(
                f,
                "`{given}` ends like `{allowed}`, but within a label: it is another domain, which \
                 anybody may own"
            ),
            Self::Slip { given, allowed } => {
                write!(f, "the host is `{given}`, the entry has `{allowed}`")
            }
            Self::Port { given: Some(given), allowed: None } => write!(
                f,
                "the port is {given}, the entry has none, which is the scheme's default; `:*` stands for any"
            ),
            Self::Port { given: None, allowed: Some(allowed) } => {
                write!(f, "the port is the scheme's default, the entry has {allowed}")
            }
            Self::Port { given, allowed } => write!(
                f,
                "the port is {}, the entry has {}",
                given.unwrap_or_default(),
                allowed.unwrap_or_default()
            ),
        }
    }
}

/// The entry of `patterns` that `origin` comes nearest to.
pub(super) fn nearest(patterns: &[String], origin: &TupleOrigin) -> Option<NearMiss> {
    let near = |(entry, text): (usize, &String)| {
        let Ok(OriginPattern::Of { scheme, host, port }) = OriginPattern::parse(text) else {
            return None;
        };
        let (distance, host) = host_difference(&host, origin.host())?;
        let mut differences = Vec::from_iter(host);
        if scheme != origin.scheme() {
            let given = origin.scheme().to_owned();
            differences.insert(0, Difference::Scheme { given, allowed: scheme });
        }
        differences.extend(port_difference(port, origin.port()));
        let miss = NearMiss { entry, pattern: text.clone(), differences };
        Some((distance + miss.differences.len(), miss))
    };
    patterns.iter().enumerate().filter_map(near).min_by_key(|(weight, _)| *weight).map(|(_, m)| m)
}

fn port_difference(allowed: PortPattern, given: Option<u16>) -> Option<Difference> {
    let allowed = match allowed {
        PortPattern::Any => return None,
        PortPattern::Default => None,
        PortPattern::Exact(port) => Some(port),
    };
    (allowed != given).then_some(Difference::Port { given, allowed })
}

/// In what the hosts differ, and how far they are from each other; `None` where they have nothing to
/// do with each other.
fn host_difference(allowed: &HostPattern, given: &str) -> Option<(usize, Option<Difference>)> {
    let (HostPattern::Exact(own) | HostPattern::Below(own)) = allowed;
    let below = matches!(allowed, HostPattern::Below(_));
    let owned = || (given.to_owned(), own.clone());
    if own == given {
        return Some((0, below.then(|| Difference::BaseDomain { host: own.clone() })));
    }
    if let Some(labels) = given.strip_suffix(own.as_str()) {
        let difference = match (labels.ends_with('.'), below) {
            (true, true) => None,
            (true, false) => Some(Difference::Subdomain { host: own.clone() }),
            (false, _) => {
                let (given, allowed) = owned();
                Some(Difference::OtherDomain { given, allowed })
            }
        };
        return Some((0, difference));
    }
    if below || own.len().abs_diff(given.len()) > SLIP || own.len() <= 2 * SLIP {
        return None;
    }
    let distance = strsim::damerau_levenshtein(own, given);
    (distance <= SLIP).then(|| {
        let (given, allowed) = owned();
        (distance, Some(Difference::Slip { given, allowed }))
    })
}
