//! `POST /api/explain`: what a console's lines, a status, a header or a cause's id means.

use super::Body;
use crate::fields::Fields;
use axum::Json;
use preflight_report::render::explanation;
use preflight_report::{Explanation, Failure};
use serde::Deserialize;
use serde_json::{Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pasted {
    pub(crate) text: String,
}

/// Answers.
pub(crate) async fn explain(Body(pasted): Body<Pasted>) -> Json<Value> {
    let answer = preflight_diagnose::explain(&pasted.text);
    Json(json!({
        "explanation": explanation::json::explanation(&answer),
        "checks": checks(&answer),
    }))
}

/// For each failure the request that decides, where the text names its URL.
pub(crate) fn checks(answer: &Explanation) -> Vec<Option<Fields>> {
    let check = |failure: &Failure| {
        Some(Fields {
            url: failure.url.clone()?,
            origin: failure.origin.clone().unwrap_or_default(),
            method: failure.method.clone().unwrap_or_default(),
            ..Fields::default()
        })
    };
    answer.failures.iter().map(check).collect()
}
