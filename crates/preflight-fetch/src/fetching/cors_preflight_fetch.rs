//! [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0): its request, and
//! the judgement of its response in each engine's order.

use super::Refused;
use super::cors_check::cors_check;
use super::cors_preflight_cache::Key;
use super::driver::{Fetch, Profile, State};
use super::http_network_or_cache_fetch::{append_cache_control, wire_url};
use super::http_redirect_fetch::has_location;
use crate::browsers::{Habits, PreflightOrder, UnparsableMaxAge, firefox};
use crate::exchange::{HttpRequest, HttpResponse, RequestKind};
use crate::http::header_list::{Elements, HeaderList, trim};
use crate::http::methods::is_cors_safelisted_method;
use crate::http::safelists::is_cors_non_wildcard_request_header_name;
use crate::http::statuses::{is_ok_status, is_redirect_status};
use crate::request::{CacheMode, CredentialsMode};
use crate::spec::{CORS_CHECK, CORS_PREFLIGHT_FETCH};
use crate::trace::{Because, Decided, Leg};
use crate::{Browser, Origin};
use std::borrow::Cow;
use std::time::SystemTime;

/// The permission kept for a preflight without `Access-Control-Max-Age`, in seconds.
pub const DEFAULT_MAX_AGE: u32 = 5;

/// What a preflight asks for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The request's method.
    pub method: &'a Cow<'static, str>,
    /// Its CORS-unsafe request-header names: lower case, sorted.
    pub unsafe_names: &'a [Cow<'static, str>],
    /// Its byte-serialized origin.
    pub byte_serialized_origin: &'a Origin,
    /// Its credentials mode.
    pub credentials_mode: CredentialsMode,
    /// Its use-CORS-preflight flag.
    pub use_cors_preflight: bool,
    /// Whether the answer must pass the CORS check: not at the page's own origin in an engine whose
    /// preflights go on naming the page.
    pub checks_origin: bool,
}

impl Asked<'_> {
    /// Step 7.4: whether the use-CORS-preflight flag stands in for a missing list of methods.
    #[must_use]
    pub fn allowed_by_flag(&self, methods: Option<Elements<'_>>, habits: &Habits) -> bool {
        methods.is_none() && self.use_cors_preflight && habits.flag_allows_method
    }
}

/// What a preflight's response permits.
#[derive(Debug, Clone, Copy)]
pub struct Permitted<'a> {
    /// `Access-Control-Allow-Methods`.
    pub methods: Option<Elements<'a>>,
    /// `Access-Control-Allow-Headers`.
    pub header_names: Option<Elements<'a>>,
    /// Whether some header is covered by `*` alone.
    pub headers_by_wildcard: bool,
    /// Whether `Authorization` is covered by `*` alone, which the standard refuses.
    pub authorization_by_wildcard: bool,
    /// How long it is kept, in seconds; 0: not at all.
    pub max_age: u32,
}

impl Fetch {
    fn asked<'a>(&'a self, byte_serialized_origin: &'a Origin) -> Asked<'a> {
        Asked {
            method: &self.request.method,
            unsafe_names: &self.unsafe_names,
            byte_serialized_origin,
            credentials_mode: self.request.credentials_mode,
            use_cors_preflight: self.request.use_cors_preflight,
            checks_origin: !(self.browser.habits().preflight_keeps_origin
                && self.request.origin.is_same_origin_with(self.current_url())),
        }
    }

    /// The `Origin` of a preflight, by which its permission is kept too.
    pub(super) fn preflight_origin(&self) -> Origin {
        if self.browser.habits().preflight_keeps_origin {
            self.request.origin.clone()
        } else {
            self.byte_serialized_origin()
        }
    }

    /// Steps 1 to 6: the preflight, on its way.
    pub(super) fn send_preflight(&mut self) {
        let origin = self.preflight_origin();
        let mut list = preflight_header_list(&self.asked(&origin));
        list.append("Origin", origin.serialized().as_bytes().to_vec());
        self.append_referer(&mut list);
        if self.browser.habits().preflight_obeys_cache_mode {
            append_cache_control(&mut list, self.cache_mode());
        }
        self.state = State::Waiting(HttpRequest {
            kind: RequestKind::Preflight,
            method: Cow::Borrowed("OPTIONS"),
            url: wire_url(self.current_url()),
            header_list: list,
            body: None,
            includes_credentials: false,
            fetch_metadata: Some(self.fetch_metadata(0)),
        });
    }

