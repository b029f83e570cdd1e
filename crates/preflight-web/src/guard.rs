//! Who may ask. A page of the web can send requests to this machine, and the workbench sends requests
//! wherever it is told: so it answers to its own names only, to nobody's page but its own, and does
//! nothing without the token.

use crate::api::ApiError;
use crate::origins;
use crate::state::State;
use axum::extract::{Request, State as Of};
use axum::http::header::{AUTHORIZATION, HOST, HeaderMap, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

/// [Fetch Metadata](https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header): whose page asks.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses what is meant for another name ([RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#status.421))
/// or comes from another page.
pub(crate) async fn ours_only(Of(state): Of<State>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let (Ok(host), Ok(origin)) = (sole(headers, &HOST), sole(headers, &ORIGIN)) else {
        return said_twice();
    };
    // The name in the request line, as to a proxy, wins over the header for whoever reads it.
    let line = request.uri().authority().map(Authority::as_str);
    let is_same = line.is_none_or(|line| host.is_some_and(|host| host == line));
    if !is_same || !state.names.are_ours(host) {
        return ApiError::new(
            StatusCode::MISDIRECTED_REQUEST,
            "this is not the name of the workbench",
        )
        .correct("open the address that `preflight ui` printed; `--host NAME` adds a name")
        .into_response();
    }
    if let (Some(origin), Some(host)) = (origin, host)
        && !origins::is_same(origin, host)
    {
        return another_page();
    }
    next.run(request).await
}

/// Refuses who does not show the token, and requests that no page of ours sends.
pub(crate) async fn token_only(Of(state): Of<State>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let (Ok(site), Ok(authorization)) =
        (sole(headers, &SEC_FETCH_SITE), sole(headers, &AUTHORIZATION))
    else {
        return said_twice();
    };
    let site = site.map(HeaderValue::as_bytes);
    if site.is_some_and(|site| !matches!(site, b"same-origin" | b"none")) {
        return another_page();
    }
    if !authorization.and_then(bearer).is_some_and(|given| state.token.is(given)) {
        return ApiError::new(StatusCode::UNAUTHORIZED, "the token is missing or an old one")
            .correct("open the address that `preflight ui` printed when it started")
            .into_response();
    }
    next.run(request).await
}

/// The token of [RFC 6750](https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
fn bearer(authorization: &HeaderValue) -> Option<&[u8]> {
    authorization.as_bytes().strip_prefix(b"Bearer ")
}

/// There are two of a header that nobody sends twice.
struct Twice;

fn sole<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h HeaderValue>, Twice> {
    let mut values = headers.get_all(name).iter();
    let value = values.next();
    values.next().map_or(Ok(value), |_| Err(Twice))
}

fn said_twice() -> Response {
    ApiError::new(StatusCode::BAD_REQUEST, "a header is there twice that says who asks")
        .into_response()
}

fn another_page() -> Response {
    ApiError::new(StatusCode::FORBIDDEN, "another page may not ask the workbench").into_response()
}
