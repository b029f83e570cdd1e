//! The response to come.

use crate::observer::Pending;
use http::Response;
use pin_project_lite::pin_project;
use preflight_policy::{Answer, Edits};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

pin_project! {
    /// The response of [`Cors`](crate::Cors): its own to a preflight, else that of the service inside,
    /// edited. It holds what its policy decided: a reconfiguration does not reach it.
    #[derive(Debug)]
    pub struct ResponseFuture<F, P> {
        #[pin]
        from: From<F>,
        // Taken by the response.
        pending: Option<P>,
    }
}

pin_project! {
    #[derive(Debug)]
    #[project = FromProjection]
    enum From<F> {
        Policy { answer: Option<Answer> },
        Inside { #[pin] response: F, edits: Edits },
    }
}

impl<F, P> ResponseFuture<F, P> {
    pub(crate) const fn answer(answer: Answer, pending: P) -> Self {
        Self { from: From::Policy { answer: Some(answer) }, pending: Some(pending) }
    }

    pub(crate) const fn forward(response: F, edits: Edits, pending: P) -> Self {
        Self { from: From::Inside { response, edits }, pending: Some(pending) }
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
        let response = match this.from.project() {
            FromProjection::Inside { response, edits } => {
                let mut response = ready!(response.poll(context))?;
                edits.apply(response.headers_mut());
                response
            }
            FromProjection::Policy { answer } => match answer.take() {
                Some(answer) => response(answer),
                // Only who polls after the end comes here, and this crate does not panic.
                None => return Poll::Pending,
            },
        };
        if let Some(pending) = this.pending.take() {
            pending.responded(response.status());
        }
        Poll::Ready(Ok(response))
    }
}

fn response<B: Default>(answer: Answer) -> Response<B> {
    let mut response = Response::new(B::default());
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}
