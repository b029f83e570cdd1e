//! What operators ask, on an address of its own: `/healthz`, `/metrics`, `/decisions`.

use crate::decisions::Decisions;
use crate::loopback::is_local_name;
use crate::metrics::Metrics;
use bytes::Bytes;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// Connections at once; whoever comes beyond them waits.
const CONNECTIONS: usize = 16;

/// How long a connection may take for a request's head, or be silent between two.
const PATIENCE: Duration = Duration::from_secs(30);

/// [OpenMetrics](https://prometheus.io/docs/specs/om/open_metrics_spec/#overall-structure).
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is shown.
#[derive(Debug, Clone, Default)]
pub struct Admin {
    /// At `/metrics`.
    pub metrics: Arc<Metrics>,
    /// At `/decisions`.
    pub decisions: Arc<Decisions>,
}

impl Admin {
    /// Answers on `listener`, until this future is dropped.
    pub async fn serve(self, listener: TcpListener) {
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let mut connections = tokio::task::JoinSet::new();
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            while connections.try_join_next().is_some() {}
            match listener.accept().await {
                Ok((stream, _)) => {
                    let admin = self.clone();
                    connections.spawn(async move {
                        admin.connection(stream).await;
                        drop(place);
                    });
                }
                // Out of descriptors, most likely: they come back.
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    async fn connection(self, stream: TcpStream) {
        let service = service_fn(|request: Request<Incoming>| {
            let response = self.answer(&request);
            async { Ok::<_, Infallible>(response) }
        });
        // What goes wrong here is the other end's; it sees it itself.
        let _ = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .serve_connection(TokioIo::new(stream), service)
            .await;
    }

    fn answer<B>(&self, request: &Request<B>) -> Response<Full<Bytes>> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            return response;
        }
        match request.uri().path() {
            "/healthz" => text(StatusCode::OK, "ok\n"),
            "/metrics" => page(StatusCode::OK, OPEN_METRICS, self.metrics.text()),
            "/decisions" if is_local_name(request.headers().get(HOST)) => {
                page(StatusCode::OK, "application/json", self.decisions.json())
            }
            "/decisions" => text(
                StatusCode::MISDIRECTED_REQUEST,
                "ask for `localhost` or an address, so that no page on the web can ask by a name of \
                 its own\n",
            ),
            _ => text(StatusCode::NOT_FOUND, "there are /healthz, /metrics and /decisions\n"),
        }
    }
}

fn text(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    page(status, "text/plain; charset=utf-8", text)
}

fn page(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::sample::record;
    use http_body_util::BodyExt as _;

    fn ask(admin: &Admin, method: Method, path: &str, host: &str) -> Response<Full<Bytes>> {
        let request = Request::builder().method(method).uri(path).header("host", host);
        admin.answer(&request.body(()).expect("a request"))
    }

    async fn body(response: Response<Full<Bytes>>) -> String {
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        String::from_utf8(bytes.into()).expect("text")
    }

    #[tokio::test]
    async fn three_pages_to_read() {
        let admin = Admin::default();
        let origin = HeaderValue::from_static("https://app.example.com");
        for observer in [&*admin.metrics as &dyn crate::record::Observer, &*admin.decisions] {
            observer.finished(&record("/users", Some(&origin)));
        }
        let healthy = ask(&admin, Method::GET, "/healthz", "x");
        assert_eq!((healthy.status(), &*body(healthy).await), (StatusCode::OK, "ok\n"));
        let metrics = ask(&admin, Method::GET, "/metrics", "x");
        assert_eq!(metrics.headers()[CONTENT_TYPE], OPEN_METRICS);
        assert!(body(metrics).await.contains("preflight_requests_total{"));
        let decisions = body(ask(&admin, Method::GET, "/decisions", "127.0.0.1:9")).await;
        assert!(decisions.contains("\"target\":\"/users\""), "{decisions}");
        assert_eq!(ask(&admin, Method::GET, "/", "x").status(), StatusCode::NOT_FOUND);
        let refused = ask(&admin, Method::POST, "/metrics", "x");
        assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(refused.headers()[ALLOW], "GET, HEAD");
    }

    #[test]
    fn a_page_that_rebinds_its_name_does_not_read_decisions() {
        for (host, status) in
            [("evil.example", StatusCode::MISDIRECTED_REQUEST), ("localhost:9090", StatusCode::OK)]
        {
            let response = ask(&Admin::default(), Method::GET, "/decisions", host);
            assert_eq!(response.status(), status, "{host}");
        }
    }
}
