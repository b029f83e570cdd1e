//! The sans-IO machine: one fetch, from the script's call to what the script sees.

use super::Refused;
use super::cors_check::cors_check;
use super::cors_preflight_cache::PreflightCache;
use super::cross_origin_resource_policy::cross_origin_resource_policy_check;
use super::http_redirect_fetch::{SEVERAL_LOCATIONS, has_location, has_several_locations};
use super::local_network_access::{Access, AddressSpace, local_network_access_check};
use crate::browsers::console::Console;
use crate::browsers::{ClearedBy, EmptyLocation, SeveralLocations, StreamBody};
use crate::cookies::CookieJar;
use crate::exchange::{ConnectionError, HttpRequest, HttpResponse, RequestKind};
use crate::http::header_list::HeaderList;
use crate::http::statuses::is_redirect_status;
use crate::referrer::{Referrer, ReferrerPolicy};
use crate::request::{Body, RedirectMode, RedirectTaint, Request, ResponseTainting};
use crate::response::{Outcome, ResponseType};
use crate::spec::{CORS_CHECK, HTTP_NETWORK_FETCH, LOCAL_NETWORK_ACCESS, SpecRef};
use crate::trace::{Because, Decided, Leg, Refusal, Trace};
use crate::{Browser, Origin};
use std::borrow::Cow;
use std::time::SystemTime;
use url::Url;

/// What outlives a single fetch: one browser profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// The CORS-preflight cache.
    pub preflight_cache: PreflightCache,
    /// The cookies.
    pub cookie_jar: CookieJar,
}

/// What to do next.
#[derive(Debug)]
pub enum Next<'a> {
    /// Send this request, then hand what came back to [`Fetch::receive`].
    Send(&'a HttpRequest),
    /// It is over.
    Done(&'a Outcome),
}

#[derive(Debug, Clone)]
pub(super) enum State {
    Start,
    Waiting(HttpRequest),
    Done(Outcome),
}

/// What is known of a connection before the first byte of a request goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connection {
    /// Where the peer stands, where that is known.
    pub address_space: Option<AddressSpace>,
    /// Whether HTTP/2 was agreed on.
    pub http2: bool,
}

/// One fetch as a machine: [`next`](Self::next), [`receive`](Self::receive), until
/// [`Next::Done`]. Cloning it forks the future.
#[derive(Debug, Clone)]
pub struct Fetch {
    pub(super) request: Request,
    pub(super) browser: Browser,
    pub(super) url_list: Vec<Url>,
    pub(super) tainting: ResponseTainting,
    pub(super) taint: RedirectTaint,
    pub(super) referrer: Referrer,
    pub(super) referer: Option<String>,
    pub(super) referrer_policy: ReferrerPolicy,
    pub(super) unsafe_names: Vec<Cow<'static, str>>,
    pub(super) with_preflight: bool,
    pub(super) first_method: Cow<'static, str>,
    pub(super) first_names: Vec<Cow<'static, str>>,
    pub(super) dropped: Vec<Cow<'static, str>>,
    pub(super) removed: HeaderList,
    pub(super) attempts: usize,
    pub(super) state: State,
    pub(super) console: Vec<String>,
    sent: usize,
    trace: Trace,
}

impl Fetch {
    /// A fetch of `request` by `browser`, not yet begun.
    #[must_use]
    pub fn new(request: Request, browser: Browser) -> Self {
        Self {
            url_list: vec![request.url.clone()],
            referrer: request.referrer.clone(),
            first_method: request.method.clone(),
            referer: None,
            referrer_policy: request.referrer_policy,
            request,
            browser,
            tainting: ResponseTainting::default(),
            taint: RedirectTaint::default(),
            unsafe_names: Vec::new(),
            with_preflight: false,
            first_names: Vec::new(),
            dropped: Vec::new(),
            removed: HeaderList::new(),
            attempts: 0,
            state: State::Start,
            console: Vec::new(),
            sent: 0,
            trace: Trace::with_capacity(8),
        }
    }

