//! [Main fetch](https://fetch.spec.whatwg.org/#concept-main-fetch): the gates, the branch that decides
//! whether CORS applies, and at the end the filtered response.

use super::block_bad_port::block_bad_port;
use super::driver::{Fetch, Profile, State};
use super::mixed_content::is_blocked_as_mixed_content;
use super::scheme_fetch::scheme_fetch;
use crate::browsers::StreamBody;
use crate::exchange::HttpResponse;
use crate::http::header_list::HeaderList;
use crate::http::statuses::is_null_body_status;
use crate::request::{Body, RedirectMode, RequestError, RequestMode, ResponseTainting};
use crate::response::{FilteredResponse, Outcome, ResponseType};
use crate::spec::{BAD_PORT, HTTP_NETWORK_FETCH, MAIN_FETCH, MIXED_CONTENT, SCHEME_FETCH};
use crate::trace::{Because, Decided, Leg};
use std::time::SystemTime;
use url::Url;

impl Fetch {
    /// Runs main fetch for the current URL: at the start, and again after every redirect.
    pub(super) fn main_fetch(&mut self, profile: &mut Profile, now: SystemTime) {
        let habits = self.browser.habits();
        if let Some(port) = block_bad_port(self.current_url()) {
            return self.refuse(
                Because::BadPort(port),
                BAD_PORT.step(""),
                Leg::Gate,
                None,
                profile,
            );
        }
        if is_blocked_as_mixed_content(&self.request.origin, self.current_url(), habits) {
            return self.refuse(
                Because::MixedContent,
                MIXED_CONTENT.step("1"),
                Leg::Gate,
                None,
                profile,
            );
        }
        if matches!(self.request.body, Some(Body::Stream(_))) {
            if habits.stream_body_makes_mode_cors && self.request.mode == RequestMode::SameOrigin {
                self.request.mode = RequestMode::Cors;
            }
            match habits.stream_body {
                StreamBody::Unsupported => {
                    let at = HTTP_NETWORK_FETCH.step("");
                    return self.refuse(Because::StreamUnsupported, at, Leg::Gate, None, profile);
                }
                StreamBody::SentAsText => self.turn_stream_to_text(),
                StreamBody::Preflighted | StreamBody::PreflightedOverHttp2
                    if self.request.mode == RequestMode::NoCors =>
                {
                    let error = RequestError::StreamMode;
                    let at = error.spec();
                    let because = Because::NotARequest(error);
                    return self.refuse(because, at, Leg::Gate, None, profile);
                }
                StreamBody::Preflighted | StreamBody::PreflightedOverHttp2 => {}
            }
        }
        self.determine_referrer();
        self.note_first_names();
        let at = MAIN_FETCH.step("12");
        let same_origin = self.request.origin.is_same_origin_with(self.current_url());
        let scheme = self.current_url().scheme();
        let http = matches!(scheme, "http" | "https");
        if scheme == "data" || (same_origin && self.tainting == ResponseTainting::Basic) {
            self.tainting = ResponseTainting::Basic;
            self.decide(Decided::CorsDoesNotApply, at);
            return self.scheme_fetch(profile, now);
        }
        match self.request.mode {
            RequestMode::SameOrigin => {
                self.refuse(Because::DisallowedByMode, at, Leg::Gate, None, profile)
            }
            RequestMode::NoCors if self.request.redirect_mode != RedirectMode::Follow => {
                self.refuse(Because::NoCorsRedirectMode, at, Leg::Gate, None, profile);
            }
            RequestMode::NoCors => {
                self.tainting = ResponseTainting::Opaque;
                self.decide(Decided::Opaque, at);
                self.scheme_fetch(profile, now);
            }
            RequestMode::Cors if !http => {
                self.refuse(Because::SchemeNotHttp, at, Leg::Gate, None, profile);
            }
            RequestMode::Cors => {
                self.tainting = ResponseTainting::Cors;
                self.unsafe_names = self.names_to_preflight();
                self.with_preflight = self.wants_preflight();
                if self.with_preflight && self.lacks_permission(profile, now) {
                    self.send_preflight();
                } else {
                    self.send_actual(profile, now);
                }
            }
        }
    }

    /// What `String(stream)` gives.
    fn turn_stream_to_text(&mut self) {
        self.request.use_cors_preflight = false;
        self.request.body = Some(Body::Bytes(b"[object ReadableStream]".to_vec()));
        if !self.request.header_list.contains("content-type") {
            let content_type = &b"text/plain;charset=UTF-8"[..];
            self.request.header_list.append("Content-Type", content_type);
        }
    }

    /// [Scheme fetch](https://fetch.spec.whatwg.org/#concept-scheme-fetch)
    fn scheme_fetch(&mut self, profile: &mut Profile, now: SystemTime) {
        if matches!(self.current_url().scheme(), "http" | "https") {
            return self.send_actual(profile, now);
        }
        match scheme_fetch(self.current_url()) {
            Some(response) => self.finish(response),
            None => {
                let at = SCHEME_FETCH.step("3");
                self.refuse(Because::SchemeNotHttp, at, Leg::Gate, None, profile);
            }
        }
    }

    /// Main fetch steps 14 to 22: the filtered response.
    pub(super) fn finish(&mut self, response: HttpResponse) {
        let (response_type, header_list) = match self.tainting {
            ResponseTainting::Opaque => return self.finish_opaque(ResponseType::Opaque),
            ResponseTainting::Basic => {
                (ResponseType::Basic, FilteredResponse::basic_header_list(response.header_list))
            }
            ResponseTainting::Cors => {
                let credentials = self.request.credentials_mode;
                (
                    ResponseType::Cors,
                    FilteredResponse::cors_header_list_in(
                        response.header_list,
                        credentials,
                        self.browser,
                    ),
                )
            }
        };
        let null_body = &*self.request.method == "HEAD" || is_null_body_status(response.status);
        let url = self.url_without_fragment();
        self.done(FilteredResponse {
            response_type,
            status: response.status,
            status_text: response.status_text,
            header_list,
            body: (!null_body).then_some(response.body),
            url: Some(url),
            redirected: self.url_list.len() > 1,
        });
    }

    /// A response of which the script sees nothing but that there is one.
    pub(super) fn finish_opaque(&mut self, response_type: ResponseType) {
        let redirect = response_type == ResponseType::OpaqueRedirect;
        self.done(FilteredResponse {
            response_type,
            status: 0,
            status_text: Vec::new(),
            header_list: HeaderList::new(),
            body: None,
            url: redirect.then(|| self.url_without_fragment()),
            redirected: false,
        });
    }

    fn url_without_fragment(&self) -> Url {
        let mut url = self.current_url().clone();
        url.set_fragment(None);
        url
    }

    fn done(&mut self, response: FilteredResponse) {
        self.state = State::Done(Outcome::Response(Box::new(response)));
    }
}
