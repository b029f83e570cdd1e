//! The body of a request: JSON of a known shape.

use super::ApiError;
use axum::body;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use futures_util::StreamExt as _;
use serde::de::DeserializeOwned;
use std::time::Duration;
use tokio::time::timeout;

/// The longest body of a request, in bytes: a pasted HAR entry is the longest that people have.
const LONGEST: usize = 1 << 20;
/// How much longer it may be and still be taken in, to be thrown away: who still sends when the answer
/// comes may see the connection break instead
/// ([RFC 9112](https://www.rfc-editor.org/rfc/rfc9112#section-9.6)).
const THROWN_AWAY: usize = 64 << 20;
/// How long it may take to arrive: it comes from this machine, or from its network.
const PATIENCE: Duration = Duration::from_secs(10);

/// A body that was read.
#[derive(Debug)]
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Body<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes());
        if kind != Some(b"application/json") {
            let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
            return Err(ApiError::new(status, "the body is not called JSON")
                .correct("send it with `Content-Type: application/json`"));
        }
        let bytes = timeout(PATIENCE, whole(request.into_body())).await.map_err(|_| {
            ApiError::new(StatusCode::REQUEST_TIMEOUT, "the body takes too long to arrive")
        })??;
        let read = serde_json::from_slice(&bytes);
        read.map(Self).map_err(|error| ApiError::new(StatusCode::BAD_REQUEST, error))
    }
}

async fn whole(body: body::Body) -> Result<Vec<u8>, ApiError> {
    let mut parts = body.into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(part) = parts.next().await {
        let part = part.map_err(|error| {
            ApiError::new(StatusCode::BAD_REQUEST, format!("the body broke off: {error}"))
        })?;
        length += part.len();
        if length <= LONGEST {
            bytes.extend_from_slice(&part);
        } else if length > LONGEST + THROWN_AWAY {
            break;
        }
    }
    if length > LONGEST {
        let reason = format!("the body is longer than {LONGEST} bytes");
        return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, reason));
    }
    Ok(bytes)
}
