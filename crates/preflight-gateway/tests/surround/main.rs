//! What surrounds the road, over real sockets on loopback: a whole [`Service`] made of a
//! `preflight.toml`, upstreams that come and go, certificates that change.
//!
//! [`Service`]: preflight_gateway::service::Service

/// How often one may ask.
mod rate_limit;
/// One configuration in the place of another, under load.
mod reload;
/// Certificates that change.
mod tls;
/// Several upstreams, of which some are down.
mod upstreams;
/// A service, upstreams and clients for one test.
mod world;
