//! A request's body on its way to an upstream.

use std::pin::Pin;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, StatusCode};
use hyper::body::{Body, Frame, Incoming};
use tokio::time::Sleep;

use super::body::{BodyError, RequestBody};
use crate::clock::{Waiting, Watch};

/// How long an upstream may leave `Expect: 100-continue` unanswered, before the body is sent anyhow:
/// servers of HTTP/1.0 never answer it (RFC 9110 §10.1.1).
const PATIENCE: Duration = Duration::from_secs(1);

/// How far an upload has come, seen from the request that waits for the response.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    over_limit: std::cell::Cell<bool>,
    broken: std::cell::Cell<bool>,
    complete: std::cell::Cell<bool>,
    gate: Option<Arc<Gate>>,
}

impl Progress {
    /// More came than is allowed.
    pub(crate) fn is_over_limit(&self) -> bool {
        self.over_limit.get()
    }

    /// The client broke off.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken.get()
    }

    /// All of it was passed on, or nobody wants it any more.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete.get()
    }

    /// The upstream answered without having asked for the body.
    pub(crate) fn is_held_back(&self) -> bool {
        self.gate.as_ref().is_some_and(|gate| !gate.open.load(Ordering::Acquire))
    }
}

/// A body, and what is kept account of.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(super) incoming: Incoming,
    allowed: u64,
    watch: Rc<Watch>,
    client_stall: Duration,
    response_head: Duration,
    progress: Rc<Progress>,
    patience: Option<Pin<Box<Sleep>>>,
}

impl Upload {
    /// A body that may have this many bytes.
    pub(crate) fn new(
        incoming: Incoming,
        allowed: u64,
        watch: &Rc<Watch>,
        times: &crate::settings::TimeLimits,
    ) -> Upload {
        Upload {
            incoming,
            allowed,
            watch: Rc::clone(watch),
            client_stall: times.client_stall,
            response_head: times.response_head,
            progress: Rc::default(),
            patience: None,
        }
    }

    /// The body is not asked of the client before the upstream asks for it.
    pub(crate) fn hold_back(&mut self) {
        self.progress = Rc::new(Progress { gate: Some(Arc::default()), ..Progress::default() });
    }

    /// To be asked once there is a response.
    pub(crate) fn progress(&self) -> Rc<Progress> {
        Rc::clone(&self.progress)
    }

    pub(super) fn poll_frame(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if self.is_held(cx) {
            return Poll::Pending;
        }
        let frame = match Pin::new(&mut self.incoming).poll_frame(cx) {
            Poll::Pending => {
                self.watch.keep_waiting(Waiting::Client, self.client_stall);
                return Poll::Pending;
            }
            Poll::Ready(frame) => frame,
        };
        self.watch.wait(Waiting::ResponseHead, self.response_head);
        Poll::Ready(match frame {
            Some(Ok(frame)) => Some(self.within_limit(frame)),
            Some(Err(error)) => {
                self.progress.broken.set(true);
                Some(Err(BodyError::Source(error)))
            }
            None => {
                self.progress.complete.set(true);
                None
            }
        })
    }

    fn within_limit(&mut self, frame: Frame<Bytes>) -> Result<Frame<Bytes>, BodyError> {
        let length = frame.data_ref().map_or(0, Bytes::len) as u64;
        let Some(left) = self.allowed.checked_sub(length) else {
            self.progress.over_limit.set(true);
            return Err(BodyError::TooLarge);
        };
        self.allowed = left;
        if self.incoming.is_end_stream() {
            self.progress.complete.set(true);
        }
        Ok(frame)
    }

    fn is_held(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(gate) = &self.progress.gate else { return false };
        if gate.poll_open(cx).is_ready() {
            return false;
        }
        let patience = self.patience.get_or_insert_with(|| Box::pin(tokio::time::sleep(PATIENCE)));
        if patience.as_mut().poll(cx).is_pending() {
            return true;
        }
        gate.open();
        false
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.progress.complete.set(true);
    }
}

/// Opened by the upstream's `100 Continue`.
#[derive(Debug, Default)]
struct Gate {
    open: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Gate {
    fn open(&self) {
        self.open.store(true, Ordering::Release);
        if let Some(waker) = self.waker.lock().unwrap_or_else(PoisonError::into_inner).take() {
            waker.wake();
        }
    }

    fn poll_open(&self, cx: &Context<'_>) -> Poll<()> {
        if self.open.load(Ordering::Acquire) {
            return Poll::Ready(());
        }
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        Poll::Pending
    }
}

/// Lets the body of `request` wait for the upstream's `100 Continue`.
pub(crate) fn wait_for_continue(request: &mut Request<RequestBody>) {
    let Some(upload) = &mut request.body_mut().0 else { return };
    upload.hold_back();
    let Some(gate) = upload.progress.gate.clone() else { return };
    hyper::ext::on_informational(request, move |response| {
        if response.status() == StatusCode::CONTINUE {
            gate.open();
        }
    });
}