    /// What to do next. Asking twice without an answer in between gives the same again.
    pub fn next(&mut self, profile: &mut Profile, now: SystemTime) -> Next<'_> {
        if matches!(self.state, State::Start) {
            self.main_fetch(profile, now);
        }
        match &self.state {
            State::Waiting(request) => Next::Send(request),
            State::Done(outcome) => Next::Done(outcome),
            State::Start => {
                unreachable!("bug in preflight, please report: main fetch decided nothing")
            }
        }
    }

    /// Tells what connection the waiting request would go out on, before its first byte does. Whether
    /// to go on: `false` means that this browser refuses here, and nothing is to be sent.
    pub fn connected(&mut self, connection: Connection, profile: &mut Profile) -> bool {
        let State::Waiting(request) = &self.state else { return false };
        let leg = leg_of(request);
        let stream = matches!(self.request.body, Some(Body::Stream(_))) && leg == Leg::Actual;
        let habits = self.browser.habits();
        if stream && !connection.http2 && habits.stream_body == StreamBody::PreflightedOverHttp2 {
            let at = HTTP_NETWORK_FETCH.step("");
            self.refuse(Because::StreamUnsupported, at, leg, None, profile);
            return false;
        }
        let spaces = self.request.page_address.zip(connection.address_space);
        let Some((page, target)) = spaces.filter(|_| habits.checks_local_network_access) else {
            return true;
        };
        let secure = self.request.origin.is_potentially_trustworthy();
        match local_network_access_check(page, secure, target) {
            Access::Free | Access::AskedFor(_) => true,
            Access::Refused(space) => {
                let at = LOCAL_NETWORK_ACCESS.step("");
                self.refuse(Because::InsecureLocalNetwork(space), at, Leg::Gate, None, profile);
                false
            }
        }
    }

    /// Takes what came back for the request that [`next`](Self::next) said to send. Without such a
    /// request it does nothing.
    pub fn receive(
        &mut self,
        answer: Result<HttpResponse, ConnectionError>,
        profile: &mut Profile,
        now: SystemTime,
    ) {
        let State::Waiting(request) = &self.state else { return };
        let (kind, leg) = (request.kind, leg_of(request));
        self.sent += 1;
        self.attempts += 1;
        let response = match answer {
            Ok(response) => response,
            Err(error) if self.sends_again(&error) => return,
            Err(error) => {
                let at = HTTP_NETWORK_FETCH.step("");
                return self.refuse(Because::Connection(error), at, leg, None, profile);
            }
        };
        if self.browser.habits().several_locations == SeveralLocations::OneIfEqual
            && has_several_locations(&response)
        {
            let error = ConnectionError::Malformed(SEVERAL_LOCATIONS.to_owned());
            let at = HTTP_NETWORK_FETCH.step("");
            return self.refuse(Because::Connection(error), at, leg, None, profile);
        }
        match kind {
            RequestKind::Preflight => self.receive_preflight(&response, profile, now),
            RequestKind::Actual | RequestKind::Probe => self.receive_actual(response, profile, now),
        }
    }

    /// Whether the request that waits is sent once more, since its connection broke.
    fn sends_again(&self, error: &ConnectionError) -> bool {
        let State::Waiting(request) = &self.state else { return false };
        let habits = self.browser.habits();
        let is_safe = matches!(&*request.method, "GET" | "HEAD" | "OPTIONS");
        let resends_it = habits.resends_safe_requests && is_safe;
        let can_be = match error {
            ConnectionError::Closed => resends_it || request.kind == RequestKind::Preflight,
            ConnectionError::Reset => resends_it,
            _ => false,
        };
        can_be && self.attempts < habits.attempts_when_closed
    }

    fn receive_actual(&mut self, response: HttpResponse, profile: &mut Profile, now: SystemTime) {
        self.store_cookies(&response, profile, now);
        let habits = self.browser.habits();
        let redirect = is_redirect_status(response.status);
        let has_location = has_location(&response, habits);
        let empty = response.header_list.get("location").is_some_and(|value| value.is_empty());
        let unheard = empty
            && habits.empty_location == EmptyLocation::Invalid
            && self.request.redirect_mode == RedirectMode::Error;
        let has_location = has_location && !unheard;
        let manual = self.request.redirect_mode == RedirectMode::Manual;
        let redirect = redirect && (has_location || manual || !habits.redirect_needs_location);
        if redirect && let Some((because, at)) = self.refused_location(&response) {
            return self.refuse(because, at, Leg::Redirect, Some(&response), profile);
        }
        if self.tainting == ResponseTainting::Cors {
            let origin = self.byte_serialized_origin();
            let check = cors_check(
                origin.serialized(),
                self.request.credentials_mode,
                &response.header_list,
            );
            if let Err((because, at)) = check {
                let leg = if redirect && has_location { Leg::Redirect } else { Leg::Actual };
                return self.refuse(because, at, leg, Some(&response), profile);
            }
            self.decide(Decided::CorsCheckPassed, CORS_CHECK.step(""));
        }
        if self.tainting == ResponseTainting::Opaque
            && let Err((because, at)) = self.corp(&response)
        {
            return self.refuse(because, at, Leg::Actual, Some(&response), profile);
        }
        if !redirect {
            return self.finish(response);
        }
        match self.request.redirect_mode {
            RedirectMode::Follow => self.http_redirect_fetch(response, profile, now),
            RedirectMode::Error => self.refuse_any_redirect(&response, profile),
            RedirectMode::Manual => self.finish_opaque(ResponseType::OpaqueRedirect),
        }
    }

    fn corp(&self, response: &HttpResponse) -> Result<(), Refused> {
        cross_origin_resource_policy_check(
            &self.request.origin,
            self.current_url(),
            &response.header_list,
        )
    }

    /// The request's [current URL](https://fetch.spec.whatwg.org/#concept-request-current-url): the
    /// last of its URL list.
    pub(super) fn current_url(&self) -> &Url {
        self.url_list.last().unwrap_or(&self.request.url)
    }

    pub(super) fn send_actual(&mut self, profile: &Profile, now: SystemTime) {
        self.state = State::Waiting(self.actual_request(profile, now));
    }

    /// [Byte-serializing a request origin](https://fetch.spec.whatwg.org/#byte-serializing-a-request-origin)
    pub(super) fn byte_serialized_origin(&self) -> Origin {
        match self.taint {
            RedirectTaint::SameOrigin => self.request.origin.clone(),
            _ => Origin::Opaque,
        }
    }

    pub(super) fn decide(&mut self, decided: Decided, at: SpecRef) {
        self.trace.push(decided, at, self.sent);
    }

    /// Ends with a network error, clears what the cache permitted, writes the console.
    pub(super) fn refuse(
        &mut self,
        because: Because,
        at: SpecRef,
        leg: Leg,
        response: Option<&HttpResponse>,
        profile: &mut Profile,
    ) {
        let origin = self.byte_serialized_origin();
        let cleared = match (self.browser.habits().permissions_cleared_by, &because) {
            (ClearedBy::Nothing, _)
            | (ClearedBy::AllButDisallowedRedirects, Because::RedirectDisallowed) => None,
            (ClearedBy::AllButDisallowedRedirects, _) if leg == Leg::Gate => {
                self.url_list.iter().nth_back(1)
            }
            _ => Some(self.current_url()),
        };
        if let Some(url) = cleared.filter(|_| self.with_preflight) {
            let preflight_origin = self.preflight_origin();
            profile.preflight_cache.clear_cache_entries(&preflight_origin, url);
        }
        self.decide(Decided::Refused(because.clone()), at);
        let exchange = if leg == Leg::Gate { None } else { self.sent.checked_sub(1) };
        let refusal = Refusal { because, at, leg, exchange, url: self.current_url().clone() };
        self.console.extend(self.browser.console_lines(&Console {
            page: &self.request.origin,
            referrer: &self.request.referrer,
            sent_origin: origin.serialized(),
            method: &self.request.method,
            mode: self.request.mode,
            redirect_mode: self.request.redirect_mode,
            with_preflight: self.with_preflight,
            initiator: self.request.initiator,
            url_list: &self.url_list,
            header_list: &self.request.header_list,
            refusal: &refusal,
            response,
        }));
        self.state = State::Done(Outcome::NetworkError(Box::new(refusal)));
    }

    /// Every decision so far.
    #[must_use]
    pub const fn trace(&self) -> &Trace {
        &self.trace
    }

    /// The lines on the browser's console so far.
    #[must_use]
    pub fn console(&self) -> &[String] {
        &self.console
    }

    /// The browser that fetches.
    #[must_use]
    pub const fn browser(&self) -> Browser {
        self.browser
    }

    /// How many requests were answered so far, failed ones included.
    #[must_use]
    pub const fn sent(&self) -> usize {
        self.sent
    }

    /// The CORS-unsafe request-header names at the current URL.
    #[must_use]
    pub fn unsafe_names(&self) -> &[Cow<'static, str>] {
        &self.unsafe_names
    }
}

const fn leg_of(request: &HttpRequest) -> Leg {
    match request.kind {
        RequestKind::Preflight => Leg::Preflight,
        RequestKind::Actual | RequestKind::Probe => Leg::Actual,
    }
}
