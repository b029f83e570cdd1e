//! `GET /api/about`: what there is to choose from.

use super::safelisted::safelisted;
use crate::state::State;
use crate::try_page::Stands;
use axum::Json;
use axum::extract::State as Of;
use preflight_fetch::Browser;
use preflight_probe::asked::DEFAULT_ORIGIN;
use preflight_targets::{TARGETS, Target};
use serde_json::{Value, json};

/// Answers.
pub(crate) async fn about(Of(state): Of<State>) -> Json<Value> {
    let targets: Vec<Value> = TARGETS.iter().filter_map(|target| self::target(target)).collect();
    let engines = Browser::ENGINES;
    let name = |browser: &Browser| json!({ "id": browser.id(), "name": browser.name() });
    let cap = |browser: &Browser| json!({ "engine": browser.id(), "name": browser.name(), "seconds": browser.habits().max_age_limit });
    Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "default_origin": DEFAULT_ORIGIN,
        "try_page": state.try_page.as_ref().map(Stands::own),
        "listens_on_loopback": state.names.is_local(),
        "targets": targets,
        "engines": engines.iter().map(name).collect::<Vec<_>>(),
        "safelisted": safelisted(),
        "max_age_caps": engines.iter().map(cap).collect::<Vec<_>>(),
    }))
}

/// A target that a policy can be written for.
fn target(target: &Target) -> Option<Value> {
    let generator = target.generator.as_ref()?;
    let lacks = generator.lacks.iter();
    Some(json!({
        "id": target.id,
        "name": target.name,
        "kind": target.kind.id(),
        "proof": generator.proof.id(),
        "cannot_express": lacks
            .map(|lack| json!({ "behaviour": lack.behaviour.id(), "text": lack.text }))
            .collect::<Vec<_>>(),
    }))
}
