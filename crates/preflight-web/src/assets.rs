//! The files of the page. They are in the program; whoever works on them has them read from a folder.

use crate::api::ApiError;
use crate::compression::Once;
use crate::state::State;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Request, State as Of};
use axum::http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::sync::OnceLock;
use tokio::fs;

/// A file in the program.
struct Embedded {
    /// Its path below `assets/`.
    name: &'static str,
    content: &'static [u8],
    compressed: OnceLock<Bytes>,
}

/// Files, from these names.
macro_rules! embedded {
    ($($name:literal,)*) => {
        &[$({
            static FILE: Embedded = Embedded {
                name: $name,
                content: include_bytes!(concat!("../assets/", $name)),
                compressed: OnceLock::new(),
            };
            &FILE
        }),*]
    };
}

/// Every file.
static FILES: &[&Embedded] = embedded![
    "app.js",
    "core/api.js",
    "core/browser.js",
    "core/clipboard.js",
    "core/dom.js",
    "core/highlight.js",
    "core/languages.js",
    "core/route.js",
    "core/share.js",
    "core/storage.js",
    "core/style.js",
    "icon.svg",
    "index.html",
    "parts/cause.js",
    "parts/code-block.js",
    "parts/comparison.js",
    "parts/configuration.js",
    "parts/copy-button.js",
    "parts/elsewhere.js",
    "parts/evidence.js",
    "parts/examination.js",
    "parts/exchange.js",
    "parts/field.js",
    "parts/file-taker.js",
    "parts/fix.js",
    "parts/header-rows.js",
    "parts/notice.js",
    "parts/prose.js",
    "parts/report.js",
    "parts/request-form.js",
    "parts/request-form/controls.js",
    "parts/seen.js",
    "parts/sequence.js",
    "parts/sequence/arrow.js",
    "parts/sequence/lanes.js",
    "parts/sequence/step.js",
    "parts/sequence/words.js",
    "parts/tabs.js",
    "parts/target-picker.js",
    "parts/timing.js",
    "parts/try-frame.js",
    "parts/verdicts.js",
    "parts/words.js",
    "style/base.css",
    "style/build.css",
    "style/check.css",
    "style/clinic.css",
    "style/explain.css",
    "style/gateway.css",
    "style/parts.css",
    "style/report.css",
    "style/request.css",
    "style/tokens.css",
    "style/try.css",
    "theme.js",
    "try/index.html",
    "try/send.js",
    "try/try.css",
    "try/try.js",
    "views/build.js",
    "views/build/asking.js",
    "views/build/entries.js",
    "views/build/file.js",
    "views/build/issues.js",
    "views/build/lists.js",
    "views/build/max-age.js",
    "views/build/opening.js",
    "views/build/origin-trial.js",
    "views/build/output.js",
    "views/build/policy-form.js",
    "views/build/policy-list.js",
    "views/build/state.js",
    "views/build/steps.js",
    "views/build/target-search.js",
    "views/build/trial.js",
    "views/build/undo.js",
    "views/check.js",
    "views/check/address.js",
    "views/check/entries.js",
    "views/check/examples.js",
    "views/check/har.js",
    "views/check/paste.js",
    "views/clinic.js",
    "views/clinic/gallery.js",
    "views/clinic/here.js",
    "views/clinic/progress.js",
    "views/clinic/scenario.js",
    "views/explain.js",
    "views/explain/article.js",
    "views/explain/failures.js",
    "views/explain/list.js",
    "views/explain/page.js",
    "views/explain/start.js",
    "views/gateway.js",
    "views/gateway/comparison.js",
    "views/gateway/decisions.js",
    "views/gateway/filters.js",
    "views/gateway/groups.js",
    "views/gateway/numbers.js",
    "views/gateway/rows.js",
    "views/gateway/start.js",
    "views/gateway/status.js",
    "views/gateway/teller.js",
    "views/gateway/watch.js",
    "views/try.js",
    "views/try/confirm.js",
    "views/try/outcome.js",
    "views/try/place.js",
];

/// Those of the page from which the user's browser tries requests: they stand at their own origin.
pub(crate) const TRY: &str = "try/";

/// The longest file that is read from a folder, in bytes.
const LONGEST: u64 = 1 << 20;

/// A file of the workbench's page.
pub(crate) async fn page(Of(state): Of<State>, request: Request) -> Response {
    // `CONNECT` has no path, `OPTIONS *` one without a slash.
    let Some(name) = request.uri().path().strip_prefix('/') else { return not_found() };
    if name.trim_start_matches('/').starts_with(TRY) {
        return not_found();
    }
    match file(state.assets.as_deref(), name).await {
        Some(file) => file.response(request.method()),
        None => not_found(),
    }
}

/// A file and what it is.
#[derive(Debug)]
pub(crate) struct File {
    content: Cow<'static, [u8]>,
    media_type: &'static str,
    compressed: Option<Once>,
}

/// The file of this name below `assets/`; of a folder its `index.html`.
pub(crate) async fn file(folder: Option<&Path>, name: &str) -> Option<File> {
    let name = if name.is_empty() || name.ends_with('/') {
        format!("{name}index.html")
    } else {
        name.to_owned()
    };
    let media_type = media_type(&name)?;
    let Some(folder) = folder else {
        let Embedded { content, compressed, .. } = FILES.iter().find(|file| file.name == name)?;
        return Some(File {
            content: (*content).into(),
            media_type,
            compressed: Some(Once(compressed)),
        });
    };
    let content = content(folder, &name).await?.into();
    Some(File { content, media_type, compressed: None })
}

impl File {
    /// The same with `new` in the place of `old`.
    pub(crate) fn with(self, old: &str, new: &str) -> Self {
        let content = String::from_utf8_lossy(&self.content).replace(old, new);
        Self { content: content.into_bytes().into(), compressed: None, ..self }
    }

    /// The answer to a request for it.
    pub(crate) fn response(self, method: &Method) -> Response {
        if matches!(*method, Method::GET | Method::HEAD) {
            let kind = HeaderValue::from_static(self.media_type);
            let once = self.compressed.map(Extension);
            return ([(CONTENT_TYPE, kind)], once, self.content).into_response();
        }
        let mut response =
            ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD").into_response();
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        response
    }
}

async fn content(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains('\\');
    if !name.split('/').all(is_plain) {
        return None;
    }
    read(folder, name).await.ok()
}

/// Of a file in the folder: no link leads out of it, and no device is read, which may never end.
async fn read(folder: &Path, name: &str) -> io::Result<Vec<u8>> {
    let (folder, path) =
        (fs::canonicalize(folder).await?, fs::canonicalize(folder.join(name)).await?);
    let about = fs::metadata(&path).await?;
    if !path.starts_with(folder) || !about.is_file() || about.len() > LONGEST {
        return Err(io::ErrorKind::NotFound.into());
    }
    fs::read(path).await
}

fn media_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "html" => Some("text/html; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

pub(crate) fn not_found() -> Response {
    ApiError::new(StatusCode::NOT_FOUND, "there is no such page").into_response()
}
