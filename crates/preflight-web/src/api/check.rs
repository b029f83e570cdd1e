//! `POST /api/check`: an examination, told while it happens.

use super::{ApiError, Body, target};
use crate::events::{Events, streamed};
use crate::fields::Fields;
use crate::reports::Kept;
use crate::state::{EXAMINATIONS, State};
use crate::told;
use axum::extract::State as Of;
use axum::http::StatusCode;
use axum::response::Response;
use preflight_diagnose::remedy::{self, remedy};
use preflight_diagnose::{CommandLine, Question};
use preflight_policy::file::to_toml;
use preflight_probe::live::{BodyWanted, Client, Progress, Proxy, Settings, examine};
use preflight_report::Secrets;
use preflight_report::render;
use preflight_targets::Target;
use serde_json::json;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::OwnedSemaphorePermit;

/// How long one examination may take.
const TIME: Duration = Duration::from_secs(30);

/// An examination that is about to begin.
#[derive(Debug)]
pub(crate) struct Examined {
    /// Is held until it is done.
    pub(crate) place: OwnedSemaphorePermit,
    pub(crate) client: Client,
    pub(crate) question: Question,
    /// The same as a command line.
    pub(crate) command: String,
    /// What masks the request's secrets.
    pub(crate) secrets: Secrets,
    /// What the user may want to know of the request.
    pub(crate) notes: Vec<String>,
    /// In whose words the fix is given, instead of those of who answered.
    pub(crate) target: Option<&'static Target>,
}

/// One of the places for examinations at once. Nobody is kept waiting for one: he would not know for how
/// long.
///
/// # Errors
/// Where none is free.
pub(crate) fn place(state: &State) -> Result<OwnedSemaphorePermit, ApiError> {
    Arc::clone(&state.examinations).try_acquire_owned().map_err(|_| {
        let reason = format!("{EXAMINATIONS} checks are running already, the most at once");
        ApiError::new(StatusCode::SERVICE_UNAVAILABLE, reason)
            .correct("run it again when one of them has ended")
    })
}

/// Answers.
pub(crate) async fn check(
    Of(state): Of<State>,
    Body(fields): Body<Fields>,
) -> Result<Response, ApiError> {
    let examined = Examined::of(&state, &fields).await?;
    Ok(streamed(async move |events| examined.run(&state, &events).await))
}

impl Examined {
    /// What the form asks for.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    async fn of(state: &State, fields: &Fields) -> Result<Self, ApiError> {
        let place = place(state)?;
        let asked = fields.asked()?;
        let secrets = Secrets::new(false);
        asked.teach(&secrets);
        let notes = asked.notes.iter().map(ToString::to_string).collect();
        let settings = Settings {
            body: BodyWanted::EXAMINED,
            max_time: TIME,
            proxy: Proxy::Environment,
            reach: state.reach,
            ..Settings::default()
        };
        let client = Client::new(asked.settings(settings))
            .map_err(|error| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, error))?;
        let target = fields.target.as_deref().map(target).transpose()?;
        let (cookies, page_address) = (asked.cookies.clone(), asked.init.page_address);
        let question = fields.question(asked, &client).await?;
        let line = CommandLine {
            cookies: &cookies,
            page_address,
            insecure: fields.insecure,
            ..CommandLine::new(&question)
        };
        let target_flag = target.map(|target| format!(" --target {}", target.id));
        let command = secrets.text(&line.to_string()) + &target_flag.unwrap_or_default();
        Ok(Self { place, client, question, command, secrets, notes, target })
    }

    /// Examines, and tells of it: `asked`, then `sending` and `answered` in turn, then `report`.
    pub(crate) async fn run(self, state: &State, events: &Events) {
        let Self { place: _place, client, question, command, secrets, notes, target } = self;
        let request = &question.request;
        events.tell(
            "asked",
            &json!({
                "command": command,
                "url": secrets.url(request.url()),
                "origin": request.origin().serialized(),
                "method": request.method(),
            }),
        );
        let (read, deadline) = (question.read.clone(), Instant::now() + TIME);
        let known = secrets.met();
        let mut tell = move |progress: Progress<'_>| tell(progress, &secrets, events);
        let mut report = examine(&client, question, deadline, &mut tell).await;
        report.notes = notes;
        remedy(&mut report, &read, target);
        // One that should not be, or that would not help, is none.
        let policy = remedy::policy(&report, &read).ok().map(|policies| {
            let configs = policies.configs();
            json!({ "config": configs.first(), "toml": to_toml(&configs) })
        });
        let told = told::report(&report, known.clone());
        let id = state.reports.keep(Kept { report, read, secrets: known });
        events.tell(
            "report",
            &json!({ "id": id, "command": command, "report": told, "policy": policy }),
        );
    }
}

fn tell(progress: Progress<'_>, secrets: &Secrets, events: &Events) {
    match progress {
        Progress::Sending { index, wanted } => events.tell(
            "sending",
            &json!({
                "index": index,
                "kind": wanted.request.kind.as_str(),
                "purpose": wanted.purpose(),
                "method": wanted.request.method,
                "url": secrets.url(&wanted.request.url),
                "browser": wanted.browser.id(),
            }),
        ),
        Progress::Answered { index, wanted, exchange } => events.tell(
            "answered",
            &json!({
                "index": index,
                "exchange": render::json::exchange(&wanted.reported(exchange), secrets),
            }),
        ),
    };
}
