//! One HTTP/1.1 connection to an upstream. Whoever holds it drives it: there is no task of its own,
//! so that a request wakes one task and not two.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::{Body, Frame, Incoming};
use hyper::client::conn::{TrySendError, http1};
use hyper_util::rt::TokioIo;
use pin_project_lite::pin_project;

use super::aim::Aim;
use super::{Unanswered, again};
use crate::failure::Failure;
use crate::proxy::body::RequestBody;
use crate::stream::{Sent, Transport, UpstreamStream};

pin_project! {
    /// A request of which the head of the response is not there yet.
    struct Sending<'a, F> {
        held: &'a mut Held,
        #[pin]
        answer: F,
    }
}

type Answer = Result<Response<Incoming>, TrySendError<Request<RequestBody>>>;

impl<F: Future<Output = Answer>> Future for Sending<'_, F> {
    type Output = Result<Response<Incoming>, Unanswered>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut this = self.project();
        let held = &mut **this.held;
        held.drive(cx);
        let mut polled = held.aim.hushed(cx, |cx| this.answer.as_mut().poll(cx));
        if polled.is_pending() && held.ended {
            // What still waits to be sent comes back only once the connection is dropped.
            held.connection = None;
            polled = this.answer.poll(cx);
        }
        polled.map_err(|error| held.unanswered(error))
    }
}

type Connection = http1::Connection<TokioIo<UpstreamStream>, RequestBody>;

/// A connection that carries one request at a time.
#[derive(Debug)]
pub(crate) struct Http1(Box<Held>);

#[derive(Debug)]
struct Held {
    sender: http1::SendRequest<RequestBody>,
    /// `None` once it has ended without an answer to the request on it.
    connection: Option<Connection>,
    sent: Rc<RefCell<Sent>>,
    aim: Aim,
    /// The connection has run to its end.
    ended: bool,
    /// When it was put aside, in the clock's milliseconds.
    idle_since: u64,
    /// Where it is counted while it carries a request.
    counted: Option<Rc<Cell<usize>>>,
}

impl Http1 {
    /// HTTP/1.1 on a fresh connection.
    pub(crate) async fn new(transport: Transport, head_bytes: usize) -> hyper::Result<Http1> {
        let sent = Rc::default();
        let stream = UpstreamStream { transport, sent: Rc::clone(&sent) };
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(head_bytes.max(64 * 1024))
            .handshake(TokioIo::new(stream))
            .await?;
        let connection = Some(connection);
        let held = Held {
            sender,
            connection,
            sent,
            aim: Aim::new(),
            ended: false,
            idle_since: 0,
            counted: None,
        };
        Ok(Http1(Box::new(held)))
    }

    /// Sends a request, and reads until the head of its response.
    ///
    /// `repeatable`: where the connection turns out to have been closed, the request can be had
    /// back although it was sent.
    pub(crate) fn send(
        &mut self,
        request: Request<RequestBody>,
        repeatable: bool,
    ) -> impl Future<Output = Result<Response<Incoming>, Unanswered>> {
        let held = &mut *self.0;
        held.sent.borrow_mut().remember(repeatable);
        let answer = held.sender.try_send_request(request);
        Sending { held, answer }
    }

    /// Reads and writes what can be read and written now.
    pub(crate) fn drive(&mut self, cx: &Context<'_>) {
        self.0.drive(cx);
    }

    /// Polls the body of the response that came on it, as far as it has been read and as it can be
    /// read now.
    pub(crate) fn poll_body(
        &mut self,
        body: &mut Incoming,
        cx: &Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let mut body = Pin::new(body);
        let polled = self.0.aim.hushed(cx, |cx| body.as_mut().poll_frame(cx));
        if polled.is_ready() {
            return polled;
        }
        self.0.drive(cx);
        self.0.aim.hushed(cx, |cx| body.as_mut().poll_frame(cx))
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

    /// It carries a request from now on, and is counted among those that do.
    pub(crate) fn lend(&mut self, busy: &Rc<Cell<usize>>) {
        busy.set(busy.get() + 1);
        self.0.counted = Some(Rc::clone(busy));
    }

    /// Puts it aside at this moment of the clock.
    pub(crate) fn rest(&mut self, now: u64) {
        self.0.idle_since = now;
        self.0.aim.at_nobody();
        self.0.uncount();
    }

    /// Whether it is of no use any more, or was put aside before this moment.
    pub(crate) fn is_old(&self, oldest: u64) -> bool {
        self.0.ended || self.0.idle_since < oldest
    }

    /// The stream itself, after a 101, with what has been read of the new protocol already.
    pub(crate) async fn into_stream(mut self) -> Option<(Transport, Bytes)> {
        self.run().await;
        let parts = self.0.connection.take()?.into_parts();
        Some((parts.io.into_inner().transport, parts.read_buf))
    }
}

impl Drop for Http1 {
    fn drop(&mut self) {
        self.0.uncount();
    }
}

impl Held {
    fn uncount(&mut self) {
        if let Some(busy) = self.counted.take() {
            busy.set(busy.get() - 1);
        }
    }

    fn unanswered(&self, error: TrySendError<Request<RequestBody>>) -> Unanswered {
        let mut unanswered = Unanswered::from_hyper(error);
        if unanswered.unsent.is_none() && unanswered.failure == Failure::UpstreamClosed {
            unanswered.unsent = again::read(self.sent.borrow().bytes()).map(Box::new);
        }
        unanswered
    }

    fn drive(&mut self, cx: &Context<'_>) {
        let Some(connection) = &mut self.connection else { return };
        // How it ended is told to the request on it; one that is idle may end as it likes.
        if !self.ended && Pin::new(connection).poll(&mut self.aim.at(cx)).is_ready() {
            self.ended = true;
        }
    }
}
