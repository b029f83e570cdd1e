use std::time::Duration;

use crate::world::{Fake, World, fields, first_line, settings};

const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

#[test]
fn each_event_arrives_before_the_next_is_sent() {
    let upstream = Fake::new(|line| {
        line.read_head();
        line.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n");
        line.read_until("go on");
        line.write("data: 2\n\n");
    });
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    browser.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    let head = browser.read_until("\r\n\r\n");
    assert_eq!(fields(&head), ["content-type: text/event-stream", "transfer-encoding: chunked"]);
    assert_eq!(browser.read_until("data: 1\n\n\r\n"), "9\r\ndata: 1\n\n\r\n");
    drop(browser);
    // The upstream learns that nobody reads any more.
    upstream.received();
}

#[test]
fn each_part_of_an_upload_arrives_before_the_next_is_sent() {
    let upstream = Fake::new(|line| {
        line.read_head();
        for part in ["3\r\nabc\r\n", "3\r\ndef\r\n", "0\r\n\r\n"] {
            let read = line.read_exact(part.len());
            line.hand_over(read);
        }
        line.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    browser.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    upstream.received();
    assert_eq!(upstream.received(), "3\r\nabc\r\n");
    browser.write("3\r\ndef\r\n");
    assert_eq!(upstream.received(), "3\r\ndef\r\n");
    browser.write("0\r\n\r\n");
    assert_eq!(upstream.received(), "0\r\n\r\n");
    assert_eq!(first_line(&browser.read_until("\r\n\r\n")), "HTTP/1.1 200 OK");
}

#[test]
fn both_directions_at_once() {
    let upstream = Fake::new(|line| {
        line.read_head();
        line.write(CHUNKED);
        for _ in 0..3 {
            let part = line.read_exact("3\r\nabc\r\n".len());
            line.write(&part);
        }
        line.read_until("0\r\n\r\n");
        line.write("0\r\n\r\n");
    });
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    browser.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    browser.read_until("\r\n\r\n");
    for part in ["3\r\nabc\r\n", "3\r\ndef\r\n", "3\r\nghi\r\n"] {
        browser.write(part);
        assert_eq!(browser.read_exact(part.len()), part);
    }
    browser.write("0\r\n\r\n");
    assert_eq!(browser.read_exact("0\r\n\r\n".len()), "0\r\n\r\n");
    // The same connection carries the next request.
    browser.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    browser.read_until("\r\n\r\n");
}

#[test]
fn a_large_body_each_way_without_the_other_waiting() {
    const SIZE: usize = 8 << 20;
    let upstream = Fake::new(|line| {
        line.read_head();
        line.write(&format!("HTTP/1.1 200 OK\r\ncontent-length: {SIZE}\r\n\r\n"));
        // It answers before it reads: a gateway that waits for one side to finish stands still.
        line.write(&"u".repeat(SIZE));
        let body = line.read_exact(SIZE);
        line.hand_over(body.len().to_string());
    });
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    let mut reader = browser.stream.try_clone().expect("a copy");
    let reading = std::thread::spawn(move || {
        let mut read = Vec::new();
        std::io::Read::read_to_end(&mut reader, &mut read).expect("bytes");
        read.len()
    });
    browser.write(&format!("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {SIZE}\r\n\r\n"));
    browser.write(&"c".repeat(SIZE));
    upstream.received();
    assert_eq!(upstream.received(), SIZE.to_string());
    browser.end();
    assert!(reading.join().expect("no panic") > SIZE);
}

#[test]
fn trailers_both_ways() {
    let upstream = Fake::new(|line| {
        line.read_head();
        let body = line.read_until("\r\n\r\n").expect("a body");
        line.hand_over(body);
        line.write(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n\
             2\r\nhi\r\n0\r\nx-sum: 2\r\n\r\n",
        );
    });
    let world = World::new(&[upstream.address]);
    let response = world.ask(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: x-count\r\n\
         TE: trailers\r\nConnection: close, te\r\n\r\n3\r\nabc\r\n0\r\nx-count: 3\r\n\r\n",
    );
    let head = upstream.received();
    for field in ["trailer: x-count", "te: trailers", "connection: te"] {
        assert!(fields(&head).contains(&field.to_owned()), "{head}");
    }
    assert_eq!(upstream.received(), "3\r\nabc\r\n0\r\nx-count: 3\r\n\r\n");
    assert!(response.ends_with("2\r\nhi\r\n0\r\nx-sum: 2\r\n\r\n"), "{response}");
}

#[test]
fn the_upstream_asks_for_the_body_not_the_gateway() {
    let upstream = Fake::new(|line| {
        line.read_head();
        line.write("HTTP/1.1 100 Continue\r\n\r\n");
        let body = line.read_exact(3);
        line.hand_over(body);
        line.write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    browser.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    assert_eq!(browser.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    browser.write("abc");
    assert_eq!(first_line(&browser.read_until("\r\n\r\n")), "HTTP/1.1 200 OK");
    assert!(upstream.received().contains("expect: 100-continue\r\n"));
    assert_eq!(upstream.received(), "abc");
}

#[test]
fn an_upstream_that_does_not_want_the_body_does_not_get_it() {
    let upstream = Fake::new(|line| {
        line.read_head();
        line.write("HTTP/1.1 401 Unauthorized\r\ncontent-length: 2\r\n\r\nno");
        let more = line.read_until("abc");
        line.hand_over(format!("{more:?}"));
    });
    let world = World::new(&[upstream.address]);
    let response =
        world.ask("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    assert_eq!(first_line(&response), "HTTP/1.1 401 Unauthorized");
    assert_eq!(fields(&response), ["connection: close", "content-length: 2"]);
    assert!(response.ends_with("\r\n\r\nno"), "{response}");
    upstream.received();
    assert_eq!(upstream.received(), "None");
}

#[test]
fn responses_without_a_body() {
    for (method, response) in [
        ("HEAD", "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n"),
        ("GET", "HTTP/1.1 204 No Content\r\nx: y\r\n\r\n"),
        ("GET", "HTTP/1.1 304 Not Modified\r\netag: \"x\"\r\n\r\n"),
    ] {
        let upstream = Fake::answering(response);
        let world = World::new(&[upstream.address]);
        let mut browser = world.connect();
        for _ in 0..2 {
            browser.write(&format!("{method} / HTTP/1.1\r\nHost: a\r\n\r\n"));
            let passed_on = browser.read_until("\r\n\r\n");
            assert_eq!(first_line(&passed_on), first_line(response));
            assert_eq!(fields(&passed_on), fields(response));
        }
    }
}

#[test]
fn a_websocket() {
    let upstream = Fake::new(|line| {
        line.read_head();
        // The first message comes with the head.
        line.write(
            "HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
             sec-websocket-accept: x\r\n\r\nfirst",
        );
        while let Some(word) = line.read_until(".") {
            line.write(&word.to_uppercase());
        }
        line.hand_over("closed".to_owned());
    });
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    browser.write(
        "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n\
         Upgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\nearly.",
    );
    let head = browser.read_until("\r\n\r\n");
    assert_eq!(first_line(&head), "HTTP/1.1 101 Switching Protocols");
    assert_eq!(
        fields(&head),
        ["connection: upgrade", "sec-websocket-accept: x", "upgrade: websocket"]
    );
    assert_eq!(browser.read_exact("firstEARLY.".len()), "firstEARLY.");
    browser.write("late.");
    assert_eq!(browser.read_exact(5), "LATE.");
    let request = upstream.received();
    assert!(fields(&request).contains(&"connection: upgrade".to_owned()), "{request}");
    assert!(fields(&request).contains(&"upgrade: websocket".to_owned()), "{request}");
    drop(browser);
    assert_eq!(upstream.received(), "closed");
}

#[test]
fn an_upgrade_that_the_upstream_refuses() {
    let upstream = Fake::answering("HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno");
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    for _ in 0..2 {
        browser.write(
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        );
        assert_eq!(first_line(&browser.read_until("\r\n\r\n")), "HTTP/1.1 403 Forbidden");
        assert_eq!(browser.read_exact(2), "no");
    }
}

#[test]
fn silence_in_a_body_or_a_tunnel_ends() {
    let silent = Fake::new(|line| {
        line.read_head();
        line.write("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhe");
        line.read_until("never");
    });
    let mut hasty = settings(&[silent.address]);
    hasty.times.stream_idle = Duration::from_millis(100);
    let response = World::with(hasty.clone()).ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assert!(response.ends_with("\r\n\r\nhe"), "{response}");

    let tunnel = Fake::new(|line| {
        line.read_head();
        line.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n");
        line.read_until("never");
    });
    hasty.routes = settings(&[tunnel.address]).routes;
    let response = World::with(hasty)
        .ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
    assert!(response.starts_with("HTTP/1.1 101 "), "{response}");
}
