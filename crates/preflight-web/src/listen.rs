//! Connections: so many at once, not all of them for one address on a network, and none that keeps its
//! request to itself, or its answer waiting.

mod peers;
mod stream;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use peers::Peers;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;
use stream::Stream;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Connections at once; whoever comes beyond them waits. A browser opens six.
const CONNECTIONS: usize = 64;

/// How long a connection may take for a request's head, be silent between two, or take nothing of an
/// answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is read by who comes from an address that has its share of them.
const REFUSAL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\
    Content-Type: application/json\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n\
    {\"error\":{\"reason\":\"your address has half of all connections open\",\"correction\":\
    \"close other pages of the workbench, or try again in ten seconds\",\"field\":null}}";

/// Answers on `listener` until this future is dropped.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let (mut connections, mut peers) = (JoinSet::new(), Peers::default());
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((tcp, from)) => {
                let Some(open) = peers.let_in(from.ip()) else {
                    refuse(tcp);
                    continue;
                };
                let stream = Stream::new(tcp, PATIENCE);
                let service = TowerToHyperService::new(router.clone());
                connections.spawn(async move {
                    // What goes wrong here is the other end's; it sees it itself.
                    let _ = http1::Builder::new()
                        .timer(TokioTimer::new())
                        .header_read_timeout(PATIENCE)
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                    drop((place, open));
                });
            }
            // Out of descriptors, most likely: they come back.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

/// Says why, and closes. It fits into what the system sends by itself: nobody is waited for.
fn refuse(tcp: TcpStream) {
    let _ = tcp.into_std().and_then(|mut tcp| tcp.write(REFUSAL));
}
