use crate::{TOKEN, ask_with, assets, bearer, open};
use preflight_web::{Settings, Workbench};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::net::TcpListener;

const JSON: &str = "Content-Type: application/json";

/// As with `--listen` on an address of a network, and without `--allow-private-targets`.
pub(crate) async fn open_to_a_network() -> Workbench {
    let settings = Settings {
        listen: (Ipv4Addr::UNSPECIFIED, 0).into(),
        hosts: Vec::new(),
        token: TOKEN.parse().expect("a token"),
        assets: Some(assets()),
        private_targets: false,
    };
    Workbench::open(settings).await.expect("a free port")
}

/// A server of this machine that counts who comes.
async fn target() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            drop(stream);
        }
    });
    (port, visits)
}

#[tokio::test]
async fn who_comes_from_a_network_reaches_nothing_private_through_us() {
    let workbench = open_to_a_network().await;
    let (port, visits) = target().await;
    for host in [
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "any.localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
    ] {
        let body = format!(r#"{{"url":"http://{host}:{port}/"}}"#);
        let lines = [bearer(), JSON.to_owned()];
        let lines = lines.each_ref().map(String::as_str);
        let answer = ask_with(&workbench, "POST /api/check HTTP/1.1", &lines, &body).await;
        assert_ne!(answer.status, 0, "{host}: {answer:?}");
        assert!(!answer.body.contains(r#""outcome":"allowed""#), "{host}: {}", answer.body);
        assert_eq!(visits.load(Ordering::SeqCst), 0, "{host} was reached");
    }
    // The same from this machine: the server is reached, so the count means something.
    let local = open().await;
    let body = format!(r#"{{"url":"http://127.0.0.1:{port}/"}}"#);
    ask_with(&local, "POST /api/check HTTP/1.1", &[&bearer(), JSON], &body).await;
    assert_ne!(visits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn nor_a_gateway_nor_the_page_that_tries() {
    let workbench = open_to_a_network().await;
    let (port, visits) = target().await;
    let watch = format!(r#"{{"admin":"127.0.0.1:{port}"}}"#);
    let stand = r#"{"origin":"http://localhost:3000"}"#;
    for (path, body, status) in
        [("/api/gateway/watch", watch.as_str(), 403), ("/api/try/stand", stand, 409)]
    {
        let start = format!("POST {path} HTTP/1.1");
        let answer = ask_with(&workbench, &start, &[&bearer(), JSON], body).await;
        assert_eq!(answer.status, status, "{path}: {answer:?}");
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}
