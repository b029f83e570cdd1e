//! Connections kept for the next request to the same scheme, host and port.

use super::connect::Opened;
use super::proxy::Via;
use super::wire::{HEAD_LIMIT, Tap, Tapped};
use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use preflight_fetch::HttpVersion;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most header lines of a response.
pub(super) const LINES_LIMIT: usize = 1000;
/// The most idle connections kept for one server.
const IDLE_LIMIT: usize = 64;

/// A connection on which requests can be sent.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) sender: Sender,
    /// The server's own address: `None` behind a proxy.
    pub(super) address: Option<IpAddr>,
    /// The proxy that takes plain requests with the whole URL.
    pub(super) forwards: Option<Via>,
    pub(super) is_reused: bool,
}

/// Where requests go in.
#[derive(Debug)]
pub(super) enum Sender {
    Http1(http1::SendRequest<Full<Bytes>>, Arc<Tap>),
    Http2(http2::SendRequest<Full<Bytes>>),
}

impl Line {
    /// Begins HTTP on a new connection.
    pub(super) async fn new(opened: Opened) -> hyper::Result<Self> {
        let Opened { stream, http2, address, forwards } = opened;
        let sender = if http2 {
            let (sender, connection) = http2::Builder::new(TokioExecutor::new())
                .timer(TokioTimer::new())
                .max_header_list_size(u32::try_from(HEAD_LIMIT).unwrap_or(u32::MAX))
                .handshake(TokioIo::new(stream))
                .await?;
            // It ends when the last sender is dropped; its errors reach the requests.
            tokio::spawn(connection);
            Sender::Http2(sender)
        } else {
            let tap = Arc::new(Tap::default());
            let stream = Tapped::new(stream, Arc::clone(&tap));
            let (sender, connection) = http1::Builder::new()
                .title_case_headers(true)
                .max_headers(LINES_LIMIT)
                .max_buf_size(HEAD_LIMIT)
                // As browsers do: they read on past a line that is none.
                .ignore_invalid_headers_in_responses(true)
                .allow_obsolete_multiline_headers_in_responses(true)
                .handshake(TokioIo::new(stream))
                .await?;
            tokio::spawn(connection);
            Sender::Http1(sender, tap)
        };
        Ok(Self { sender, address, forwards, is_reused: false })
    }

    pub(super) const fn is_http2(&self) -> bool {
        matches!(self.sender, Sender::Http2(_))
    }

    pub(super) const fn version(&self) -> HttpVersion {
        if self.is_http2() { HttpVersion::Http2 } else { HttpVersion::Http11 }
    }
}

/// The connections that wait for work.
#[derive(Debug, Default)]
pub(super) struct Pool(Mutex<BTreeMap<String, Kept>>);

/// What is kept for one server.
#[derive(Debug, Default)]
struct Kept {
    idle: Vec<Line>,
    /// One connection of HTTP/2 serves any number of requests.
    shared: Option<(http2::SendRequest<Full<Bytes>>, Option<IpAddr>)>,
    /// Held while the first connection is being made: if it turns out to be HTTP/2, the others that
    /// wait need none of their own.
    first: Arc<tokio::sync::Mutex<()>>,
    /// The first connection was of HTTP/1.1, or none: nobody waits for another's any more.
    each_its_own: bool,
}

impl Pool {
    fn kept(&self) -> MutexGuard<'_, BTreeMap<String, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection that waits; an HTTP/1.1 one only where `idle_will_do`.
    pub(super) async fn take(&self, server: &str, idle_will_do: bool) -> Option<Line> {
        loop {
            let mut line = self.pop(server, idle_will_do)?;
            line.is_reused = true;
            // It may still be finishing its last response, or have been closed since.
            let ready = match &mut line.sender {
                Sender::Http1(sender, _) => sender.ready().await,
                Sender::Http2(_) => Ok(()),
            };
            if ready.is_ok() {
                return Some(line);
            }
        }
    }

    fn pop(&self, server: &str, idle_will_do: bool) -> Option<Line> {
        let mut all = self.kept();
        let kept = all.get_mut(server)?;
        if let Some((sender, address)) = &kept.shared {
            if !sender.is_closed() {
                let sender = Sender::Http2(sender.clone());
                let address = *address;
                return Some(Line { sender, address, forwards: None, is_reused: true });
            }
            kept.shared = None;
        }
        if idle_will_do { kept.idle.pop() } else { None }
    }

    /// The lock to hold while a first https connection to this server is made; `None` where each
    /// request needs a connection of its own.
    pub(super) fn first(&self, server: &str) -> Option<Arc<tokio::sync::Mutex<()>>> {
        let mut all = self.kept();
        let kept = all.entry(server.to_owned()).or_default();
        (!kept.each_its_own).then(|| Arc::clone(&kept.first))
    }

    /// Tells what a new connection to this server speaks, or that it did not come about.
    pub(super) fn learn(&self, server: &str, line: Option<&Line>) {
        let mut all = self.kept();
        let kept = all.entry(server.to_owned()).or_default();
        match line.map(|line| (&line.sender, line.address)) {
            Some((Sender::Http2(sender), address)) => kept.shared = Some((sender.clone(), address)),
            Some((Sender::Http1(..), _)) | None => kept.each_its_own = true,
        }
    }

    /// Forgets the shared connection, on which a request could not be sent.
    pub(super) fn forget_shared(&self, server: &str) {
        if let Some(kept) = self.kept().get_mut(server) {
            kept.shared = None;
        }
    }

    /// Keeps a connection whose response has been read to its end.
    pub(super) fn put(&self, server: &str, line: Line) {
        if line.is_http2() {
            return;
        }
        let mut all = self.kept();
        if !all.contains_key(server) {
            all.insert(server.to_owned(), Kept::default());
        }
        if let Some(kept) = all.get_mut(server)
            && kept.idle.len() < IDLE_LIMIT
        {
            kept.idle.push(line);
        }
    }
}
