use super::watch;
use crate::health::{CheckSettings, Health};
use crate::notice::Notice;
use crate::settings::{Host, Protocol, Upstream};
use http::HeaderValue;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::AbortHandle;

/// Answers each connection's first request by these bytes, and tells what was asked.
async fn serve(
    listener: TcpListener,
    answer: &'static [u8],
) -> (AbortHandle, UnboundedReceiver<String>) {
    let (asked, heads) = unbounded_channel();
    let task = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = vec![0; 4096];
            let length = stream.read(&mut head).await.unwrap_or(0);
            let _ = asked.send(String::from_utf8_lossy(&head[..length]).into_owned());
            let _ = stream.write_all(answer).await;
        }
    });
    (task.abort_handle(), heads)
}

fn upstream(address: SocketAddr, protocol: Protocol) -> Arc<Upstream> {
    Arc::new(Upstream {
        name: format!("http://{address}"),
        authority: address.to_string().parse().expect("an authority"),
        tls: None,
        protocol,
        host: Host::Fixed(HeaderValue::from_static("api.internal")),
    })
}

fn settings() -> CheckSettings {
    CheckSettings {
        path: "/ready?full".to_owned(),
        interval: Duration::from_millis(10),
        timeout: Duration::from_secs(5),
        healthy_after: 2,
        unhealthy_after: 2,
    }
}

const OK: &[u8] = b"HTTP/1.1 204 No Content\r\n\r\n";
const BAD: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

#[tokio::test]
async fn an_upstream_goes_down_and_comes_back() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (task, mut heads) = serve(listener, BAD).await;
    let health = Arc::new(Health::new(Instant::now()));
    let (notices, mut heard) = unbounded_channel();
    let upstream = upstream(address, Protocol::Http1);
    let name = upstream.name.clone();
    let checks = tokio::spawn(watch(upstream, Arc::clone(&health), settings(), notices));

    let reason = "`GET /ready?full` was answered by 503 Service Unavailable".to_owned();
    let down = Notice::UpstreamDown { upstream: name.clone(), reason };
    assert_eq!(heard.recv().await, Some(down));
    assert!(health.is_down());
    let head = heads.recv().await.expect("a head");
    assert!(head.starts_with("GET /ready?full HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nhost: api.internal\r\n"), "{head}");

    task.abort();
    let listener = loop {
        match TcpListener::bind(address).await {
            Ok(listener) => break listener,
            Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
        }
    };
    let (task, _heads) = serve(listener, OK).await;
    assert_eq!(heard.recv().await, Some(Notice::UpstreamUp { upstream: name }));
    assert!(!health.is_down());
    checks.abort();
    task.abort();
}

#[tokio::test]
async fn what_the_last_check_met_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let silent_address = silent.local_addr().expect("an address");
    let (task, _heads) = serve(listener, b"nonsense\r\n\r\n").await;
    let nobody = {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        listener.local_addr().expect("an address")
    };
    for (address, protocol, timeout, said) in [
        (address, Protocol::Http1, 5_000, "`GET /ready?full` failed: "),
        (address, Protocol::Http2, 5_000, "`GET /ready?full` failed: http2 error"),
        (nobody, Protocol::Http1, 5_000, "`GET /ready?full` failed: Connection refused"),
        (silent_address, Protocol::Http1, 50, "`GET /ready?full` took longer than 0.05 s"),
    ] {
        let (notices, mut heard) = unbounded_channel();
        let health = Arc::new(Health::new(Instant::now()));
        let timeout = Duration::from_millis(timeout);
        let settings = CheckSettings { timeout, unhealthy_after: 1, ..settings() };
        let checks = tokio::spawn(watch(upstream(address, protocol), health, settings, notices));
        let Some(Notice::UpstreamDown { reason, .. }) = heard.recv().await else {
            panic!("no notice");
        };
        checks.abort();
        assert!(reason.starts_with(said), "{reason}");
    }
    task.abort();
}
