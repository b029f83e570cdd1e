use super::{Answer, Workbench, ask_with, bearer, open};
use std::net::Ipv4Addr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the try page at `authority` answers to a request for `host`.
async fn get(authority: &str, host: &str, start: &str) -> Answer {
    let mut stream = TcpStream::connect(authority).await.expect("a connection");
    let head = format!("{start}\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("it listens");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    Answer::read(&answer)
}

async fn stand(workbench: &Workbench, origin: &str) -> Answer {
    let lines = [&*bearer(), "Content-Type: application/json"];
    let body = format!("{{\"origin\":\"{origin}\"}}");
    ask_with(workbench, "POST /api/try/stand HTTP/1.1", &lines, &body).await
}

/// A port that was free a moment ago.
async fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    listener.local_addr().expect("its address").port()
}

#[tokio::test]
async fn it_stands_at_an_origin_of_this_machine_until_the_workbench_closes() {
    let workbench = open().await;
    let port = free_port().await;
    let (origin, host) = (format!("http://localhost:{port}"), format!("localhost:{port}"));
    for _ in 0..2 {
        let answer = stand(&workbench, &origin).await;
        assert_eq!(answer.body, format!("{{\"page\":\"{origin}\"}}"));
    }
    let address = format!("127.0.0.1:{port}");
    assert_eq!(get(&address, &host, "GET /try.js HTTP/1.1").await.status, 200);
    assert_eq!(get(&address, &address, "GET /try.js HTTP/1.1").await.status, 421);
    drop(workbench);
    tokio::task::yield_now().await;
    let gone = async {
        while TcpStream::connect(&address).await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(super::LONG, gone).await.expect("it leaves");
}

#[tokio::test]
async fn it_takes_no_port_from_anybody_and_says_why_not() {
    let workbench = open().await;
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let taken = taken.local_addr().expect("its address").port();
    for (origin, why) in [
        ("https://localhost:3000", "https"),
        ("http://app.example.com", "not on this machine"),
        ("http://localhost:3000/path", "not an origin"),
        (&format!("http://{}", workbench.address()), "another program listens"),
        (&format!("http://localhost:{taken}"), "another program listens"),
    ] {
        let answer = stand(&workbench, origin).await;
        assert!([400, 409].contains(&answer.status), "{origin}: {answer:?}");
        assert!(answer.body.contains(why), "{origin}: {answer:?}");
    }
}

#[tokio::test]
async fn it_stands_at_so_many_origins_and_no_more() {
    let workbench = open().await;
    let mut addresses = Vec::new();
    for _ in 0..10 {
        let address = format!("127.0.0.1:{}", free_port().await);
        assert_eq!(stand(&workbench, &format!("http://{address}")).await.status, 200);
        addresses.push(address);
    }
    let standing = async || {
        let mut standing = 0;
        for address in &addresses {
            standing += usize::from(TcpStream::connect(address).await.is_ok());
        }
        standing
    };
    // Those of longest ago leave as soon as the runtime comes to it.
    let left = async { while standing().await > 8 {} };
    tokio::time::timeout(super::LONG, left).await.expect("two leave");
    assert_eq!(standing().await, 8);
}
