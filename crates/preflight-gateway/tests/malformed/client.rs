//! A client that sends bytes as they are, and reads responses strictly.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What takes this long hangs.
const PATIENCE: Duration = Duration::from_secs(10);
/// What every client goes on with.
const NEXT: &str = "GET /next HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
const FIRST: &str = "GET /first HTTP/1.1\r\nHost: a\r\n\r\n";

/// How the bytes of an entry are brought.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Way {
    Whole,
    ByteByByte,
    Second,
}

/// Everything that the client reads.
pub(crate) fn send(gateway: SocketAddr, bytes: &[u8], way: Way) -> Result<Vec<u8>, String> {
    let mut stream = TcpStream::connect(gateway).expect("the gateway accepts");
    stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
    stream.set_write_timeout(Some(PATIENCE)).expect("a limit");
    stream.set_nodelay(true).expect("an option");
    // Who is refused early need not be read to the end: writing may fail.
    if way == Way::ByteByByte {
        let pieces = bytes.chunks(1).chain(NEXT.as_bytes().chunks(1));
        for byte in pieces {
            if stream.write_all(byte).is_err() {
                break;
            }
        }
    } else {
        let first = if way == Way::Second { FIRST } else { "" };
        let _ = stream.write_all(&[first.as_bytes(), bytes, NEXT.as_bytes()].concat());
    }
    let mut read = Vec::new();
    match stream.read_to_end(&mut read) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
            Err(format!("it hangs, after {}", read.escape_ascii()))
        }
        _ => Ok(read),
    }
}

/// The responses in what a client read: status and body of each.
pub(crate) fn responses(mut read: &[u8]) -> Result<Vec<(u16, Vec<u8>)>, String> {
    let mut responses = Vec::new();
    while !read.is_empty() {
        let wrong = || format!("no response: {}", read.escape_ascii());
        let end = read.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(wrong)?;
        let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
        let status = head.strip_prefix("http/1.1 ").or_else(|| head.strip_prefix("http/1.0 "));
        let status: u16 = status.and_then(|s| s.get(..3)?.parse().ok()).ok_or_else(wrong)?;
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(Ok(0), str::parse).map_err(|_| wrong())?;
        let length = if matches!(status, 204 | 304) { 0 } else { length };
        let rest = &read[end + 4..];
        let (body, rest) = if head.contains("\r\ntransfer-encoding: chunked") {
            chunks(rest).ok_or_else(wrong)?
        } else {
            let (body, rest) = rest.split_at_checked(length).ok_or_else(wrong)?;
            (body.to_vec(), rest)
        };
        responses.push((status, body));
        read = rest;
    }
    Ok(responses)
}

/// A body in chunks without extensions and trailers, and what follows it.
fn chunks(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(size, 16).ok()?;
        let data = rest.get(end + 2..end + 2 + size)?;
        body.extend_from_slice(data);
        rest = rest[end + 2 + size..].strip_prefix(b"\r\n")?;
        if size == 0 {
            return Some((body, rest));
        }
    }
}
