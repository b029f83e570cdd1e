//! [HTTP fetch](https://fetch.spec.whatwg.org/#concept-http-fetch), its step 4.1: whether a preflight
//! goes first.

use super::cors_preflight_cache::Key;
use super::driver::{Fetch, Profile};
use crate::browsers::EveryHop;
use crate::http::methods::is_cors_safelisted_method;
use crate::http::safelists::cors_unsafe_request_header_names;
use crate::request::RedirectTaint;
use crate::spec::{HTTP_FETCH, MAIN_FETCH};
use crate::trace::Decided;
use std::borrow::Cow;
use std::time::SystemTime;

impl Fetch {
    /// The CORS-unsafe request-header names with which the request sets out, for engines that go on
    /// asking for them.
    pub(super) fn note_first_names(&mut self) {
        let habits = self.browser.habits();
        if self.url_list.len() == 1 && habits.preflights_every_hop != EveryHop::AsNeeded {
            self.first_names = cors_unsafe_request_header_names(&self.request.header_list, habits);
        }
    }

    /// Whether this hop is preflighted in any case, and for the first hop's names.
    fn is_preflighted_again(&self) -> bool {
        let redirected = self.url_list.len() > 1;
        match self.browser.habits().preflights_every_hop {
            EveryHop::AsNeeded => false,
            EveryHop::WithAllNames => self.with_preflight,
            EveryHop::WithNamesLeft => {
                self.with_preflight || (redirected && !self.first_names.is_empty())
            }
        }
    }

    /// Main fetch step 12's names: the CORS-unsafe request-header names, or those of the first hop in
    /// an engine that goes on asking for them.
    pub(super) fn names_to_preflight(&self) -> Vec<Cow<'static, str>> {
        let habits = self.browser.habits();
        if !self.is_preflighted_again() {
            return cors_unsafe_request_header_names(&self.request.header_list, habits);
        }
        let all = habits.preflights_every_hop == EveryHop::WithAllNames;
        let names = self.first_names.iter().filter(|name| all || !self.dropped.contains(name));
        names.cloned().collect()
    }

    /// Main fetch step 12's condition: why the request needs a preflight at all, traced.
    pub(super) fn wants_preflight(&mut self) -> bool {
        let at = MAIN_FETCH.step("12");
        let again = self.is_preflighted_again();
        let decided = if self.request.use_cors_preflight {
            Decided::NeedsPreflightForFlag
        } else if !is_cors_safelisted_method(&self.request.method) {
            Decided::NeedsPreflightForMethod
        } else if !self.unsafe_names.is_empty() {
            Decided::NeedsPreflightForHeaders(self.unsafe_names.clone())
        } else if again {
            Decided::NeedsPreflightAgain
        } else {
            self.decide(Decided::NoPreflight, at);
            return false;
        };
        self.decide(decided, at);
        true
    }

    /// Step 4.1: whether the cache lacks a permission for the method or for a header.
    pub(super) fn lacks_permission(&mut self, profile: &mut Profile, now: SystemTime) -> bool {
        let origin = self.preflight_origin();
        let key = Key {
            byte_serialized_origin: &origin,
            url: self.current_url(),
            credentials_mode: self.request.credentials_mode,
        };
        let cache = &mut profile.preflight_cache;
        let habits = self.browser.habits();
        let passes_over = habits.cache_modes_without_permissions.contains(&self.cache_mode());
        if passes_over || self.passes_over_the_cache() {
            return true;
        }
        let method = &*self.request.method;
        let method_needs = !is_cors_safelisted_method(method)
            || self.request.use_cors_preflight
            || (habits.head_needs_permission && method == "HEAD")
            || self.unsafe_names.is_empty();
        let lacks = (method_needs && !cache.method_cache_entry_match(method, key, habits, now))
            || self
                .unsafe_names
                .iter()
                .any(|name| !cache.header_name_cache_entry_match(name, key, habits, now));
        if !lacks {
            self.decide(Decided::PreflightCacheHit, HTTP_FETCH.step("4.1"));
        } else if habits.insufficient_permission_goes {
            cache.clear_cache_entries(&origin, self.current_url());
        }
        lacks
    }

    /// Whether the preflight cache is left aside since the `Origin` is `null` by a redirect.
    pub(super) fn passes_over_the_cache(&self) -> bool {
        self.taint != RedirectTaint::SameOrigin && self.browser.habits().tainted_requests_skip_cache
    }
}
