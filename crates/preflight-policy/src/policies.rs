//! Several policies, of which the first that speaks for a path decides.

use crate::asked::Asked;
use crate::compile::{Compiler, never_reached};
use crate::config::PolicyConfig;
use crate::decision::{Action, Decision, Ruling, Verdict};
use crate::edits::{Edits, Grant};
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
        let policy = first(&self.active, &path);
        let shadow = first(&self.shadow, &path).map(|policy| asked.ruling(policy));
        let ruling = policy.map_or(Ruling { policy: None, verdict: Verdict::NoPolicy }, |policy| {
            asked.ruling(policy)
        });
        let debug = self.debug(&path).then(|| debug_value(ruling, shadow));
        let action = match policy {
            Some(policy) if asked.preflight.is_some() => {
                Action::Answer(policy.answer(&asked, ruling.verdict, debug))
            }
            _ => Action::Forward(Edits {
                policy: policy.cloned(),
                grant: policy.map_or(Grant::Nobody, |policy| asked.grant(policy, ruling.verdict)),
                debug,
            }),
        };
        Decision { action, ruling, shadow }
    }

    /// The policies in force, in the order of their configuration.
    pub(crate) fn active(&self) -> &[Arc<Policy>] {
        &self.active
    }

    /// Whether a policy that speaks for `path` wants its decisions said.
    fn debug(&self, path: &str) -> bool {
        [&self.active, &self.shadow]
            .into_iter()
            .filter_map(|policies| first(policies, path))
            .any(|policy| policy.config().debug)
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
