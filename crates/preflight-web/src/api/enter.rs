//! `POST /api/enter`: the token for a ticket.

use super::{ApiError, Body};
use crate::state::State;
use axum::Json;
use axum::extract::State as Of;
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Instant;

/// What is shown at the door.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Shown {
    ticket: String,
}

/// Answers.
pub(crate) async fn enter(
    Of(state): Of<State>,
    Body(shown): Body<Shown>,
) -> Result<Json<Value>, ApiError> {
    if state.tickets.redeem(&shown.ticket, Instant::now()) {
        return Ok(Json(json!({ "token": state.token.as_str() })));
    }
    Err(ApiError::new(StatusCode::UNAUTHORIZED, "the ticket is used, or too old")
        .correct("open the address that `preflight ui` printed when it started"))
}
