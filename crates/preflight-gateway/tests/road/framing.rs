use crate::world::{Fake, World, first_line};

const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";

/// Refused with this status, the connection closed, and not a byte sent to the upstream.
fn refused(request: &str, status: &str) {
    let upstream = Fake::answering(HELLO);
    let world = World::new(&[upstream.address]);
    let smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    let response = world.ask(&format!("{request}{smuggled}"));
    let expected = format!("HTTP/1.1 {status}");
    assert!(first_line(&response).starts_with(&expected), "{request:?} gives {response:?}");
    assert_eq!(response.matches("HTTP/1.1 ").count(), 1, "{request:?} gives {response:?}");
    assert_eq!(upstream.all_received(), [""; 0], "{request:?}");
}

#[test]
fn lengths_that_differ() {
    refused(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "400",
    );
    refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 4\r\n\r\nabc", "400");
    refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc", "400");
    refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc", "400");
    refused("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc", "400");
}
