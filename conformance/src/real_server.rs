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
use std::sync::atomic::{AtomicU16, Ordering};

/// A port of loopback that nothing listens at, another one each time. It is none of those that the
/// system gives to connections and to listeners that ask for any, so that it stays free until its
/// server starts.
///
/// # Panics
/// Where there is none.
#[must_use]
pub fn free_port() -> u16 {
    const FIRST: u16 = 11_000;
    const COUNT: u16 = 21_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Runs side by side begin at different places.
    let start = std::process::id().wrapping_mul(97);
    for _ in 0..COUNT {
        let next = start.wrapping_add(u32::from(NEXT.fetch_add(1, Ordering::Relaxed)));
        let port = FIRST + (next % u32::from(COUNT)) as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("loopback has no free port");
}
