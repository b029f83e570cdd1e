//! Whose connections are open: no address on a network has them all.

use super::CONNECTIONS;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;

/// Connections of one address at once. All browsers behind one router have one, and each opens six.
const SHARE: usize = CONNECTIONS / 2;

/// The connections that are open, by address.
#[derive(Debug, Default)]
pub(super) struct Peers(HashMap<IpAddr, Arc<()>>);

/// One of them, until this is dropped.
#[derive(Debug)]
pub(super) struct Open(#[expect(dead_code, reason = "it is counted")] Arc<()>);

impl Peers {
    /// One more of this address; `None` where it has its share. This machine may have all.
    pub(super) fn let_in(&mut self, address: IpAddr) -> Option<Open> {
        self.0.retain(|_, open| count(open) > 0);
        // Where we listen to both, an IPv4 address comes as an IPv6 one.
        let address = address.to_canonical();
        let open = self.0.entry(address).or_default();
        (address.is_loopback() || count(open) < SHARE).then(|| Open(Arc::clone(open)))
    }
}

/// How many there are beside the one in the map.
fn count(open: &Arc<()>) -> usize {
    Arc::strong_count(open) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::iter::from_fn;

    /// All that these addresses get, in turn, until one is refused.
    fn all(peers: &mut Peers, addresses: &[&str]) -> Vec<Open> {
        let mut addresses = addresses.iter().map(|text| text.parse().expect("an address")).cycle();
        from_fn(|| peers.let_in(addresses.next()?)).take(CONNECTIONS).collect()
    }

    #[test]
    fn no_address_on_a_network_has_all() {
        let mut peers = Peers::default();
        let first = all(&mut peers, &["192.0.2.1", "::ffff:192.0.2.1"]);
        assert_eq!(first.len(), SHARE);
        assert!(SHARE < CONNECTIONS && all(&mut peers, &["192.0.2.1"]).is_empty());
        for other in ["192.0.2.2", "2001:db8::1", "fe80::1", "127.0.0.1", "::1"] {
            assert!(peers.let_in(other.parse().expect("an address")).is_some(), "{other}");
        }
    }

    #[test]
    fn this_machine_may_have_all() {
        for address in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(all(&mut Peers::default(), &[address]).len(), CONNECTIONS, "{address}");
        }
    }

    #[test]
    fn who_closes_one_may_open_another_and_who_has_none_is_forgotten() {
        let mut peers = Peers::default();
        let mut open = all(&mut peers, &["192.0.2.1"]);
        open.pop();
        open.extend(all(&mut peers, &["192.0.2.1"]));
        assert_eq!(open.len(), SHARE);
        drop(open);
        assert!(peers.let_in([192, 0, 2, 2].into()).is_some());
        assert_eq!(peers.0.len(), 1);
    }
}
