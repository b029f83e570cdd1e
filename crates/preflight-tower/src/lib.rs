//! CORS for [tower](https://docs.rs/tower) services, and so for axum, hyper and tonic: a [`Layer`]
//! over the policies of [`preflight-policy`](preflight_policy), which cannot be wrong.
//!
//! ```text
//!              preflight ──▶ answered here; the service inside is not called
//!  request ──▶ CorsLayer
//!              any other ──▶ service inside ──▶ its response, whatever its status, edited ──▶
//! ```
//!
//! # The smallest complete use
//!
//! ```
//! use axum::{Router, routing::get};
//! use preflight_tower::{CorsLayer, PolicyConfig};
//!
//! let policies = PolicyConfig {
//!     allow_origins: vec!["https://app.example.com".into()],
//!     allow_methods: vec!["PUT".into()],
//!     allow_headers: vec!["Authorization".into()],
//!     ..PolicyConfig::default()
//! }
//! .build()
//! .expect("the policy is in order");
//!
//! let app: Router = Router::new()
//!     .route("/", get(|| async { "hello" }))
//!     .layer(CorsLayer::new(policies)); // last, so that it stands before routing and whatever else
//! ```
//!
//! A policy that makes no sense (`*` with credentials, `https://app.example.com/` with its slash) is
//! an error of `build`, with all of its problems and what to write instead. What was built can no
//! longer fail: nothing in this crate panics.
//!
//! # Where it stands
//!
//! Outermost: a preflight carries neither cookie nor token, so authentication must not see it; and
//! whatever answers within (a fallback, a rate limit, a caught panic) then has the headers that let
//! the page read its status. What is an `Err` and not a response passes through as it is: turn errors
//! into responses inside of this layer.
//!
//! A preflight is `OPTIONS` with `Origin` and `Access-Control-Request-Method`. Any other `OPTIONS`
//! belongs to the application, and reaches it.
//!
//! # What else it does
//!
//! - **Reconfiguration**: [`CorsLayer::new`] takes a [`Live`] too, and follows it. No response mixes
//!   two sets of policies.
//! - **Why**: with [`PolicyConfig::debug`] the header `Preflight-Decision` says which rule decided. A
//!   `tracing` event says it too: target `preflight`, level debug, with the fields `verdict`,
//!   `policy`, `shadow` and `origin`, which are computed only where somebody listens.
//! - **Metrics**: [`CorsLayer::on_decision`], told of each decision and of the status that followed.
//! - **Shadow**: a policy with [`PolicyConfig::shadow`] is asked, reported to both, and changes nothing.
//! - **gRPC-Web**: [`grpc_web()`] is the policy that its clients need.
//!
//! Who knows `tower_http::cors` finds the differences in [`coming_from_tower_http`].
//!
//! [`Layer`]: tower_layer::Layer

pub mod coming_from_tower_http;
mod event;
mod future;
pub mod grpc_web;
mod layer;
mod observer;
mod service;

pub use future::ResponseFuture;
pub use grpc_web::grpc_web;
pub use layer::CorsLayer;
pub use observer::{Observer, Pending, RequestHead, Unobserved};
pub use preflight_policy::{
    Decision, Live, MaxAge, Policies, PolicyConfig, Problems, Ruling, Verdict,
};
pub use service::Cors;
