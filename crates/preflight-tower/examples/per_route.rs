//! A policy for each part of an application, in one layer, replaced while it runs.
//!
//! ```sh
//! cargo run -p preflight-tower --example per_route
//! ```
//!
//! The first policy whose `paths` match decides; what none speaks for is passed on untouched. Paths
//! are compared as the application reads them: `/%61pi/` and `//api/` are `/api/`. The layer stands
//! around the whole router: within a nested one it would see paths without their prefix.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use preflight_tower::{CorsLayer, Live, Policies, PolicyConfig, Problems};
use std::error::Error;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let app = app()?;
    let listener = TcpListener::bind("127.0.0.1:3000").await?;
    Ok(axum::serve(listener, app).await?)
}

fn configs(partner: &str) -> [PolicyConfig; 2] {
    let assets = PolicyConfig {
        paths: vec!["/assets/*".into()],
        allow_origins: vec!["*".into()],
        ..PolicyConfig::default()
    };
    let api = PolicyConfig {
        paths: vec!["/api/*".into()],
        allow_origins: vec!["https://app.example.com".into(), partner.into()],
        allow_methods: vec!["DELETE".into()],
        allow_credentials: true,
        ..PolicyConfig::default()
    };
    [assets, api]
}

pub(crate) fn app() -> Result<Router, Problems> {
    let (policies, _notes) = Policies::new(&configs("https://old.example.org"))?;
    let live = Live::new(policies);
    Ok(Router::new()
        .route("/assets/logo.svg", get(|| async { "<svg/>" }))
        .route("/api/orders", get(|| async { "none" }).delete(|| async { "done" }))
        .route("/admin/partner", post(change_partner)) // no policy: nobody across origins
        .with_state(live.clone())
        .layer(CorsLayer::new(live)))
}

/// Whoever may call the API changes with the next request, or not at all.
async fn change_partner(
    State(live): State<Live>,
    partner: String,
) -> Result<StatusCode, (StatusCode, String)> {
    live.reconfigure(&configs(&partner))
        .map(|_notes| StatusCode::NO_CONTENT)
        .map_err(|problems| (StatusCode::UNPROCESSABLE_ENTITY, problems.to_string()))
}
