use crate::world::{Fake, World, fields, first_line};

const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-type: text/plain\r\n\r\nhello";

#[test]
fn a_request_and_its_response() {
    let upstream = Fake::answering(HELLO);
    let world = World::new(&[upstream.address]);
    let response = world.ask(
        "GET /a?b=c HTTP/1.1\r\nHost: app.example:8080\r\nAccept: */*\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(first_line(&response), "HTTP/1.1 200 OK");
    assert_eq!(
        fields(&response),
        ["connection: close", "content-length: 5", "content-type: text/plain"]
    );
    assert!(response.ends_with("\r\n\r\nhello"), "{response}");
    let request = upstream.received();
    assert_eq!(first_line(&request), "GET /a?b=c HTTP/1.1");
    assert_eq!(
        fields(&request),
        [
            "accept: */*",
            "forwarded: for=127.0.0.1;host=\"app.example:8080\";proto=http",
            "host: app.example:8080",
            "x-forwarded-for: 127.0.0.1",
            "x-forwarded-host: app.example:8080",
            "x-forwarded-proto: http",
        ]
    );
}

#[test]
fn connections_are_kept_on_both_sides() {
    let upstream = Fake::new(|line| {
        let port = line.stream.peer_addr().expect("connected").port();
        while line.read_head() {
            line.hand_over(port.to_string());
            line.write(HELLO);
        }
    });
    let world = World::new(&[upstream.address]);
    let mut browser = world.connect();
    let mut ports = Vec::new();
    for _ in 0..3 {
        browser.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assert!(browser.read_until("hello").starts_with("HTTP/1.1 200 OK\r\n"));
        upstream.received();
        ports.push(upstream.received());
    }
    ports.dedup();
    assert_eq!(ports.len(), 1, "{ports:?}");
}
