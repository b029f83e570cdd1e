//! `POST /api/read`: what was pasted, and the request in it.

use super::explain::{Pasted, checks};
use super::{Body, aside};
use crate::fields::Fields;
use axum::Json;
use preflight_probe::pasted::{self, Kind};
use preflight_report::render::explanation;
use serde::Serialize;
use serde_json::Value;

/// What was pasted.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Read {
    kind: &'static str,
    /// The same for people; where it cannot be read, why.
    says: String,
    fields: Option<Fields>,
    notes: Vec<String>,
    explanation: Option<Value>,
}

/// Answers.
pub(crate) async fn read(Body(pasted): Body<Pasted>) -> Json<Read> {
    Json(aside(move || recognised(&pasted.text)).await)
}

fn recognised(text: &str) -> Read {
    if text.trim().is_empty() {
        return Read { kind: "nothing", says: "nothing yet".to_owned(), ..Read::default() };
    }
    if let Some(kind) = pasted::recognise(text) {
        return request(text, kind);
    }
    let url = text.trim();
    if !url.contains(char::is_whitespace) && (url.contains("://") || url.contains('/')) {
        let fields = Fields { url: url.to_owned(), ..Fields::default() };
        return Read {
            kind: "url",
            says: "a URL".to_owned(),
            fields: Some(fields),
            ..Read::default()
        };
    }
    message(text)
}

fn request(text: &str, kind: Kind) -> Read {
    let id = match kind {
        Kind::Curl => "curl",
        Kind::CurlCmd => "curl-cmd",
        Kind::Fetch => "fetch",
        Kind::Har => "har",
        Kind::PowerShell => "powershell",
    };
    match pasted::parse(text, kind, None) {
        Ok(mut pasted) => {
            let notes = std::mem::take(&mut pasted.notes);
            let fields = Some(Fields::of(pasted));
            Read { kind: id, says: kind.to_string(), fields, notes, explanation: None }
        }
        Err(error) => Read { kind: id, says: error.to_string(), ..Read::default() },
    }
}

fn message(text: &str) -> Read {
    let answer = preflight_diagnose::explain(text);
    if answer.is_empty() {
        let says = "neither a URL nor a copied request nor a message that is known".to_owned();
        return Read { kind: "unknown", says, ..Read::default() };
    }
    let (kind, says) = match answer.failures.first() {
        Some(failure) => ("console", failure.says.clone()),
        None => ("name", answer.page.as_ref().map_or(String::new(), |page| page.title.to_owned())),
    };
    let fields = checks(&answer).into_iter().next().flatten();
    let explanation = Some(explanation::json::explanation(&answer));
    Read { kind, says, fields, notes: Vec::new(), explanation }
}
