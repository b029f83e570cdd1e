//! `POST /api/policy`: everything that there is to say of policies while somebody writes them. Nothing
//! is sent anywhere.

mod generated;
mod mend;
mod origins;
pub(crate) mod read;
mod trial;
mod written;

use super::{ApiError, Body};
use crate::aside::aside;
use crate::fields::Fields;
use axum::Json;
use axum::http::StatusCode;
use preflight_fetch::Browser;
use preflight_fetch::fetching::cors_preflight_fetch::DEFAULT_MAX_AGE;
use preflight_policy::file::Rest;
use preflight_policy::{Policies, PolicyConfig};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use written::{Problem, Written};

/// The most policies of which one is asked for at once.
pub(super) const POLICIES: usize = 100;
/// The most entries in all lists of all policies: what a target's files say of each is work, and it is
/// done at each key that is pressed, and for each decision of a gateway that is watched.
const ENTRIES: usize = 5000;
/// The most origins that are tried at once.
const ORIGINS: usize = 200;

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// As the form has them.
    policies: Vec<Map<String, Value>>,
    /// Of which of them origins and the time of a permission are asked.
    #[serde(default)]
    selected: usize,
    /// For which target files are written.
    #[serde(default)]
    target: Option<String>,
    #[serde(default)]
    approximate: bool,
    #[serde(default)]
    listen: Option<String>,
    #[serde(default)]
    upstream: Option<String>,
    /// Origins to try on the selected policy.
    #[serde(default)]
    origins: Vec<String>,
    /// A request to try on all of them.
    #[serde(default)]
    request: Option<Fields>,
    /// What stands around the policies in their file.
    #[serde(default)]
    rest: Rest,
}

/// Answers.
pub(crate) async fn policy(Body(asked): Body<Asked>) -> Result<Json<Value>, ApiError> {
    aside(move || answer(&asked).map(Json)).await
}

fn answer(asked: &Asked) -> Result<Value, ApiError> {
    let Written { configs, mut problems } = written::read(&asked.policies)?;
    not_too_many(&configs)?;
    bounded("origins to try", asked.origins.len(), ORIGINS)?;
    let untimed = problems.iter().any(|problem| problem.is_of(asked.selected));
    let policies = match Policies::new(&configs) {
        Ok((policies, notes)) => {
            problems.extend(notes.iter().map(Problem::from));
            Some(policies)
        }
        Err(found) => {
            problems.extend(found.iter().map(Problem::from));
            None
        }
    };
    let policies = policies.filter(|_| problems.iter().all(Problem::is_a_note));
    let generated = generated::generated(asked, policies.as_ref(), &mut problems)?;
    let selected = configs.get(asked.selected);
    let trial = asked.request.as_ref().zip(policies.as_ref());
    Ok(json!({
        "problems": problems,
        "toml": asked.rest.around(&configs),
        "origins": selected.map(|policy| origins::tried(policy, &asked.origins)),
        "max_age": selected.filter(|_| !untimed).map(max_age),
        "generated": generated,
        "trial": trial.map(|(request, policies)| trial::trial(request, policies)),
    }))
}

/// Refuses policies that would keep everybody waiting.
pub(super) fn not_too_many(configs: &[PolicyConfig]) -> Result<(), ApiError> {
    bounded("policies", configs.len(), POLICIES)?;
    bounded("entries in all lists", configs.iter().map(entries).sum(), ENTRIES)
}

fn bounded(what: &str, count: usize, limit: usize) -> Result<(), ApiError> {
    if count <= limit {
        return Ok(());
    }
    let reason = format!("{count} {what} are too many for the workbench");
    Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, reason)
        .correct(format!("write {limit} at most; `preflight generate` reads any file")))
}

fn entries(config: &PolicyConfig) -> usize {
    let PolicyConfig { paths, allow_origins, allow_methods, allow_headers, expose_headers, .. } =
        config;
    [paths, allow_origins, allow_methods, allow_headers, expose_headers].map(Vec::len).iter().sum()
}

/// How long each engine keeps a preflight's answer.
fn max_age(policy: &PolicyConfig) -> Value {
    let wanted = policy.max_age.map_or(DEFAULT_MAX_AGE, |age| age.0);
    let engine = |browser: Browser| {
        let seconds = wanted.min(browser.habits().max_age_limit);
        json!({ "engine": browser.id(), "name": browser.name(), "seconds": seconds })
    };
    Browser::ENGINES.into_iter().map(engine).collect()
}

#[cfg(test)]
mod tests;
