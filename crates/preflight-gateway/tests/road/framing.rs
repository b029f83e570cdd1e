use crate::world::{Fake, World, fields, first_line, settings};

const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
const SMUGGLED: &str = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

/// Refused with this status, the connection closed, and not a byte sent to the upstream.
fn refused(status: &str, requests: &[&str]) {
    let upstream = Fake::answering(HELLO);
    let world = World::new(&[upstream.address]);
    for request in requests {
        let mut browser = world.connect();
        browser.write(&format!("{request}{SMUGGLED}"));
        let response = browser.read_to_end();
        let expected = format!("HTTP/1.1 {status} ");
        assert!(response.starts_with(&expected), "{request:?} gives {response:?}");
        assert_eq!(response.matches("HTTP/1.1 ").count(), 1, "{request:?} gives {response:?}");
    }
    assert_eq!(upstream.all_received(), [""; 0]);
}

/// What the upstream receives of a request, the fields that are always the same left out; and that
/// the connection ends after it, although another request follows.
fn received_and_closed(request: &str, body: usize) -> (String, Vec<String>, String) {
    let upstream = Fake::new(move |line| {
        while line.read_head() {
            let body = line.read_exact(body);
            line.hand_over(body);
            line.write(HELLO);
        }
    });
    let world = World::new(&[upstream.address]);
    let response = world.ask(&format!("{request}{SMUGGLED}"));
    assert_eq!(response.matches("HTTP/1.1 200 OK").count(), 1, "{response}");
    assert!(response.to_ascii_lowercase().contains("connection: close"), "{response}");
    let (head, body) = (upstream.received(), upstream.received());
    assert_eq!(upstream.all_received(), [""; 0]);
    let fields = fields(&head).into_iter().filter(|field| !is_forwarded(field)).collect();
    (first_line(&head).to_owned(), fields, body)
}

fn is_forwarded(field: &str) -> bool {
    field.starts_with("x-forwarded-") || field.starts_with("forwarded: ")
}

#[test]
fn lengths_that_differ_or_are_none() {
    refused(
        "400",
        &[
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 4\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        ],
    );
}

#[test]
fn codings_that_leave_the_length_open() {
    refused(
        "400",
        &[
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \u{b}chunked\r\n\r\n",
        ],
    );
}

#[test]
fn heads_that_are_not_http() {
    refused(
        "400",
        &[
            "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n X: 1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n",
            "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\nabc",
            "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n",
            "G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.2\r\nHost: a\r\n\r\n",
            "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
            "GET / http/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1x\r\nHost: a\r\n\r\n",
        ],
    );
}

/// These are read, so that they get the whole answer; the test only asks for the status and that
/// nothing was passed on.
fn answered_here(status: &str, requests: &[&str]) {
    let upstream = Fake::answering(HELLO);
    let world = World::new(&[upstream.address]);
    for request in requests {
        let mut browser = world.connect();
        browser.write(request);
        let response = browser.read_until("}\n");
        assert!(
            response.starts_with(&format!("HTTP/1.1 {status} ")),
            "{request:?} gives {response:?}"
        );
        assert!(response.contains("\"side\":\"client\""), "{response:?}");
    }
    assert_eq!(upstream.all_received(), [""; 0]);
}

#[test]
fn a_host_that_is_missing_double_or_none() {
    answered_here(
        "400",
        &[
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nHost:\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
            "GET http://u:p@a/ HTTP/1.1\r\nHost: a\r\n\r\n",
        ],
    );
}

#[test]
fn paths_that_an_upstream_may_read_as_another() {
    answered_here(
        "400",
        &[
            "GET /public/../private HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /public/%2e%2E/private HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /./ HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        ],
    );
}

#[test]
fn connect_is_for_forward_proxies() {
    answered_here("501", &["CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n"]);
}

#[test]
fn a_head_that_is_too_large_for_us_gets_a_whole_answer() {
    let upstream = Fake::answering(HELLO);
    let mut tight = settings(&[upstream.address]);
    tight.limits.head_bytes = 2048;
    tight.limits.header_fields = 20;
    let world = World::with(tight);
    let large = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}\r\n\r\n", "x".repeat(2048));
    let many = format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "x: y\r\n".repeat(20));
    for request in [large, many] {
        let mut browser = world.connect();
        browser.write(&request);
        let response = browser.read_until("}\n");
        assert!(response.starts_with("HTTP/1.1 431 "), "{response:?}");
        assert!(response.contains("\"error\":\"head-too-large\""), "{response:?}");
    }
    // What is far too large is not read to its end.
    let huge = format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}", "x".repeat(20_000));
    let response = world.ask(&huge);
    assert!(response.starts_with("HTTP/1.1 431 "), "{response:?}");
    let target = format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "x".repeat(20_000));
    let response = world.ask(&target);
    assert!(response.starts_with("HTTP/1.1 431 "), "{response:?}");
    assert_eq!(upstream.all_received(), [""; 0]);
}

