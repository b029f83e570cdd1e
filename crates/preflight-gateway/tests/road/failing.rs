use std::io::Write;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, Instant};

use preflight_gateway::settings::{Admission, Protocol, Upstream};

use crate::world::{Fake, World, fields, first_line, route, settings};

const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

/// An address that nobody listens on.
fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").expect("a free port").local_addr().expect("an address")
}

/// Status, error and side of a response that the gateway gave itself.
fn own(response: &str) -> (u16, String, String) {
    let status = response.split(' ').nth(1).expect("a status").parse().expect("a number");
    let member = |name: &str| {
        let start = format!("\"{name}\":\"");
        let rest = response.split(&start).nth(1).unwrap_or_else(|| panic!("{response:?}"));
        rest.split('"').next().expect("an end").to_owned()
    };
    assert!(response.contains(&format!("{{\"status\":{status},")), "{response}");
    (status, member("error"), member("side"))
}

fn expect(response: &str, status: u16, error: &str, side: &str) {
    assert_eq!(own(response), (status, error.to_owned(), side.to_owned()));
}

#[test]
fn an_upstream_that_cannot_be_reached() {
    let world = World::new(&[nobody()]);
    let response = world.ask(GET);
    expect(&response, 502, "connect-failed", "upstream");
    let length = response.split("\r\n\r\n").nth(1).expect("a body").len();
    assert_eq!(
        fields(&response),
        [
            "cache-control: no-store",
            "connection: close",
            &format!("content-length: {length}"),
            "content-type: application/json",
            "proxy-status: preflight; error=connection_refused",
        ]
    );
}

#[test]
fn the_next_upstream_is_asked_instead() {
    let upstream = Fake::new(|line| {
        if line.read_head() {
            let body = line.read_exact(3);
            line.hand_over(body);
            line.write(HELLO);
        }
    });
    let world = World::new(&[nobody(), upstream.address]);
    let response = world
        .ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
    assert!(response.ends_with("hello"), "{response}");
    upstream.received();
    assert_eq!(upstream.received(), "abc");
}

#[test]
fn an_upstream_that_hangs_up_or_talks_nonsense() {
    let upstream = Fake::new(|line| {
        line.read_head();
    });
    expect(&World::new(&[upstream.address]).ask(GET), 502, "upstream-closed", "upstream");
    let nonsense = Fake::answering("SSH-2.0-OpenSSH_9.2\r\n\r\n");
    expect(&World::new(&[nonsense.address]).ask(GET), 502, "bad-response", "upstream");
    let unasked = Fake::answering("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n");
    expect(&World::new(&[unasked.address]).ask(GET), 502, "bad-response", "upstream");
}

#[test]
fn an_upstream_that_takes_too_long() {
    let upstream = Fake::new(|line| {
        line.read_head();
        line.read_until("never");
    });
    let mut hasty = settings(&[upstream.address]);
    hasty.times.response_head = Duration::from_millis(100);
    expect(&World::with(hasty).ask(GET), 504, "response-timeout", "upstream");
}

#[test]
fn a_handshake_that_takes_too_long() {
    let upstream = Fake::new(|line| {
        line.read_until("never");
    });
    let mut hasty = settings(&[upstream.address]);
    hasty.times.connect = Duration::from_millis(100);
    let tls = rustls::ClientConfig::builder()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    let mut route = route("/", &[upstream.address]);
    let group = Arc::get_mut(&mut route.group).expect("one owner");
    let plain = (*group.upstreams[0]).clone();
    group.upstreams[0] =
        Arc::new(Upstream { tls: Some(Arc::new(tls)), protocol: Protocol::Http1, ..plain });
    hasty.routes = vec![route];
    expect(&World::with(hasty).ask(GET), 504, "connect-timeout", "upstream");
}

#[test]
fn a_path_without_a_route_and_a_group_without_an_upstream() {
    let upstream = Fake::answering(HELLO);
    let mut settings = settings(&[]);
    settings.routes = vec![route("/a", &[upstream.address]), route("/b", &[])];
    let world = World::with(settings);
    let get = |path: &str| world.ask(&GET.replace(" / ", &format!(" {path} ")));
    expect(&get("/"), 404, "no-route", "gateway");
    expect(&get("/apart"), 404, "no-route", "gateway");
    expect(&get("/b"), 503, "no-upstream", "upstream");
    assert!(get("/a").ends_with("hello"));
    assert!(get("/a/b?c").ends_with("hello"));
}

