//! The response to come.

use crate::observer::Pending;
use http::Response;
use pin_project_lite::pin_project;
use preflight_policy::Action;
use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

pin_project! {
    /// The response of [`Cors`](crate::Cors): its own to a preflight, else that of the service inside,
    /// edited. It holds what its policy decided: a reconfiguration does not reach it.
    ///
    /// ```
    /// use http::{Request, Response};
    /// use preflight_tower::{CorsLayer, PolicyConfig, ResponseFuture};
    /// use std::{convert::Infallible, future::{Ready, ready}};
    /// use tower::{Layer, Service, service_fn};
    ///
    /// type Answer = Ready<Result<Response<()>, Infallible>>;
    ///
    /// let inner = service_fn(|_: Request<()>| -> Answer { ready(Ok(Response::new(()))) });
    /// let mut cors = CorsLayer::new(PolicyConfig::default().build()?).layer(inner);
    /// let response: ResponseFuture<Answer, ()> = cors.call(Request::default());
    /// # Ok::<(), preflight_tower::Problems>(())
    /// ```
    #[derive(Debug)]
    pub struct ResponseFuture<F, P> {
        // Beside the action, not in it: each level of nesting is one more time that it is moved.
        #[pin]
        inside: Option<F>,
        action: Action,
        // Taken by the response.
        pending: Option<P>,
    }
}

impl<F, P> ResponseFuture<F, P> {
    /// `inside` is the response of the service inside where the action is to forward.
    pub(crate) const fn new(inside: Option<F>, action: Action, pending: P) -> Self {
        Self { inside, action, pending: Some(pending) }
    }
}

impl<F, P, B, E> Future for ResponseFuture<F, P>
where
    F: Future<Output = Result<Response<B>, E>>,
    P: Pending,
    B: Default,
{
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut response = match this.inside.as_pin_mut() {
            Some(inside) => ready!(inside.poll(context))?,
            None => Response::new(B::default()),
        };
        // Only who polls after the end finds it taken, and this crate does not panic.
        let Some(pending) = this.pending.take() else { return Poll::Pending };
        match this.action {
            Action::Forward(edits) => mem::take(edits).apply(response.headers_mut()),
            Action::Answer(answer) => {
                *response.status_mut() = answer.status;
                *response.headers_mut() = mem::take(&mut answer.headers);
            }
        }
        pending.responded(response.status());
        Poll::Ready(Ok(response))
    }
}
