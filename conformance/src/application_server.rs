//! The [application] as a process of its own would be: an HTTP server that notes what reaches it.

use crate::application;
use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::cell::Cell;
use std::io;
use std::rc::Rc;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// The application on a port of loopback. It runs within a
/// [`LocalSet`](tokio::task::LocalSet), and ends with this value.
#[derive(Debug)]
pub struct Upstream {
    reached: Rc<Cell<usize>>,
    listening: JoinSet<()>,
}

impl Upstream {
    /// Serves the application at `listener`.
    #[must_use]
    pub fn start(listener: TcpListener) -> Self {
        let reached = Rc::new(Cell::new(0));
        let mut listening = JoinSet::new();
        listening.spawn_local(serve(listener, Rc::clone(&reached)));
        Self { reached, listening }
    }

    /// How many requests have reached it.
    #[must_use]
    pub fn reached(&self) -> usize {
        self.reached.get()
    }

    /// Ends it: from now on nothing listens at its port.
    pub async fn stop(&mut self) {
        self.listening.shutdown().await;
    }
}

/// Connections end with this future.
async fn serve(listener: TcpListener, reached: Rc<Cell<usize>>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        // A server that asks again at once must not wait for an acknowledgement.
        let _ = stream.set_nodelay(true);
        let reached = Rc::clone(&reached);
        connections.spawn_local(async move {
            let answer = service_fn(|request| {
                reached.set(reached.get() + 1);
                std::future::ready(answer(&request))
            });
            // A server that hangs up ends its connection and nothing else.
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
        });
    }
}

/// `Err` closes the connection.
fn answer(request: &Request<Incoming>) -> io::Result<Response<Full<Bytes>>> {
    application::respond(request.uri().path(), request.headers())
        .map(|answer| answer.map(|()| Full::from("{}")))
        .ok_or_else(|| io::Error::other("the application hangs up"))
}