#[test]
fn the_longest_prefix_wins_and_can_be_taken_off() {
    let (short, long) = (Fake::answering(HELLO), Fake::answering(HELLO));
    let mut settings = settings(&[short.address]);
    let mut stripped = route("/api/", &[long.address]);
    stripped.strip_prefix = true;
    settings.routes.push(stripped);
    let world = World::with(settings);
    for (path, expected) in
        [("/api", "/"), ("/api/", "/"), ("/api/x?y=/api", "/x?y=/api"), ("/api?z", "/?z")]
    {
        world.ask(&GET.replace(" / ", &format!(" {path} ")));
        assert_eq!(first_line(&long.received()), format!("GET {expected} HTTP/1.1"));
    }
    world.ask(&GET.replace(" / ", " /apis "));
    assert_eq!(first_line(&short.received()), "GET /apis HTTP/1.1");
}

#[test]
fn a_request_that_comes_back() {
    let world = World::new(&[]);
    let gateway = world.gateway.as_ref().expect("running");
    gateway.replace(settings(&[world.address]));
    let response = world.ask(GET);
    expect(&response, 508, "loop", "gateway");
    assert!(response.contains("proxy-status: preflight; error=proxy_loop_detected"), "{response}");
}

#[test]
fn a_body_that_is_too_large() {
    let upstream = Fake::new(|line| {
        line.read_head();
        line.read_until("never");
    });
    let mut tight = settings(&[upstream.address]);
    tight.limits.body_bytes = Some(4);
    let world = World::with(tight);
    let announced = world.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde");
    expect(&announced, 413, "body-too-large", "client");
    assert!(announced.contains("\r\nconnection: close\r\n"), "{announced}");
    assert_eq!(upstream.all_received(), [""; 0]);
    let found_out = world.ask(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    );
    expect(&found_out, 413, "body-too-large", "client");
}

#[derive(Debug)]
struct NotNow;

impl Admission for NotNow {
    fn admit(&self, peer: IpAddr, _now: Instant) -> Result<(), Duration> {
        assert!(peer.is_loopback());
        Err(Duration::from_millis(1_500))
    }
}

#[test]
fn too_many_requests() {
    let upstream = Fake::answering(HELLO);
    let mut settings = settings(&[upstream.address]);
    settings.admission = Some(Arc::new(NotNow));
    let response = World::with(settings).ask(GET);
    expect(&response, 429, "too-many-requests", "client");
    assert!(response.contains("\r\nretry-after: 2\r\n"), "{response}");
    assert_eq!(upstream.all_received(), [""; 0]);
}

#[test]
fn an_upstream_that_closes_kept_connections() {
    // It says nothing of closing, so that the gateway finds out when it sends the next request.
    let upstream = Fake::new(|line| {
        if line.read_head() {
            line.write(HELLO);
        }
    });
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    for _ in 0..20 {
        browser.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        let response = browser.read_until("\r\n\r\n");
        assert_eq!(first_line(&response), "HTTP/1.1 200 OK");
        assert_eq!(browser.read_exact(5), "hello");
    }
}

#[test]
fn a_response_that_breaks_off() {
    let upstream = Fake::new(|line| {
        if line.read_head() {
            line.write("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello");
            line.stream.flush().expect("written");
        }
    });
    let response = World::new(&[upstream.address]).ask(GET);
    assert!(response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    assert!(response.ends_with("hello"), "{response}");
}

#[test]
fn only_what_does_no_harm_twice_is_sent_twice() {
    for (method, expected, arrivals) in [("GET", "200", 3), ("PUT", "200", 3), ("POST", "502", 2)] {
        // The second request on a connection is read, and the connection closed.
        let upstream = Fake::new(|line| {
            if line.read_head() {
                line.write(HELLO);
                line.read_head();
            }
        });
        let world = World::new(&[upstream.address]);
        let mut browser = world.connect();
        let request = format!("{method} /x?y HTTP/1.1\r\nHost: a\r\nX: 1\r\nX: 2\r\n\r\n");
        browser.write(&request);
        browser.read_until("hello");
        browser.write(&request);
        let response = browser.read_until("\r\n\r\n");
        assert_eq!(response.split(' ').nth(1), Some(expected), "{method}: {response}");
        let received: Vec<_> = (0..arrivals).map(|_| upstream.received()).collect();
        assert!(received.iter().all(|head| *head == received[0]), "{received:?}");
        assert_eq!(upstream.all_received(), [""; 0], "{method}");
    }
}
