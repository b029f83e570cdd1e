//! `POST /api/policy/read`: a `preflight.toml` to be edited.

use super::{POLICIES, bounded};
use crate::api::{ApiError, Body};
use crate::aside::aside;
use axum::Json;
use preflight_policy::file::{Draft, Fault, Faults, Found};
use serde::Deserialize;
use serde_json::{Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    pub(super) toml: String,
}

/// Answers. What the policies of a file say wrongly is no reason not to edit it; what is no TOML, or
/// belongs to no table, is.
pub(crate) async fn read(Body(asked): Body<Asked>) -> Result<Json<Value>, ApiError> {
    aside(move || answer(&asked).map(Json)).await
}

pub(super) fn answer(asked: &Asked) -> Result<Value, ApiError> {
    let Draft { policies, rest, faults } = Draft::read(&asked.toml);
    let Some(policies) = policies else {
        return Ok(json!({
            "faults": shown(&faults),
            "left_out": faults.left_out(),
        }));
    };
    bounded("policies", policies.len(), POLICIES)?;
    Ok(json!({ "policies": policies, "rest": rest, "notes": shown(&faults) }))
}

fn shown(faults: &Faults) -> Value {
    let one = |Found { position, fault }: &Found| {
        let Fault { severity, id, reason, correction } = fault;
        json!({
            "line": position.line,
            "column": position.column,
            "width": position.width,
            "severity": severity.name(),
            "id": id,
            "reason": reason,
            "correction": correction,
        })
    };
    faults.iter().map(one).collect()
}
