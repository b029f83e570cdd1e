//! Which causes a failure leaves, the most probable first: what the message leaves possible, told
//! apart by everything else that the text says (status, value, URL, page, what asked).

mod allow_origin;
mod places;
mod redirects;
mod statuses;

use super::groups::Failure;
use allow_origin::{differs, invalid, several};
use places::{from_host, from_page, is_bucket};
use preflight_report::Certainty::{self, Certain, Likely, Possible};
use redirects::{preflight_redirected, redirect_refused, target_of_redirect};
use statuses::{on_actual, on_preflight, preflight_status};
use std::cmp::Reverse;

type Suspects = Vec<(&'static str, Certainty)>;

/// The causes, the most probable first, each once.
pub(super) fn suspects(failure: &Failure) -> Suspects {
    let Some(said) = failure.main() else { return Suspects::new() };
    let saying = said.template.saying;
    let mut found = Suspects::new();
    if saying.weight <= 5 {
        found.extend(from_page(failure));
    }
    found.extend(match saying.id {
        "allow-origin-missing" => missing(failure),
        "origin-refused" => origin_refused(failure),
        "allow-origin-several" => several(failure.value.as_deref()),
        "allow-origin-invalid" => invalid(failure.value.as_deref()),
        "allow-origin-differs" => differs(failure),
        "preflight-status" => preflight_status(failure.status),
        "preflight-redirected" => preflight_redirected(failure),
        "redirect-refused" => redirect_refused(failure),
        "method-refused" => method_refused(failure.method.as_deref()),
        "header-refused" if failure.headers.is_empty() => vec![("header-not-allowed", Possible)],
        "header-refused" => failure.headers.iter().flat_map(|name| header_refused(name)).collect(),
        "header-named" => {
            failure.headers.iter().flat_map(|name| header_refused(name)).map(possible).collect()
        }
        "no-answer" => no_answer(failure),
        "hidden" | "blocked" | "context" | "answered-so" | "no-reason" => hidden(failure),
        "scheme-not-http" => scheme_not_http(failure),
        "refused-by-server" if is_bucket(failure) => {
            vec![("bucket-without-cors", Likely), ("refused-by-cors-layer", Possible)]
        }
        "not-a-browser" => outside_the_browser(said.template.code),
        _ => Suspects::new(),
    });
    found.extend(&saying.causes);
    // Stable: what is as sure stays in the order in which it was found.
    found.sort_by_key(|&(_, certainty)| Reverse(certainty));
    let mut once = Suspects::new();
    for (id, certainty) in found {
        if once.iter().all(|(known, _)| *known != id) {
            once.push((id, certainty));
        }
    }
    once
}

const fn possible((id, _): (&'static str, Certainty)) -> (&'static str, Certainty) {
    (id, Possible)
}

fn missing(failure: &Failure) -> Suspects {
    let mut found = from_host(failure);
    if matches!(failure.kind.as_deref(), Some("image" | "script" | "font" | "CSS stylesheet")) {
        found.push(("crossorigin-attribute", Likely));
    }
    if failure.redirected_from.is_some() {
        found.extend(target_of_redirect(failure.url.as_deref()));
    }
    match (failure.preflight, failure.status) {
        (Some(true), Some(status)) => found.extend(on_preflight(status)),
        (Some(true), None) => found.extend(POSSIBLE_ON_PREFLIGHT.map(|id| (id, Possible))),
        (Some(false), status) => found.extend(on_actual(status)),
        // 401, 405 and redirects are what a preflight runs into; the rest can be either.
        (None, Some(status @ (401 | 403 | 405 | 429 | 501))) => {
            found.extend(on_preflight(status));
            found.extend(on_actual(Some(status)));
        }
        (None, status) => {
            found.extend(on_actual(status));
            found.extend(status.map(on_preflight).unwrap_or_default());
        }
    }
    found
}

/// Where a preflight without the header says nothing of its status.
const POSSIBLE_ON_PREFLIGHT: [&str; 9] = [
    "no-cors-headers",
    "origin-not-allowed",
    "auth-before-cors",
    "automatic-options-reply",
    "options-method-not-allowed",
    "options-not-routed",
    "forbidden-before-cors",
    "options-handler-crashes",
    "gateway-without-backend",
];

/// WebKit says the same of a header that is missing and of one that names another origin.
fn origin_refused(failure: &Failure) -> Suspects {
    let mut found = from_host(failure);
    if failure.said.iter().any(|said| said.template.saying.id == "script-refused") {
        found.push(("crossorigin-attribute", Likely));
    }
    found.extend(match failure.status {
        Some(200..300) | None => vec![
            ("no-cors-headers", Possible),
            ("origin-not-allowed", Possible),
            ("allow-origin-is-another-site", Possible),
            ("allow-origin-has-slash-or-path", Possible),
            ("allow-origin-scheme-differs", Possible),
        ],
        status => on_actual(status),
    });
    found
}

fn method_refused(method: Option<&str>) -> Suspects {
    if method.is_some_and(|m| m.bytes().any(|b| b.is_ascii_lowercase())) {
        return vec![("method-case-differs", Certain), ("method-not-allowed", Possible)];
    }
    vec![
        ("method-not-allowed", Likely),
        ("wildcard-list-with-credentials", Possible),
        ("method-case-differs", Possible),
    ]
}

/// The families of headers that are refused for a reason of their own.
fn header_refused(name: &str) -> Suspects {
    let name = name.to_ascii_lowercase();
    let tracing = [
        "traceparent",
        "tracestate",
        "baggage",
        "sentry-trace",
        "newrelic",
        "b3",
        "uber-trace-id",
        "request-id",
        "request-context",
        "x-request-id",
        "x-correlation-id",
        "x-requested-with",
        "x-cloud-trace-context",
        "x-amzn-trace-id",
        "elastic-apm-traceparent",
        "ngsw-bypass",
    ];
    let tracing_prefixes = ["x-datadog-", "x-b3-", "x-ms-", "x-newrelic-", "x-dynatrace"];
    let cache = ["cache-control", "pragma", "expires", "if-none-match", "if-modified-since"];
    let unsafe_value = ["accept", "accept-language", "content-language", "range"];
    let tail = ("header-not-allowed", Possible);
    if name == "content-type" {
        vec![("json-content-type-not-allowed", Certain), tail]
    } else if tracing.contains(&&*name) || tracing_prefixes.iter().any(|p| name.starts_with(p)) {
        vec![("tracing-header-not-allowed", Likely), tail]
    } else if name.starts_with("access-control-") || matches!(&*name, "vary" | "set-cookie") {
        vec![("response-header-in-request", Certain)]
    } else if cache.contains(&&*name) {
        vec![("cache-header-not-allowed", Certain), tail]
    } else if unsafe_value.contains(&&*name) {
        vec![("header-unexpectedly-unsafe", Likely), tail]
    } else {
        vec![("header-not-allowed", Likely), ("wildcard-list-with-credentials", Possible)]
    }
}

fn no_answer(failure: &Failure) -> Suspects {
    let url = failure.url.as_deref().unwrap_or_default();
    if url.starts_with("ws:") || url.starts_with("wss:") {
        return vec![("websocket-not-cors", Likely)];
    }
    let by_http = failure.target().is_some_and(|url| url.scheme() == "http");
    let secure_page = failure.origin.as_deref().is_some_and(|o| o.starts_with("https:"));
    if by_http && secure_page { vec![("mixed-content", Likely)] } else { Suspects::new() }
}

/// The console hid nothing from the network panel: a status there is that of the request itself.
fn hidden(failure: &Failure) -> Suspects {
    let mut found = no_answer(failure);
    if let Some(status) = failure.status {
        found.extend(match failure.preflight {
            Some(true) => on_preflight(status),
            _ => on_actual(Some(status)),
        });
    }
    found
}

fn scheme_not_http(failure: &Failure) -> Suspects {
    let file = failure.url.as_deref().is_some_and(|url| url.starts_with("file:"));
    if file {
        vec![("url-scheme-not-http", Certain), ("page-origin-is-null", Likely)]
    } else {
        Suspects::new()
    }
}

fn outside_the_browser(code: &str) -> Suspects {
    match code {
        "ECONNREFUSED" | "hidden" => vec![("connection-refused", Certain)],
        "ENOTFOUND" => vec![("dns-failure", Certain)],
        "self-signed" => vec![("certificate-not-trusted", Certain)],
        _ => Suspects::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::causes::CAUSES;

    #[test]
    fn every_cause_that_is_named_exists() {
        let source = [
            include_str!("suspects.rs"),
            include_str!("suspects/allow_origin.rs"),
            include_str!("suspects/places.rs"),
            include_str!("suspects/redirects.rs"),
            include_str!("suspects/statuses.rs"),
        ]
        .concat();
        let pairs = source.split("(\"").skip(1).filter_map(|part| part.split_once("\", "));
        let is_sure =
            |rest: &str| ["Possible", "Likely", "Certain"].iter().any(|w| rest.starts_with(w));
        let named: Vec<&str> = pairs.filter(|(_, rest)| is_sure(rest)).map(|(id, _)| id).collect();
        assert!(named.len() > 60, "{} causes are named", named.len());
        for id in named.into_iter().chain(super::POSSIBLE_ON_PREFLIGHT) {
            assert!(CAUSES.iter().any(|cause| cause.id == id), "`{id}` is no cause");
        }
    }
}
