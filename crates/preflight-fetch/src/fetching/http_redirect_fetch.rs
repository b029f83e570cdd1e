//! [HTTP-redirect fetch](https://fetch.spec.whatwg.org/#concept-http-redirect-fetch)

use super::Refused;
use super::driver::{Fetch, Profile};
use crate::browsers::{DroppedHeaders, EmptyLocation, Habits, SeveralLocations};
use crate::exchange::HttpResponse;
use crate::http::header_list::Header;
use crate::origin::Origin;
use crate::referrer::policy_on_redirect;
use crate::request::{Body, RedirectTaint, RequestMode, ResponseTainting};
use crate::spec::{HTTP_FETCH, HTTP_REDIRECT_FETCH, REDIRECT_TAINT};
use crate::trace::{Because, Decided, Leg};
use std::borrow::Cow;
use std::time::SystemTime;
use url::Url;

/// The [request-body-header names](https://fetch.spec.whatwg.org/#request-body-header-name).
const BODY_HEADERS: [&str; 4] =
    ["content-encoding", "content-language", "content-location", "content-type"];

/// The most redirects that are followed.
pub const REDIRECT_LIMIT: usize = 20;

impl Fetch {
    /// Follows a redirect, or refuses it.
    pub(super) fn http_redirect_fetch(
        &mut self,
        response: HttpResponse,
        profile: &mut Profile,
        now: SystemTime,
    ) {
        let habits = self.browser.habits();
        let location = match location_url(&response, self.current_url(), habits) {
            None => return self.finish(response),
            Some(location) => location,
        };
        match self.refuse_redirect(location, response.status) {
            Err((because, step)) => {
                let at = HTTP_REDIRECT_FETCH.step(step);
                self.refuse(because, at, Leg::Redirect, Some(&response), profile);
            }
            Ok(url) => {
                self.restore_headers();
                self.rewrite(response.status);
                self.drop_authorization(&url);
                if !self.request.origin.is_same_origin_with(&url) {
                    for name in habits.redirects_drop {
                        self.drop_header(name);
                    }
                }
                if let Some(policy) = policy_on_redirect(&response.header_list) {
                    self.referrer_policy = policy;
                }
                self.decide(Decided::Redirected(url.clone()), HTTP_REDIRECT_FETCH.step("18"));
                self.taint(&url);
                self.url_list.push(url);
                self.attempts = 0;
                self.main_fetch(profile, now);
            }
        }
    }

    /// A `Location` that this engine refuses before it asks for CORS, whatever the redirect mode.
    pub(super) fn refused_location(&self, response: &HttpResponse) -> Option<Refused> {
        let habits = self.browser.habits();
        match location_url(response, self.current_url(), habits)? {
            Ok(url) if habits.disabled_redirect_schemes.contains(&url.scheme()) => {
                let because = Because::RedirectSchemeNotHttp(Box::new(url));
                Some((because, HTTP_REDIRECT_FETCH.step("6")))
            }
            Err(value) if habits.judges_target_before_redirect_mode => {
                Some((Because::RedirectLocationInvalid(value), HTTP_REDIRECT_FETCH.step("5")))
            }
            _ => None,
        }
    }

    /// Refuses a redirect since the redirect mode is `error`, or for what this engine finds first.
    pub(super) fn refuse_any_redirect(&mut self, response: &HttpResponse, profile: &mut Profile) {
        let habits = self.browser.habits();
        let target = location_url(response, self.current_url(), habits)
            .filter(|_| habits.judges_target_before_redirect_mode)
            .and_then(Result::ok);
        let (because, at) = match target {
            Some(url) if habits.unsafe_redirect_schemes.contains(&url.scheme()) => {
                let because = Because::RedirectSchemeNotHttp(Box::new(url));
                (because, HTTP_REDIRECT_FETCH.step("6"))
            }
            Some(url) if let Some(step) = self.forbids_credentials(&url) => {
                (Because::RedirectHasCredentials(Box::new(url)), HTTP_REDIRECT_FETCH.step(step))
            }
            _ => (Because::RedirectDisallowed, HTTP_FETCH.step("6.3")),
        };
        self.refuse(because, at, Leg::Redirect, Some(response), profile);
    }

