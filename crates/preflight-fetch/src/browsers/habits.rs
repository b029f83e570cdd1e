//! Where an engine departs from the standard, as data: the algorithms in
//! [`fetching`](crate::fetching) ask for it where it matters.

use crate::http::safelists::VALUE_LIMIT;
use crate::request::CacheMode;

/// What an engine does with a `ReadableStream` as a request's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StreamBody {
    /// Preflighted, then sent, over any version of HTTP.
    Preflighted,
    /// Preflighted, then sent over HTTP/2 only.
    PreflightedOverHttp2,
    /// Turned to a string and sent without a preflight of its own.
    SentAsText,
    /// Refused at once.
    Unsupported,
}

/// In which order the preflight's answer is judged. The order never changes whether a request is
/// let through; it decides which fault the console names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PreflightOrder {
    /// CORS check, then status: the standard.
    OriginStatus,
    /// CORS check, then redirect, then status; the method before `Access-Control-Allow-Headers` is
    /// parsed: Firefox.
    OriginRedirectStatus,
    /// Redirect, then CORS check, then status: Chromium.
    RedirectOriginStatus,
    /// Status, redirects included, then CORS check: WebKit.
    StatusOrigin,
}

/// What becomes of a permission whose `Access-Control-Max-Age` cannot be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnparsableMaxAge {
    /// It is kept for the default of 5 seconds.
    Default,
    /// It is not kept.
    NotStored,
}

/// Whether a permission given through `*` is kept in the preflight cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WildcardEntries {
    /// It is, and covers whatever is asked next, with credentials too: the standard.
    Kept,
    /// It covers requests without credentials only.
    ForRequestsWithoutCredentials,
    /// It is kept from preflights for requests without credentials only.
    FromRequestsWithoutCredentials,
    /// It is not.
    NotKept,
}

/// What an engine makes of a redirect after it has preflighted a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EveryHop {
    /// It asks anew whether the hop needs a preflight: the standard.
    AsNeeded,
    /// It preflights every further hop for the names of the first request, those excepted that this
    /// very redirect drops; and where there are such names it does so even when nothing was
    /// preflighted before.
    WithNamesLeft,
    /// It preflights every further hop for the names of the first preflight.
    WithAllNames,
}

/// What becomes at the next redirect of request-headers that a redirect dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DroppedHeaders {
    /// They are gone: the standard.
    Stay,
    /// All of them return, `Authorization` included, unless the next redirect drops them again; as if
    /// the method were still the first one.
    Return,
    /// Those that describe the body return, where CORS applies.
    BodyHeadersReturn,
}

/// Which network errors clear a preflight's permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClearedBy {
    /// All of them: the standard.
    NetworkErrors,
    /// All but that the redirect mode is `error`. A redirect whose target is refused before anything
    /// is sent to it clears its own URL's permission, not the target's.
    AllButDisallowedRedirects,
    /// None.
    Nothing,
}

/// What an empty `Location` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EmptyLocation {
    /// The same URL again: the standard.
    SameUrl,
    /// Nothing: as if there were none.
    Nothing,
    /// It is no URL.
    Invalid,
}

/// What several `Location` lines say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeveralLocations {
    /// They are no URL: the standard.
    Invalid,
    /// Those that are equal are one, those that differ are no HTTP.
    OneIfEqual,
    /// They are joined, and that is a URL.
    Joined,
}

/// What becomes of `Origin` at redirects in mode `no-cors`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoCorsOrigin {
    /// What taint and referrer policy make of it: the standard.
    Determined,
    /// It is `null` after every redirect to another origin, even one from the page's own, and the
    /// referrer policies of redirects do not count.
    HiddenByRedirects,
    /// The referrer policies of redirects do not count.
    Kept,
}

/// What a script's `If-Match`, `If-None-Match`, `If-Modified-Since`, `If-Unmodified-Since` or
/// `If-Range` makes of the cache mode `default`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConditionalRequests {
    /// `no-cache`
    Revalidate,
    /// `no-store`: the standard.
    NotStored,
    /// Nothing.
    Unchanged,
}

