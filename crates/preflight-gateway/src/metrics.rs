//! What is counted, and how Prometheus reads it.
//!
//! Recording is a handful of atomic additions: no lock, no allocation, and only labels from small
//! fixed sets, never an origin or a path. `prometheus-client` writes the
//! [text](https://prometheus.io/docs/specs/om/open_metrics_spec/); its own metrics are not used, since
//! its histograms lock and its families look labels up in a map.

mod counts;
mod exposition;

use crate::health::Health;
use crate::record::{Observer, Record};
use arc_swap::ArcSwap;
use counts::{ByLabel, Histogram};
use http::{Method, StatusCode};
use preflight_policy::Ruling;
use prometheus_client::registry::Registry;
use std::fmt;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// Policies that are counted one by one; later ones are counted together.
const POLICIES: usize = 31;

/// What a client asks, by its effect.
const METHODS: [&str; 5] = ["read", "write", "delete", "options", "other"];

/// The first digit of a status.
const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// Everything counted since the start.
#[derive(Debug, Default)]
pub struct Metrics {
    requests: [[AtomicU64; METHODS.len()]; STATUSES.len()],
    /// By policy; the last for those beyond [`POLICIES`].
    decisions: [ByLabel; POLICIES + 1],
    /// Where no policy speaks for the path.
    undecided: ByLabel,
    shadow_allow: ByLabel,
    shadow_deny: ByLabel,
    failures: ByLabel,
    first_byte: Histogram,
    duration: Histogram,
    connections: AtomicU64,
    connections_open: AtomicI64,
    reloads_applied: AtomicU64,
    reloads_refused: AtomicU64,
    upstreams: ArcSwap<Vec<(String, Arc<Health>)>>,
    lines_dropped: OnceLock<LinesDropped>,
}

/// Asks how many lines of the access log were dropped.
struct LinesDropped(Box<dyn Fn() -> u64 + Send + Sync>);

impl fmt::Debug for LinesDropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", (self.0)())
    }
}

impl Metrics {
    /// A new configuration was applied, or refused.
    pub fn reloaded(&self, applied: bool) {
        let count = if applied { &self.reloads_applied } else { &self.reloads_refused };
        count.fetch_add(1, Ordering::Relaxed);
    }

    /// The upstreams whose health is shown from now on, by name.
    pub fn watch_upstreams(&self, upstreams: Vec<(String, Arc<Health>)>) {
        self.upstreams.store(Arc::new(upstreams));
    }

    /// Where to ask, once only, how many lines of the access log were dropped.
    pub fn watch_lines_dropped(&self, dropped: impl Fn() -> u64 + Send + Sync + 'static) {
        // A second access log does not exist: the first stays.
        let _ = self.lines_dropped.set(LinesDropped(Box::new(dropped)));
    }

    /// All of it in the text format.
    #[must_use]
    pub fn text(self: &Arc<Self>) -> String {
        let mut registry = Registry::with_prefix("preflight");
        registry.register_collector(Box::new(Arc::clone(self)));
        let mut text = String::new();
        prometheus_client::encoding::text::encode(&mut text, &registry)
            .expect("a string takes all");
        text
    }

    fn decided(&self, ruling: Ruling) {
        let by_label = match ruling.policy {
            Some(policy) => &self.decisions[policy.min(POLICIES)],
            None => &self.undecided,
        };
        by_label.add(ruling.verdict.label());
    }
}

impl Observer for Metrics {
    fn finished(&self, record: &Record<'_>) {
        let (status, method) = (status_class(record.status), method_class(record.method));
        self.requests[status][method].fetch_add(1, Ordering::Relaxed);
        self.decided(record.ruling);
        if let Some(Ruling { verdict, .. }) = record.shadow {
            let shadow = if verdict.is_refused() { &self.shadow_deny } else { &self.shadow_allow };
            shadow.add(verdict.label());
        }
        if let Some(failure) = record.failure {
            self.failures.add(failure.label());
        }
        self.first_byte.add(record.to_first_byte);
        self.duration.add(record.duration);
    }

    fn connected(&self) {
        self.connections.fetch_add(1, Ordering::Relaxed);
        self.connections_open.fetch_add(1, Ordering::Relaxed);
    }

    fn disconnected(&self) {
        self.connections_open.fetch_sub(1, Ordering::Relaxed);
    }
}

fn status_class(status: StatusCode) -> usize {
    usize::from(status.as_u16() / 100).clamp(1, STATUSES.len()) - 1
}

fn method_class(method: &Method) -> usize {
    match *method {
        Method::GET | Method::HEAD => 0,
        Method::POST | Method::PUT | Method::PATCH => 1,
        Method::DELETE => 2,
        Method::OPTIONS => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests;
