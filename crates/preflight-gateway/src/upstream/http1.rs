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

/// A connection that carries one request at a time.
#[derive(Debug)]
pub(crate) struct Http1 {
    sender: http1::SendRequest<RequestBody>,
    connection: http1::Connection<TokioIo<Transport>, RequestBody>,
    /// The connection has run to its end.
    ended: bool,
    /// Whether it has carried a request before.
    pub(crate) reused: bool,
    /// When it was put aside, in the clock's milliseconds.
    pub(crate) idle_since: u64,
}

impl Http1 {
    /// HTTP/1.1 on a fresh connection.
    pub(crate) async fn new(transport: Transport, head_bytes: usize) -> hyper::Result<Box<Http1>> {
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(head_bytes.max(64 * 1024))
            .handshake(TokioIo::new(transport))
            .await?;
        Ok(Box::new(Http1 { sender, connection, ended: false, reused: false, idle_since: 0 }))
    }

    /// Sends a request, and reads until the head of its response.
    pub(crate) async fn send(
        &mut self,
        request: Request<RequestBody>,
    ) -> Result<Response<Incoming>, Unanswered> {
        let mut answer = pin!(self.sender.try_send_request(request));
        let (connection, ended) = (&mut self.connection, &mut self.ended);
        poll_fn(|cx| {
            drive(connection, ended, cx);
            answer.as_mut().poll(cx)
        })
        .await
        .map_err(Unanswered::from_hyper)
    }

    /// Reads and writes what can be read and written now.
    pub(crate) fn drive(&mut self, cx: &mut Context<'_>) {
        drive(&mut self.connection, &mut self.ended, cx);
    }

    /// Whether the last exchange is complete and another can follow.
    pub(crate) fn is_ready(&self) -> bool {
        !self.ended && self.sender.is_ready()
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Reads and writes until the connection ends.
    pub(crate) async fn run(&mut self) {
        poll_fn(|cx| {
            self.drive(cx);
            if self.ended { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }

    /// The stream itself, after a 101, with what has been read of the new protocol already.
    pub(crate) async fn into_stream(mut self: Box<Self>) -> (Transport, Bytes) {
        self.run().await;
        let parts = self.connection.into_parts();
        (parts.io.into_inner(), parts.read_buf)
    }
}

fn drive(
    connection: &mut http1::Connection<TokioIo<Transport>, RequestBody>,
    ended: &mut bool,
    cx: &mut Context<'_>,
) {
    // How it ended is told to the request on it; one that is idle may end as it likes.
    if !*ended && Pin::new(connection).poll(cx).is_ready() {
        *ended = true;
    }
}
