//! How far connections may go: anywhere, or to public addresses only, for a program that sends what
//! somebody on the network asks for.

use preflight_fetch::{AddressSpace, ConnectionError};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// How far connections may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Reach {
    /// To every address.
    #[default]
    Anywhere,
    /// To public addresses only, and not to this machine's own. Every connection is held to it, those of redirects and probes too,
    /// after the name is resolved: what is checked is what is connected to. No proxy is taken, since
    /// it resolves names by itself, and stands where it may reach others.
    PublicOnly,
}

impl Reach {
    /// Those of the addresses that may be connected to.
    pub(super) fn of(self, addresses: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, ConnectionError> {
        let may = |address: &SocketAddr| {
            self == Self::Anywhere || is_public(address.ip()) && !is_own(*address)
        };
        let within: Vec<SocketAddr> = addresses.into_iter().filter(may).collect();
        if within.is_empty() { Err(ConnectionError::NotPublic) } else { Ok(within) }
    }
}

/// Whether an address is this machine's own: what listens there may be closed to everybody else. The
/// system says from which address it would connect; nothing is sent.
fn is_own(address: SocketAddr) -> bool {
    let any: IpAddr = match address {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
    };
    let from = UdpSocket::bind((any, 0)).and_then(|socket| {
        socket.connect(address)?;
        socket.local_addr()
    });
    from.is_ok_and(|from| from.ip() == address.ip())
}

/// Whether an address stands on the public internet: those that name a single host there, by the
/// registries of [IPv4](https://www.iana.org/assignments/iana-ipv4-special-registry/) and
/// [IPv6](https://www.iana.org/assignments/iana-ipv6-special-registry/) addresses.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_for_protocols = matches!([a, b, c], [192, 0, 0] | [192, 88, 99]);
    let is_reserved = a >= 224; // multicast, for later, broadcast
    AddressSpace::of(address.into()) == AddressSpace::Public
        && !address.is_documentation()
        && !is_for_protocols
        && !is_reserved
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [.., high, low] = address.segments();
    let inner = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        // An IPv4 address in the clothes of an IPv6 one: mapped, behind NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => inner(high, low),
        [0x2002, high, low, ..] => inner(high, low),
        // Protocols such as Teredo, documentation.
        [0x2001, 0..0x200, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        // What is global unicast: everything else is local, multicast, or for later.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{Client, Progress, Proxy, Settings, SettingsError, examine};
    use preflight_diagnose::Question;
    use preflight_fetch::{Browser, HttpRequest, Profile, Request, RequestInit, RequestKind};
    use proptest::prelude::*;
    use std::net::TcpListener;
    use std::time::{Duration, Instant};

    #[test]
    fn public_is_what_one_host_on_the_internet_has() {
        let public = "1.1.1.1 100.63.0.1 100.128.0.1 172.32.0.1 198.20.0.1 223.255.255.255 \
                      2606:4700::1111 2a00:1450::1 2001:4860::8888 ::ffff:1.1.1.1 64:ff9b::101:101 \
                      2002:101:101::1";
        let others = "0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.9.9.9 \
                      169.254.169.254 172.16.0.1 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 \
                      198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 240.0.0.1 255.255.255.255 \
                      :: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 \
                      64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1 2001:2::1 2001:db8::1 \
                      2002:7f00:1::1 2002:a00:1::1 3fff::1 fc00::1 fd12::1 fe80::1 fec0::1 ff02::1";
        for address in public.split_whitespace() {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        for address in others.split_whitespace() {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn an_address_of_this_machine_is_known_as_its_own() {
        assert!(is_own("127.0.0.1:80".parse().unwrap()));
        for other in ["1.1.1.1:443", "[2606:4700::1111]:443"] {
            assert!(!is_own(other.parse().unwrap()), "{other}");
        }
    }

    proptest! {
        #[test]
        fn no_address_of_another_space_is_public(address: IpAddr) {
            let public = AddressSpace::of(address) == AddressSpace::Public;
            prop_assert!(public || !is_public(address));
        }
    }

    /// A server that must not be asked, and its port.
    fn server() -> (TcpListener, u16) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        (listener, port)
    }

    fn public_only(settings: Settings) -> Client {
        Client::new(Settings { reach: Reach::PublicOnly, ..settings }).unwrap()
    }

    #[tokio::test]
    async fn whatever_it_is_called_nothing_connects_to_it() {
        let (listener, port) = server();
        let client = public_only(Settings {
            resolve: vec!["rebound.test=127.0.0.1".parse().unwrap()],
            connect_to: vec!["led.test::127.0.0.1:".parse().unwrap()],
            ..Settings::default()
        });
        let hosts = "127.0.0.1 127.1 2130706433 0.0.0.0 localhost a.localhost [::ffff:127.0.0.1] \
                     rebound.test led.test";
        for host in hosts.split_whitespace() {
            let url = format!("http://{host}:{port}/").parse().unwrap();
            let request = HttpRequest::new(RequestKind::Actual, "GET", url);
            let exchange = client.send(&request, Browser::Firefox, |_| true).await.unwrap();
            assert_eq!(exchange.answer, Err(ConnectionError::NotPublic), "{host}");
            assert_eq!(exchange.address, None);
        }
        assert!(listener.accept().is_err(), "somebody connected");
    }

    #[tokio::test]
    async fn an_examination_connects_to_nothing_with_any_of_its_requests() {
        let (listener, port) = server();
        let url = format!("http://127.0.0.1:{port}/").parse().unwrap();
        let page = "https://shop.example".parse().unwrap();
        let init = RequestInit { method: "PUT".to_owned(), ..RequestInit::default() };
        let question = Question {
            request: Request::new(url, page, init).unwrap(),
            engines: Browser::ENGINES.to_vec(),
            profile: Profile::default(),
            read: Vec::new(),
            send_actual: true,
            target_address: None,
            origin_assumed: false,
        };
        let mut answers = Vec::new();
        let mut observer = |progress: Progress<'_>| {
            if let Progress::Answered { exchange, .. } = progress {
                answers.push(exchange.answer.clone());
            }
        };
        let deadline = Instant::now() + Duration::from_secs(10);
        let client = public_only(Settings::default());
        let report = examine(&client, question, deadline, &mut observer).await;
        assert_eq!(report.outcome, preflight_report::Outcome::Unreachable);
        assert!(answers.iter().all(|answer| *answer == Err(ConnectionError::NotPublic)));
        assert!(!answers.is_empty());
        assert!(listener.accept().is_err(), "somebody connected");
    }

    #[test]
    fn a_proxy_is_refused() {
        let reach = Reach::PublicOnly;
        let proxy = Proxy::Url("http://10.0.0.1:3128".to_owned());
        let refused = Client::new(Settings { reach, proxy, ..Settings::default() }).unwrap_err();
        assert_eq!(refused, SettingsError::ProxyNotAllowed("http://10.0.0.1:3128".to_owned()));
    }
}
