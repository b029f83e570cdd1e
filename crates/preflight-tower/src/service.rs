//! The service: what happens to a request.

use crate::event;
use crate::future::ResponseFuture;
use crate::observer::{Observer, RequestHead, Unobserved};
use http::{Request, Response};
use preflight_policy::{Action, Live};
use std::task::{Context, Poll};
use tower_service::Service;

/// Answers preflights in place of the service inside, and edits the responses to everything else;
/// made by [`CorsLayer`](crate::CorsLayer).
///
/// It is ready when the service inside is, and calls that very one, not a clone of it. Bodies pass
/// through as they are; the answer to a preflight has the default of the response's body, which is
/// to be empty.
#[derive(Debug, Clone)]
pub struct Cors<S, O = Unobserved> {
    inner: S,
    live: Live,
    observer: O,
}

impl<S, O> Cors<S, O> {
    pub(crate) const fn new(inner: S, live: Live, observer: O) -> Self {
        Self { inner, live, observer }
    }

    /// The service inside.
    ///
    /// ```
    /// use preflight_tower::{CorsLayer, PolicyConfig};
    /// use tower::Layer;
    ///
    /// let layer = CorsLayer::new(PolicyConfig::default().build()?);
    /// assert_eq!(*layer.layer("a service").get_ref(), "a service");
    /// # Ok::<(), preflight_tower::Problems>(())
    /// ```
    #[must_use]
    pub const fn get_ref(&self) -> &S {
        &self.inner
    }

    /// The service inside, to be changed.
    ///
    /// ```
    /// use preflight_tower::{CorsLayer, PolicyConfig};
    /// use tower::Layer;
    ///
    /// let mut cors = CorsLayer::new(PolicyConfig::default().build()?).layer("a service");
    /// *cors.get_mut() = "another";
    /// assert_eq!(*cors.get_ref(), "another");
    /// # Ok::<(), preflight_tower::Problems>(())
    /// ```
    #[must_use]
    pub const fn get_mut(&mut self) -> &mut S {
        &mut self.inner
    }

    /// The service inside, without this one.
    ///
    /// ```
    /// use preflight_tower::{CorsLayer, PolicyConfig};
    /// use tower::Layer;
    ///
    /// let cors = CorsLayer::new(PolicyConfig::default().build()?).layer("a service");
    /// assert_eq!(cors.into_inner(), "a service");
    /// # Ok::<(), preflight_tower::Problems>(())
    /// ```
    #[must_use]
    pub fn into_inner(self) -> S {
        self.inner
    }
}

impl<S, O, RequestBody, ResponseBody> Service<Request<RequestBody>> for Cors<S, O>
where
    S: Service<Request<RequestBody>, Response = Response<ResponseBody>>,
    O: Observer,
    ResponseBody: Default,
{
    type Response = Response<ResponseBody>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, O::Pending>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<RequestBody>) -> Self::Future {
        let head = RequestHead::of(&request);
        let decision = self.live.evaluate(head.method, head.uri.path(), head.headers);
        event::emit(head, &decision);
        let pending = self.observer.decided(head, &decision);
        match decision.action {
            Action::Answer(answer) => ResponseFuture::answer(answer, pending),
            Action::Forward(edits) => {
                ResponseFuture::forward(self.inner.call(request), edits, pending)
            }
        }
    }
}
