//! A case played by the model alone: no browser, no socket.

use crate::cases::{Call, CallBody, Case, Counts, Origins, Place, bytes, latin1, read_path};
use crate::observed::{Arrived, End, Observed};
use crate::server::NO_SUCH_HOP;
use preflight_fetch::browsers::chromium::{
    AllowOriginFault, allow_origin_fault, is_unsafe_target, net_error,
};
use preflight_fetch::{
    Because, Body, Browser, Connection, ConnectionError, Fetch, FilteredResponse, HttpRequest,
    HttpResponse, Leg, Next, Origin, Outcome, Profile, Referrer, Refusal, Request, RequestInit,
    RequestKind, RequestMode, Url,
};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::SystemTime;

/// The page that makes every call.
pub const PAGE_PATH: &str = "/drive";
/// The cookie that the page's host has set before.
pub const COOKIE: &str = "lab=1; Path=/";

/// The time is the same throughout: no case depends on it.
const NOW: SystemTime = SystemTime::UNIX_EPOCH;

/// What this browser does with a case.
///
/// # Panics
/// Where the addresses are no URLs.
#[must_use]
pub fn play(case: &Case, browser: Browser, origins: &Origins, run: u64) -> Observed {
    let page: Url = format!("{}{PAGE_PATH}", origins.of(Place::Page)).parse().expect("a URL");
    let mut profile = Profile::default();
    let strict = preflight_fetch::cookies::SameSiteMode::StrictOrLess;
    profile.cookie_jar.store(COOKIE.as_bytes(), &page, strict, NOW);
    let mut player =
        Player { case, browser, origins, run, page, profile, counts: Counts::default() };
    let mut observed = Observed { reasons: Some(Vec::new()), ..Observed::default() };
    for call in &case.calls {
        player.call(call, &mut observed);
    }
    observed
}

struct Player<'a> {
    case: &'a Case,
    browser: Browser,
    origins: &'a Origins,
    run: u64,
    page: Url,
    profile: Profile,
    counts: Counts,
}

impl Player<'_> {
    fn call(&mut self, call: &Call, observed: &mut Observed) {
        let url = self.origins.call_url(self.case, self.run, call);
        let url: Url = url.parse().expect("a URL");
        let init =
            RequestInit { referrer: Referrer::Url(Box::new(self.page.clone())), ..init(call) };
        let request = match Request::new(url, Origin::of(&self.page), init) {
            Ok(request) => request,
            Err(error) => {
                return observed.ends.push(End::Rejected(error.type_error(self.browser)));
            }
        };
        let mut fetch = Fetch::new(request, self.browser);
        let outcome = loop {
            let request = match fetch.next(&mut self.profile, NOW) {
                Next::Send(request) => request.clone(),
                Next::Done(outcome) => break outcome.clone(),
            };
            let connection = Connection { address_space: None, http2: false };
            if fetch.connected(connection, &mut self.profile) {
                let answer = self.answer(&request, observed);
                fetch.receive(answer, &mut self.profile, NOW);
            }
        };
        // Lines that name no URL of the case cannot be told from another case's, but in Chromium, which
        // tells the URL beside the line.
        let told = self.browser == Browser::Chromium;
        if told || fetch.console().iter().any(|line| line.contains("/r/")) {
            observed.console.extend(fetch.console().iter().map(|l| self.origins.fold(self.run, l)));
        }
        if let Some(refusal) = outcome.refusal() {
            let named = fetch.console().last().is_some_and(|line| !line.starts_with("Unsafe"));
            let silent = matches!(refusal.because, Because::RedirectHasCredentials(_)) && !named;
            let reason = reason(refusal, call.mode).filter(|_| !silent);
            observed.reasons.iter_mut().for_each(|reasons| reasons.extend(reason.clone()));
        }
        observed.ends.push(self.end(&outcome));
    }

    fn answer(
        &mut self,
        request: &HttpRequest,
        observed: &mut Observed,
    ) -> Result<HttpResponse, ConnectionError> {
        let lines =
            request.header_list.iter().map(|h| (&*h.name, on_the_wire(self.browser, &h.value)));
        let lines: Vec<_> = lines.collect();
        let lines = lines.iter().map(|(name, value)| (*name, &**value));
        let url = request.url.as_str();
        observed.requests.push(Arrived::new(self.origins, self.run, &request.method, url, lines));
        let hop = read_path(request.url.path()).map_or(usize::MAX, |(_, hop)| hop);
        let preflight = request.kind == RequestKind::Preflight;
        let Some(answer) = self.case.answer(&mut self.counts, hop, preflight) else {
            return Ok(no_such_hop());
        };
        let mut response = HttpResponse::new(answer.status);
        for (name, value) in self.origins.lines(self.case, self.run, hop, answer) {
            // As HTTP takes it off the wire.
            let value = preflight_fetch::http::header_list::trim(&value);
            let value = off_the_wire(self.browser, &name, value).into_owned();
            response.header_list.append(name, value);
        }
        Ok(response)
    }

    fn end(&self, outcome: &Outcome) -> End {
        match outcome {
            Outcome::NetworkError(refusal) => {
                End::Rejected(refusal.because.rejection(self.browser).into_owned())
            }
            Outcome::Response(response) => End::Response {
                kind: response.response_type.as_str().to_owned(),
                status: response.status,
                redirected: response.redirected,
                url: response
                    .url
                    .as_ref()
                    .map_or_else(String::new, |u| self.origins.fold(self.run, u.as_str())),
                headers: self.readable(response),
            },
        }
    }

    /// [Sort and combine](https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine)
    fn readable(&self, response: &FilteredResponse) -> Vec<(String, String)> {
        let mut headers = BTreeMap::new();
        for header in &response.header_list {
            let value = response.header_list.get(&header.name).unwrap_or_default();
            let value = self.origins.fold(self.run, &latin1(&value));
            headers.insert(header.name.to_ascii_lowercase(), value);
        }
        headers.into_iter().collect()
    }
}

