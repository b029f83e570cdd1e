use axum::Router;
use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use preflight_tower::{CorsLayer, PolicyConfig};
use std::net::SocketAddr;
use tokio::net::TcpListener;

pub(crate) const APP: &str = "https://app.example.com";
pub(crate) const EVIL: &str = "https://evil.example";

/// `APP` may send `PUT` with `x-token` and cookies, and read `x-total`.
pub(crate) fn config() -> PolicyConfig {
    PolicyConfig {
        allow_origins: vec![APP.to_owned()],
        allow_methods: vec!["PUT".to_owned()],
        allow_headers: vec!["x-token".to_owned()],
        expose_headers: vec!["x-total".to_owned()],
        allow_credentials: true,
        ..PolicyConfig::default()
    }
}

pub(crate) fn layer(config: PolicyConfig) -> CorsLayer {
    CorsLayer::new(config.build().expect("the policy is in order"))
}

/// A server on loopback, which ends with the runtime of the test.
pub(crate) struct Served {
    pub(crate) address: SocketAddr,
    client: Client<HttpConnector, Full<Bytes>>,
}

impl Served {
    pub(crate) async fn start(app: Router) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self::at(address)
    }

    /// A server that somebody else started.
    pub(crate) fn at(address: SocketAddr) -> Self {
        Self { address, client: Client::builder(TokioExecutor::new()).build_http() }
    }

    pub(crate) async fn ask<B: Into<Bytes>>(&self, request: Request<B>) -> Response<Bytes> {
        let (mut head, body) = request.into_parts();
        head.uri = format!("http://{}{}", self.address, head.uri).parse().unwrap();
        let request = Request::from_parts(head, Full::new(body.into()));
        let (head, body) = self.client.request(request).await.unwrap().into_parts();
        Response::from_parts(head, body.collect().await.unwrap().to_bytes())
    }
}

/// A request without a body.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<&'static str> {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body("").unwrap()
}

pub(crate) fn get(path: &str, origin: &str) -> Request<&'static str> {
    request("GET", path, &[("origin", origin)])
}

/// What a browser asks before `method`, without headers of its own.
pub(crate) fn preflight(path: &str, origin: &str, method: &str) -> Request<&'static str> {
    let headers = [("origin", origin), ("access-control-request-method", method)];
    request(Method::OPTIONS.as_str(), path, &headers)
}

/// The status and all lines that have to do with CORS, sorted by name: what is not expected shows.
pub(crate) fn said<B>(response: &Response<B>) -> Vec<String> {
    let mut lines = vec![response.status().as_u16().to_string()];
    lines.extend(cors_lines(response.headers()));
    lines
}

fn cors_lines(headers: &HeaderMap) -> Vec<String> {
    let concerns = |name: &str| {
        name.starts_with("access-control-") || matches!(name, "vary" | "preflight-decision")
    };
    let mut lines: Vec<_> = headers
        .iter()
        .filter(|(name, _)| concerns(name.as_str()))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    lines.sort();
    lines
}
