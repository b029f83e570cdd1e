//! What every response of the workbench says to the browser: load nothing from elsewhere, run no script
//! that is not a file of ours, be nobody's frame. No CORS header: no other page may read anything.

use axum::http::HeaderName;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::Response;

/// What the page may load. Frames are those in which the user's browser tries a request itself: they
/// stand on this machine, each at the port of the page that it plays. Text becomes markup nowhere
/// ([Trusted Types](https://www.w3.org/TR/trusted-types/#require-trusted-types-for-csp-directive)).
const PAGE: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     frame-src http://localhost:* http://*.localhost:* http://127.0.0.1:*; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
);

/// Nothing is taken for another kind than it is called.
pub(crate) const NO_SNIFF: (HeaderName, HeaderValue) =
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));

const ALWAYS: [(HeaderName, HeaderValue); 6] = [
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (CONTENT_SECURITY_POLICY, PAGE),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    NO_SNIFF,
];

/// Adds them.
pub(crate) async fn secured(mut response: Response) -> Response {
    response.headers_mut().extend(ALWAYS);
    response
}
