//! One HTTP/1.1 connection to an upstream. Whoever holds it drives it: there is no task of its own,
//! so that a request wakes one task and not two.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;

use super::Unanswered;
use crate::proxy::body::RequestBody;
use crate::stream::Transport;

type Connection = http1::Connection<TokioIo<Transport>, RequestBody>;

/// A connection that carries one request at a time.
#[derive(Debug)]
pub(crate) struct Http1(Box<Held>);

#[derive(Debug)]
struct Held {
    sender: http1::SendRequest<RequestBody>,
    /// `None` once it has ended without an answer to the request on it.
    connection: Option<Connection>,
    /// The connection has run to its end.
    ended: bool,
    /// When it was put aside, in the clock's milliseconds.
    idle_since: u64,
}

impl Http1 {
    /// HTTP/1.1 on a fresh connection.
    pub(crate) async fn new(transport: Transport, head_bytes: usize) -> hyper::Result<Http1> {
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(head_bytes.max(64 * 1024))
            .handshake(TokioIo::new(transport))
            .await?;
        let connection = Some(connection);
        let held = Held { sender, connection, ended: false, idle_since: 0 };
        Ok(Http1(Box::new(held)))
    }

    /// Sends a request, and reads until the head of its response.
    pub(crate) async fn send(
        &mut self,
        request: Request<RequestBody>,
    ) -> Result<Response<Incoming>, Unanswered> {
        let mut answer = pin!(self.0.sender.try_send_request(request));
        let held = &mut *self.0;
        poll_fn(|cx| {
            held.drive(cx);
            let polled = answer.as_mut().poll(cx);
            if polled.is_pending() && held.ended {
                // What still waits to be sent comes back only once the connection is dropped.
                held.connection = None;
                return answer.as_mut().poll(cx);
            }
            polled
        })
        .await
        .map_err(Unanswered::from_hyper)
    }

    /// Reads and writes what can be read and written now.
    pub(crate) fn drive(&mut self, cx: &mut Context<'_>) {
        self.0.drive(cx);
    }

    /// Reads and writes until the connection ends.
    pub(crate) async fn run(&mut self) {
        poll_fn(|cx| {
            self.drive(cx);
            if self.0.ended { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// Whether the last exchange is complete and another can follow.
    pub(crate) fn is_ready(&self) -> bool {
        !self.0.ended && self.0.sender.is_ready()
    }

    /// Puts it aside at this moment of the clock.
    pub(crate) fn rest(&mut self, now: u64) {
        self.0.idle_since = now;
    }

    /// Whether it is of no use any more, or was put aside before this moment.
    pub(crate) fn is_old(&self, oldest: u64) -> bool {
        self.0.ended || self.0.idle_since < oldest
    }

    /// The stream itself, after a 101, with what has been read of the new protocol already.
    pub(crate) async fn into_stream(mut self) -> Option<(Transport, Bytes)> {
        self.run().await;
        let parts = self.0.connection?.into_parts();
        Some((parts.io.into_inner(), parts.read_buf))
    }
}

impl Held {
    fn drive(&mut self, cx: &mut Context<'_>) {
        let Some(connection) = &mut self.connection else { return };
        // How it ended is told to the request on it; one that is idle may end as it likes.
        if !self.ended && Pin::new(connection).poll(cx).is_ready() {
            self.ended = true;
        }
    }
}
