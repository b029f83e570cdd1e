use crate::served::{APP, EVIL, Served, preflight, request, said};
use bytes::{BufMut as _, Bytes, BytesMut};
use http::{Request, Response, Version};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use preflight_tower::grpc_web;
use prost::Message as _;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tonic_web::{HelloReply, HelloRequest};

#[path = "../examples/tonic_web.rs"]
#[expect(dead_code, reason = "an example has a `main`")]
mod tonic_web;

const METHOD: &str = "/hello.Greeter/SayHello";

const EXPOSED: &str = "access-control-expose-headers: grpc-accept-encoding,grpc-encoding,grpc-message,grpc-retry-pushback-ms,grpc-status,grpc-status-details-bin";

async fn start() -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { tonic_web::serve(listener).await.unwrap() });
    address
}

/// A message in its [frame](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#requests).
fn framed(name: &str) -> Bytes {
    let message = HelloRequest { name: name.to_owned() }.encode_to_vec();
    let mut frame = BytesMut::new();
    frame.put_u8(0);
    frame.put_u32(message.len().try_into().unwrap());
    frame.put(&*message);
    frame.freeze()
}

/// The first frame's message.
fn message(body: &[u8]) -> String {
    let length = u32::from_be_bytes(body[1..5].try_into().unwrap()) as usize;
    HelloReply::decode(&body[5..5 + length]).unwrap().message
}

/// A call as the JavaScript client of gRPC-Web makes it.
fn call(method: &str, origin: &str, name: &str) -> Request<Bytes> {
    request(
        "POST",
        method,
        &[
            ("origin", origin),
            ("content-type", "application/grpc-web+proto"),
            ("accept", "application/grpc-web+proto"),
            ("x-user-agent", "grpc-web-javascript/0.1"),
            ("x-grpc-web", "1"),
            ("grpc-timeout", "5000m"),
        ],
    )
    .map(|_| framed(name))
}

#[tokio::test]
async fn a_page_calls_by_grpc_web_over_http_1() {
    let served = Served::at(start().await);
    let mut asks = preflight(METHOD, APP, "POST");
    let names = "content-type,grpc-timeout,x-grpc-web,x-user-agent";
    asks.headers_mut().insert("access-control-request-headers", names.parse().unwrap());
    let allowed = grpc_web::ALLOW_HEADERS.join(",");
    assert_eq!(
        said(&served.ask(asks).await),
        [
            "204",
            &format!("access-control-allow-headers: {allowed}"),
            "access-control-allow-origin: https://app.example.com",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ]
    );

    let readable =
        ["200", "access-control-allow-origin: https://app.example.com", EXPOSED, "vary: Origin"];
    let reply = served.ask(call(METHOD, APP, "page")).await;
    assert_eq!(said(&reply), readable);
    assert_eq!(message(reply.body()), "hello page");

    // A call that fails at once has its status in the headers, which the page may read.
    let failure = served.ask(call(METHOD, APP, "")).await;
    assert_eq!(said(&failure), readable);
    assert_eq!(failure.headers()["grpc-status"], "3");
    assert_eq!(failure.headers()["grpc-message"], "nobody%20to%20greet");

    // What is no gRPC-Web is refused within, readably; and so is what nobody serves.
    let plain = served.ask(request("GET", METHOD, &[("origin", APP)])).await;
    assert_eq!(said(&plain), ["400", readable[1], EXPOSED, "vary: Origin"]);
    let elsewhere = served.ask(call("/hello.Nobody/Home", APP, "page")).await;
    assert_eq!(elsewhere.headers()["grpc-status"], "12");
    assert_eq!(said(&elsewhere), readable);

    let evil = said(&served.ask(call(METHOD, EVIL, "page")).await);
    assert_eq!(evil, ["200", "vary: Origin"]);
}

#[tokio::test]
async fn other_clients_call_by_grpc_over_http_2_as_before() {
    let address = start().await;
    let client = Client::builder(TokioExecutor::new()).http2_only(true).build_http();
    let request = Request::post(format!("http://{address}{METHOD}"))
        .version(Version::HTTP_2)
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(Full::new(framed("service")))
        .unwrap();
    let (head, body) = client.request(request).await.unwrap().into_parts();
    let body = body.collect().await.unwrap();
    let trailers = body.trailers().cloned().unwrap();
    assert_eq!(message(&body.to_bytes()), "hello service");
    assert_eq!(trailers["grpc-status"], "0");
    assert_eq!(said(&Response::from_parts(head, ())), ["200", "vary: Origin"]);
}
