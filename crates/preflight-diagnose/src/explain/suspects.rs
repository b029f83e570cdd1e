//! Which causes a failure leaves, the most probable first: what the message leaves possible, told
//! apart by everything else that the text says (status, value, URL, page, what asked).

use super::groups::Failure;
use crate::allow_origin::{Difference, compare};
use crate::reference;
use preflight_fetch::{Browser, Origin, Url};
use preflight_report::Certainty::{self, Certain, Likely, Possible};
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

/// What the page's origin and the host alone give away.
fn from_page(failure: &Failure) -> Suspects {
    let scheme = failure.origin.as_deref().and_then(|origin| origin.split_once("://"));
    let mut found = Suspects::new();
    let null = failure.origin.as_deref() == Some("null");
    if null && (failure.redirected_from.is_some() || failure.location.is_some()) {
        found.push(("redirect-tainted-origin", Likely));
    } else if null {
        let sure = failure.browser() != Some(Browser::WebKit);
        found.push(("page-origin-is-null", if sure { Certain } else { Likely }));
        found.push(("redirect-tainted-origin", Possible));
    }
    if scheme.is_some_and(|(scheme, _)| !matches!(scheme, "http" | "https" | "file")) {
        found.push(("app-scheme-origin", Likely));
    }
    found
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

/// The causes of a status on a preflight: its page names them.
fn on_preflight(status: u16) -> Suspects {
    let named = reference::status_causes(status);
    if !named.is_empty() {
        return named;
    }
    match status {
        300..400 => redirects(None),
        400..500 => vec![("forbidden-before-cors", Likely), ("options-not-routed", Possible)],
        500..600 => {
            vec![("gateway-without-backend", Likely), ("options-handler-crashes", Possible)]
        }
        _ => vec![
            ("no-cors-headers", Likely),
            ("origin-not-allowed", Possible),
            ("automatic-options-reply", Possible),
            ("spa-fallback-answers-options", Possible),
        ],
    }
}

/// The causes where the request itself was answered so, without the header.
fn on_actual(status: Option<u16>) -> Suspects {
    let pairs: &[(&'static str, Certainty)] = match status {
        None => &[
            ("no-cors-headers", Possible),
            ("origin-not-allowed", Possible),
            ("error-response-without-cors", Possible),
            ("redirect-without-cors", Possible),
            ("cached-without-cors", Possible),
            ("cdn-does-not-forward-origin", Possible),
        ],
        Some(300..400) => {
            &[("redirect-without-cors", Likely), ("session-expired-redirect", Possible)]
        }
        Some(404) => &[("wrong-url", Likely), ("error-response-without-cors", Possible)],
        Some(413 | 431 | 502 | 503 | 504) => &[
            ("proxy-error-without-cors", Likely),
            ("gateway-without-backend", Possible),
            ("error-response-without-cors", Possible),
        ],
        Some(500..600) => {
            &[("server-error-hidden", Likely), ("error-response-without-cors", Likely)]
        }
        Some(400..500) => &[("error-response-without-cors", Likely), ("no-cors-headers", Possible)],
        Some(_) => &[
            ("no-cors-headers", Likely),
            ("origin-not-allowed", Possible),
            ("actual-response-without-cors", Possible),
            ("path-without-cors", Possible),
            ("cached-without-cors", Possible),
            ("cdn-does-not-forward-origin", Possible),
        ],
    };
    pairs.to_vec()
}

/// What the host's name gives away.
fn from_host(failure: &Failure) -> Suspects {
    let url = failure.url.as_deref().and_then(|url| Url::parse(url).ok());
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let ends = |ends: &[&str]| ends.iter().any(|end| host.ends_with(end));
    let tunnels = [
        ".ngrok.io",
        ".ngrok-free.app",
        ".ngrok.app",
        ".loca.lt",
        ".devtunnels.ms",
        ".trycloudflare.com",
    ];
    if ends(&tunnels) {
        return vec![("tunnel-interstitial", Likely)];
    }
    if host.contains("execute-api.") && ends(&[".amazonaws.com"]) {
        return vec![("api-gateway-options", Likely)];
    }
    if is_bucket(failure) {
        return vec![("bucket-without-cors", Likely)];
    }
    if ends(&[".cloudfront.net"]) {
        return vec![("cdn-does-not-forward-origin", Likely)];
    }
    Suspects::new()
}

fn is_bucket(failure: &Failure) -> bool {
    let url = failure.url.as_deref().and_then(|url| Url::parse(url).ok());
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let stores = [
        ".digitaloceanspaces.com",
        ".r2.cloudflarestorage.com",
        ".aliyuncs.com",
        ".blob.core.windows.net",
        "storage.googleapis.com",
    ];
    (host.contains("s3") && host.ends_with(".amazonaws.com"))
        || stores.iter().any(|end| host.ends_with(end))
}

/// Where a redirect ends at a server that does not allow the page.
fn target_of_redirect(url: Option<&str>) -> Suspects {
    if url.is_some_and(is_login) {
        return vec![("session-expired-redirect", Likely), ("access-proxy-login", Possible)];
    }
    vec![("redirect-tainted-origin", Possible), ("redirect-without-cors", Possible)]
}

/// Whether a URL is that of a login.
fn is_login(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    let hosts = [
        "accounts.google.",
        "login.microsoftonline.",
        ".auth0.com",
        ".okta.com",
        ".cloudflareaccess.com",
        "/oauth2/",
        "/oauth/",
        "/login",
        "/signin",
        "/sign-in",
        "/sso",
        "/auth/",
        "/saml",
        "/realms/",
    ];
    hosts.iter().any(|part| url.contains(part))
}

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

fn several(value: Option<&str>) -> Suspects {
    let parts: Vec<&str> =
        value.unwrap_or_default().split([',', ' ']).filter(|p| !p.is_empty()).collect();
    let repeats = parts.iter().enumerate().any(|(i, part)| parts[..i].contains(part));
    if repeats || parts.contains(&"*") {
        return vec![
            ("allow-origin-added-twice", Likely),
            ("allow-origin-lists-several", Possible),
        ];
    }
    if parts.is_empty() {
        return vec![
            ("allow-origin-added-twice", Possible),
            ("allow-origin-lists-several", Possible),
        ];
    }
    vec![("allow-origin-lists-several", Likely), ("allow-origin-added-twice", Possible)]
}

/// A value that is no origin is compared with any: its form decides.
fn invalid(value: Option<&str>) -> Suspects {
    let any: Option<Origin> = "https://page.invalid".parse().ok();
    let difference = any.and_then(|origin| compare(value.unwrap_or_default(), &origin));
    match difference {
        Some(Difference::UnexpandedTemplate) => vec![("allow-origin-unexpanded-template", Certain)],
        _ => vec![("allow-origin-not-an-origin", Certain)],
    }
}

fn differs(failure: &Failure) -> Suspects {
    let Some(value) = failure.value.as_deref() else {
        return vec![
            ("allow-origin-is-another-site", Possible),
            ("origin-not-allowed", Possible),
            ("cached-for-another-origin", Possible),
        ];
    };
    if failure.origin.as_deref() == Some(value) {
        return vec![("redirect-tainted-origin", Certain)];
    }
    let Some(page) = failure.page().filter(|page| *page != Origin::Opaque) else {
        return differs_from_unknown(value);
    };
    match compare(value, &page) {
        Some(Difference::AnotherSite) => {
            vec![("allow-origin-is-another-site", Likely), ("cached-for-another-origin", Possible)]
        }
        Some(difference) => vec![(id_of(difference), Certain)],
        None => Suspects::new(),
    }
}

/// Firefox does not name the page: the value's form decides as far as it can.
fn differs_from_unknown(value: &str) -> Suspects {
    let Ok(any) = "https://page.invalid".parse() else { return Suspects::new() };
    let is_origin = value.parse::<Origin>().is_ok_and(|o| o.serialized() == value);
    match compare(value, &any) {
        Some(Difference::AnotherSite) if !is_origin => {
            let path = value.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
            let first =
                if path { "allow-origin-has-slash-or-path" } else { "allow-origin-not-canonical" };
            vec![(first, Likely), ("allow-origin-is-another-site", Possible)]
        }
        Some(Difference::AnotherSite) => vec![
            ("allow-origin-is-another-site", Possible),
            ("allow-origin-port-differs", Possible),
            ("allow-origin-scheme-differs", Possible),
            ("allow-origin-host-variant", Possible),
            ("redirect-tainted-origin", Possible),
            ("cached-for-another-origin", Possible),
        ],
        Some(difference) => vec![(id_of(difference), Certain)],
        None => Suspects::new(),
    }
}

const fn id_of(difference: Difference) -> &'static str {
    match difference {
        Difference::AddedTwice => "allow-origin-added-twice",
        Difference::UnexpandedTemplate => "allow-origin-unexpanded-template",
        Difference::ListsSeveral => "allow-origin-lists-several",
        Difference::Null => "allow-origin-null",
        Difference::PseudoWildcard => "allow-origin-pseudo-wildcard",
        Difference::NotAnOrigin => "allow-origin-not-an-origin",
        Difference::HasSlashOrPath => "allow-origin-has-slash-or-path",
        Difference::NotCanonical => "allow-origin-not-canonical",
        Difference::SchemeDiffers => "allow-origin-scheme-differs",
        Difference::PortDiffers => "allow-origin-port-differs",
        Difference::HostVariant => "allow-origin-host-variant",
        Difference::AnotherSite => "allow-origin-is-another-site",
    }
}

fn preflight_status(status: Option<u16>) -> Suspects {
    status.map_or_else(
        || {
            let order = [
                "auth-before-cors",
                "options-method-not-allowed",
                "options-not-routed",
                "forbidden-before-cors",
                "options-handler-crashes",
                "gateway-without-backend",
            ];
            order.into_iter().map(|id| (id, Possible)).collect()
        },
        on_preflight,
    )
}

fn preflight_redirected(failure: &Failure) -> Suspects {
    let location = failure.location.as_deref();
    if location.is_some_and(is_login) {
        return vec![("preflight-redirected-to-login", Likely), ("access-proxy-login", Possible)];
    }
    redirects(failure.url.as_deref())
}

fn redirects(url: Option<&str>) -> Suspects {
    let to_https = ("preflight-redirected-to-https", Likely);
    let others = [
        ("preflight-redirected-trailing-slash", Possible),
        ("preflight-redirected-to-login", Possible),
        ("preflight-redirected-to-other-host", Possible),
        ("access-proxy-login", Possible),
    ];
    match url.and_then(|url| Url::parse(url).ok()) {
        Some(url) if url.scheme() == "http" => [to_https].into_iter().chain(others).collect(),
        Some(_) => others.to_vec(),
        None => [("preflight-redirected-to-https", Possible)].into_iter().chain(others).collect(),
    }
}

fn redirect_refused(failure: &Failure) -> Suspects {
    if failure.location.as_deref().or(failure.url.as_deref()).is_some_and(is_login) {
        return vec![("session-expired-redirect", Likely), ("redirect-without-cors", Likely)];
    }
    // Where an earlier redirect made the origin `null`, this one's response may well allow the page.
    let tainted = failure.origin.as_deref() == Some("null");
    let sure = if tainted { Possible } else { Certain };
    vec![("redirect-without-cors", sure), ("session-expired-redirect", Possible)]
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
        let source = include_str!("suspects.rs");
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
