//! The road of a request over real sockets on loopback: what goes in, what the upstream gets, what
//! comes back. Upstreams and clients here speak bytes, so that nobody tidies up on the way.

/// Requests that can be read in two ways, or in none.
mod framing;
/// An ordinary request and its response, field by field.
mod passing_on;
/// A gateway, upstreams and clients for one test.
mod world;
