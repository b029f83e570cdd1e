//! [HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch):
//! the headers that the standard adds, and credentials.

use super::driver::{Fetch, Profile};
use crate::browsers::{ConditionalRequests, NoCorsOrigin};
use crate::cookies::SameSiteMode;
use crate::exchange::{FetchMetadata, FetchSite, HttpRequest, HttpResponse, RequestKind};
use crate::http::header_list::HeaderList;
use crate::referrer::{ReferrerPolicy, determine_referrer, is_trustworthy_url};
use crate::request::{
    CacheMode, CredentialsMode, RedirectTaint, Request, RequestMode, ResponseTainting,
};
use crate::{Initiator, Origin, Referrer};
use std::time::SystemTime;
use url::Url;

impl Fetch {
    /// Step 8.3: whether credentials go along.
    pub(super) fn includes_credentials(&self) -> bool {
        match self.request.credentials_mode {
            CredentialsMode::Include => true,
            CredentialsMode::SameOrigin => self.tainting == ResponseTainting::Basic,
            CredentialsMode::Omit => false,
        }
    }

    /// The actual request for the current URL, as it goes to the network.
    pub(super) fn actual_request(&self, profile: &Profile, now: SystemTime) -> HttpRequest {
        let request = &self.request;
        let mut list = request.header_list.clone_with_room(8);
        let author_headers = list.len();
        if !list.contains("accept") {
            list.append("Accept", accept(request.initiator));
        }
        let body = request.body.as_ref().map(|b| b.bytes().to_vec());
        let length = match &body {
            Some(bytes) => Some(bytes.len()),
            None => matches!(&*request.method, "POST" | "PUT").then_some(0),
        };
        if let Some(length) = length {
            list.append("Content-Length", length.to_string().into_bytes());
        }
        self.append_referer(&mut list);
        self.append_origin(&mut list);
        append_cache_control(&mut list, self.cache_mode());
        if list.contains("range") {
            list.append("Accept-Encoding", &b"identity"[..]);
        }
        let includes_credentials = self.includes_credentials();
        if includes_credentials {
            let lax = self.browser.habits().unset_same_site_is_lax;
            let mode = self.same_site_mode();
            if let Some(cookies) = profile.cookie_jar.header(self.current_url(), mode, lax, now) {
                list.append("Cookie", cookies.into_bytes());
            }
        }
        HttpRequest {
            kind: RequestKind::Actual,
            method: request.method.clone(),
            url: wire_url(self.current_url()),
            header_list: list,
            body,
            includes_credentials,
            fetch_metadata: Some(self.fetch_metadata(author_headers)),
        }
    }

    /// What the network layer knows of the request for the current URL; the values of the
    /// [Fetch metadata headers](https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request).
    pub(super) fn fetch_metadata(&self, author_headers: usize) -> FetchMetadata {
        FetchMetadata {
            initiator: self.request.initiator,
            mode: self.request.mode,
            site: is_trustworthy_url(self.current_url()).then(|| self.fetch_site()),
            author_headers,
        }
    }

    /// The [`Sec-Fetch-Site`](https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site)
    /// of the whole chain: one URL of another site makes it `cross-site` for good.
    fn fetch_site(&self) -> FetchSite {
        let page = &self.request.origin;
        let mut site = FetchSite::SameOrigin;
        for url in &self.url_list {
            if page.is_same_origin_with(url) {
                continue;
            }
            if !page.is_same_site_with(url) {
                return FetchSite::CrossSite;
            }
            site = FetchSite::SameSite;
        }
        site
    }

    /// Main fetch step 9: the request's referrer becomes what is sent of it, so that after a hop to
    /// another origin nothing but the page's origin is left of it.
    pub(super) fn determine_referrer(&mut self) {
        if let Some(sent) = self.referer.take() {
            self.referrer =
                Url::parse(&sent).map_or(Referrer::NoReferrer, |url| Referrer::Url(Box::new(url)));
        }
        self.referer = determine_referrer(&self.referrer, self.referrer_policy, self.current_url());
        if self.referer.is_none() {
            self.referrer = Referrer::NoReferrer;
        }
    }

    /// Step 8.11: `Referer`.
    pub(super) fn append_referer(&self, list: &mut HeaderList) {
        if let Some(value) = &self.referer {
            list.append("Referer", value.clone().into_bytes());
        }
    }

