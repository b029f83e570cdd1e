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

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

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

/// The status that the server at this port answers a `GET` with, if it does.
fn status(port: u16, path: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    // "HTTP/1.1 200"
    let mut line = [0; 12];
    stream.read_exact(&mut line).ok()?;
    String::from_utf8_lossy(&line[9..]).parse().ok()
}
