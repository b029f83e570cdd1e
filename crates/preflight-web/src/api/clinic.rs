//! `GET /api/clinic`: the scenarios. `POST /api/clinic/{id}/run`: one of them, examined for real, as it
//! is or behind a gateway that puts it right.

use super::check::{Examined, place};
use super::{ApiError, Body};
use crate::clinic::{MendError, Opened, Patient};
use crate::events::streamed;
use crate::fields::Fields;
use crate::state::State;
use axum::Json;
use axum::extract::{Path, State as Of};
use axum::http::StatusCode;
use axum::response::Response;
use preflight_clinic::predict;
use preflight_diagnose::CommandLine;
use preflight_fetch::Browser;
use preflight_probe::live::{Client, Settings};
use preflight_report::Secrets;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    mended: bool,
}

/// Answers with all of them.
pub(crate) async fn list(Of(state): Of<State>) -> Result<Json<Value>, ApiError> {
    let opened = opened(&state).await?;
    Ok(Json(json!({ "scenarios": opened.list })))
}

/// Answers with the events of `POST /api/check`.
pub(crate) async fn run(
    Of(state): Of<State>,
    Path(id): Path<String>,
    Body(asked): Body<Asked>,
) -> Result<Response, ApiError> {
    let place = place(&state)?;
    let opened = opened(&state).await?;
    let patient = opened.patients().find(|patient| patient.served.id() == id).ok_or_else(|| {
        ApiError::new(StatusCode::NOT_FOUND, format!("the clinic has no scenario `{id}`"))
            .correct("`GET /api/clinic` lists them")
    })?;
    let (question, command) = if asked.mended {
        let question = state.ward.mended(&patient).await?;
        let command = CommandLine::new(&question).to_string();
        (question, command)
    } else {
        (patient.served.question().clone(), patient.served.command())
    };
    let client = Client::new(Settings::for_this_machine())
        .map_err(|error| ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, error))?;
    // Its secrets are none.
    let secrets = Secrets::new(true);
    let notes = Vec::new();
    let examined = Examined { place, client, question, command, secrets, notes, target: None };
    Ok(streamed(async move |events| examined.run(&state, &events).await))
}

async fn opened(state: &State) -> Result<&Opened, ApiError> {
    let opened = state.ward.clinic(state.try_page.as_ref(), scenario).await;
    opened.map_err(|error| ApiError::new(StatusCode::SERVICE_UNAVAILABLE, error))
}

fn scenario(patient: Patient<'_>) -> Value {
    let (served, mend) = (patient.served, patient.mend());
    let outcome = |engine: Browser| {
        let passes = predict(&served.scenario, engine).status.is_some();
        (engine.id().to_owned(), json!(if passes { "allowed" } else { "blocked" }))
    };
    json!({
        "id": served.id(),
        "title": served.title,
        "case": served.case,
        "group": served.cause.rank.heading(),
        "request": Fields::asking(served.question()),
        "page": served.scenario.page,
        "command": served.command(),
        "expected": Browser::ENGINES.into_iter().map(outcome).collect::<Map<_, _>>(),
        "mend": mend.is_ok().then_some("gateway"),
        "why_not": mend.err().map(|why| why.to_string()),
    })
}

impl From<MendError> for ApiError {
    fn from(error: MendError) -> Self {
        let status = match error {
            MendError::Unwritten(_) => StatusCode::CONFLICT,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        Self::new(status, error)
    }
}
