//! HTTP/1.1 over one connection, byte for byte.

use crate::cases::latin1;
use std::io;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The head of a request.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) method: String,
    /// The path and the query.
    pub(super) target: String,
    pub(super) headers: Vec<(String, Vec<u8>)>,
}

impl Head {
    /// Whether there is a header of this lower-case name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    fn value(&self, name: &str) -> Option<String> {
        let found = self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, value)| latin1(value))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut lines = bytes.split(|&b| b == b'\n').map(|l| l.strip_suffix(b"\r").unwrap_or(l));
        let first = latin1(lines.next()?);
        let (method, rest) = first.split_once(' ')?;
        let (target, _) = rest.rsplit_once(' ')?;
        let headers = lines.filter_map(|line| {
            let colon = line.iter().position(|&b| b == b':')?;
            let value = preflight_fetch::http::header_list::trim(&line[colon + 1..]);
            Some((latin1(&line[..colon]), value.to_vec()))
        });
        Some(Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: headers.collect(),
        })
    }
}

/// A request.
#[derive(Debug)]
pub(super) struct ReceivedRequest {
    pub(super) head: Head,
    pub(super) body: Vec<u8>,
}

/// A connection and what was read ahead.
#[derive(Debug)]
pub(super) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, buffer: Vec::with_capacity(4096) }
    }

    /// The next request; `None` where the browser has closed.
    pub(super) async fn read(&mut self) -> io::Result<Option<ReceivedRequest>> {
        let end = loop {
            if let Some(at) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                break at + 4;
            }
            if self.fill().await? == 0 {
                return Ok(None);
            }
        };
        let Some(head) = Head::parse(&self.buffer[..end - 4]) else {
            return Err(io::Error::other("no HTTP request"));
        };
        let length = head.value("content-length").and_then(|v| v.parse().ok()).unwrap_or(0);
        while self.buffer.len() < end + length {
            if self.fill().await? == 0 {
                return Ok(None);
            }
        }
        let body = self.buffer[end..end + length].to_vec();
        self.buffer.drain(..end + length);
        Ok(Some(ReceivedRequest { head, body }))
    }

    async fn fill(&mut self) -> io::Result<usize> {
        self.stream.read_buf(&mut self.buffer).await
    }

    /// Sends an answer; the connection stays open.
    pub(super) async fn write(
        &mut self,
        status: u16,
        lines: &[(String, Vec<u8>)],
        body: &[u8],
    ) -> io::Result<()> {
        let mut bytes = format!("HTTP/1.1 {status} Lab\r\n").into_bytes();
        for (name, value) in lines {
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body);
        self.stream.write_all(&bytes).await
    }

    /// Sends something of the lab itself. The page sets the lab's cookie.
    pub(super) async fn write_own(
        &mut self,
        status: u16,
        content_type: &str,
        body: &[u8],
    ) -> io::Result<()> {
        let mut lines = vec![
            ("Content-Type".to_owned(), content_type.into()),
            ("Cache-Control".to_owned(), b"no-store".to_vec()),
            ("Content-Length".to_owned(), body.len().to_string().into_bytes()),
        ];
        if content_type.starts_with("text/html") {
            lines.push(("Set-Cookie".to_owned(), crate::model::COOKIE.into()));
        }
        self.write(status, &lines, body).await
    }
}
