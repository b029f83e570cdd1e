//! The application behind every server that runs a generated configuration: one function of the
//! request, so that the process here and the policy's own evaluation have the same. Wrappers of
//! frameworks have the same routes in their language.

use http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};

/// The response header by which one sees that the application was reached.
pub const MARK: &str = "x-application";

/// An answer, whose body matters to nobody.
pub type Answer = http::Response<()>;

/// What the application answers to any method; `None` where it hangs up without a word (`/throws`). The last
/// segments of the path decide, so that there is all of it at any depth.
///
/// - `…/ok`: 200, JSON, `Vary: Accept-Encoding`
/// - `…/own-cors`: the same with CORS headers of its own
/// - `…/error/404`, `…/error/500`: these statuses
/// - `…/redirect`: 302 to `ok` beside it
/// - `…/auth`: 401 without `Authorization`, to a preflight too
/// - anything else: 404
#[must_use]
pub fn respond(path: &str, headers: &HeaderMap) -> Option<Answer> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let status = match name {
        "ok" | "own-cors" => StatusCode::OK,
        "500" if folder.ends_with("/error") => StatusCode::INTERNAL_SERVER_ERROR,
        "redirect" => StatusCode::FOUND,
        "auth" if headers.contains_key(AUTHORIZATION) => StatusCode::OK,
        "auth" => StatusCode::UNAUTHORIZED,
        "throws" => return None,
        _ => StatusCode::NOT_FOUND,
    };
    let mut answer = Answer::new(());
    *answer.status_mut() = status;
    let lines = answer.headers_mut();
    lines.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    lines.insert(MARK, HeaderValue::from_static("reached"));
    lines.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if name == "redirect" {
        let location = format!("{folder}/ok");
        lines.insert(LOCATION, HeaderValue::try_from(location).expect("a path"));
    }
    if name == "own-cors" {
        lines.insert("access-control-allow-origin", HeaderValue::from_static("*"));
        lines.insert("access-control-allow-credentials", HeaderValue::from_static("true"));
        lines.insert("access-control-expose-headers", HeaderValue::from_static("x-inner"));
    }
    Some(answer)
}
