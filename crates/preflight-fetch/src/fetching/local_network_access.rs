//! [Local Network Access](https://wicg.github.io/local-network-access/): requests to a more private
//! address space than the page's own.

use crate::origin::is_loopback_host;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// An [IP address space](https://wicg.github.io/local-network-access/#ip-address-space), the most
/// private one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AddressSpace {
    /// This machine: 127.0.0.0/8, ::1, `localhost`.
    Loopback,
    /// The network around: RFC 1918, link-local, carrier-grade NAT, unique local, `.local`.
    Private,
    /// Everything else.
    Public,
}

impl AddressSpace {
    /// The space that an address belongs to, by the
    /// [draft's table](https://wicg.github.io/local-network-access/#non-public-ip-address-blocks).
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
                Some(v4) => Self::of(IpAddr::V4(v4)),
                None if v6 == Ipv6Addr::LOCALHOST => Self::Loopback,
                None if v6.is_unique_local() || v6.is_unicast_link_local() => Self::Private,
                None => Self::Public,
            },
            IpAddr::V4(v4) => {
                let [a, b, ..] = v4.octets();
                let shared = a == 100 && (64..128).contains(&b);
                let benchmarking = a == 198 && (b == 18 || b == 19);
                if v4.is_loopback() || a == 0 {
                    Self::Loopback
                } else if v4.is_private() || v4.is_link_local() || shared || benchmarking {
                    Self::Private
                } else {
                    Self::Public
                }
            }
        }
    }

    /// The space of a serialized host as far as its name alone tells: loopback names and addresses,
    /// private addresses, `.local`. `None` where a resolver has to be asked.
    #[must_use]
    pub fn of_host(host: &str) -> Option<Self> {
        if is_loopback_host(host) {
            return Some(Self::Loopback);
        }
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        if let Ok(address) = bare.parse() {
            return Some(Self::of(address));
        }
        host.trim_end_matches('.').ends_with(".local").then_some(Self::Private)
    }

    /// The name in Chromium's messages.
    #[must_use]
    pub const fn chromium_name(self) -> &'static str {
        match self {
            Self::Loopback => "loopback",
            Self::Private => "local",
            Self::Public => "public",
        }
    }
}

impl fmt::Display for AddressSpace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::Public => "public",
        })
    }
}

impl FromStr for AddressSpace {
    type Err = ();
    /// Reads `loopback`, `private` or `public`; any other text is an error.
    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "loopback" => Ok(Self::Loopback),
            "private" => Ok(Self::Private),
            "public" => Ok(Self::Public),
            _ => Err(()),
        }
    }
}

/// What the gate says of a request from a page in one space to a target in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Access {
    /// Not more private than the page: no gate.
    Free,
    /// The user is asked for the permission first.
    AskedFor(AddressSpace),
    /// Refused: the page is no secure context.
    Refused(AddressSpace),
}

/// The [Local Network Access check](https://wicg.github.io/local-network-access/#local-network-access-check).
#[must_use]
pub fn local_network_access_check(
    page: AddressSpace,
    secure_context: bool,
    target: AddressSpace,
) -> Access {
    if target >= page {
        Access::Free
    } else if secure_context {
        Access::AskedFor(target)
    } else {
        Access::Refused(target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces() {
        let of = |a: &str| AddressSpace::of(a.parse().unwrap());
        assert_eq!(of("127.0.0.2"), AddressSpace::Loopback);
        assert_eq!(of("::ffff:10.1.2.3"), AddressSpace::Private);
        assert_eq!(of("100.64.0.1"), AddressSpace::Private);
        assert_eq!(of("fe80::1"), AddressSpace::Private);
        assert_eq!(of("93.184.216.34"), AddressSpace::Public);
        assert_eq!(AddressSpace::of_host("printer.local"), Some(AddressSpace::Private));
        assert_eq!(AddressSpace::of_host("example.com"), None);
        use AddressSpace::{Loopback, Private, Public};
        assert_eq!(local_network_access_check(Private, true, Loopback), Access::AskedFor(Loopback));
        assert_eq!(local_network_access_check(Public, false, Private), Access::Refused(Private));
        assert_eq!(local_network_access_check(Loopback, false, Loopback), Access::Free);
    }
}
