//! What a message excludes: each engine looks at a response in an order of its own, so that a refusal
//! also says which checks passed before it.

use super::groups::Failure;
use preflight_fetch::Browser;

/// Causes that are excluded together.
struct Group {
    words: &'static str,
    ids: &'static [&'static str],
}

static NETWORK: Group = Group {
    words: "no answer at all: name, connection, certificate, blockers, the page's own policy",
    ids: &[
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
    ],
};
static MISSING: Group = Group {
    words: "a missing Access-Control-Allow-Origin",
    ids: &["no-cors-headers", "origin-not-allowed"],
};
static VALUE: Group = Group {
    words: "a wrong Access-Control-Allow-Origin or -Credentials",
    ids: &[
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
    ],
};
static REDIRECT: Group = Group {
    words: "a redirect of the preflight",
    ids: &[
        "preflight-redirected-to-https",
        "preflight-redirected-trailing-slash",
        "preflight-redirected-to-other-host",
        "preflight-redirected-to-login",
    ],
};
static STATUS: Group = Group {
    words: "a wrong status of the preflight",
    ids: &[
        "auth-before-cors",
        "forbidden-before-cors",
        "options-method-not-allowed",
        "options-not-routed",
        "options-handler-crashes",
        "gateway-without-backend",
        "preflight-rate-limited",
    ],
};
static LISTS: Group = Group {
    words: "methods and headers that are not allowed",
    ids: &[
        "method-not-allowed",
        "method-case-differs",
        "allow-list-unparsable",
        "wildcard-list-with-credentials",
        "header-not-allowed",
        "json-content-type-not-allowed",
        "tracing-header-not-allowed",
    ],
};
static ACTUAL: Group = Group {
    words: "the answer to the request itself",
    ids: &[
        "actual-response-without-cors",
        "error-response-without-cors",
        "server-error-hidden",
        "redirect-without-cors",
    ],
};

/// What a failure excludes, as ids and in words.
#[derive(Debug, Default)]
pub(super) struct Excluded {
    pub(super) ids: Vec<&'static str>,
    pub(super) words: Vec<&'static str>,
}

/// The causes that the failure excludes, in the order of their groups, without those it suspects.
pub(super) fn excluded(failure: &Failure, suspects: &[&'static str]) -> Excluded {
    let mut excluded = Excluded::default();
    for group in groups(failure) {
        let ids = group.ids.iter().filter(|id| !suspects.contains(id));
        if !excluded.words.contains(&group.words) {
            excluded.words.push(group.words);
            excluded.ids.extend(ids);
        }
    }
    excluded
}

fn groups(failure: &Failure) -> Vec<&'static Group> {
    let Some(said) = failure.main() else { return Vec::new() };
    let mut groups: Vec<&'static Group> = Vec::new();
    for name in &said.template.saying.excludes {
        match *name {
            "network" => groups.push(&NETWORK),
            "missing" => groups.push(&MISSING),
            "value" => groups.push(&VALUE),
            "preflight" => groups.extend([&REDIRECT, &STATUS]),
            _ => groups.extend([&MISSING, &VALUE, &REDIRECT, &STATUS, &LISTS, &ACTUAL]),
        }
    }
    match failure.preflight {
        Some(true) => groups.push(&ACTUAL),
        Some(false) => groups.extend([&REDIRECT, &STATUS, &LISTS]),
        None => {}
    }
    match (said.template.saying.id, failure.browser()) {
        // Chromium looks at a redirect before anything else.
        ("allow-origin-missing", Some(Browser::Chromium)) => groups.push(&REDIRECT),
        ("preflight-status", Some(Browser::Chromium)) => {
            groups.extend([&MISSING, &VALUE, &REDIRECT])
        }
        ("preflight-status", Some(Browser::Firefox)) => groups.extend([&MISSING, &VALUE]),
        // WebKit looks at the status first: a refused origin stood in a successful answer.
        ("origin-refused", Some(Browser::WebKit)) => groups.extend([&REDIRECT, &STATUS]),
        _ => {}
    }
    groups
}
