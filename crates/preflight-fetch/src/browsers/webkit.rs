//! WebKit's habits and console.

use super::console::Console;
use super::{
    ClearedBy, Divergence, DroppedHeaders, EmptyLocation, EveryHop, Habits, NoCorsOrigin,
    PreflightOrder, SeveralLocations, StreamBody, WildcardEntries, standard,
};
use crate::exchange::ConnectionError;
use crate::fetching::http_redirect_fetch::{REDIRECT_LIMIT, location_url};
use crate::http::safelists::cors_unsafe_request_header_names;
use crate::trace::{Because, Leg};
use crate::{Initiator, RequestMode};
use known_headers::known;
use url::Url;

mod known_headers;

/// What WebKit does otherwise than the standard.
pub static HABITS: Habits = Habits {
    authorization_covered_by_wildcard: true,
    authorization_covered_by_cached_wildcard: true,
    disabled_redirect_schemes: &["ftp"],
    dropped_headers: DroppedHeaders::BodyHeadersReturn,
    empty_location: EmptyLocation::Invalid,
    joins_repeated_headers: true,
    insufficient_permission_goes: true,
    keeps_failed_preflights: true,
    max_age_has_64_bits: true,
    max_age_limit: 600,
    mixed_content_spares_loopback: false,
    negative_max_age_is_zero: true,
    permissions_cleared_by: ClearedBy::Nothing,
    no_cors_origin: NoCorsOrigin::Kept,
    preflight_order: PreflightOrder::StatusOrigin,
    preflights_every_hop: EveryHop::WithAllNames,
    range_limit: Some(u64::MAX),
    range_unit_in_any_case: true,
    redirect_needs_location: true,
    several_locations: SeveralLocations::Joined,
    replaces_cache_entries: true,
    stream_body: StreamBody::Unsupported,
    tainted_requests_skip_cache: true,
    unset_same_site_is_lax: false,
    wildcard_entries: WildcardEntries::ForRequestsWithoutCredentials,
    divergences: DIVERGENCES,
    ..standard::HABITS
};

const DIVERGENCES: &[Divergence] = &[
    Divergence {
        habit: "authorization_covered_by_wildcard",
        does: "`*` in Access-Control-Allow-Headers covers Authorization",
        seen: "pf_acah_star_auth",
    },
    Divergence {
        habit: "joins_repeated_headers",
        does: "values of a repeated header are joined before they are judged",
        seen: "sum_1024_8x128",
    },
    Divergence {
        habit: "insufficient_permission_goes",
        does: "a permission that does not suffice is forgotten",
        seen: "conformance/cases/permission_outlives_failure.txt",
    },
    Divergence {
        habit: "keeps_failed_preflights",
        does: "a permission is kept although the method or a header was refused",
        seen: "conformance/cases/permission_outlives_failure.txt",
    },
    Divergence {
        habit: "max_age_limit",
        does: "a preflight's permission is kept for ten minutes at most",
        seen: "https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginPreflightResultCache.cpp",
    },
    Divergence {
        habit: "mixed_content_spares_loopback",
        does: "an https page may not ask http URLs on loopback either",
        seen: "https://bugs.webkit.org/show_bug.cgi?id=171934",
    },
    Divergence {
        habit: "preflight_order",
        does: "the status, redirects included, is named before the CORS check",
        seen: "pf_401_noacao",
    },
    Divergence {
        habit: "authorization_covered_by_cached_wildcard",
        does: "`*` covers Authorization in the preflight cache too",
        seen: "conformance/cases/wildcard_with_credentials_kept.txt",
    },
    Divergence {
        habit: "negative_max_age_is_zero",
        does: "with a negative Access-Control-Max-Age nothing is kept",
        seen: "cache_neg",
    },
    Divergence {
        habit: "disabled_redirect_schemes",
        does: "a redirect to ftp is refused before anything else, whatever the redirect mode",
        seen: "conformance/cases/redirect_to_ftp.txt",
    },
    Divergence {
        habit: "dropped_headers",
        does: "Content-Type and its like, dropped by one redirect, are back at the next one",
        seen: "conformance/cases/dropped_headers.txt",
    },
    Divergence {
        habit: "empty_location",
        does: "an empty Location is no URL",
        seen: "conformance/cases/redirect_without_location.txt",
    },
    Divergence {
        habit: "max_age_has_64_bits",
        does: "an Access-Control-Max-Age beyond 64 bits is unparsable, even a negative one",
        seen: "conformance/cases/max_age_beyond_64_bits.txt",
    },
    Divergence {
        habit: "no_cors_origin",
        does: "in mode `no-cors` the referrer policies of redirects do not count for Origin",
        seen: "conformance/cases/no_cors_redirect.txt",
    },
    Divergence {
        habit: "redirect_needs_location",
        does: "a redirect without Location is handed over as it is in redirect mode `error` too",
        seen: "conformance/cases/redirect_without_location.txt",
    },
    Divergence {
        habit: "tainted_requests_skip_cache",
        does: "a preflight whose Origin a redirect turned to `null` is not kept",
        seen: "conformance/cases/tainted_permission.txt",
    },
    Divergence {
        habit: "wildcard_entries",
        does: "a permission given through `*` holds for requests without credentials only",
        seen: "conformance/cases/wildcard_with_credentials_kept.txt",
    },
    Divergence {
        habit: "several_locations",
        does: "several Location lines are joined, and that is a URL",
        seen: "conformance/cases/several_locations.txt",
    },
    Divergence {
        habit: "permissions_cleared_by",
        does: "a permission stays when the request that it was for fails",
        seen: "conformance/cases/permission_outlives_failure.txt",
    },
    Divergence {
        habit: "preflights_every_hop",
        does: "once preflighted, every hop is preflighted, for what the first one asked",
        seen: "conformance/cases/preflighted_redirects.txt",
    },
    Divergence {
        habit: "range_limit",
        does: "a Range beyond 64 bits is preflighted",
        seen: "conformance/cases/range_beyond_64_bits.txt",
    },
    Divergence {
        habit: "range_unit_in_any_case",
        does: "the unit of a Range may be written in any case",
        seen: "conformance/cases/range_beyond_64_bits.txt",
    },
    Divergence {
        habit: "replaces_cache_entries",
        does: "a new preflight's permission replaces the earlier one for the URL",
        seen: "https://github.com/WebKit/WebKit/blob/main/Source/WebCore/loader/CrossOriginPreflightResultCache.cpp",
    },
    Divergence { habit: "stream_body", does: "a stream body is refused", seen: "stream_body" },
    Divergence {
        habit: "unset_same_site_is_lax",
        does: "a cookie without SameSite crosses sites",
        seen: "https://bugs.webkit.org/show_bug.cgi?id=198181",
    },
];

