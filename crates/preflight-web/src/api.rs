//! What the page asks: JSON in, JSON out, one file for each group of endpoints.

mod about;
mod body;
mod check;
mod clinic;
mod enter;
mod explain;
mod fix;
mod gateway;
mod policy;
mod read;
mod reference;
mod safelisted;
mod stand;

pub(crate) use body::Body;

use crate::state::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use preflight_targets::Target;
use serde_json::{Value, json};

/// All endpoints, below `/api`.
pub(crate) fn router() -> Router<State> {
    Router::new()
        .route("/about", get(about::about))
        .route("/check", post(check::check))
        .route("/clinic", get(clinic::list))
        .route("/clinic/{id}/run", post(clinic::run))
        .route("/fix", post(fix::fix))
        .route("/read", post(read::read))
        .route("/explain", post(explain::explain))
        .route("/gateway/watch", post(gateway::watch))
        .route("/reference", get(reference::list))
        .route("/reference/{kind}/{id}", get(reference::page))
        .route("/reference/cause/{id}/fixes/{target}", get(reference::fix))
        .route("/try/stand", post(stand::stand))
        .route("/policy", post(policy::policy))
        .route("/policy/read", post(policy::read::read))
        .fallback(async || ApiError::new(StatusCode::NOT_FOUND, "there is no such endpoint"))
}

/// The one endpoint for who has no token yet.
pub(crate) fn door() -> Router<State> {
    Router::new().route("/enter", post(enter::enter))
}

/// Why an endpoint does not do what it is asked: the reason, and what to do instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    status: StatusCode,
    reason: String,
    correction: Option<String>,
    /// The field of the form that it is about.
    field: Option<&'static str>,
}

impl ApiError {
    pub(crate) fn new(status: StatusCode, reason: impl ToString) -> Self {
        Self { status, reason: reason.to_string(), correction: None, field: None }
    }

    pub(crate) fn correct(self, correction: impl ToString) -> Self {
        Self { correction: Some(correction.to_string()), ..self }
    }

    pub(crate) fn at(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }

    /// What the page shows of it.
    pub(crate) fn told(&self) -> Value {
        json!({ "reason": self.reason, "correction": self.correction, "field": self.field })
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.told() }))).into_response()
    }
}

/// The target of this id.
fn target(id: &str) -> Result<&'static Target, ApiError> {
    Target::by_id(id).ok_or_else(|| {
        let reason = format!("there is no target `{id}`");
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, reason)
            .correct("`preflight targets` lists them")
            .at("target")
    })
}
