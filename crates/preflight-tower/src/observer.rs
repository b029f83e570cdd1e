//! Who is told of decisions: metrics, logs.

use http::{HeaderMap, Method, Request, StatusCode, Uri};
use preflight_policy::Decision;

/// Told of each decision before it is acted on; given to
/// [`CorsLayer::on_decision`](crate::CorsLayer::on_decision). Closures are observers: those that
/// take a [`RequestHead`] and a [`Decision`], and return what is [`Pending`].
///
/// ```
/// use http::StatusCode;
/// use preflight_tower::{Decision, Observer, Pending, RequestHead, Verdict};
/// use std::collections::BTreeMap;
/// use std::sync::{Arc, Mutex};
///
/// type Counts = Arc<Mutex<BTreeMap<(&'static str, u16), u64>>>;
///
/// /// Counts responses by verdict and status.
/// #[derive(Clone, Default)]
/// struct Metrics(Counts);
///
/// struct Decided(Counts, Verdict);
///
/// impl Observer for Metrics {
///     type Pending = Decided;
///     fn decided(&self, _: RequestHead<'_>, decision: &Decision) -> Decided {
///         Decided(self.0.clone(), decision.ruling.verdict)
///     }
/// }
///
/// impl Pending for Decided {
///     fn responded(self, status: StatusCode) {
///         let key = (self.1.label(), status.as_u16());
///         *self.0.lock().unwrap().entry(key).or_default() += 1;
///     }
/// }
/// ```
pub trait Observer {
    /// What waits for the response.
    type Pending: Pending;

    /// A decision was made on `request`; nothing has been done yet. This runs within the service's
    /// `call`: it must not wait.
    fn decided(&self, request: RequestHead<'_>, decision: &Decision) -> Self::Pending;
}

impl<F, P> Observer for F
where
    F: Fn(RequestHead<'_>, &Decision) -> P,
    P: Pending,
{
    type Pending = P;

    fn decided(&self, request: RequestHead<'_>, decision: &Decision) -> P {
        self(request, decision)
    }
}

/// Waits for the response to a request that was decided on: `()` does not care, closures that take a
/// [`StatusCode`] do. It is dropped untold where no response comes: the service inside failed, or
/// the client went away.
///
/// ```
/// use http::StatusCode;
/// use preflight_tower::Pending;
///
/// let mut seen = None;
/// (|status: StatusCode| seen = Some(status)).responded(StatusCode::NO_CONTENT);
/// assert_eq!(seen, Some(StatusCode::NO_CONTENT));
/// ```
pub trait Pending {
    /// The head of the response is ready, edits made.
    fn responded(self, status: StatusCode);
}

impl Pending for () {
    fn responded(self, _: StatusCode) {}
}

impl<F: FnOnce(StatusCode)> Pending for F {
    fn responded(self, status: StatusCode) {
        self(status);
    }
}

/// Nobody is told, at no cost.
///
/// ```
/// use preflight_tower::{CorsLayer, PolicyConfig, Unobserved};
///
/// let layer: CorsLayer<Unobserved> = CorsLayer::new(PolicyConfig::default().build()?);
/// # let _ = layer;
/// # Ok::<(), preflight_tower::Problems>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unobserved;

impl Observer for Unobserved {
    type Pending = ();

    fn decided(&self, _: RequestHead<'_>, _: &Decision) {}
}

/// What a decision is made on.
///
/// ```
/// use preflight_tower::{Decision, RequestHead};
///
/// let observer = |request: RequestHead<'_>, decision: &Decision| {
///     if decision.ruling.verdict.is_refused() {
///         eprintln!("{} {}: {}", request.method, request.uri, decision.ruling);
///     }
/// };
/// # let _ = observer;
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct RequestHead<'a> {
    /// The method.
    pub method: &'a Method,
    /// The target, as the layer sees it: within a nested axum router without the router's prefix.
    pub uri: &'a Uri,
    /// All headers.
    pub headers: &'a HeaderMap,
}

impl<'a> RequestHead<'a> {
    pub(crate) fn of<B>(request: &'a Request<B>) -> Self {
        Self { method: request.method(), uri: request.uri(), headers: request.headers() }
    }
}
