//! `POST /api/gateway/watch`: what a running gateway decides, told while it decides.

mod admin;
mod edited;
mod latest;
mod metrics;

use super::policy::not_too_many;
use super::{ApiError, Body};
use crate::aside::aside;
use crate::events::{Events, streamed};
use crate::state::State;
use admin::{Admin, Fault};
use axum::extract::State as Of;
use axum::http::StatusCode;
use axum::response::Response;
use latest::{Latest, News, Seen};
use metrics::Metrics;
use preflight_policy::file::{File, Found};
use preflight_policy::{Policies, Severity};
use preflight_probe::live::Reach;
use serde::Deserialize;
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval};

/// How often the gateway is asked.
const PACE: Duration = Duration::from_secs(1);

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Watched {
    /// Where operators ask the gateway.
    admin: String,
    /// The text of a policy file by which each decision is made once more.
    #[serde(default)]
    policies: Option<String>,
}

/// Answers.
pub(crate) async fn watch(
    Of(state): Of<State>,
    Body(watched): Body<Watched>,
) -> Result<Response, ApiError> {
    let address = address(&watched.admin)?;
    if state.reach == Reach::PublicOnly {
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "other machines reach this workbench, so it asks no gateway on this machine or beside it",
        )
        .correct("start it with `preflight ui --allow-private-targets`")
        .at("admin"));
    }
    // It is written while decisions come: what is wrong with it is no reason not to tell them.
    let policies = aside(move || watched.policies.as_deref().map(policies).transpose()).await;
    Ok(streamed(async move |events| {
        let policies = policies.unwrap_or_else(|problem| {
            events.tell("policy", &problem.told());
            None
        });
        if let Err(fault) = tell(address, policies.map(Arc::new), &events).await {
            let (reason, correction) = (fault.to_string(), fault.correction());
            events.tell(
                "failed",
                &json!({ "reason": reason, "correction": correction, "command": fault.command() }),
            );
        }
    }))
}

/// Tells until nobody reads any more, or the gateway does not answer.
async fn tell(
    address: SocketAddr,
    policies: Option<Arc<Policies>>,
    events: &Events,
) -> Result<(), Fault> {
    let (mut admin, mut seen) = (Admin::new(address), Seen::default());
    let mut ticks = interval(PACE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let metrics = Metrics::read(&admin.get("/metrics").await?).ok_or(Fault::NoGateway)?;
        let latest = Latest::read(&admin.get("/decisions").await?).ok_or(Fault::Older)?;
        let (news, policies) = (seen.news(latest), policies.clone());
        let news = aside(move || judged(news, policies.as_deref())).await;
        let told = news.is_none() || events.tell("decisions", &news);
        if !(told && events.tell("metrics", &metrics)) {
            return Ok(());
        }
    }
}

/// Each decision with whether the page may go on, by the gateway and by the edited policies.
fn judged(mut news: News, policies: Option<&Policies>) -> News {
    for entry in &mut news.decisions {
        let allowed = entry["verdict"].as_str().and_then(edited::allowed).flatten();
        entry.insert("allowed".to_owned(), json!(allowed));
        let edited = policies.and_then(|policies| edited::decision(policies, entry));
        entry.insert("edited".to_owned(), json!(edited));
    }
    news
}

/// `127.0.0.1:9090`, `localhost:9090`, `http://127.0.0.1:9090/`, as it is printed and pasted.
fn address(given: &str) -> Result<SocketAddr, ApiError> {
    let text = given.trim();
    let bare = text.strip_prefix("http://").unwrap_or(text);
    let bare = bare.split(['/', ' ']).next().unwrap_or_default();
    let local = bare.strip_prefix("localhost:").and_then(|port| port.parse().ok());
    let parsed = local.map(|port| (Ipv4Addr::LOCALHOST, port).into()).or_else(|| bare.parse().ok());
    parsed.ok_or_else(|| {
        ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            format!("`{text}` is no address with a port"),
        )
        .correct("write what is given to `preflight serve --admin`, such as `127.0.0.1:9090`")
        .at("admin")
    })
}

/// The policies of a text; or the first thing that is wrong with it.
fn policies(text: &str) -> Result<Policies, ApiError> {
    let wrong = |reason| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, reason);
    let file = File::read(text).map_err(|faults| {
        let first = faults.iter().find(|found| found.fault.severity == Severity::Error);
        let reason = first
            .map(|Found { position, fault }| format!("line {}: {}", position.line, fault.reason));
        let correction = first.and_then(|found| found.fault.correction.as_ref());
        wrong(reason.unwrap_or_default()).correct(correction.map_or_else(
            || "mend it in Build, where each problem is shown at its field".to_owned(),
            |correction| format!("write `{correction}`"),
        ))
    })?;
    if file.policies.is_empty() {
        let reason = "there is no policy in this text".to_owned();
        return Err(wrong(reason).correct("it begins with `[[policy]]`"));
    }
    not_too_many(&file.policies.configs())?;
    Ok(file.policies)
}
