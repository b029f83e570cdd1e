//! `POST /api/explain`: what a console's lines, a status, a header or a cause's id means.

use super::Body;
use axum::Json;
use preflight_report::render::explanation;
use serde::Deserialize;
use serde_json::{Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pasted {
    text: String,
}

/// Answers.
pub(crate) async fn explain(Body(pasted): Body<Pasted>) -> Json<Value> {
    let answer = preflight_diagnose::explain(&pasted.text);
    Json(json!({ "explanation": explanation::json::explanation(&answer) }))
}