/// The lines that WebKit prints for a refusal: the reason without a URL, then what cannot be loaded.
#[must_use]
pub fn console_lines(console: &Console<'_>) -> Vec<String> {
    let url = console.refusal.url.to_string();
    let first = console.url_list.first().map_or_else(|| url.clone(), ToString::to_string);
    let (why, loaded) = match &console.refusal.because {
        Because::NotARequest(_) | Because::StreamUnsupported => return Vec::new(),
        Because::DisallowedByMode | Because::BadPort(_)
            if console.mode == RequestMode::SameOrigin && console.url_list.len() > 1 =>
        {
            let bare = without_credentials(&console.refusal.url);
            (unsafe_attempt(console, &bare), bare)
        }
        Because::DisallowedByMode => return vec![format!("Fetch API cannot load {url}.")],
        Because::NoCorsRedirectMode => {
            return vec![
                "No-Cors mode requires follow redirect mode".to_owned(),
                "Not allowed to request resource".to_owned(),
                companion(console, &console.url_without_fragment()),
            ];
        }
        Because::BadPort(_) if console.with_preflight => {
            ("CORS-preflight request was blocked".to_owned(), url)
        }
        Because::BadPort(port) => {
            return vec![format!("Not allowed to use restricted network port {port}: {url}")];
        }
        Because::MixedContent => {
            return vec![format!(
                "[blocked] The page at {} requested insecure content from {url}. This content was blocked and must be served over HTTPS.",
                console.page_url()
            )];
        }
        Because::Connection(ConnectionError::Closed) if console.refusal.leg == Leg::Preflight => {
            ("Connection terminated unexpectedly".to_owned(), url)
        }
        Because::Connection(_) => return Vec::new(),
        Because::CrossOriginResourcePolicy(_) => (
            format!(
                "Cancelled load to {url} because it violates the resource's Cross-Origin-Resource-Policy response header."
            ),
            url,
        ),
        Because::SchemeNotHttp => {
            ("Cross origin requests are only supported for HTTP.".to_owned(), url)
        }
        Because::RedirectDisallowed => {
            (format!("Not allowed to follow a redirection while loading {url}"), url)
        }
        Because::RedirectHasCredentials(location) => {
            let bare = without_credentials(location);
            let mut location = (**location).clone();
            if location.fragment() == console.refusal.url.fragment() {
                location.set_fragment(None); // inherited
            }
            (redirection(&bare, &format!("redirection URL {location} has credentials")), url)
        }
        Because::TooManyRedirects => {
            (format!("Load cannot follow more than {REDIRECT_LIMIT} redirections"), url)
        }
        Because::RedirectLocationInvalid(value) if value.is_empty() => return Vec::new(),
        Because::RedirectSchemeNotHttp(target) if target.scheme() == "ftp" => {
            ("FTP URLs are disabled".to_owned(), first)
        }
        Because::RedirectSchemeNotHttp(target) if console.mode != RequestMode::Cors => {
            match (target.scheme(), console.mode) {
                ("file" | "blob", _) => {
                    (format!("Not allowed to load local resource: {target}"), url)
                }
                (_, RequestMode::SameOrigin) => (unsafe_attempt(console, target.as_str()), url),
                _ => {
                    let why = "Redirection to URL with a scheme that is not HTTP(S).".to_owned();
                    (why, target.to_string())
                }
            }
        }
        because if console.refusal.leg == Leg::Redirect => {
            let current = &console.refusal.url;
            match console.response.and_then(|r| location_url(r, current, &HABITS)) {
                Some(location) if location != Err(Vec::new()) => {
                    let location = location
                        .or_else(|value| current.join(&quoted(&value)).map_err(|_| quoted(&value)));
                    let location = location.map_or_else(|text| text, |l| without_credentials(&l));
                    (redirection(&location, &body(console, because)), url)
                }
                _ => (body(console, because), url),
            }
        }
        because => (body(console, because), url),
    };
    if console.initiator == Initiator::Stylesheet {
        return vec![why];
    }
    vec![why, companion(console, &loaded)]
}

