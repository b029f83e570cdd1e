//! The bytes of one HTTP/1.1 connection, before hyper sees them and after it has written them.
//!
//! hyper writes header names in one case and keeps a response's headers in a map. Engines write names
//! as the script did, and a map forgets the order of the lines. So the head that goes out is put into
//! its case here, and the head that comes in is kept as it came.

use preflight_fetch::HeaderList;
use preflight_fetch::http::header_list::trim;
use preflight_fetch::http::methods::is_token;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// The most bytes of a head that are kept, and that hyper accepts.
pub(super) const HEAD_LIMIT: usize = 256 << 10;

/// What one side of a connection tells the other.
#[derive(Debug, Default)]
pub(super) struct Tap(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// The head as it is to go out, and how much of it is out.
    outgoing: Vec<u8>,
    written: usize,
    /// What came since the request, up to the end of the head.
    incoming: Vec<u8>,
    head_is_complete: bool,
}

impl Tap {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request is about to go out: its head, the same as hyper's but for the case of the names.
    pub(super) fn begin(&self, head: Vec<u8>) {
        *self.state() = State { outgoing: head, ..State::default() };
    }

    /// Whether anything came since the request.
    pub(super) fn has_received(&self) -> bool {
        !self.state().incoming.is_empty()
    }

    /// Whether what came looks like TLS: an alert or a handshake record.
    pub(super) fn looks_like_tls(&self) -> bool {
        matches!(self.state().incoming[..], [0x15 | 0x16, 3, ..])
    }

    /// The header lines of the response as they came; `None` where they cannot be told apart with
    /// certainty.
    pub(super) fn header_lines(&self, expected: usize) -> Option<HeaderList> {
        let state = self.state();
        let lines = state.head_is_complete.then(|| header_lines(&state.incoming))??;
        (lines.len() == expected).then_some(lines)
    }
}

impl State {
    fn receive(&mut self, bytes: &[u8]) {
        if self.head_is_complete || self.incoming.len() > HEAD_LIMIT {
            return;
        }
        let from = self.incoming.len().saturating_sub(3);
        self.incoming.extend_from_slice(bytes);
        let mut from = from;
        while let Some(end) = head_end(&self.incoming, from) {
            if is_interim(&self.incoming) {
                self.incoming.drain(..end);
                from = 0;
                continue;
            }
            self.incoming.truncate(end);
            self.head_is_complete = true;
            return;
        }
    }
}

/// Where the first empty line at or after `from` ends.
fn head_end(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let crlf = rest.windows(4).position(|w| w == b"\r\n\r\n").map(|at| from + at + 4);
    let lf = rest.windows(2).position(|w| w == b"\n\n").map(|at| from + at + 2);
    crlf.into_iter().chain(lf).min()
}

/// Whether a head is that of a 1xx response, which another one follows.
fn is_interim(head: &[u8]) -> bool {
    head.starts_with(b"HTTP/1.")
        && head.get(8..10) == Some(b" 1")
        && head.get(10..12) != Some(b"01")
}

fn header_lines(head: &[u8]) -> Option<HeaderList> {
    let mut list = HeaderList::new();
    for line in head.split(|&b| b == b'\n').skip(1) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            return None;
        }
        let Some(colon) = line.iter().position(|&b| b == b':') else { continue };
        let name = &line[..colon];
        if is_token(name) {
            let name = String::from_utf8_lossy(name).into_owned();
            list.append(name, trim(&line[colon + 1..]).to_vec());
        }
    }
    Some(list)
}

/// A stream with a [`Tap`].
#[derive(Debug)]
pub(super) struct Tapped<S> {
    stream: S,
    tap: Arc<Tap>,
    rewritten: Vec<u8>,
}

impl<S> Tapped<S> {
    pub(super) fn new(stream: S, tap: Arc<Tap>) -> Self {
        Self { stream, tap, rewritten: Vec::new() }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Tapped<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        match ready!(Pin::new(&mut self.stream).poll_read(cx, buf)) {
            // TLS without a farewell: as the end, which browsers make of it too.
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => Poll::Ready(Ok(())),
            Err(e) => Poll::Ready(Err(e)),
            Ok(()) => {
                self.tap.state().receive(&buf.filled()[before..]);
                Poll::Ready(Ok(()))
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Tapped<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let mut state = this.tap.state();
        let pending = &state.outgoing[state.written..];
        let length = pending.len().min(buf.len());
        if length == 0 || !buf[..length].eq_ignore_ascii_case(&pending[..length]) {
            state.outgoing.clear();
            state.written = 0;
            drop(state);
            return Pin::new(&mut this.stream).poll_write(cx, buf);
        }
        this.rewritten.clear();
        this.rewritten.extend_from_slice(&pending[..length]);
        this.rewritten.extend_from_slice(&buf[length..]);
        let count = ready!(Pin::new(&mut this.stream).poll_write(cx, &this.rewritten))?;
        state.written += count.min(length);
        Poll::Ready(Ok(count))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn received(chunks: &[&[u8]]) -> State {
        let mut state = State::default();
        for chunk in chunks {
            state.receive(chunk);
        }
        state
    }

    #[test]
    fn keeps_the_final_head_as_it_came() {
        let bytes = b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nVary: a\r\nX-a:\t1 \r\nvary: b\r\n\r\nbody";
        let state = received(&[bytes]);
        assert!(state.head_is_complete);
        let lines = header_lines(&state.incoming).unwrap();
        assert_eq!(format!("{lines:?}"), "[Vary: a, X-a: 1, Vary: b]");
    }

    #[test]
    fn folded_lines_are_left_to_the_parser() {
        assert!(header_lines(b"HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n").is_none());
        let skipped =
            header_lines(b"HTTP/1.1 200 OK\r\nno colon\r\nb c: d\r\ne: f\r\n\r\n").unwrap();
        assert_eq!(format!("{skipped:?}"), "[e: f]");
    }

    proptest! {
        #[test]
        fn where_the_chunks_break_does_not_matter(at in 0usize..90, then in 0usize..90) {
            let bytes: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\nA: 1\nB: 2\n\nbody\n\nbody\r\n\r\nmore";
            let (at, then) = (at.min(bytes.len()), then.min(bytes.len()));
            let (at, then) = (at.min(then), at.max(then));
            let whole = received(&[bytes]);
            let parts = received(&[&bytes[..at], &bytes[at..then], &bytes[then..]]);
            prop_assert_eq!(whole.incoming, parts.incoming);
            prop_assert!(parts.head_is_complete);
        }

        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let state = received(&[&bytes]);
            let _ = header_lines(&state.incoming);
        }
    }
}
