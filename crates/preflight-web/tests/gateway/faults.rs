use crate::world::{Watching, admin, gateway, workbench};
use serde_json::Value;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Somebody who answers every request with these bytes.
async fn answering(bytes: &'static str) -> (SocketAddr, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let task = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // Who asks may be gone already.
            let _ = stream.read(&mut [0; 1024]).await;
            let _ = stream.write_all(bytes.as_bytes()).await;
        }
    });
    (address, task)
}

async fn failed(admin: &str) -> Value {
    let workbench = workbench(true).await;
    let mut watching = Watching::new(&workbench, admin, None).await;
    let failed = watching.event("failed").await;
    assert!(failed["correction"].is_string(), "{failed}");
    failed
}

fn reason(failed: &Value) -> &str {
    failed["reason"].as_str().expect("a reason")
}

#[tokio::test]
async fn where_nobody_listens_a_command_says_how_to_start_one() {
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = free.local_addr().expect("an address").to_string();
    drop(free);
    let failed = failed(&address).await;
    assert_eq!(reason(&failed), format!("nobody listens at {address}"));
    let command = failed["command"].as_str().expect("a command");
    assert!(command.starts_with(&format!("preflight serve --admin {address} --upstream http")));
}

#[tokio::test]
async fn what_is_no_gateway_is_said_to_be_none() {
    for bytes in [
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-x\r\n",
        "",
    ] {
        let (address, task) = answering(bytes).await;
        let failed = failed(&address.to_string()).await;
        assert!(reason(&failed).contains("no gateway"), "{bytes:?}: {failed}");
        task.abort();
    }
    let (address, task) =
        answering("HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\npreflight_requests_total 1\n")
            .await;
    let failed = failed(&address.to_string()).await;
    assert!(reason(&failed).contains("another version"), "{failed}");
    task.abort();
}

#[tokio::test]
async fn an_endless_answer_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let endless = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.expect("sent");
        let much = vec![b'x'; 1 << 16];
        while stream.write_all(&much).await.is_ok() {}
    });
    let failed = failed(&address).await;
    assert!(reason(&failed).contains("no gateway"), "{failed}");
    endless.await.expect("the connection was closed");
}

#[tokio::test]
async fn what_cannot_be_watched_is_refused_at_its_field() {
    let gateway = gateway("127.0.0.1:0").await;
    let address = admin(&gateway).to_string();
    let local = workbench(true).await;
    for given in ["", "9090", "127.0.0.1", "evil.example:9090", "https://127.0.0.1:9090", "x y"] {
        let watching = Watching::new(&local, given, None).await;
        assert_eq!(watching.status, 422, "{given}");
        assert_eq!(watching.error().await["field"], "admin", "{given}");
    }
    // Somebody in the network would look through us at what is told on this machine only.
    let watching = Watching::new(&workbench(false).await, &address, None).await;
    assert_eq!(watching.status, 403);
    gateway.stop().await.expect("it ends");
}

#[tokio::test]
async fn decisions_are_told_whatever_stands_in_the_edited_policy() {
    let (gateway, workbench) = (gateway("127.0.0.1:0").await, workbench(true).await);
    let address = admin(&gateway).to_string();
    let origins: String = (0..5001).map(|n| format!("'https://h{n}.example',")).collect();
    let many = format!("[[policy]]\nallow_origins = [{origins}]");
    for (policies, reason) in [
        ("", "there is no policy"),
        ("x", "line 1"),
        ("[[policy]]\nallow_origins = ['https://a.example/']", "line 2"),
        (&many, "5001 entries in all lists are too many"),
    ] {
        let mut watching = Watching::new(&workbench, &address, Some(policies)).await;
        let problem = watching.event("policy").await;
        let told = problem["reason"].as_str().expect("a reason");
        assert!(told.contains(reason) && problem["correction"].is_string(), "{problem}");
        watching.event("decisions").await;
    }
    gateway.stop().await.expect("it ends");
}