#[test]
fn with_both_framings_the_coding_counts_and_the_connection_ends() {
    for request in [
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n\
         3\r\nabc\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n\
         3\r\nabc\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: Chunked\r\nContent-Length: 400\r\n\r\n\
         3;ext=\"1\"\r\nabc\r\n0\r\n\r\n",
    ] {
        let (line, fields, body) = received_and_closed(request, "3\r\nabc\r\n0\r\n\r\n".len());
        assert_eq!(line, "POST / HTTP/1.1");
        assert_eq!(fields, ["host: a", "transfer-encoding: chunked"]);
        assert_eq!(body, "3\r\nabc\r\n0\r\n\r\n");
    }
}

#[test]
fn the_same_length_twice_is_passed_on_once() {
    let request = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\
                   Connection: close\r\n\r\nabc";
    let (line, fields, body) = received_and_closed(request, 3);
    assert_eq!(line, "POST / HTTP/1.1");
    assert_eq!(fields, ["content-length: 3", "host: a"]);
    assert_eq!(body, "abc");
}

#[test]
fn a_chunk_that_lies_ends_the_request_on_both_sides() {
    for chunks in ["zz\r\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "fffffffffffffffff\r\nabc"] {
        let upstream = Fake::new(|line| {
            if line.read_head() {
                // The end of the connection before the last chunk tells that it is incomplete.
                let rest = line.read_until("0\r\n\r\n");
                line.hand_over(format!("complete: {}", rest.is_some()));
            }
        });
        let world = World::new(&[upstream.address]);
        let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        let response = world.ask(&format!("{head}{chunks}{SMUGGLED}"));
        assert!(!response.contains("HTTP/1.1 200"), "{chunks:?} gives {response:?}");
        let received = upstream.all_received();
        assert!(!received.contains(&"complete: true".to_owned()), "{chunks:?}: {received:?}");
        assert!(!received.iter().any(|head| head.contains("smuggled")), "{chunks:?}: {received:?}");
    }
}

#[test]
fn a_target_with_a_host_of_its_own_replaces_the_host() {
    let request = "GET http://b.example:81/x?y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let (line, fields, _) = received_and_closed(request, 0);
    assert_eq!(line, "GET /x?y HTTP/1.1");
    assert_eq!(fields, ["host: b.example:81"]);
    let request = "GET http://b.example HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    assert_eq!(received_and_closed(request, 0).0, "GET / HTTP/1.1");
}

#[test]
fn options_for_the_whole_server() {
    let request = "OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let (line, fields, _) = received_and_closed(request, 0);
    assert_eq!(line, "OPTIONS * HTTP/1.1");
    assert_eq!(fields, ["host: a"]);
}

#[test]
fn what_is_nominated_for_this_connection_goes_no_further() {
    let request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, X-Secret\r\nX-Secret: 1\r\n\
                   Keep-Alive: timeout=9\r\nProxy-Connection: keep-alive\r\nTE: gzip\r\n\
                   Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nX: 1\r\n\r\n";
    let (_, fields, _) = received_and_closed(request, 0);
    assert_eq!(fields, ["host: a", "http2-settings: AAMAAABkAAQAAP__", "x: 1"]);
}

#[test]
fn a_client_of_http_1_0() {
    let upstream = Fake::answering(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    );
    let world = World::new(&[upstream.address]);
    for host in ["Host: a\r\n", ""] {
        let response = world.ask(&format!("GET /x HTTP/1.0\r\n{host}\r\n{SMUGGLED}"));
        assert_eq!(first_line(&response), "HTTP/1.0 200 OK");
        assert_eq!(fields(&response), [""; 0]);
        assert!(response.ends_with("\r\n\r\nhello"), "{response}");
        let head = upstream.received();
        assert_eq!(first_line(&head), "GET /x HTTP/1.1");
        let own = format!("host: {}", upstream.address);
        let expected = if host.is_empty() { &own } else { "host: a" };
        assert!(fields(&head).iter().any(|field| field == expected), "{head}");
    }
}

#[test]
fn a_response_with_both_framings_is_read_by_its_coding_alone() {
    let upstream = Fake::answering(
        "HTTP/1.1 200 OK\r\ncontent-length: 30\r\ntransfer-encoding: chunked\r\n\r\n\
         5\r\nhello\r\n0\r\n\r\n",
    );
    let world = World::new(&[upstream.address]);
    let response = world.ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    assert!(response.ends_with("\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), "{response}");
    assert_eq!(fields(&response), ["connection: close", "transfer-encoding: chunked"]);
}
