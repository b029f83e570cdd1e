//! Policies as the form has them, and what is wrong with them.

use super::mend::{Mend, mend};
use crate::api::ApiError;
use axum::http::StatusCode;
use preflight_policy::config::MaxAgeError;
use preflight_policy::{Field, MaxAge, PolicyConfig, Severity};
use serde::Serialize;
use serde_json::{Map, Value};

/// Policies, right or wrong, and what could not be read of them.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) configs: Vec<PolicyConfig>,
    pub(super) problems: Vec<Problem>,
}

/// What is wrong or worth knowing, at the field that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Problem {
    /// Which policy; none where it is about the target.
    policy: Option<usize>,
    field: &'static str,
    entry: Option<usize>,
    severity: &'static str,
    id: &'static str,
    reason: String,
    correction: Option<String>,
    /// What puts it right in one step.
    mend: Option<Mend>,
}

impl Problem {
    /// A value that is none.
    pub(super) fn unreadable(policy: Option<usize>, field: &'static str, reason: String) -> Self {
        let severity = Severity::Error.name();
        let id = "unreadable";
        Self { policy, field, entry: None, severity, id, reason, correction: None, mend: None }
    }

    pub(super) fn is_of(&self, policy: usize) -> bool {
        self.policy == Some(policy)
    }

    pub(super) fn is_a_note(&self) -> bool {
        self.severity == Severity::Note.name()
    }
}

impl From<&preflight_policy::Problem> for Problem {
    fn from(problem: &preflight_policy::Problem) -> Self {
        Self {
            policy: Some(problem.place.policy),
            field: problem.place.field.name(),
            entry: problem.place.entry,
            severity: problem.severity().name(),
            id: problem.reason.id(),
            reason: problem.reason.text().to_owned(),
            correction: problem.correction.clone(),
            mend: mend(problem),
        }
    }
}

/// Reads them. `max_age` is typed letter by letter, so that it may be anything: what is no time is a
/// problem like others.
pub(super) fn read(policies: &[Map<String, Value>]) -> Result<Written, ApiError> {
    let mut problems = Vec::new();
    let field = Field::MaxAge.name();
    let read = |(index, policy): (usize, &Map<String, Value>)| {
        let mut policy = policy.clone();
        if let Some(Value::String(text)) = policy.get(field) {
            let max_age: Result<MaxAge, MaxAgeError> = text.trim().trim_matches('"').parse();
            let seconds = max_age.map(|age| age.0).map_err(|error| {
                problems.push(Problem::unreadable(Some(index), field, error.to_string()));
            });
            policy.insert(field.to_owned(), seconds.ok().into());
        }
        serde_json::from_value(Value::Object(policy)).map_err(|error| {
            let reason = format!("policy {index} is none: {error}");
            ApiError::new(StatusCode::BAD_REQUEST, reason)
        })
    };
    let configs = policies.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    Ok(Written { configs, problems })
}
