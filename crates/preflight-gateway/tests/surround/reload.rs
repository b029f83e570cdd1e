use crate::world::{APP, PATIENCE, Upstream, World, configuration};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

const OTHER: &str = "https://other.example.com";

/// Asks on one connection again and again as a page of [`APP`]: each answer is whole, and of one
/// policy: which upstream answers goes with whom it allows.
async fn ask(address: SocketAddr, is_over: Arc<AtomicBool>, answers: Arc<[AtomicUsize; 2]>) {
    let request = format!("GET / HTTP/1.1\r\nHost: x\r\nOrigin: {APP}\r\n\r\n");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    while !is_over.load(Ordering::SeqCst) {
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut answer = Vec::new();
        while !answer.ends_with(b"app") && !answer.ends_with(b"other") {
            let read = timeout(PATIENCE, stream.read_buf(&mut answer)).await.expect("an answer");
            let seen = String::from_utf8_lossy(&answer);
            assert!(read.expect("an open connection") > 0, "a response is lost after {seen}");
        }
        let answer = String::from_utf8(answer).expect("text");
        let allows = answer.contains(&format!("access-control-allow-origin: {APP}\r\n"));
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert_eq!(allows, answer.ends_with("app"), "two policies are mixed: {answer}");
        answers[usize::from(allows)].fetch_add(1, Ordering::SeqCst);
    }
}

#[tokio::test]
async fn under_load_no_response_is_lost_and_none_is_of_two_policies() {
    let (app, other) = (Upstream::new("app").await, Upstream::new("other").await);
    let to = |upstream: &Upstream| format!("upstream = '{}'", upstream.url());
    let mut world = World::new(&to(&app)).await;
    let is_over = Arc::<AtomicBool>::default();
    let answers = Arc::<[AtomicUsize; 2]>::default();
    let clients: Vec<_> = (0..4)
        .map(|_| tokio::spawn(ask(world.address(), Arc::clone(&is_over), Arc::clone(&answers))))
        .collect();
    for round in 0..150 {
        let new = match round % 3 {
            0 => configuration(OTHER, &to(&other)),
            1 => configuration("https://app.example.com/", "listen = 8080"),
            _ => configuration(APP, &to(&app)),
        };
        let is_right = new.is_ok();
        assert_eq!(world.service.reload(new), is_right);
        let before = answers.iter().map(|count| count.load(Ordering::SeqCst)).sum::<usize>();
        // Lets some requests meet each of them.
        while answers.iter().map(|count| count.load(Ordering::SeqCst)).sum::<usize>() < before + 5 {
            assert!(clients.iter().all(|client| !client.is_finished()), "a client has failed");
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    }
    is_over.store(true, Ordering::SeqCst);
    for client in clients {
        client.await.expect("a client");
    }
    assert!(answers.iter().all(|count| count.load(Ordering::SeqCst) > 50), "{answers:?}");
    let metrics = world.metrics().await;
    assert!(metrics.contains("preflight_reloads_total{result=\"applied\"} 100\n"), "{metrics}");
    assert!(metrics.contains("preflight_reloads_total{result=\"refused\"} 50\n"), "{metrics}");
    world.end().await;
}
