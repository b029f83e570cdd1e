//! Chromium's habits and console.

mod console;

pub use console::{
    AllowOriginFault, allow_origin_fault, console_lines, is_unsafe_target, net_error,
};

use super::{
    AlsoSafelisted, ClearedBy, ConditionalRequests, Divergence, EmptyLocation, Habits,
    NoCorsOrigin, PreflightOrder, SafeValue, SeveralLocations, StreamBody, WildcardEntries,
    standard,
};
use crate::CacheMode;

/// What Chromium does otherwise than the standard.
pub static HABITS: Habits = Habits {
    also_safelisted: ALSO_SAFELISTED,
    authorization_covered_by_wildcard: true,
    attempts_when_closed: 2,
    blocks_redirects_with_credentials: true,
    checks_local_network_access: true,
    conditional_requests: ConditionalRequests::Revalidate,
    empty_location: EmptyLocation::Nothing,
    several_locations: SeveralLocations::OneIfEqual,
    flag_allows_method: false,
    insufficient_permission_goes: true,
    judges_target_before_redirect_mode: true,
    joins_repeated_headers: true,
    max_age_has_64_bits: true,
    max_age_limit: 7200,
    negative_max_age_is_zero: true,
    permissions_cleared_by: ClearedBy::Nothing,
    no_store_keeps_no_permission: true,
    no_cors_origin: NoCorsOrigin::HiddenByRedirects,
    cache_modes_without_permissions: &[CacheMode::NoCache, CacheMode::NoStore, CacheMode::Reload],
    preflight_obeys_cache_mode: true,
    preflight_order: PreflightOrder::RedirectOriginStatus,
    range_limit: Some(i64::MAX as u64 - 1),
    redirect_needs_location: true,
    redirects_drop: &["device-memory", "downlink", "dpr", "ect", "rtt", "viewport-width", "width"],
    redirects_make_cookies_cross_site: false,
    replaces_cache_entries: true,
    stream_body: StreamBody::PreflightedOverHttp2,
    stream_body_makes_mode_cors: true,
    tainted_requests_skip_cache: true,
    unsafe_redirect_schemes: &["about", "blob", "chrome", "chrome-extension", "data", "file"],
    wildcard_entries: WildcardEntries::FromRequestsWithoutCredentials,
    divergences: DIVERGENCES,
    ..standard::HABITS
};

const ALSO_SAFELISTED: &[AlsoSafelisted] = &[
    AlsoSafelisted { name: "device-memory", value: SafeValue::Decimal },
    AlsoSafelisted { name: "downlink", value: SafeValue::Decimal },
    AlsoSafelisted { name: "dpr", value: SafeValue::Decimal },
    AlsoSafelisted { name: "ect", value: SafeValue::OneOf(&["slow-2g", "2g", "3g", "4g"]) },
    AlsoSafelisted { name: "intervention", value: SafeValue::Short },
    AlsoSafelisted { name: "rtt", value: SafeValue::Digits },
    AlsoSafelisted { name: "save-data", value: SafeValue::On },
    AlsoSafelisted { name: "user-agent", value: SafeValue::Any },
    AlsoSafelisted { name: "viewport-width", value: SafeValue::Digits },
    AlsoSafelisted { name: "width", value: SafeValue::Digits },
];

