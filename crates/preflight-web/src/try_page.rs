//! The page from which the user's browser tries a request itself. It stands at an origin of its own, or
//! for a moment at the very origin for which a request is examined, so that the browser asks as the
//! user's page would. It has no token and no API, and does only what the workbench around it says.

mod stands;

pub(crate) use stands::{StandError, Stands};

use crate::assets::{self, TRY};
use crate::headers::NO_SNIFF;
use axum::Router;
use axum::extract::State as Of;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use std::path::PathBuf;
use std::sync::Arc;

/// Where its HTML names the origins that may tell it what to send.
const WORKBENCH: &str = "{workbench}";

/// The page, wherever it stands.
#[derive(Debug, Clone)]
pub(crate) struct TryPage {
    /// The workbench's origins, with spaces between: letters, digits and `:/.-` only.
    workbench: String,
    headers: HeaderMap,
    assets: Option<PathBuf>,
}

impl TryPage {
    /// `workbench` are the origins whose pages may show it and tell it what to send; `assets` is where
    /// its files are read from, instead of from the program.
    pub(crate) fn new(workbench: &[String], assets: Option<PathBuf>) -> Self {
        let workbench = workbench.join(" ");
        let headers = HeaderMap::from_iter([
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (CONTENT_SECURITY_POLICY, content_security_policy(&workbench)),
            NO_SNIFF,
        ]);
        Self { workbench, headers, assets }
    }

    /// Serves it to those who ask for `authority`, and to nobody who made another name point here.
    fn at(self: Arc<Self>, authority: &str) -> Router {
        let place = Place { page: self, authority: authority.into() };
        Router::new().fallback(answer).with_state(place)
    }
}

/// Requests go wherever the user says; nothing else comes from elsewhere, and nobody else may frame it.
/// Unlike the workbench it has no `Referrer-Policy`: it asks as a page does that never thought of one.
fn content_security_policy(workbench: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; form-action 'none'; \
         base-uri 'none'; frame-ancestors {workbench}; require-trusted-types-for 'script'; \
         trusted-types 'none'"
    );
    // Of these letters every header value may be made.
    HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static("default-src 'none'"))
}

/// The page at one of its origins.
#[derive(Debug, Clone)]
struct Place {
    page: Arc<TryPage>,
    authority: Arc<str>,
}

async fn answer(Of(place): Of<Place>, method: Method, url: Uri, headers: HeaderMap) -> Response {
    let host = headers.get(HOST).map(HeaderValue::as_bytes);
    let is_ours = host.is_some_and(|host| host.eq_ignore_ascii_case(place.authority.as_bytes()));
    let mut response = if is_ours {
        place.page.answer(&method, url.path()).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "this is not the name of the page").into_response()
    };
    response.headers_mut().extend(place.page.headers.clone());
    response
}

impl TryPage {
    async fn answer(&self, method: &Method, path: &str) -> Response {
        let name = path.trim_start_matches('/');
        let found = assets::file(self.assets.as_deref(), &format!("{TRY}{name}")).await;
        let Some(file) = found else { return assets::not_found() };
        let file = if name.is_empty() { file.with(WORKBENCH, &self.workbench) } else { file };
        file.response(method)
    }
}
