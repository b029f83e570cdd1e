//! Bodies on their way through: never collected, never boxed on the way back.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::exchange::Exchange;
use super::upload::Upload;
use crate::clock::Waiting;
use crate::upstream::Http1;

/// The body of a request on its way to an upstream. Most have none.
#[derive(Debug, Default)]
pub(crate) struct RequestBody(pub(super) Option<Box<Upload>>);

impl RequestBody {
    /// Whether there is no body, so that the request can be sent again.
    pub(crate) fn is_nothing(&self) -> bool {
        self.0.is_none()
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match &mut self.0 {
            Some(upload) => upload.poll_frame(cx),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(|upload| upload.incoming.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Some(upload) => upload.incoming.size_hint(),
            None => SizeHint::with_exact(0),
        }
    }
}

/// Why a body ended early.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The connection it came from failed.
    Source(hyper::Error),
    /// It is larger than allowed.
    TooLarge,
    /// It was silent for too long.
    Silent,
}

impl fmt::Display for BodyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BodyError::Source(error) => error.fmt(out),
            BodyError::TooLarge => out.write_str("the body is larger than allowed"),
            BodyError::Silent => out.write_str("the body was silent for too long"),
        }
    }
}

impl Error for BodyError {}

/// What a response consists of.
pub(crate) enum Content {
    /// No body.
    Nothing,
    /// One that the gateway wrote.
    Own(Bytes),
    /// An upstream's.
    Relayed(Relay),
}

/// The body of a response on its way to the client.
pub(crate) struct ResponseBody {
    pub(super) content: Content,
    /// Dropped with the body, which is how the exchange ends.
    pub(super) exchange: Exchange,
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        let frame = match &mut this.content {
            Content::Nothing => Poll::Ready(None),
            Content::Own(bytes) => {
                let bytes = std::mem::take(bytes);
                Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
            }
            Content::Relayed(relay) => relay.poll_frame(&mut this.exchange, cx),
        };
        if let Poll::Ready(Some(Ok(frame))) = &frame {
            this.exchange.sent(frame.data_ref().map_or(0, Bytes::len));
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        match &self.content {
            Content::Nothing => true,
            Content::Own(bytes) => bytes.is_empty(),
            Content::Relayed(relay) => relay.incoming.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Nothing => SizeHint::with_exact(0),
            Content::Own(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Relayed(relay) => relay.incoming.size_hint(),
        }
    }
}

/// An upstream's body, with the connection it comes from.
#[derive(Debug)]
pub(crate) struct Relay {
    pub(super) incoming: Incoming,
    /// `None` where a task of its own drives it.
    pub(super) connection: Option<Http1>,
}

impl Relay {
    fn poll_frame(
        &mut self,
        exchange: &mut Exchange,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let times = &exchange.running.settings.times;
        if exchange.watch.expired() == Some(Waiting::Stream) {
            return Poll::Ready(Some(Err(BodyError::Silent)));
        }
        let frame = match self.poll_incoming(cx) {
            Poll::Pending => {
                // The connection tells `incoming` what it read in this very poll.
                if let Some(connection) = &mut self.connection {
                    connection.drive(cx);
                }
                self.poll_incoming(cx)
            }
            ready @ Poll::Ready(_) => ready,
        };
        match &frame {
            Poll::Pending => exchange.watch.keep_waiting(Waiting::Stream, times.stream_idle),
            Poll::Ready(Some(Ok(_))) => exchange.watch.wait(Waiting::Client, times.client_stall),
            Poll::Ready(_) => {}
        }
        if matches!(frame, Poll::Ready(None)) || self.incoming.is_end_stream() {
            self.give_back(exchange, cx);
        }
        frame
    }

    fn poll_incoming(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        Pin::new(&mut self.incoming).poll_frame(cx).map_err(BodyError::Source)
    }

    /// The body is complete: the next request may have the connection.
    fn give_back(&mut self, exchange: &Exchange, cx: &mut Context<'_>) {
        if let Some(mut connection) = self.connection.take() {
            if !connection.is_ready() {
                connection.drive(cx);
            }
            exchange.keep(connection);
        }
    }
}