/// The line that follows every reason, with the URL that the reason leaves out.
fn companion(console: &Console<'_>, url: &str) -> String {
    let cannot_load = match console.initiator {
        Initiator::EventSource => "EventSource cannot load",
        Initiator::Fetch => "Fetch API cannot load",
        Initiator::Image | Initiator::Stylesheet => "Cannot load image",
        Initiator::Xhr => "XMLHttpRequest cannot load",
    };
    format!("{cannot_load} {url} due to access control checks.")
}

/// A value as WebKit reads it: one char for each byte.
fn quoted(value: &[u8]) -> String {
    value.iter().map(|&byte| char::from(byte)).collect()
}

fn unsafe_attempt(console: &Console<'_>, url: &str) -> String {
    let page = console.page;
    format!(
        "Unsafe attempt to load URL {url} from origin {page}. Domains, protocols and ports must match."
    )
}

fn without_credentials(url: &Url) -> String {
    let mut bare = url.clone();
    let _ = bare.set_username("");
    let _ = bare.set_password(None);
    bare.into()
}

fn redirection(location: &str, why: &str) -> String {
    format!(
        "Cross-origin redirection to {location} denied by Cross-Origin Resource Sharing policy: {why}"
    )
}

/// The first refused header in the order in which WebKit holds them: those whose names it knows, which
/// it also writes in its own way, then the others.
fn first_refused<'a>(console: &'a Console<'_>) -> Option<&'a str> {
    let unsafe_names = cors_unsafe_request_header_names(console.header_list, &HABITS);
    let allowed = console.response?.header_list.elements("access-control-allow-headers");
    let refused = console.header_list.iter().map(|header| &*header.name).filter(|name| {
        let is_unsafe = unsafe_names.iter().any(|other| other.eq_ignore_ascii_case(name));
        is_unsafe && !allowed.contains_ignore_case(name.as_bytes())
    });
    refused.clone().find_map(known).or_else(|| refused.clone().next())
}

fn body(console: &Console<'_>, because: &Because) -> String {
    let whole = |name: &str| {
        let value = console.response.and_then(|r| r.header_list.get(name)).unwrap_or_default();
        quoted(&value)
    };
    match because {
        Because::AllowOriginDiffers(value) if value.contains(&b',') => {
            "Access-Control-Allow-Origin cannot contain more than one origin.".to_owned()
        }
        Because::AllowOriginMissing | Because::AllowOriginDiffers(_) => format!(
            "Origin {} is not allowed by Access-Control-Allow-Origin. Status code: {}",
            console.sent_origin,
            console.status()
        ),
        Because::AllowOriginWildcardWithCredentials => {
            "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true."
                .to_owned()
        }
        Because::AllowCredentialsNotTrue(_) => {
            "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\"."
                .to_owned()
        }
        Because::PreflightStatusNotOk(status) | Because::PreflightRedirected(status) => {
            format!("Preflight response is not successful. Status code: {status}")
        }
        Because::AllowMethodsUnparsable(_) => {
            format!(
                "Header Access-Control-Allow-Methods has an invalid value: {}",
                whole("access-control-allow-methods")
            )
        }
        Because::AllowHeadersUnparsable(_) => {
            format!(
                "Header Access-Control-Allow-Headers has an invalid value: {}",
                whole("access-control-allow-headers")
            )
        }
        Because::MethodNotAllowed => {
            format!("Method {} is not allowed by Access-Control-Allow-Methods.", console.method)
        }
        Because::HeaderNotAllowed(name) => {
            let name = first_refused(console).unwrap_or_else(|| known(name).unwrap_or(name));
            format!("Request header field {name} is not allowed by Access-Control-Allow-Headers.")
        }
        Because::RedirectSchemeNotHttp(_) | Because::RedirectLocationInvalid(_) => {
            "not allowed to follow a cross-origin CORS redirection with non CORS scheme".to_owned()
        }
        other => other.to_string(),
    }
}
