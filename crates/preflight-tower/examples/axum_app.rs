//! An API with authentication, for a page on another origin and for its developers.
//!
//! ```sh
//! cargo run -p preflight-tower --example axum_app
//! preflight check http://127.0.0.1:3000/account -X PUT --origin http://localhost:5173 \
//!     -H 'authorization: Bearer let-me-in' --credentials include
//! ```
//!
//! The layer is added last and so stands first: a preflight, which carries no token, is answered
//! before authentication asks for one, and the page can read the 401 of a request that lacks it.

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header::AUTHORIZATION};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get;
use preflight_tower::{CorsLayer, MaxAge, PolicyConfig, Problems};
use std::error::Error;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = app()?; // a policy that makes no sense ends here, with all that is wrong with it
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    Ok(axum::serve(listener, app).await?)
}

pub(crate) fn app() -> Result<Router, Problems> {
    let policies = PolicyConfig {
        allow_origins: vec!["https://app.example.com".into(), "http://localhost:*".into()],
        allow_methods: vec!["PUT".into()],
        allow_headers: vec!["Authorization".into()],
        allow_credentials: true,
        max_age: Some(MaxAge(600)),
        ..PolicyConfig::default()
    }
    .build()?;
    Ok(Router::new()
        .route("/account", get(|| async { "yours" }).put(|| async { "changed" }))
        .layer(from_fn(authenticate))
        .layer(CorsLayer::new(policies)))
}

async fn authenticate(request: Request, next: Next) -> Result<Response, StatusCode> {
    match request.headers().get(AUTHORIZATION) {
        Some(token) if token == "Bearer let-me-in" => Ok(next.run(request).await),
        _ => Err(StatusCode::UNAUTHORIZED),
    }
}