const DIVERGENCES: &[Divergence] = &[
    Divergence {
        habit: "also_safelisted",
        does: "client hints with a plausible value, and any User-Agent, cause no preflight",
        seen: "conformance/cases/client_hints.txt",
    },
    Divergence {
        habit: "authorization_covered_by_wildcard",
        does: "`*` in Access-Control-Allow-Headers covers Authorization",
        seen: "pf_acah_star_auth",
    },
    Divergence {
        habit: "attempts_when_closed",
        does: "a preflight is sent a second time when the connection, used before, is closed without an answer",
        seen: "pf_close",
    },
    Divergence {
        habit: "blocks_redirects_with_credentials",
        does: "a redirect to a URL with user name or password is blocked on the page's own origin too",
        seen: "conformance/cases/redirect_with_credentials.txt",
    },
    Divergence {
        habit: "checks_local_network_access",
        does: "requests to a more private address space need a secure context and a permission",
        seen: "https://github.com/WICG/local-network-access",
    },
    Divergence {
        habit: "conditional_requests",
        does: "If-Match and its like make the cache mode `no-cache` instead of `no-store`",
        seen: "conformance/cases/conditional_request.txt",
    },
    Divergence {
        habit: "empty_location",
        does: "an empty Location is none",
        seen: "conformance/cases/redirect_without_location.txt",
    },
    Divergence {
        habit: "several_locations",
        does: "several equal Location lines are one, several that differ are no HTTP",
        seen: "conformance/cases/several_locations.txt",
    },
    Divergence {
        habit: "flag_allows_method",
        does: "a missing Access-Control-Allow-Methods refuses the method of a stream upload too",
        seen: "conformance/cases/stream_upload.txt",
    },
    Divergence {
        habit: "insufficient_permission_goes",
        does: "a permission that does not suffice is forgotten",
        seen: "conformance/cases/permission_outlives_failure.txt",
    },
    Divergence {
        habit: "joins_repeated_headers",
        does: "values of a repeated header are joined before they are judged",
        seen: "sum_1024_8x128",
    },
    Divergence {
        habit: "judges_target_before_redirect_mode",
        does: "a redirect to no URL is an error in redirect mode `manual` too, and before CORS",
        seen: "conformance/cases/redirect_to_no_url.txt",
    },
    Divergence {
        habit: "max_age_has_64_bits",
        does: "an Access-Control-Max-Age beyond 64 bits is unparsable, even a negative one",
        seen: "conformance/cases/max_age_beyond_64_bits.txt",
    },
    Divergence {
        habit: "max_age_limit",
        does: "a preflight's permission is kept for two hours at most",
        seen: "https://chromium.googlesource.com/chromium/src/+/main/services/network/cors/preflight_result.cc",
    },
    Divergence {
        habit: "negative_max_age_is_zero",
        does: "with a negative Access-Control-Max-Age nothing is kept",
        seen: "cache_neg",
    },
    Divergence {
        habit: "permissions_cleared_by",
        does: "a permission stays when the request that it was for fails",
        seen: "conformance/cases/permission_outlives_failure.txt",
    },
    Divergence {
        habit: "no_cors_origin",
        does: "in mode `no-cors` any redirect to another origin turns Origin to `null`",
        seen: "conformance/cases/no_cors_redirect.txt",
    },
    Divergence {
        habit: "no_store_keeps_no_permission",
        does: "with cache mode `no-store` no permission is kept",
        seen: "conformance/cases/conditional_request.txt",
    },
    Divergence {
        habit: "cache_modes_without_permissions",
        does: "with a cache mode that passes over the HTTP cache no earlier permission counts",
        seen: "conformance/cases/permission_by_cache_mode.txt",
    },
    Divergence {
        habit: "preflight_obeys_cache_mode",
        does: "a cache mode that passes over the HTTP cache, or a conditional request, is always preflighted",
        seen: "conformance/cases/conditional_request.txt",
    },
    Divergence {
        habit: "preflight_order",
        does: "a redirect is named before the CORS check, and that before the status",
        seen: "pf_301_noacao",
    },
    Divergence {
        habit: "range_limit",
        does: "a Range beyond 64 bits is preflighted",
        seen: "conformance/cases/range_beyond_64_bits.txt",
    },
    Divergence {
        habit: "redirect_needs_location",
        does: "a redirect without Location is handed over as it is in redirect mode `error` too",
        seen: "conformance/cases/redirect_without_location.txt",
    },
    Divergence {
        habit: "redirects_drop",
        does: "client hints set by the script do not follow a redirect to another origin",
        seen: "conformance/cases/client_hints.txt",
    },
    Divergence {
        habit: "redirects_make_cookies_cross_site",
        does: "SameSite cookies come along again after a redirect through another site",
        seen: "conformance/cases/cookies_after_redirect.txt",
    },
    Divergence {
        habit: "replaces_cache_entries",
        does: "a new preflight's permission replaces the earlier one for the URL",
        seen: "conformance/cases/permission_replaced.txt",
    },
    Divergence {
        habit: "stream_body",
        does: "a stream body is sent over HTTP/2 only",
        seen: "stream_body",
    },
    Divergence {
        habit: "stream_body_makes_mode_cors",
        does: "a stream body turns mode `same-origin` into `cors`",
        seen: "conformance/cases/stream_upload.txt",
    },
    Divergence {
        habit: "tainted_requests_skip_cache",
        does: "a preflight whose Origin a redirect turned to `null` is not kept",
        seen: "conformance/cases/tainted_permission.txt",
    },
    Divergence {
        habit: "unsafe_redirect_schemes",
        does: "redirects to some schemes are called unsafe before anything else",
        seen: "conformance/cases/redirect_to_unsafe_scheme.txt",
    },
    Divergence {
        habit: "wildcard_entries",
        does: "a permission given through `*` is kept from requests without credentials only",
        seen: "conformance/cases/wildcard_with_credentials_kept.txt",
    },
];