/// A request-header that an engine counts among the safelisted ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlsoSafelisted {
    /// The name, lower case.
    pub name: &'static str,
    /// The values for which it does.
    pub value: SafeValue,
}

/// Which values of a header are safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SafeValue {
    /// Every one of any length, and it does not count in the sum: the engine takes the header for one
    /// of its own.
    Any,
    /// Up to 128 bytes of any kind.
    Short,
    /// Digits, with a point and more digits at most.
    Decimal,
    /// Digits.
    Digits,
    /// One of these, in this case.
    OneOf(&'static [&'static str]),
    /// `on` in any case.
    On,
}

impl SafeValue {
    /// Whether it admits `value`.
    #[must_use]
    pub fn admits(self, value: &[u8]) -> bool {
        let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
        match self {
            Self::Any => true,
            _ if value.len() > VALUE_LIMIT => false,
            Self::Short => true,
            Self::Decimal => {
                let mut parts = value.splitn(2, |&b| b == b'.');
                parts.all(digits)
            }
            Self::Digits => digits(value),
            Self::OneOf(values) => values.iter().any(|v| v.as_bytes() == value),
            Self::On => value.eq_ignore_ascii_case(b"on"),
        }
    }
}

/// Where an engine departs from the standard. Every field that differs from
/// [`standard::HABITS`](super::standard::HABITS) is explained by a [`Divergence`].
#[derive(Debug, PartialEq, Eq)]
pub struct Habits {
    /// Request-headers that need no preflight although the standard wants one.
    pub also_safelisted: &'static [AlsoSafelisted],
    /// Whether `*` in `Access-Control-Allow-Headers` covers `Authorization`.
    pub authorization_covered_by_wildcard: bool,
    /// Whether it does so in the preflight cache too.
    pub authorization_covered_by_cached_wildcard: bool,
    /// Whether a redirect to a URL with user name or password is refused in every mode, and on the
    /// page's own origin too.
    pub blocks_redirects_with_credentials: bool,
    /// How often a preflight is sent when the server closes a connection that it used before, without
    /// an answer.
    pub attempts_when_closed: usize,
    /// What a conditional request does to the cache mode.
    pub conditional_requests: ConditionalRequests,
    /// Whether Local Network Access gates requests to more private address spaces.
    pub checks_local_network_access: bool,
    /// The schemes to which a redirect is refused before anything else, whatever the redirect mode.
    pub disabled_redirect_schemes: &'static [&'static str],
    /// What becomes of request-headers that a redirect dropped.
    pub dropped_headers: DroppedHeaders,
    /// What an empty `Location` says.
    pub empty_location: EmptyLocation,
    /// Whether GET and HEAD are sent again as preflights are, and all of them after a reset too.
    pub resends_safe_requests: bool,
    /// What several `Location` lines say.
    pub several_locations: SeveralLocations,
    /// Whether a preflight without `Access-Control-Allow-Methods` allows the method of a request that
    /// was preflighted for its upload listeners or its stream body.
    pub flag_allows_method: bool,
    /// Whether a redirect's target is judged before the redirect mode: that it holds no user name and
    /// password, and before the CORS check too that it is a URL.
    pub judges_target_before_redirect_mode: bool,
    /// Whether `*` in `Access-Control-Expose-Headers` counts although something after it is no name.
    pub star_exposes_before_unparsable: bool,
    /// Whether HEAD needs a permission in the preflight cache.
    pub head_needs_permission: bool,
    /// Whether a permission that does not suffice is forgotten.
    pub insufficient_permission_goes: bool,
    /// Whether repeated headers are joined before they are judged.
    pub joins_repeated_headers: bool,
    /// The longest time a preflight's permission is kept, in seconds.
    pub max_age_limit: u32,
    /// What becomes of `Origin` at redirects in mode `no-cors`.
    pub no_cors_origin: NoCorsOrigin,
    /// Whether an `Access-Control-Max-Age` that does not fit 64 bits is unparsable.
    pub max_age_has_64_bits: bool,
    /// Whether an https page may ask http URLs on loopback.
    pub mixed_content_spares_loopback: bool,
    /// Whether a negative `Access-Control-Max-Age` is 0 instead of unparsable.
    pub negative_max_age_is_zero: bool,
    /// Whether a byte beyond ASCII makes every request-header unsafe.
    pub non_ascii_is_unsafe: bool,
    /// Whether with cache mode `no-store` no permission is kept.
    pub no_store_keeps_no_permission: bool,
    /// Which network errors clear what the preflight cache permitted for the URL.
    pub permissions_cleared_by: ClearedBy,
    /// The cache modes with which no earlier permission counts.
    pub cache_modes_without_permissions: &'static [CacheMode],
    /// Whether what a cache mode adds stands on the preflight as well.
    pub preflight_obeys_cache_mode: bool,
    /// Whether a permission given with credentials holds without them.
    pub permissions_hold_without_credentials: bool,
    /// In which order the preflight's answer is judged.
    pub preflight_order: PreflightOrder,
    /// Whether a preflight after a redirect names the page's origin where the request says `null`, and
    /// at the page's own origin needs no CORS headers in its answer.
    pub preflight_keeps_origin: bool,
    /// Whether every hop is preflighted once one was.
    pub preflights_every_hop: EveryHop,
    /// Whether the unit of a safe `Range` may be written in any case.
    pub range_unit_in_any_case: bool,
    /// The largest number in a safe `Range`.
    pub range_limit: Option<u64>,
    /// Whether a preflight names a repeated request-header as often as it is set.
    pub names_repeated_headers: bool,
    /// Whether a preflight's permission is kept although the method or a header was refused.
    pub keeps_failed_preflights: bool,
    /// Whether a redirect without `Location` is none, unless the redirect mode is `manual`.
    pub redirect_needs_location: bool,
    /// Request-headers of the script that do not survive a redirect to another origin than the
    /// page's, lower case.
    pub redirects_drop: &'static [&'static str],
    /// Whether a redirect through another site makes the cookies of the page's site cross-site ones.
    pub redirects_make_cookies_cross_site: bool,
    /// Whether a new preflight's permission replaces the earlier one for this URL, instead of adding
    /// to it.
    pub replaces_cache_entries: bool,
    /// What happens to a stream body.
    pub stream_body: StreamBody,
    /// Whether a stream body turns the mode `same-origin` into `cors`.
    pub stream_body_makes_mode_cors: bool,
    /// Whether the sum of safelisted values above 1024 bytes makes them all unsafe.
    pub sums_safelisted_values: bool,
    /// Whether a request whose `Origin` became `null` on the way passes over the preflight cache.
    pub tainted_requests_skip_cache: bool,
    /// What an unparsable `Access-Control-Max-Age` means.
    pub unparsable_max_age: UnparsableMaxAge,
    /// The schemes that redirects are called unsafe for, whatever the redirect mode. It decides what
    /// the console names.
    pub unsafe_redirect_schemes: &'static [&'static str],
    /// Whether a cookie without `SameSite` counts as `Lax`.
    pub unset_same_site_is_lax: bool,
    /// Whether a permission given through `*` is kept.
    pub wildcard_entries: WildcardEntries,
    /// The departures, each with its case.
    pub divergences: &'static [Divergence],
}

/// One departure of an engine from the standard, with where it was seen.
#[derive(Debug, PartialEq, Eq)]
pub struct Divergence {
    /// The field of [`Habits`] that carries it.
    pub habit: &'static str,
    /// What the engine does.
    pub does: &'static str,
    /// Where it was seen: the name of a measured case, or a link.
    pub seen: &'static str,
}
