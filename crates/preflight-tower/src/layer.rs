//! The layer: what to put around a service.

use crate::observer::{Observer, Unobserved};
use crate::service::Cors;
use preflight_policy::Live;
use tower_layer::Layer;

/// Puts [`Cors`] around a service. Its clones, and the services that they make, share one set of
/// policies.
#[derive(Debug, Clone)]
pub struct CorsLayer<O = Unobserved> {
    live: Live,
    observer: O,
}

impl CorsLayer {
    /// A layer over [`Policies`](crate::Policies), or over a [`Live`] that replaces them later.
    ///
    /// ```
    /// use preflight_tower::{CorsLayer, Live, PolicyConfig};
    ///
    /// let config = |origin: &str| PolicyConfig {
    ///     allow_origins: vec![origin.into()],
    ///     ..PolicyConfig::default()
    /// };
    /// let live = Live::new(config("https://app.example.com").build()?);
    /// let layer = CorsLayer::new(live.clone());
    ///
    /// // Later, from anywhere: requests decided from now on follow the new policy,
    /// live.reconfigure(&[config("https://new.example.com")])?;
    /// // and what is wrong changes nothing.
    /// let problems = live.reconfigure(&[config("https://new.example.com/")]).unwrap_err();
    /// assert!(problems.to_string().contains("https://new.example.com"));
    /// # let _ = layer;
    /// # Ok::<(), preflight_tower::Problems>(())
    /// ```
    #[must_use]
    pub fn new(policies: impl Into<Live>) -> Self {
        Self { live: policies.into(), observer: Unobserved }
    }
}

impl<O> CorsLayer<O> {
    /// The policies in force, to be replaced.
    ///
    /// ```
    /// use preflight_tower::{CorsLayer, PolicyConfig};
    ///
    /// let layer = CorsLayer::new(PolicyConfig::default().build()?);
    /// let live = layer.live().clone();
    /// live.replace(PolicyConfig { debug: true, ..PolicyConfig::default() }.build()?);
    /// # Ok::<(), preflight_tower::Problems>(())
    /// ```
    #[must_use]
    pub const fn live(&self) -> &Live {
        &self.live
    }

    /// Tells `observer` of each decision, in place of the one told so far. A closure will do, and
    /// what it returns may be another that is told of the status:
    ///
    /// ```
    /// use preflight_tower::{CorsLayer, Decision, PolicyConfig, RequestHead};
    /// use http::StatusCode;
    ///
    /// let layer = CorsLayer::new(PolicyConfig::default().build()?).on_decision(
    ///     |request: RequestHead<'_>, decision: &Decision| {
    ///         let (path, ruling) = (request.uri.path().to_owned(), decision.ruling);
    ///         move |status: StatusCode| println!("{path} {ruling} {status}")
    ///     },
    /// );
    /// # let _ = layer;
    /// # Ok::<(), preflight_tower::Problems>(())
    /// ```
    #[must_use]
    pub fn on_decision<P: Observer>(self, observer: P) -> CorsLayer<P> {
        CorsLayer { live: self.live, observer }
    }
}

impl<S, O: Clone> Layer<S> for CorsLayer<O> {
    type Service = Cors<S, O>;

    fn layer(&self, inner: S) -> Self::Service {
        Cors::new(inner, self.live.clone(), self.observer.clone())
    }
}
