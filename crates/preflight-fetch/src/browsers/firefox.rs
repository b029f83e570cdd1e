//! Firefox's habits and console.

use super::console::Console;
use super::{
    ClearedBy, Divergence, DroppedHeaders, EveryHop, Habits, PreflightOrder, SeveralLocations,
    StreamBody, UnparsableMaxAge, WildcardEntries, standard,
};
use crate::http::statuses::is_redirect_status;
use crate::trace::{Because, Leg};
use crate::{CacheMode, Initiator, Origin, RedirectMode, RequestMode};
use std::borrow::Cow;
use url::Url;

/// What Firefox does otherwise than the standard.
pub static HABITS: Habits = Habits {
    authorization_covered_by_wildcard: true,
    attempts_when_closed: 10,
    dropped_headers: DroppedHeaders::Return,
    resends_safe_requests: true,
    several_locations: SeveralLocations::OneIfEqual,
    star_exposes_before_unparsable: true,
    head_needs_permission: true,
    max_age_limit: 86_400,
    names_repeated_headers: true,
    non_ascii_is_unsafe: true,
    negative_max_age_is_zero: true,
    cache_modes_without_permissions: &[CacheMode::NoStore, CacheMode::Reload],
    preflight_obeys_cache_mode: true,
    preflight_order: PreflightOrder::OriginRedirectStatus,
    permissions_cleared_by: ClearedBy::AllButDisallowedRedirects,
    permissions_hold_without_credentials: false,
    preflight_keeps_origin: true,
    preflights_every_hop: EveryHop::WithNamesLeft,
    range_limit: Some(u64::MAX),
    stream_body: StreamBody::SentAsText,
    sums_safelisted_values: false,
    unparsable_max_age: UnparsableMaxAge::NotStored,
    unset_same_site_is_lax: false,
    wildcard_entries: WildcardEntries::NotKept,
    divergences: DIVERGENCES,
    ..standard::HABITS
};

const DIVERGENCES: &[Divergence] = &[
    Divergence {
        habit: "authorization_covered_by_wildcard",
        does: "`*` in Access-Control-Allow-Headers covers Authorization, with a warning",
        seen: "pf_acah_star_auth",
    },
    Divergence {
        habit: "attempts_when_closed",
        does: "a preflight whose connection is closed without an answer is sent ten times",
        seen: "pf_close",
    },
    Divergence {
        habit: "resends_safe_requests",
        does: "GET and HEAD too are sent ten times, and after a reset as when the server closes",
        seen: "https://github.com/mozilla-firefox/firefox/blob/main/netwerk/protocol/http/nsHttpTransaction.cpp",
    },
    Divergence {
        habit: "star_exposes_before_unparsable",
        does: "`*` in Access-Control-Expose-Headers counts although something after it is no name",
        seen: "conformance/cases/expose_headers_unparsable.txt",
    },
    Divergence {
        habit: "names_repeated_headers",
        does: "a preflight names a repeated request-header as often as it is set",
        seen: "conformance/cases/repeated_headers.txt",
    },
    Divergence {
        habit: "non_ascii_is_unsafe",
        does: "a byte beyond ASCII makes every request-header unsafe",
        seen: "conformance/cases/non_ascii_values.txt",
    },
    Divergence {
        habit: "head_needs_permission",
        does: "HEAD needs a permission by name for a preflight to be spared",
        seen: "conformance/cases/permission_for_head.txt",
    },
    Divergence {
        habit: "permissions_cleared_by",
        does: "a permission stays when the request that it was for fails since it is redirected",
        seen: "conformance/cases/permission_outlives_failure.txt",
    },
    Divergence {
        habit: "permissions_hold_without_credentials",
        does: "a permission given with credentials does not hold without them",
        seen: "conformance/cases/permission_without_credentials.txt",
    },
    Divergence {
        habit: "max_age_limit",
        does: "a preflight's permission is kept for a day at most",
        seen: "https://searchfox.org/mozilla-central/source/netwerk/protocol/http/nsCORSListenerProxy.cpp",
    },
    Divergence {
        habit: "preflight_order",
        does: "the CORS check is named before a redirect, and that before the status",
        seen: "pf_301_acao",
    },
    Divergence {
        habit: "negative_max_age_is_zero",
        does: "with a negative Access-Control-Max-Age nothing is kept",
        seen: "cache_neg",
    },
    Divergence {
        habit: "preflight_keeps_origin",
        does: "a preflight after a redirect names the page where the request itself says `null`",
        seen: "conformance/cases/tainted_permission.txt",
    },
    Divergence {
        habit: "cache_modes_without_permissions",
        does: "with cache mode `no-store` or `reload`, or a conditional request, no earlier permission counts",
        seen: "conformance/cases/permission_by_cache_mode.txt",
    },
    Divergence {
        habit: "preflight_obeys_cache_mode",
        does: "a cache mode that passes over the HTTP cache, or a conditional request, is always preflighted",
        seen: "conformance/cases/conditional_request.txt",
    },
    Divergence {
        habit: "preflights_every_hop",
        does: "once preflighted, every hop is preflighted, for what the first one asked",
        seen: "conformance/cases/preflighted_redirects.txt",
    },
    Divergence {
        habit: "dropped_headers",
        does: "headers that a redirect dropped are back at the next one, Authorization too",
        seen: "conformance/cases/preflighted_redirects.txt",
    },
    Divergence {
        habit: "several_locations",
        does: "several equal Location lines are one, several that differ are no HTTP",
        seen: "conformance/cases/several_locations.txt",
    },
    Divergence {
        habit: "range_limit",
        does: "a Range beyond 64 bits is preflighted",
        seen: "conformance/cases/range_beyond_64_bits.txt",
    },
    Divergence {
        habit: "stream_body",
        does: "a stream body is turned to text and sent without a preflight",
        seen: "stream_body",
    },
    Divergence {
        habit: "sums_safelisted_values",
        does: "the sum of safelisted values has no limit",
        seen: "sum_1024_9x128",
    },
    Divergence {
        habit: "unparsable_max_age",
        does: "with an unparsable Access-Control-Max-Age nothing is kept",
        seen: "cache_bad",
    },
    Divergence {
        habit: "unset_same_site_is_lax",
        does: "a cookie without SameSite crosses sites",
        seen: "https://bugzilla.mozilla.org/show_bug.cgi?id=1617609",
    },
    Divergence {
        habit: "wildcard_entries",
        does: "a permission given through `*` is not kept",
        seen: "cache_wild",
    },
];

