//! Several policies, of which the first that speaks for a path decides.

use crate::asked::Asked;
use crate::compile::{Compiler, never_reached};
use crate::config::PolicyConfig;
use crate::decision::{Action, Decision, Ruling, Verdict};
use crate::edits::Edits;
use crate::paths::normalized;
use crate::policy::Policy;
use crate::problem::Problems;
use http::header::HeaderValue;
use http::{HeaderMap, Method};
use std::sync::Arc;

/// Policies that cannot be wrong. By default there are none, and every path is left untouched.
#[derive(Debug, Default)]
pub struct Policies {
    /// In force, in the order of their configuration.
    active: Vec<Arc<Policy>>,
    /// In shadow mode.
    shadow: Vec<Arc<Policy>>,
    /// Whether it matters which path is asked for.
    by_path: bool,
}

impl Policies {
    /// Makes policies of what was written; beside them stand notes.
    ///
    /// # Errors
    ///
    /// All problems at once, notes among them.
    pub fn new(configs: &[PolicyConfig]) -> Result<(Self, Problems), Problems> {
        let mut problems = Problems::default();
        let compiled: Vec<_> = configs
            .iter()
            .enumerate()
            .map(|(index, config)| Arc::new(Compiler::new(index, &mut problems).compile(config)))
            .collect();
        never_reached(&compiled, &mut problems);
        let problems = problems.sorted();
        if problems.has_errors() {
            return Err(problems);
        }
        let by_path = compiled.iter().any(|policy| !policy.speaks_for_every_path());
        let (shadow, active) = compiled.into_iter().partition(|policy| policy.config().shadow);
        Ok((Self { active, shadow, by_path }, problems))
    }

    /// Whether there is none, so that everything passes untouched.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.active.is_empty() && self.shadow.is_empty()
    }

    /// Each policy as it is meant, in the order of the configuration: canonical, without what changes
    /// nothing. The same policies come of it.
    #[must_use]
    pub fn configs(&self) -> Vec<PolicyConfig> {
        let mut all: Vec<_> = self.active.iter().chain(&self.shadow).collect();
        all.sort_by_key(|policy| policy.index());
        all.into_iter().map(|policy| policy.config().clone()).collect()
    }

    /// What to do with a request.
    #[must_use]
    pub fn evaluate(&self, method: &Method, path: &str, headers: &HeaderMap) -> Decision {
        let path = if self.by_path { normalized(path) } else { path.into() };
        let asked = Asked::of(method, headers);
        let (policy, shadow) = (first(&self.active, &path), first(&self.shadow, &path));
        let ruling = policy.map_or(Ruling { policy: None, verdict: Verdict::NoPolicy }, |policy| {
            asked.ruling(policy)
        });
        let shadow_ruling = shadow.map(|policy| asked.ruling(policy));
        let debug = policy.into_iter().chain(shadow).any(|policy| policy.config().debug);
        let debug = debug.then(|| debug_value(ruling, shadow_ruling));
        let action = match policy {
            Some(policy) if asked.preflight.is_some() => {
                Action::Answer(policy.answer(&asked, ruling.verdict, debug))
            }
            _ => Action::Forward(Edits {
                spoken_for: policy.is_some(),
                by_origin: policy.is_some_and(|policy| !policy.allows_any_origin()),
                grant: policy.and_then(|policy| asked.grant(policy, ruling.verdict)),
                debug: debug.map(Box::new),
            }),
        };
        Decision { action, ruling, shadow: shadow_ruling }
    }

    /// The policies in force, in the order of their configuration.
    pub(crate) fn active(&self) -> &[Arc<Policy>] {
        &self.active
    }
}

fn first<'a>(policies: &'a [Arc<Policy>], path: &str) -> Option<&'a Arc<Policy>> {
    policies.iter().find(|policy| policy.speaks_for(path))
}

/// The value of [`DECISION`](crate::edits::DECISION).
fn debug_value(ruling: Ruling, shadow: Option<Ruling>) -> HeaderValue {
    let text = match shadow {
        None => ruling.to_string(),
        Some(shadow) => format!(
            "{ruling}; shadow={}; by={}",
            shadow.verdict.label(),
            shadow.policy.map_or_else(String::new, |p| format!("policy[{p}]"))
        ),
    };
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(ruling.verdict.label()))
}
