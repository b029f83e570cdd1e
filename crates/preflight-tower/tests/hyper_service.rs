use crate::served::{APP, Served, config, get, layer, preflight, said};
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use tokio::net::TcpListener;
use tower::{Layer as _, service_fn};

/// Without a framework: hyper's request body goes in, one of our own comes out, neither is boxed.
#[tokio::test]
async fn a_hyper_server_needs_nothing_else() {
    let echo = service_fn(|request: Request<hyper::body::Incoming>| async move {
        let path = request.uri().path().to_owned();
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(path))))
    });
    let cors = layer(config()).layer(echo);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let served = Served::at(listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let service = TowerToHyperService::new(cors.clone());
            tokio::spawn(async move {
                let server = Builder::new(TokioExecutor::new());
                server.serve_connection(TokioIo::new(stream), service).await.unwrap();
            });
        }
    });

    let response = served.ask(get("/users", APP)).await;
    assert_eq!(response.body(), "/users");
    assert_eq!(
        said(&response),
        [
            "200",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example.com",
            "access-control-expose-headers: x-total",
            "vary: Origin",
        ]
    );
    assert_eq!(served.ask(preflight("/users", APP, "PUT")).await.status(), 204);
}
