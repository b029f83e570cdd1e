//! Real servers: [broken](Setup) in one of the ways in which people have them, the files in
//! `conformance/servers/<target>/`, or running a configuration that was [generated](Generation).
//!
//! A setup's first lines are comments that say how to ask (`check:`), what is to be found (`cause:`,
//! `layer:`, `apart:`), which other setup runs behind it, on `{port2}` (`behind:`), and what to ask
//! first (`before:`), which a cache then remembers.

mod generation;
mod holes;
mod process;
mod setup;
mod table;

pub use generation::{Generation, Live};
pub use setup::{Running, Setup};
pub use table::{SERVERS, Server};

use std::net::TcpListener;

/// A port that was free a moment ago.
///
/// # Panics
/// Where loopback has no free port.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}
