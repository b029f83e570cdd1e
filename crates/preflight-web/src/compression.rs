//! Responses are sent compressed: over a network, and through a tunnel, the page is there sooner.

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue, VARY,
};
use axum::middleware::Next;
use axum::response::Response;
use flate2::Compression;
use flate2::read::GzEncoder;
use std::io::Read as _;
use std::sync::OnceLock;

/// What is shorter gains nothing, in bytes.
const SHORT: u64 = 1000;

/// Where the compressed form of a response stands that is the same each time. It is made when somebody
/// first takes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Once(pub(crate) &'static OnceLock<Bytes>);

/// Compresses what is known in full; events are sent as they happen.
pub(crate) async fn compressed(request: Request, next: Next) -> Response {
    let takes = takes_gzip(request.headers());
    let mut response = next.run(request).await;
    response.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
    let length = response.body().size_hint().exact();
    if !takes || length.is_none_or(|length| length < SHORT) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // It is in memory already, and cannot fail.
    let plain = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let body = match parts.extensions.get() {
        Some(Once(place)) => place.get_or_init(|| gzip(&plain)).clone(),
        None => gzip(&plain),
    };
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    Response::from_parts(parts, Body::from(body))
}

fn gzip(plain: &[u8]) -> Bytes {
    let mut encoded = Vec::new();
    // It is read from memory, and cannot fail.
    let _ = GzEncoder::new(plain, Compression::default()).read_to_end(&mut encoded);
    encoded.into()
}

/// [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding)
fn takes_gzip(headers: &HeaderMap) -> bool {
    let given = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    given.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let weight = weight.trim().trim_start_matches(['q', 'Q']).trim_start_matches('=');
        name.trim().eq_ignore_ascii_case("gzip") && weight.parse().is_ok_and(|q: f32| q > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets;
    use axum::Router;
    use axum::middleware::from_fn;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn a_file_of_the_program_is_compressed_once() {
        let file = async |request: Request| {
            let file = assets::file(None, "app.js").await.expect("a file");
            file.response(request.method())
        };
        let router = Router::new().fallback(file).layer(from_fn(compressed));
        let sent = async || {
            let mut request = Request::new(Body::empty());
            request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
            let response = router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(response.headers()[CONTENT_ENCODING], "gzip");
            to_bytes(response.into_body(), usize::MAX).await.expect("a body")
        };
        let (first, second) = (sent().await, sent().await);
        assert_eq!(first.as_ptr(), second.as_ptr());
    }

    #[test]
    fn who_does_not_say_so_does_not_take_it() {
        let takes = |value: &'static str| {
            takes_gzip(&HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(value))]))
        };
        assert!(takes("gzip, deflate, br") && takes("br;q=1, GZIP;q=0.5") && takes("gzip;q=1.0"));
        assert!(!takes("") && !takes("br") && !takes("gzip;q=0") && !takes("x-gzip, identity"));
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
