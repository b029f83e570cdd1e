//! `POST /api/read`: what was pasted, and the request in it.

use super::Body;
use super::explain::checks;
use crate::aside::aside;
use crate::fields::Fields;
use axum::Json;
use preflight_probe::pasted::{self, Entry, Kind};
use preflight_report::render::explanation;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    text: String,
    /// Of a HAR, the request of this number, from 1.
    #[serde(default)]
    entry: Option<usize>,
}

/// What was pasted.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Read {
    kind: &'static str,
    /// The same for people; where it cannot be read, why.
    says: String,
    fields: Option<Fields>,
    /// Of a HAR with several requests, those to choose from.
    entries: Vec<Value>,
    /// The number of the one whose fields these are.
    entry: Option<usize>,
    notes: Vec<String>,
    explanation: Option<Value>,
}

/// Answers.
pub(crate) async fn read(Body(asked): Body<Asked>) -> Json<Read> {
    Json(aside(move || recognised(&asked.text, asked.entry)).await)
}

fn recognised(text: &str, entry: Option<usize>) -> Read {
    if text.trim().is_empty() {
        return Read { kind: "nothing", says: "nothing yet".to_owned(), ..Read::default() };
    }
    if let Some(kind) = pasted::recognise(text) {
        return request(text, kind, entry);
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

fn request(text: &str, kind: Kind, chosen: Option<usize>) -> Read {
    let id = match kind {
        Kind::Curl => "curl",
        Kind::CurlCmd => "curl-cmd",
        Kind::Fetch => "fetch",
        Kind::Har => "har",
        Kind::PowerShell => "powershell",
    };
    let har = pasted::entries(text);
    let entry = chosen.or(har.meant);
    let several = har.requests.len() > 1;
    let entries =
        if several { har.requests.into_iter().map(offered).collect() } else { Vec::new() };
    let read = Read { kind: id, entries, entry, ..Read::default() };
    if several && entry.is_none() {
        let says = format!("a HAR with {} requests: choose one of them", read.entries.len());
        return Read { says, ..read };
    }
    match pasted::parse(text, kind, chosen) {
        Ok(mut pasted) => {
            let notes = std::mem::take(&mut pasted.notes);
            let fields = Some(Fields::of(pasted));
            Read { says: kind.to_string(), fields, notes, ..read }
        }
        Err(error) => Read { says: error.to_string(), ..read },
    }
}

fn offered(Entry { number, method, url, status }: Entry) -> Value {
    json!({ "number": number, "method": method, "url": url, "status": status })
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
    Read { kind, says, fields, explanation, ..Read::default() }
}