    /// Step 7, and what follows where it permits the request.
    pub(super) fn receive_preflight(
        &mut self,
        response: &HttpResponse,
        profile: &mut Profile,
        now: SystemTime,
    ) {
        let origin = self.preflight_origin();
        let asked = self.asked(&origin);
        let habits = self.browser.habits();
        let permitted = match judge(&asked, response, habits) {
            Ok(permitted) => permitted,
            Err((because, at)) => {
                if habits.keeps_failed_preflights
                    && matches!(because, Because::MethodNotAllowed | Because::HeaderNotAllowed(_))
                {
                    self.keep(&asked, &offered(&response.header_list, habits), profile, now);
                }
                return self.refuse(because, at, Leg::Preflight, Some(response), profile);
            }
        };
        self.keep(&asked, &permitted, profile, now);
        let warn = permitted.authorization_by_wildcard && self.browser == Browser::Firefox;
        let by_wildcard = permitted.headers_by_wildcard;
        let max_age = permitted.max_age;
        self.decide(Decided::CorsCheckPassed, CORS_CHECK.step(""));
        self.decide(Decided::MethodAllowed, CORS_PREFLIGHT_FETCH.step("7.5"));
        if !self.unsafe_names.is_empty() {
            self.decide(Decided::HeaderAllowed { by_wildcard }, CORS_PREFLIGHT_FETCH.step("7.7"));
        }
        if warn {
            self.console
                .push(firefox::authorization_warning(wire_url(self.current_url()).as_str()));
        }
        self.decide(Decided::PreflightCached(max_age), CORS_PREFLIGHT_FETCH.step("7.10"));
        self.attempts = 0;
        self.send_actual(profile, now);
    }

    /// Steps 7.12 to 7.15: what was permitted goes into the cache.
    fn keep(
        &self,
        asked: &Asked<'_>,
        permitted: &Permitted<'_>,
        profile: &mut Profile,
        now: SystemTime,
    ) {
        let habits = self.browser.habits();
        let not_stored =
            habits.no_store_keeps_no_permission && self.cache_mode() == CacheMode::NoStore;
        if not_stored || self.passes_over_the_cache() {
            return;
        }
        let key = Key {
            byte_serialized_origin: asked.byte_serialized_origin,
            url: self.current_url(),
            credentials_mode: asked.credentials_mode,
        };
        let by_flag = asked.allowed_by_flag(permitted.methods, habits);
        let methods = permitted.methods.iter().flat_map(|m| m.iter());
        let methods = methods.chain(by_flag.then_some(asked.method.as_bytes()));
        let names = permitted.header_names.iter().flat_map(|n| n.iter());
        let permits = methods.map(|m| (true, m)).chain(names.map(|n| (false, n)));
        profile.preflight_cache.store(key, permits, permitted.max_age, habits, now);
    }
}

/// Steps 1 to 5: the headers of the preflight that the standard sets.
#[must_use]
pub fn preflight_header_list(asked: &Asked<'_>) -> HeaderList {
    let mut list = HeaderList::with_capacity(6);
    list.append("Accept", &b"*/*"[..]);
    let method = match asked.method {
        Cow::Borrowed(known) => Cow::Borrowed(known.as_bytes()),
        Cow::Owned(other) => Cow::Owned(other.as_bytes().to_vec()),
    };
    list.append("Access-Control-Request-Method", method);
    if !asked.unsafe_names.is_empty() {
        list.append("Access-Control-Request-Headers", asked.unsafe_names.join(",").into_bytes());
    }
    list
}

/// Step 7: whether the response permits what was asked, judged in this engine's order.
///
/// # Errors
/// The first sentence of the standard that refuses, in this engine's order.
pub fn judge<'a>(
    asked: &Asked<'_>,
    response: &'a HttpResponse,
    habits: &Habits,
) -> Result<Permitted<'a>, Refused> {
    let list = &response.header_list;
    let origin = || match asked.checks_origin {
        true => cors_check(asked.byte_serialized_origin.serialized(), asked.credentials_mode, list),
        false => Ok(()),
    };
    let redirect = || {
        if is_redirect_status(response.status) && has_location(response, habits) {
            return Err((
                Because::PreflightRedirected(response.status),
                CORS_PREFLIGHT_FETCH.step("7"),
            ));
        }
        Ok(())
    };
    let status = || {
        if is_ok_status(response.status) {
            return Ok(());
        }
        redirect()?;
        Err((Because::PreflightStatusNotOk(response.status), CORS_PREFLIGHT_FETCH.step("7")))
    };
    match habits.preflight_order {
        PreflightOrder::OriginStatus => origin().and_then(|()| status())?,
        PreflightOrder::OriginRedirectStatus => {
            origin().and_then(|()| redirect()).and_then(|()| status())?;
        }
        PreflightOrder::RedirectOriginStatus => {
            redirect().and_then(|()| origin()).and_then(|()| status())?;
        }
        PreflightOrder::StatusOrigin => status().and_then(|()| origin())?,
    }
    permitted(asked, list, habits)
}