    /// Steps 5 to 11.
    fn refuse_redirect(
        &self,
        location: Result<Url, Vec<u8>>,
        status: u16,
    ) -> Result<Url, (Because, &'static str)> {
        let url = location.map_err(|value| (Because::RedirectLocationInvalid(value), "5"))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err((Because::RedirectSchemeNotHttp(Box::new(url)), "6"));
        }
        if self.url_list.len() > REDIRECT_LIMIT {
            return Err((Because::TooManyRedirects, "7"));
        }
        if let Some(step) = self.forbids_credentials(&url) {
            return Err((Because::RedirectHasCredentials(Box::new(url)), step));
        }
        if has_credentials(&url) && self.browser.habits().blocks_redirects_with_credentials {
            return Err((Because::RedirectHasCredentials(Box::new(url)), "10"));
        }
        if status != 303 && matches!(self.request.body, Some(Body::Stream(_))) {
            return Err((Because::StreamNotReplayable, "11"));
        }
        Ok(url)
    }

    /// Steps 9 and 10: which of them forbids a user name and a password in a redirect's target.
    fn forbids_credentials(&self, url: &Url) -> Option<&'static str> {
        let cors = self.request.mode == RequestMode::Cors;
        if !has_credentials(url) {
            None
        } else if cors && !self.request.origin.is_same_origin_with(url) {
            Some("9")
        } else {
            (self.tainting == ResponseTainting::Cors).then_some("10")
        }
    }

    /// Step 12: POST after 301 and 302, and everything but GET and HEAD after 303, becomes GET.
    fn rewrite(&mut self, status: u16) {
        let by_first_method = self.browser.habits().dropped_headers == DroppedHeaders::Return;
        let becomes_now = becomes_get(status, &self.request.method);
        if becomes_now {
            self.request.method = Cow::Borrowed("GET");
            self.request.body = None;
            self.decide(Decided::MethodRewritten, HTTP_REDIRECT_FETCH.step("12"));
        }
        if becomes_now || (by_first_method && becomes_get(status, &self.first_method)) {
            for name in BODY_HEADERS {
                self.drop_header(name);
            }
        }
        if !becomes_now {
            // Dropped once more, but asked for all the same.
            self.dropped.clear();
        }
    }

    /// Step 13: `Authorization` does not go to another origin.
    fn drop_authorization(&mut self, to: &Url) {
        let same = Origin::of(self.current_url()).is_same_origin_with(to);
        if !same && self.request.header_list.contains("authorization") {
            self.drop_header("authorization");
            self.decide(Decided::AuthorizationRemoved, HTTP_REDIRECT_FETCH.step("13"));
        }
    }

    /// In some engines what the last redirect dropped is back now.
    fn restore_headers(&mut self) {
        self.dropped.clear();
        let habit = self.browser.habits().dropped_headers;
        for Header { name, value } in &std::mem::take(&mut self.removed) {
            let returns = match habit {
                DroppedHeaders::Stay => false,
                DroppedHeaders::Return => true,
                DroppedHeaders::BodyHeadersReturn => {
                    self.tainting == ResponseTainting::Cors && BODY_HEADERS.contains(&&**name)
                }
            };
            let list = if returns { &mut self.request.header_list } else { &mut self.removed };
            list.append(name.clone(), value.clone());
        }
    }

    fn drop_header(&mut self, name: &'static str) {
        let list = &mut self.request.header_list;
        if list.contains(name) {
            let values = list.values(name).map(|value| (name, value.to_vec()));
            let values: Vec<_> = values.collect();
            list.delete(name);
            for (name, value) in values {
                self.removed.append(name, value);
            }
            self.dropped.push(name.into());
        }
    }

    /// [Redirect-taint](https://fetch.spec.whatwg.org/#concept-request-tainted-origin), one hop more.
    fn taint(&mut self, to: &Url) {
        let from = Origin::of(self.current_url());
        let page = &self.request.origin;
        let taint = if !from.is_same_site_with(to) && !page.is_same_site_with(self.current_url()) {
            RedirectTaint::CrossSite
        } else if !from.is_same_origin_with(to) && !page.is_same_origin_with(self.current_url()) {
            RedirectTaint::SameSite
        } else {
            return;
        };
        if self.taint == RedirectTaint::SameOrigin {
            self.decide(Decided::TaintedByRedirect, REDIRECT_TAINT.step("4"));
        }
        if self.taint != RedirectTaint::CrossSite {
            self.taint = taint;
        }
    }
}

/// Whether a redirect of this status turns the method to GET.
fn becomes_get(status: u16, method: &str) -> bool {
    match status {
        301 | 302 => method == "POST",
        303 => !matches!(method, "GET" | "HEAD"),
        _ => false,
    }
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Why a response with several `Location`s is no HTTP to an engine that refuses it.
pub const SEVERAL_LOCATIONS: &str = "several Location lines that differ";

/// A response's [location URL](https://fetch.spec.whatwg.org/#concept-response-location-url): `None`
/// without `Location`; the raw value where it is no URL.
#[must_use]
pub fn location_url(
    response: &HttpResponse,
    url: &Url,
    habits: &Habits,
) -> Option<Result<Url, Vec<u8>>> {
    let mut values = response.header_list.values("location");
    let mut value = Cow::Borrowed(values.next()?);
    if values.next().is_some() && habits.several_locations != SeveralLocations::OneIfEqual {
        value = response.header_list.get("location")?;
        if habits.several_locations == SeveralLocations::Invalid {
            return Some(Err(value.into_owned()));
        }
    }
    if value.is_empty() {
        match habits.empty_location {
            EmptyLocation::SameUrl => {}
            EmptyLocation::Nothing => return None,
            EmptyLocation::Invalid => return Some(Err(Vec::new())),
        }
    }
    let Ok(mut location) = url.join(&ascii(&value)) else {
        return Some(Err(value.into_owned()));
    };
    if location.fragment().is_none() {
        location.set_fragment(url.fragment());
    }
    Some(Ok(location))
}

/// Whether a response has `Location` lines that differ.
pub(super) fn has_several_locations(response: &HttpResponse) -> bool {
    let mut values = response.header_list.values("location");
    values.next().is_some_and(|first| values.any(|value| value != first))
}

/// Whether a response says where it redirects to, by this engine's lights.
pub(super) fn has_location(response: &HttpResponse, habits: &Habits) -> bool {
    let empty_counts = habits.empty_location != EmptyLocation::Nothing;
    response.header_list.values("location").any(|value| empty_counts || !value.is_empty())
}

/// A `Location` as the URL parser takes it. Bytes beyond ASCII stand for themselves, percent-encoded,
/// whether or not they are UTF-8.
fn ascii(value: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(value) {
        Ok(text) if text.is_ascii() => Cow::Borrowed(text),
        _ => percent_encode(value).into(),
    }
}

fn percent_encode(value: &[u8]) -> String {
    let mut encoded = String::with_capacity(value.len() + 8);
    for &byte in value {
        match byte {
            0..0x80 => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