/// The lines that Firefox prints for a refusal. A failed preflight adds its companion line.
#[must_use]
pub fn console_lines(console: &Console<'_>) -> Vec<String> {
    let url = console.refusal.url.as_str();
    let did_not_succeed = || reason(url, DID_NOT_SUCCEED);
    let because = &console.refusal.because;
    let mut lines = match because {
        Because::BadPort(_) if console.mode == RequestMode::SameOrigin => {
            return vec![may_not_load(&console.page_url(), "load data from", url)];
        }
        // The redirect to it has failed then.
        Because::BadPort(_) if let [.., from, _] = console.url_list => {
            let line = reason(from.as_str(), DID_NOT_SUCCEED);
            return if with_cors(console) { vec![line] } else { Vec::new() };
        }
        Because::NotARequest(_)
        | Because::BadPort(_)
        | Because::NoCorsRedirectMode
        | Because::RedirectDisallowed
        | Because::StreamUnsupported => {
            return Vec::new();
        }
        Because::DisallowedByMode => {
            return vec![may_not_load(&console.page_url(), "load data from", url)];
        }
        Because::SchemeNotHttp if console.refusal.url.scheme() == "file" => {
            return vec![may_not_load(&console.page_url(), "load or link to", url)];
        }
        Because::MixedContent => {
            return vec![format!("Blocked loading mixed active content “{url}”")];
        }
        Because::CrossOriginResourcePolicy(_) => {
            return vec![format!(
                "The resource at “{url}” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof). See https://developer.mozilla.org/docs/Web/HTTP/Cross-Origin_Resource_Policy_(CORP)#"
            )];
        }
        Because::RedirectSchemeNotHttp(target)
            if console.mode == RequestMode::SameOrigin
                && target.scheme() != "about"
                && refused_target(console, Ok((**target).clone())).is_none() =>
        {
            return vec![may_not_load(&console.page_url(), "load data from", target.as_str())];
        }
        Because::RedirectHasCredentials(target)
            if with_cors(console) || !console.page.is_same_origin_with(target) =>
        {
            return vec![did_not_succeed()];
        }
        Because::RedirectSchemeNotHttp(target) if console.mode == RequestMode::Cors => {
            let line = match refused_target(console, Ok((**target).clone())) {
                Some(line) => line,
                None if target.scheme() == "about" => None,
                None => Some(reason(target.as_str(), "CORS request not http).")),
            };
            let second = with_cors(console).then(did_not_succeed);
            return line.into_iter().chain(second).collect();
        }
        _ if !with_cors(console) => return Vec::new(),
        Because::Connection(_) => return connection(console, did_not_succeed()),
        Because::RedirectLocationInvalid(_)
        | Because::RedirectHasCredentials(_)
        | Because::RedirectSchemeNotHttp(_)
        | Because::TooManyRedirects
        | Because::StreamNotReplayable
        | Because::InsecureLocalNetwork(_) => return vec![did_not_succeed()],
        because => {
            let first = || cors_line(console, because, url);
            let status = match because {
                Because::PreflightRedirected(status) => Some(preflight_status(url, *status)),
                _ => None,
            };
            match redirect_target(console).map(|target| refused_target(console, target)) {
                None => vec![status.unwrap_or_else(first)],
                Some(None) => {
                    let second = status.map(|status| tainted_preflight(console).unwrap_or(status));
                    vec![first(), second.unwrap_or_else(did_not_succeed)]
                }
                Some(Some(line)) => line.into_iter().chain([did_not_succeed()]).collect(),
            }
        }
    };
    if console.refusal.leg == Leg::Preflight {
        lines.push(did_not_succeed());
    }
    if console.initiator == Initiator::EventSource {
        lines.push(format!("Firefox can’t establish a connection to the server at {url}."));
    }
    lines
}

