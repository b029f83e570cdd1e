//! The configuration of a target.

use super::Asked;
use super::written::Problem;
use crate::api::ApiError;
use axum::http::StatusCode;
use preflight_policy::Policies;
use preflight_targets::Target;
use preflight_targets::generate::{File, Plan, Shortfall};
use serde_json::{Value, json};

/// The files; `None` where there is no target, or nothing that could be written.
pub(super) fn generated(
    asked: &Asked,
    policies: Option<&Policies>,
    problems: &mut Vec<Problem>,
) -> Result<Option<Value>, ApiError> {
    let Some(id) = &asked.target else { return Ok(None) };
    let known = Target::by_id(id).and_then(|target| Some((target, target.generator.as_ref()?)));
    let (target, generator) = known.ok_or_else(|| {
        let reason = format!("there is no target `{id}` for which configuration is written");
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, reason).correct("choose one of the list")
    })?;
    let mut address = |field, given: &Option<String>, default: &str, read: Read| {
        let given = given.as_deref().map(str::trim).filter(|given| !given.is_empty());
        read(given.unwrap_or(default)).map_err(|reason| {
            problems.push(Problem::unreadable(None, field, reason));
        })
    };
    let listen = address("listen", &asked.listen, Plan::LISTEN, Plan::read_listen);
    let upstream = address("upstream", &asked.upstream, Plan::UPSTREAM, Plan::read_upstream);
    let (Some(policies), Ok(listen), Ok(upstream)) = (policies, listen, upstream) else {
        return Ok(None);
    };
    let plan = Plan { listen, upstream, approximate: asked.approximate, ..Plan::new(policies) };
    if plan.rules.is_empty() {
        return Ok(None);
    }
    let as_it_is = written(target, &plan);
    let names = |changed: Plan| written(target, &changed) != as_it_is;
    let listens = names(Plan { listen: "192.0.2.1:9".to_owned(), ..plan.clone() });
    let passes_on = names(Plan { upstream: "http://192.0.2.1:9".to_owned(), ..plan.clone() });
    let (files, notes, approximations, shortfalls) = match target.generate(&plan) {
        Some(Ok(made)) => (made.files, made.notes, made.approximations, Vec::new()),
        Some(Err(shortfalls)) => (Vec::new(), None, Vec::new(), shortfalls),
        None => return Ok(None),
    };
    let file = |file: &File| json!({ "name": file.name, "content": file.content });
    let lacks = generator.lacks.iter();
    let lacks = lacks.map(|l| json!({ "behaviour": l.behaviour.id(), "text": l.text }));
    Ok(Some(json!({
        "files": files.iter().map(file).collect::<Value>(),
        "notes": notes.map(|notes| notes.content),
        "approximations": approximations.iter().map(shortfall).collect::<Value>(),
        "shortfalls": shortfalls.iter().map(shortfall).collect::<Value>(),
        "listens": listens,
        "passes_on": passes_on,
        "lacks": lacks.collect::<Value>(),
    })))
}

/// The files whatever they leave out, to see what of the plan stands in them.
fn written(target: &Target, plan: &Plan) -> Option<Vec<File>> {
    let plan = Plan { approximate: true, ..plan.clone() };
    target.generate(&plan)?.ok().map(|made| made.files)
}

/// Reads an address.
type Read = fn(&str) -> Result<String, String>;

/// An element is `field: value`.
fn shortfall(shortfall: &Shortfall) -> Value {
    let Shortfall { element, why, instead } = shortfall;
    let (field, value) = element.split_once(": ").unwrap_or((element, ""));
    json!({ "field": field, "value": value, "why": why, "alternative": instead })
}
