// What loads a generated module: its layer around the application of src/application.rs.
mod preflight_cors;

use crate::application;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let app = Router::new()
        .fallback(respond)
        .layer(CatchPanicLayer::new())
        .layer(preflight_cors::layer().expect("the policy is in order"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:{port}").await.expect("a free port");
    axum::serve(listener, app).await.expect("connections");
}

async fn respond(request: Request) -> Response {
    let path = request.uri().path();
    let answer = application::respond(path, request.headers()).expect("the application panics");
    if answer.status() == StatusCode::NOT_FOUND && !path.ends_with("/error/404") {
        return StatusCode::NOT_FOUND.into_response(); // as axum does where no route matches
    }
    answer.map(|()| Body::from("{}"))
}
