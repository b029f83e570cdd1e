//! The road of a request over real sockets on loopback: what goes in, what the upstream gets, what
//! comes back. Upstreams and clients here speak bytes, so that nobody tidies up on the way.

/// Preflights, and who may read what.
mod cross_origin;
/// What goes wrong, and whose side the client is told it was.
mod failing;
/// Requests that can be read in two ways, or in none.
mod framing;
/// Limits of time and number, other settings, the end.
mod lifetime;
/// An ordinary request and its response, field by field.
mod passing_on;
/// Bodies that come bit by bit, in both directions, and tunnels.
mod streaming;
/// A gateway, upstreams and clients for one test.
mod world;
