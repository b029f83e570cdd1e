//! A gRPC service that pages on another origin call by gRPC-Web.
//!
//! ```sh
//! cargo run -p preflight-tower --example tonic_web
//! preflight check http://127.0.0.1:50051/hello.Greeter/SayHello -X POST \
//!     --origin http://localhost:5173 -H 'content-type: application/grpc-web+proto' \
//!     -H 'x-grpc-web: 1' --read grpc-status
//! ```
//!
//! `CorsLayer` stands before `GrpcWebLayer`, which answers 400 to an `OPTIONS`. What `tonic-build`
//! would write for the service is written by hand here, so that no `protoc` is needed.

use http::{Request, Response};
use preflight_tower::{CorsLayer, grpc_web};
use std::convert::Infallible;
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::net::TcpListener;
use tonic::Status;
use tonic::body::Body;
use tonic::server::{Grpc, NamedService};
use tonic::transport::Server;
use tonic::transport::server::TcpIncoming;
use tonic_prost::ProstCodec;
use tonic_web::GrpcWebLayer;
use tower::{Service, service_fn};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    serve(TcpListener::bind("127.0.0.1:50051").await?).await
}

pub(crate) async fn serve(listener: TcpListener) -> Result<(), Box<dyn Error>> {
    let policies = grpc_web(["https://app.example.com", "http://localhost:*"]).build()?;
    Server::builder()
        .accept_http1(true) // pages without TLS come by HTTP/1.1
        .layer(CorsLayer::new(policies))
        .layer(GrpcWebLayer::new())
        .add_service(Greeter)
        .serve_with_incoming(TcpIncoming::from(listener))
        .await?;
    Ok(())
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct HelloRequest {
    #[prost(string, tag = "1")]
    pub(crate) name: String,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(crate) struct HelloReply {
    #[prost(string, tag = "1")]
    pub(crate) message: String,
}

async fn say_hello(
    request: tonic::Request<HelloRequest>,
) -> Result<tonic::Response<HelloReply>, Status> {
    match request.into_inner().name {
        name if name.is_empty() => Err(Status::invalid_argument("nobody to greet")),
        name => Ok(tonic::Response::new(HelloReply { message: format!("hello {name}") })),
    }
}

#[derive(Clone)]
struct Greeter;

impl NamedService for Greeter {
    const NAME: &'static str = "hello.Greeter";
}

impl Service<Request<Body>> for Greeter {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(async move {
            Ok(match request.uri().path() {
                "/hello.Greeter/SayHello" => {
                    Grpc::new(ProstCodec::default()).unary(service_fn(say_hello), request).await
                }
                _ => Status::unimplemented("no such method").into_http(),
            })
        })
    }
}