/// What the server says where no hop is.
fn no_such_hop() -> HttpResponse {
    let mut response = HttpResponse::new(404);
    for (name, value) in NO_SUCH_HOP {
        response.header_list.append(name, value.as_bytes());
    }
    response
}

/// A request's header value as it is sent. WebKitGTK's network library, which is not Safari's, writes
/// UTF-8.
fn on_the_wire(browser: Browser, value: &[u8]) -> Cow<'_, [u8]> {
    match browser {
        Browser::WebKit => Cow::Owned(latin1(value).into_bytes()),
        _ => Cow::Borrowed(value),
    }
}

/// A response's header value as it is read. The same library replaces what is no UTF-8, and then takes
/// every byte of a `Location` for a char.
fn off_the_wire<'v>(browser: Browser, name: &str, value: &'v [u8]) -> Cow<'v, [u8]> {
    if browser != Browser::WebKit || value.is_ascii() {
        return Cow::Borrowed(value);
    }
    let text = String::from_utf8_lossy(value).into_owned().into_bytes();
    let is_location = name.eq_ignore_ascii_case("location");
    Cow::Owned(if is_location { latin1(&text).into_bytes() } else { text })
}

fn init(call: &Call) -> RequestInit {
    RequestInit {
        method: call.method.clone(),
        headers: call.headers.iter().map(|(n, v)| (n.clone(), bytes(v))).collect(),
        body: match call.body {
            CallBody::None => None,
            CallBody::Bytes => Some(Body::Bytes(b"x".to_vec())),
            CallBody::Stream => Some(Body::Stream(b"x".to_vec())),
        },
        mode: call.mode,
        credentials_mode: call.credentials,
        redirect_mode: call.redirect,
        cache_mode: call.cache,
        ..RequestInit::default()
    }
}

/// The code that Chromium gives a refusal in `corsErrorStatus`, or its network error where it gives
/// none. `None` where the request never comes to the network.
#[must_use]
pub fn reason(refusal: &Refusal, mode: RequestMode) -> Option<String> {
    let preflight = refusal.leg == Leg::Preflight;
    let value = match &refusal.because {
        Because::AllowOriginDiffers(value) => value.as_slice(),
        _ => b"",
    };
    let code = match &refusal.because {
        Because::AllowOriginMissing if preflight => "PreflightMissingAllowOriginHeader",
        Because::AllowOriginMissing => "MissingAllowOriginHeader",
        Because::AllowOriginWildcardWithCredentials if preflight => {
            "PreflightWildcardOriginNotAllowed"
        }
        Because::AllowOriginWildcardWithCredentials => "WildcardOriginNotAllowed",
        Because::AllowOriginDiffers(_) => allow_origin_differs(value, preflight),
        Because::AllowCredentialsNotTrue(_) if preflight => "PreflightInvalidAllowCredentials",
        Because::AllowCredentialsNotTrue(_) => "InvalidAllowCredentials",
        Because::PreflightStatusNotOk(_) => "PreflightInvalidStatus",
        Because::PreflightRedirected(_) => "PreflightDisallowedRedirect",
        Because::AllowMethodsUnparsable(_) => "InvalidAllowMethodsPreflightResponse",
        Because::AllowHeadersUnparsable(_) => "InvalidAllowHeadersPreflightResponse",
        Because::MethodNotAllowed => "MethodDisallowedByPreflightResponse",
        Because::HeaderNotAllowed(_) => "HeaderDisallowedByPreflightResponse",
        Because::RedirectHasCredentials(_) => "RedirectContainsCredentials",
        Because::NotARequest(_) | Because::DisallowedByMode | Because::NoCorsRedirectMode => {
            return None;
        }
        // A blocked port is never the page's own: the page refuses to leave its origin.
        Because::BadPort(_) if mode == RequestMode::SameOrigin => return None,
        Because::SchemeNotHttp => "CorsDisabledScheme",
        Because::RedirectSchemeNotHttp(target) if !is_unsafe_target(target) => match mode {
            RequestMode::Cors => "CorsDisabledScheme",
            RequestMode::NoCors => "net::ERR_UNKNOWN_URL_SCHEME",
            RequestMode::SameOrigin => return None,
        },
        other => return Some(format!("net::{}", net_error(other).unwrap_or("ERR_FAILED"))),
    };
    Some(code.to_owned())
}

fn allow_origin_differs(value: &[u8], preflight: bool) -> &'static str {
    match (allow_origin_fault(value), preflight) {
        (AllowOriginFault::Several, true) => "PreflightMultipleAllowOriginValues",
        (AllowOriginFault::Several, false) => "MultipleAllowOriginValues",
        (AllowOriginFault::NoUrl, true) => "PreflightInvalidAllowOriginValue",
        (AllowOriginFault::NoUrl, false) => "InvalidAllowOriginValue",
        (AllowOriginFault::Another, true) => "PreflightAllowOriginMismatch",
        (AllowOriginFault::Another, false) => "AllowOriginMismatch",
    }
}
