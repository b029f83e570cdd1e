//! `POST /api/try/stand`: the try page stands for a moment at the origin of the user's own page.

use super::{ApiError, Body};
use crate::state::State;
use crate::try_page::StandError;
use axum::Json;
use axum::extract::State as Of;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    origin: String,
}

/// Answers.
pub(crate) async fn stand(
    Of(state): Of<State>,
    Body(asked): Body<Asked>,
) -> Result<Json<Value>, ApiError> {
    let Some(stands) = &state.try_page else {
        let reason = "the workbench is open to a network; the try page is for this machine only";
        return Err(ApiError::new(StatusCode::CONFLICT, reason)
            .correct("start `preflight ui` without `--listen`"));
    };
    let page = stands.stand(&asked.origin).await?;
    Ok(Json(json!({ "page": page })))
}

impl From<StandError> for ApiError {
    fn from(error: StandError) -> Self {
        let status = match error {
            StandError::NoOrigin(_) => StatusCode::BAD_REQUEST,
            _ => StatusCode::CONFLICT,
        };
        let refused = Self::new(status, &error);
        match error.correction() {
            Some(correction) => refused.correct(correction),
            None => refused,
        }
    }
}
