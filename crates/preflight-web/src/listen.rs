//! Connections: so many at once, and none that keeps its request to itself, or its answer waiting.

mod stream;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use stream::Stream;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Connections at once; whoever comes beyond them waits. A browser opens six.
const CONNECTIONS: usize = 64;

/// How long a connection may take for a request's head, be silent between two, or take nothing of an
/// answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Answers on `listener` until this future is dropped.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        while connections.try_join_next().is_some() {}
        match listener.accept().await {
            Ok((tcp, _)) => {
                let stream = Stream::new(tcp, PATIENCE);
                let service = TowerToHyperService::new(router.clone());
                connections.spawn(async move {
                    // What goes wrong here is the other end's; it sees it itself.
                    let _ = http1::Builder::new()
                        .timer(TokioTimer::new())
                        .header_read_timeout(PATIENCE)
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                    drop(place);
                });
            }
            // Out of descriptors, most likely: they come back.
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}
