// What every axum here begins with; the setup under test makes `app`.
#![allow(unused)]

// fix: mod preflight_cors;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, patch, put};
use axum::{Json, Router};
use serde_json::{Value, json};
use tower_http::cors::{AllowOrigin, Any, CorsLayer};

async fn items() -> Json<Value> {
    Json(json!([]))
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:{port}").await.unwrap();
    let app = app();
    // fix: let app = preflight_cors::around(app);
    axum::serve(listener, app).await.unwrap();
}

{setup}
