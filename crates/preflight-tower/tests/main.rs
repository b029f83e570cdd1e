//! The layer as its users run it: around services of their own, in axum and tonic over sockets, beside
//! the one of tower-http, and while its policies change.

/// Without a socket: readiness, bodies, failures.
mod around_a_service;
/// An axum application over a socket.
mod axum_app;
/// The table of a CORS server's behaviours.
mod behaviours;
/// The page "coming from tower-http", row by row.
mod beside_tower_http;
/// Policies replaced under load.
mod reconfiguration;
/// What the tests share: a server on loopback, its client, and responses as text.
mod served;
/// Observers, events, and what a debugging or shadow policy says.
mod told;
