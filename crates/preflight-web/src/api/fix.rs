//! `POST /api/fix`: how to put a report's root cause right on another target.

use super::{ApiError, Body, target};
use crate::state::State;
use crate::told;
use axum::Json;
use axum::extract::State as Of;
use axum::http::StatusCode;
use preflight_diagnose::remedy::{configuration, remedy};
use serde::Deserialize;
use serde_json::{Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// The number of a report.
    report: u64,
    /// The id of a target.
    target: String,
}

/// Answers.
pub(crate) async fn fix(
    Of(state): Of<State>,
    Body(wanted): Body<Wanted>,
) -> Result<Json<Value>, ApiError> {
    let forgotten = || {
        ApiError::new(StatusCode::NOT_FOUND, "this report is forgotten: only the latest are kept")
            .correct("run the check again")
    };
    let target = target(&wanted.target)?;
    let kept = state.reports.get(wanted.report).ok_or_else(forgotten)?;
    let mut report = kept.report.clone();
    remedy(&mut report, &kept.read, Some(target));
    let told = told::report(&report, kept.secrets.clone());
    let fixes = told["causes"][0]["fixes"].as_array().into_iter().flatten();
    let fix = fixes.into_iter().find(|fix| fix["target"] == target.id);
    let why = configuration(&kept.report, &kept.read, target).err();
    Ok(Json(json!({
        "target": target.id,
        "name": target.name,
        "blocks": fix.map_or_else(|| json!([]), |fix| fix["blocks"].clone()),
        "files": fix.map_or_else(|| json!([]), |fix| fix["files"].clone()),
        "reason": why.map(|why| why.to_string()),
    })))
}
