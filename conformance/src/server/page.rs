//! The page at `/drive`, which asks for cases and posts what came of them.

use super::Shared;
use super::connection::{Connection, ReceivedRequest};
use crate::cases::{CallBody, Case, Origins};
use crate::observed::End;
use serde::{Deserialize, Serialize};
use std::io;
use std::sync::Arc;

const PAGE: &str = include_str!("drive.html");

/// One call, as the page takes it.
#[derive(Serialize)]
struct CallForPage<'a> {
    url: String,
    method: &'a str,
    headers: &'a [(String, String)],
    mode: &'static str,
    credentials: &'static str,
    redirect: &'static str,
    cache: &'static str,
    body: &'static str,
}

/// What the page posts: for each case, how its calls ended.
#[derive(Debug, Deserialize)]
pub struct PlayedBatch(pub(super) Vec<Vec<EndFromPage>>);

/// How a call ended, as the page saw it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum EndFromPage {
    Response {
        kind: String,
        status: u16,
        redirected: bool,
        url: String,
        headers: Vec<(String, String)>,
    },
    Rejected {
        error: String,
    },
}

impl EndFromPage {
    /// The same with the run's addresses replaced.
    pub(super) fn fold(self, origins: &Origins, run: u64) -> End {
        let fold = |text: String| origins.fold(run, &text);
        match self {
            Self::Rejected { error } => End::Rejected(error),
            Self::Response { kind, status, redirected, url, headers } => End::Response {
                kind,
                status,
                redirected,
                url: fold(url),
                headers: headers.into_iter().map(|(name, value)| (name, fold(value))).collect(),
            },
        }
    }
}

/// Cases as the page takes them.
pub(super) fn batch(origins: &Origins, cases: &[(u64, Arc<Case>)], in_flight: usize) -> String {
    let calls = |(run, case): &'_ (u64, Arc<Case>)| {
        case.calls
            .iter()
            .map(|call| {
                serde_json::json!(CallForPage {
                    url: origins.call_url(case, *run, call),
                    method: &call.method,
                    headers: &call.headers,
                    mode: call.mode.as_str(),
                    credentials: call.credentials.as_str(),
                    redirect: call.redirect.as_str(),
                    cache: call.cache.as_str(),
                    body: match call.body {
                        CallBody::None => "none",
                        CallBody::Bytes => "bytes",
                        CallBody::Stream => "stream",
                    },
                })
            })
            .collect::<Vec<_>>()
    };
    let cases: Vec<_> = cases.iter().map(calls).collect();
    serde_json::json!({ "in_flight": in_flight, "cases": cases }).to_string()
}

/// Answers what is no case: the page itself, its work, its results.
pub(super) async fn respond(
    connection: &mut Connection,
    request: &ReceivedRequest,
    shared: &Shared,
) -> io::Result<()> {
    match (request.head.method.as_str(), request.head.target.as_str()) {
        ("GET", crate::model::PAGE_PATH) => {
            connection.write_own(200, "text/html; charset=utf-8", PAGE.as_bytes()).await
        }
        ("GET", "/work") => {
            let work = shared.work.lock().await.recv().await;
            let work = work.ok_or_else(|| io::Error::other("the lab has closed"))?;
            connection.write_own(200, "application/json", work.as_bytes()).await
        }
        ("POST", "/played") => {
            let played = serde_json::from_slice(&request.body).map_err(io::Error::other)?;
            let _ = shared.played.send(played);
            connection.write_own(200, "text/plain", b"").await
        }
        _ => connection.write_own(404, "text/plain", b"nothing here").await,
    }
}