/// Steps 7.1 to 7.10.
fn permitted<'a>(
    asked: &Asked<'_>,
    list: &'a HeaderList,
    habits: &Habits,
) -> Result<Permitted<'a>, Refused> {
    let methods =
        list.extract_header_list_values("access-control-allow-methods").map_err(|bad| {
            (Because::AllowMethodsUnparsable(bad.to_vec()), CORS_PREFLIGHT_FETCH.step("7.3"))
        })?;
    let header_names =
        list.extract_header_list_values("access-control-allow-headers").map_err(|bad| {
            (Because::AllowHeadersUnparsable(bad.to_vec()), CORS_PREFLIGHT_FETCH.step("7.3"))
        });
    let method_comes_first = habits.preflight_order == PreflightOrder::OriginRedirectStatus;
    if !method_comes_first {
        header_names.clone()?;
    }
    let wildcard = |elements: Option<Elements<'_>>| {
        asked.credentials_mode != CredentialsMode::Include
            && elements.is_some_and(|e| e.contains(b"*"))
    };
    let listed = methods.is_some_and(|m| m.contains(asked.method.as_bytes()));
    let by_flag = asked.allowed_by_flag(methods, habits);
    if !(listed || by_flag || is_cors_safelisted_method(asked.method) || wildcard(methods)) {
        return Err((Because::MethodNotAllowed, CORS_PREFLIGHT_FETCH.step("7.5")));
    }
    let header_names = header_names?;
    let any_header = wildcard(header_names);
    let mut headers_by_wildcard = false;
    let mut authorization_by_wildcard = false;
    for name in asked.unsafe_names {
        if header_names.is_some_and(|h| h.contains_ignore_case(name.as_bytes())) {
            continue;
        }
        let authorization = is_cors_non_wildcard_request_header_name(name.as_bytes());
        if !any_header || (authorization && !habits.authorization_covered_by_wildcard) {
            let step = if authorization { "7.6" } else { "7.7" };
            return Err((Because::HeaderNotAllowed(name.clone()), CORS_PREFLIGHT_FETCH.step(step)));
        }
        headers_by_wildcard = true;
        authorization_by_wildcard |= authorization;
    }
    let max_age = max_age(list, habits);
    Ok(Permitted { methods, header_names, headers_by_wildcard, authorization_by_wildcard, max_age })
}

/// What a response permits that does not permit what was asked.
fn offered<'a>(list: &'a HeaderList, habits: &Habits) -> Permitted<'a> {
    let elements = |name| list.contains(name).then(|| list.elements(name));
    Permitted {
        methods: elements("access-control-allow-methods"),
        header_names: elements("access-control-allow-headers"),
        headers_by_wildcard: false,
        authorization_by_wildcard: false,
        max_age: max_age(list, habits),
    }
}

/// Steps 7.8 to 7.10: how long the permission is kept, in seconds, capped by the engine's limit.
#[must_use]
pub fn max_age(list: &HeaderList, habits: &Habits) -> u32 {
    let Some(value) = list.get("access-control-max-age") else { return DEFAULT_MAX_AGE };
    let value = trim(&value);
    if value.is_empty() {
        return DEFAULT_MAX_AGE;
    }
    let (negative, digits) = match value {
        [b'-', digits @ ..] if habits.negative_max_age_is_zero => (true, digits),
        digits => (false, digits),
    };
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    if !is_number || (habits.max_age_has_64_bits && !fits_64_bits(value)) {
        return match habits.unparsable_max_age {
            UnparsableMaxAge::Default => DEFAULT_MAX_AGE,
            UnparsableMaxAge::NotStored => 0,
        };
    }
    if negative {
        return 0;
    }
    let seconds = digits
        .iter()
        .fold(0u32, |sum, d| sum.saturating_mul(10).saturating_add(u32::from(d - b'0')));
    seconds.min(habits.max_age_limit)
}

/// Whether a number with or without a sign fits 64 bits.
fn fits_64_bits(number: &[u8]) -> bool {
    std::str::from_utf8(number).is_ok_and(|text| text.parse::<i64>().is_ok())
}