/// The reason of all that has none of its own.
const DID_NOT_SUCCEED: &str = "CORS request did not succeed). Status code: (null).";

/// Whether CORS applied anywhere on the way: nothing else is put down to it.
fn with_cors(console: &Console<'_>) -> bool {
    let left = |url: &Url| !console.page.is_same_origin_with(url);
    console.mode == RequestMode::Cors && console.url_list.iter().any(left)
}

fn may_not_load(from: &str, load: &str, url: &str) -> String {
    format!("Security Error: Content at {from} may not {load} {url}.")
}

/// Where a redirect leads that Firefox sets out to follow before it asks for CORS.
fn redirect_target(console: &Console<'_>) -> Option<Result<Url, ()>> {
    let response = console.response.filter(|r| is_redirect_status(r.status))?;
    let location = response.header_list.get("location")?;
    (console.redirect_mode == RedirectMode::Follow)
        .then(|| console.refusal.url.join(&quoted(&location)).map_err(drop))
}

/// The line, if any, about a target that is refused for itself; CORS is not asked for then.
fn refused_target(console: &Console<'_>, target: Result<Url, ()>) -> Option<Option<String>> {
    let Ok(target) = target else { return Some(None) };
    let load = match target.scheme() {
        "file" => "load or link to",
        "blob" => "load data from",
        "chrome" | "data" | "javascript" | "ws" | "wss" => return Some(None),
        _ => return None,
    };
    Some(Some(may_not_load(console.refusal.url.as_str(), load, target.as_str())))
}

/// The line that stands for the preflight's status where its redirect leads to another origin: the
/// answer is then held against the origin that the redirect would send.
fn tainted_preflight(console: &Console<'_>) -> Option<String> {
    let from = &console.refusal.url;
    let target = redirect_target(console)?.ok()?;
    if Origin::of(from).is_same_origin_with(&target) {
        return None;
    }
    let from_page = console.page.is_same_origin_with(from);
    let expected = if from_page { console.page.serialized() } else { "null" };
    let because = match console.response?.header_list.get("access-control-allow-origin") {
        None => Because::AllowOriginMissing,
        Some(value) if *value == *b"*" || *value == *expected.as_bytes() => return None,
        Some(value) => Because::AllowOriginDiffers(value.into_owned()),
    };
    Some(cors_line(console, &because, from.as_str()))
}

fn preflight_status(url: &str, status: u16) -> String {
    reason(url, &format!("CORS preflight response did not succeed). Status code: {status}."))
}

/// A value as Firefox reads it: UTF-8, with what is none replaced.
fn quoted(value: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(value)
}

fn connection(console: &Console<'_>, line: String) -> Vec<String> {
    let twice = console.refusal.leg == Leg::Preflight;
    if twice { vec![line.clone(), line] } else { vec![line] }
}

fn reason(url: &str, why: &str) -> String {
    format!(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: {why}"
    )
}

fn cors_line(console: &Console<'_>, because: &Because, url: &str) -> String {
    let status = console.status();
    match because {
        Because::AllowOriginMissing => reason(
            url,
            &format!("CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}."),
        ),
        Because::AllowOriginDiffers(value) => {
            let lines = console
                .response
                .map_or(1, |r| r.header_list.values("access-control-allow-origin").count());
            if lines > 1 {
                reason(url, "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).")
            } else {
                let value = quoted(value);
                reason(
                    url,
                    &format!(
                        "CORS header ‘Access-Control-Allow-Origin’ does not match ‘{value}’)."
                    ),
                )
            }
        }
        Because::AllowOriginWildcardWithCredentials => reason(
            &format!("‘{url}’"),
            "Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).",
        ),
        Because::AllowCredentialsNotTrue(_) => {
            reason(url, "expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).")
        }
        Because::PreflightStatusNotOk(status) => preflight_status(url, *status),
        Because::PreflightRedirected(_) => {
            reason(url, "CORS request external redirect not allowed).")
        }
        Because::AllowMethodsUnparsable(token) => reason(
            url,
            &format!(
                "invalid token ‘{}’ in CORS header ‘Access-Control-Allow-Methods’).",
                quoted(token)
            ),
        ),
        Because::AllowHeadersUnparsable(token) => reason(
            url,
            &format!(
                "invalid token ‘{}’ in CORS header ‘Access-Control-Allow-Headers’).",
                quoted(token)
            ),
        ),
        Because::MethodNotAllowed => {
            reason(url, "Did not find method in CORS header ‘Access-Control-Allow-Methods’).")
        }
        Because::HeaderNotAllowed(name) => reason(
            url,
            &format!(
                "header ‘{name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response)."
            ),
        ),
        Because::SchemeNotHttp => reason(url, "CORS request not http)."),
        other => reason(url, &format!("{other}).")),
    }
}

/// The warning for an `Authorization` that only `*` covers.
#[must_use]
pub fn authorization_warning(url: &str) -> String {
    format!(
        "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at {url} soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. To include the `Authorization` header, it must be explicitly listed in CORS header `Access-Control-Allow-Headers`)."
    )
}
