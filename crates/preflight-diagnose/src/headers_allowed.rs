//! Which of the headers asked for `Access-Control-Allow-Headers` does not cover: all of them, where
//! the console names only the first.

use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use preflight_fetch::Because;
use preflight_fetch::http::methods::is_cors_safelisted_method;
use preflight_report::Certainty;

/// The headers refused.
#[derive(Debug, Clone)]
pub struct HeadersRefused<'a> {
    /// The exchange.
    pub shown: Shown<'a>,
    /// The names not in the list, lower case, sorted.
    pub missing: Vec<String>,
    /// `Access-Control-Request-Headers` as sent.
    pub asked: String,
    /// Whether the list holds `*`.
    pub wildcard: bool,
}

/// The exchange on which a header was refused, and every name that is missing.
#[must_use]
pub fn headers_refused<'a>(evidence: &Evidence<'a>) -> Option<HeadersRefused<'a>> {
    let shown = evidence.refused(|b| matches!(b, Because::HeaderNotAllowed(_)))?.shown?;
    let asked = shown.request_header("access-control-request-headers")?;
    let missing = asked
        .split(',')
        .filter(|name| !shown.lists("access-control-allow-headers", name))
        .map(str::to_owned)
        .collect();
    let wildcard = shown.lists("access-control-allow-headers", "*");
    Some(HeadersRefused { shown, missing, asked, wildcard })
}

/// What sort of header a script sets, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sort {
    /// `Content-Type` with a value that no HTML form sends, such as `application/json`.
    ContentType,
    /// Set by a tracing or error-reporting library.
    Tracing,
    /// A header of responses.
    Response,
    /// It steers a cache.
    Cache,
    /// Its name is safelisted, so it is its value that needs permission.
    Safelisted,
    /// Any other.
    Other,
}

/// What sort of header this is; `name` in lower case.
#[must_use]
pub fn sort(name: &str, value: &[u8]) -> Sort {
    match name {
        "content-type" if !has_form_essence(value) => Sort::ContentType,
        "accept" | "accept-language" | "content-language" | "content-type" | "range" => {
            Sort::Safelisted
        }
        "cache-control"
        | "expires"
        | "if-match"
        | "if-modified-since"
        | "if-none-match"
        | "if-unmodified-since"
        | "pragma" => Sort::Cache,
        "access-control-request-headers" | "access-control-request-method" => Sort::Other,
        "content-security-policy"
        | "cross-origin-resource-policy"
        | "strict-transport-security"
        | "vary"
        | "x-content-type-options"
        | "x-frame-options" => Sort::Response,
        _ if name.starts_with("access-control-") => Sort::Response,
        _ if is_tracing(name) => Sort::Tracing,
        _ => Sort::Other,
    }
}

fn has_form_essence(value: &[u8]) -> bool {
    let value = String::from_utf8_lossy(value).to_ascii_lowercase();
    let essence = value.split(';').next().unwrap_or_default().trim();
    matches!(essence, "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain")
}

/// W3C Trace Context, B3, and the names of the libraries that set them.
fn is_tracing(name: &str) -> bool {
    const NAMES: [&str; 15] = [
        "b3",
        "baggage",
        "elastic-apm-traceparent",
        "newrelic",
        "request-context",
        "request-id",
        "sentry-trace",
        "traceparent",
        "tracestate",
        "uber-trace-id",
        "x-amzn-trace-id",
        "x-cloud-trace-context",
        "x-correlation-id",
        "x-request-id",
        "x-requested-with",
    ];
    const BEGINNINGS: [&str; 5] =
        ["uberctx-", "x-b3-", "x-datadog-", "x-ms-client-request-", "x-ms-request-"];
    NAMES.contains(&name) || BEGINNINGS.iter().any(|b| name.starts_with(b))
}

impl HeadersRefused<'_> {
    /// The names missing of this sort.
    #[must_use]
    pub fn of(&self, evidence: &Evidence<'_>, wanted: Sort) -> Vec<String> {
        let is = |name: &&String| sort_asked(evidence, name) == wanted;
        self.missing.iter().filter(is).cloned().collect()
    }

    /// A finding of this sort: the names missing, and in a note what else is. Each name is reported
    /// once, by the cause of its sort.
    #[must_use]
    pub fn draft(
        &self,
        evidence: &Evidence<'_>,
        certainty: Certainty,
        wanted: Sort,
    ) -> Option<Draft> {
        let names = self.of(evidence, wanted);
        if names.is_empty() {
            return None;
        }
        let needed = format!("{} in the list", names.join(", "));
        // Engines that name other headers in their preflights are refused on exchanges of their own.
        let blocks = evidence.blocked_because(
            |b| matches!(b, Because::HeaderNotAllowed(name) if self.missing.contains(&name.to_string())),
        );
        let draft = Draft::at(certainty, evidence, &self.shown)
            .blocking(blocks)
            .header(&self.shown, "Access-Control-Allow-Headers", &needed)
            .request(&self.shown, "Access-Control-Request-Headers", &self.asked, "");
        let others: Vec<_> = self.missing.iter().filter(|n| !names.contains(n)).cloned().collect();
        Some(if others.is_empty() {
            draft
        } else {
            draft.note(format!("also missing in the list: {}", others.join(", ")))
        })
    }
}

/// What sort of header a name in a preflight stands for, by the value that the script gave it.
#[must_use]
pub fn sort_asked(evidence: &Evidence<'_>, name: &str) -> Sort {
    let value = evidence.question.request.header_list().get(name).unwrap_or_default();
    sort(name, &value)
}

/// Headers of one sort for which the browser asked permission, whether or not it was given.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The preflight.
    pub preflight: Shown<'a>,
    /// Its `Access-Control-Request-Headers`.
    pub list: String,
    /// The names of this sort.
    pub names: Vec<String>,
    /// Whether nothing else makes this request need a preflight.
    pub only_reason: bool,
}

/// The headers of this sort for which the preflight asks.
#[must_use]
pub fn asked_for<'a>(evidence: &Evidence<'a>, wanted: Sort) -> Option<Asked<'a>> {
    let preflight = evidence.preflight()?;
    let list = preflight.request_header("access-control-request-headers")?;
    let (names, others): (Vec<String>, Vec<String>) =
        list.split(',').map(str::to_owned).partition(|n| sort_asked(evidence, n) == wanted);
    if names.is_empty() {
        return None;
    }
    let method = preflight.request_header("access-control-request-method").unwrap_or_default();
    let only_reason = others.is_empty() && is_cors_safelisted_method(&method);
    Some(Asked { preflight, list, names, only_reason })
}
