//! Policies that can be replaced while requests are decided.

use crate::config::PolicyConfig;
use crate::decision::Decision;
use crate::policies::Policies;
use crate::problem::Problems;
use arc_swap::{ArcSwap, Guard};
use http::{HeaderMap, Method};
use std::sync::Arc;

/// A handle on the policies in force; its clones share them. A decision is made by one set of
/// policies and keeps to it: no response mixes two.
#[derive(Debug, Clone)]
pub struct Live(Arc<ArcSwap<Policies>>);

impl Live {
    /// Puts `policies` in force.
    #[must_use]
    pub fn new(policies: Policies) -> Self {
        Self(Arc::new(ArcSwap::from_pointee(policies)))
    }

    /// The policies in force now. Hold the guard no longer than a decision takes.
    #[must_use]
    pub fn load(&self) -> Guard<Arc<Policies>> {
        self.0.load()
    }

    /// What the policies in force now decide: [`Policies::evaluate`].
    #[must_use]
    pub fn evaluate(&self, method: &Method, path: &str, headers: &HeaderMap) -> Decision {
        self.0.load().evaluate(method, path, headers)
    }

    /// Replaces the policies in force, in one step.
    pub fn replace(&self, policies: Policies) {
        self.0.store(Arc::new(policies));
    }

    /// Replaces the policies in force by these, and returns notes.
    ///
    /// # Errors
    ///
    /// All problems at once; the old policies stay in force.
    pub fn reconfigure(&self, configs: &[PolicyConfig]) -> Result<Problems, Problems> {
        let (policies, notes) = Policies::new(configs)?;
        self.replace(policies);
        Ok(notes)
    }
}

impl From<Policies> for Live {
    fn from(policies: Policies) -> Self {
        Self::new(policies)
    }
}
