//! What a message excludes: each engine looks at a response in an order of its own, so that a refusal
//! also says which checks passed before it.

use super::groups::Failure;
use preflight_fetch::Browser;

const NETWORK: &[&str] = &[
    "dns-failure",
    "connection-refused",
    "certificate-not-trusted",
    "wrong-scheme-for-port",
    "connection-failed",
    "options-connection-closed",
    "local-network-access",
    "mixed-content",
    "content-security-policy",
    "blocked-by-extension",
    "blocked-port",
    "url-scheme-not-http",
];
const MISSING: &[&str] = &["no-cors-headers", "origin-not-allowed"];
const VALUE: &[&str] = &[
    "allow-origin-is-another-site",
    "allow-origin-scheme-differs",
    "allow-origin-port-differs",
    "allow-origin-host-variant",
    "allow-origin-has-slash-or-path",
    "allow-origin-not-canonical",
    "allow-origin-not-an-origin",
    "allow-origin-pseudo-wildcard",
    "allow-origin-lists-several",
    "allow-origin-added-twice",
    "allow-origin-unexpanded-template",
    "allow-origin-null",
    "wildcard-with-credentials",
    "allow-credentials-not-true",
];
const REDIRECT: &[&str] = &[
    "preflight-redirected-to-https",
    "preflight-redirected-trailing-slash",
    "preflight-redirected-to-other-host",
    "preflight-redirected-to-login",
];
const STATUS: &[&str] = &[
    "auth-before-cors",
    "forbidden-before-cors",
    "options-method-not-allowed",
    "options-not-routed",
    "options-handler-crashes",
    "gateway-without-backend",
    "preflight-rate-limited",
];
const LISTS: &[&str] = &[
    "method-not-allowed",
    "method-case-differs",
    "allow-list-unparsable",
    "wildcard-list-with-credentials",
    "header-not-allowed",
    "json-content-type-not-allowed",
    "tracing-header-not-allowed",
];
const ACTUAL: &[&str] = &[
    "actual-response-without-cors",
    "error-response-without-cors",
    "server-error-hidden",
    "redirect-without-cors",
];

/// The causes that the failure excludes, in the order of their groups, without those it suspects.
pub(super) fn excluded(failure: &Failure, suspects: &[&'static str]) -> Vec<&'static str> {
    let Some(said) = failure.main() else { return Vec::new() };
    let mut groups: Vec<&[&'static str]> = Vec::new();
    for name in &said.template.saying.excludes {
        match *name {
            "network" => groups.push(NETWORK),
            "missing" => groups.push(MISSING),
            "value" => groups.push(VALUE),
            "preflight" => groups.extend([REDIRECT, STATUS]),
            _ => groups.extend([MISSING, VALUE, REDIRECT, STATUS, LISTS, ACTUAL]),
        }
    }
    match failure.preflight {
        Some(true) => groups.push(ACTUAL),
        Some(false) => groups.extend([REDIRECT, STATUS, LISTS]),
        None => {}
    }
    match (said.template.saying.id, failure.browser()) {
        // The redirect is looked at before anything else.
        ("allow-origin-missing", Some(Browser::Chromium)) => groups.push(REDIRECT),
        ("preflight-status", Some(Browser::Chromium)) => groups.extend([MISSING, VALUE, REDIRECT]),
        ("preflight-status", Some(Browser::Firefox)) => groups.extend([MISSING, VALUE]),
        // The status is looked at first: a refused origin stood in a successful answer.
        ("origin-refused", Some(Browser::WebKit)) => groups.extend([REDIRECT, STATUS]),
        _ => {}
    }
    let mut excluded: Vec<&'static str> = Vec::new();
    for id in groups.into_iter().flatten() {
        if !suspects.contains(id) && !excluded.contains(id) {
            excluded.push(id);
        }
    }
    excluded
}