    /// Step 8.16: the cache mode, which a conditional request changes.
    pub(super) fn cache_mode(&self) -> CacheMode {
        const CONDITIONAL: [&str; 5] =
            ["if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since"];
        let Request { cache_mode, header_list, .. } = &self.request;
        let conditional = || CONDITIONAL.iter().any(|name| header_list.contains(name));
        if *cache_mode != CacheMode::Default || !conditional() {
            return *cache_mode;
        }
        match self.browser.habits().conditional_requests {
            ConditionalRequests::NotStored => CacheMode::NoStore,
            ConditionalRequests::Revalidate => CacheMode::NoCache,
            ConditionalRequests::Unchanged => CacheMode::Default,
        }
    }

    /// [Append a request `Origin` header](https://fetch.spec.whatwg.org/#append-a-request-origin-header)
    pub(super) fn append_origin(&self, list: &mut HeaderList) {
        let mut origin = self.byte_serialized_origin();
        if self.tainting != ResponseTainting::Cors {
            if matches!(&*self.request.method, "GET" | "HEAD") {
                return;
            }
            if self.request.mode != RequestMode::Cors && self.hides_origin() {
                origin = Origin::Opaque;
            }
        }
        list.append("Origin", origin.serialized().as_bytes().to_vec());
    }

    /// Whether the referrer policy, or in an engine with that habit a redirect, turns `Origin` to
    /// `null`.
    fn hides_origin(&self) -> bool {
        let habit = self.browser.habits().no_cors_origin;
        let mut policy = self.referrer_policy;
        if self.request.mode == RequestMode::NoCors && habit != NoCorsOrigin::Determined {
            let leaves = |hop: &[Url]| !Origin::of(&hop[0]).is_same_origin_with(&hop[1]);
            let left = self.url_list.windows(2).any(leaves);
            if habit == NoCorsOrigin::HiddenByRedirects && left {
                return true;
            }
            policy = self.request.referrer_policy;
        }
        let page = &self.request.origin;
        match policy {
            ReferrerPolicy::NoReferrer => true,
            ReferrerPolicy::NoReferrerWhenDowngrade
            | ReferrerPolicy::StrictOrigin
            | ReferrerPolicy::StrictOriginWhenCrossOrigin => {
                page.as_tuple().is_some_and(|t| t.scheme() == "https")
                    && self.current_url().scheme() != "https"
            }
            ReferrerPolicy::SameOrigin => !page.is_same_origin_with(self.current_url()),
            _ => false,
        }
    }

    /// [Determine the same-site mode](https://fetch.spec.whatwg.org/#determine-the-same-site-mode)
    pub(super) fn same_site_mode(&self) -> SameSiteMode {
        let same_site = self.request.origin.is_same_site_with(self.current_url());
        let crossed = self.taint == RedirectTaint::CrossSite
            && self.browser.habits().redirects_make_cookies_cross_site;
        if same_site && !crossed { SameSiteMode::StrictOrLess } else { SameSiteMode::UnsetOrLess }
    }

    /// Takes the cookies of a response to a request that included credentials.
    pub(super) fn store_cookies(
        &self,
        response: &HttpResponse,
        profile: &mut Profile,
        now: SystemTime,
    ) {
        if self.includes_credentials() {
            for line in response.header_list.values("set-cookie") {
                profile.cookie_jar.store(line, self.current_url(), self.same_site_mode(), now);
            }
        }
    }
}

/// Steps 8.17 and 8.18: what a cache mode adds.
pub(super) fn append_cache_control(list: &mut HeaderList, mode: CacheMode) {
    match mode {
        CacheMode::NoCache if !list.contains("cache-control") => {
            list.append("Cache-Control", &b"max-age=0"[..]);
        }
        CacheMode::NoStore | CacheMode::Reload => {
            for name in ["Pragma", "Cache-Control"] {
                if !list.contains(name) {
                    list.append(name, &b"no-cache"[..]);
                }
            }
        }
        _ => {}
    }
}

/// The `Accept` of [fetch](https://fetch.spec.whatwg.org/#concept-fetch), step 13.
const fn accept(initiator: Initiator) -> &'static [u8] {
    match initiator {
        Initiator::Image => b"image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
        Initiator::Stylesheet => b"text/css,*/*;q=0.1",
        Initiator::EventSource => b"text/event-stream",
        Initiator::Fetch | Initiator::Xhr => b"*/*",
    }
}

/// A URL as a request carries it: without fragment, user and password.
pub(super) fn wire_url(url: &Url) -> Url {
    let mut url = url.clone();
    if url.fragment().is_some() {
        url.set_fragment(None);
    }
    if !url.username().is_empty() || url.password().is_some() {
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }
    url
}
