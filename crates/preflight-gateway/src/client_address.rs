//! Whose request it is, where proxies of our own stand before us.

use crate::forwarded::X_FORWARDED_FOR;
use http::header::HeaderMap;
use std::net::{IpAddr, SocketAddr};

/// The other end of the connection; where that is a trusted proxy, the last address of
/// `X-Forwarded-For` that is none: each proxy vouches for the address before its own, and what stands
/// before the first that is not ours anybody may have written.
pub(crate) fn client_address(
    peer: IpAddr,
    headers: &HeaderMap,
    is_trusted: impl Fn(IpAddr) -> bool,
) -> IpAddr {
    if !is_trusted(peer) {
        return peer;
    }
    let lines = headers.get_all(X_FORWARDED_FOR).iter().rev();
    let entries = lines.map_while(|line| line.to_str().ok()).flat_map(|line| line.rsplit(','));
    let mut client = peer;
    for address in entries.map_while(|entry| address(entry.trim())) {
        client = address;
        if !is_trusted(client) {
            break;
        }
    }
    client
}

/// `192.0.2.1`, `2001:db8::1`, and with a port, as some write it.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse().ok().map(|with_port: SocketAddr| with_port.ip()))
}

#[cfg(test)]
mod tests {
    use super::client_address;
    use crate::settings::Network;
    use http::HeaderMap;

    fn client(peer: &str, lines: &[&str]) -> String {
        let network = |address: &str, prefix_bits| Network {
            address: address.parse().expect("an address"),
            prefix_bits,
        };
        let trusted = [network("10.0.0.0", 8), network("2001:db8::", 32)];
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().expect("a value"));
        }
        let is_trusted = |address| trusted.iter().any(|network| network.contains(address));
        client_address(peer.parse().expect("an address"), &headers, is_trusted).to_string()
    }

    #[test]
    fn only_what_our_own_proxies_say_counts() {
        assert_eq!(client("192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client("10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        // The client claimed the first two; the second line is of a proxy behind the first.
        let lines = ["1.1.1.1, 10.9.9.9,198.51.100.7", "10.0.0.2, [2001:db8::5], 10.0.0.3:4711"];
        assert_eq!(client("10.0.0.1", &lines), "198.51.100.7");
        for (lines, expected) in [
            (&[][..], "10.0.0.1"),
            (&["unknown"], "10.0.0.1"),
            (&["198.51.100.7, , 10.0.0.2"], "10.0.0.2"),
            (&["10.0.0.3"], "10.0.0.3"),
        ] {
            assert_eq!(client("10.0.0.1", lines), expected, "{lines:?}");
        }
    }
}
