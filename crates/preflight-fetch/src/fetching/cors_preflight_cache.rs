//! [CORS-preflight cache](https://fetch.spec.whatwg.org/#cors-preflight-cache)

use crate::Origin;
use crate::browsers::{EveryHop, Habits, WildcardEntries};
use crate::http::methods::{is_cors_safelisted_method, known_method};
use crate::http::safelists::is_cors_non_wildcard_request_header_name;
use crate::request::CredentialsMode;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use url::Url;

/// The most entries a cache holds; the oldest go first.
pub const CAPACITY: usize = 10_000;

/// A [cache entry](https://fetch.spec.whatwg.org/#cache-entry). One profile is one top-level site
/// here, so the network partition key is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheEntry {
    byte_serialized_origin: Origin,
    url: Arc<Url>,
    expires: SystemTime,
    credentials: bool,
    permits: Permits,
}

/// What an entry permits, as the server wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Permits {
    /// A method, or `*`.
    Method(Cow<'static, [u8]>),
    /// A header name, or `*`.
    HeaderName(Cow<'static, [u8]>),
    /// The methods that need no permission, asked for by a request that is preflighted for other
    /// reasons than its method: kept by engines whose entries are whole preflights.
    SafelistedMethods,
}

/// A method or header name that a permission is sought for.
#[derive(Debug, Clone, Copy)]
enum Sought<'a> {
    Method(&'a [u8]),
    HeaderName(&'a [u8]),
}

impl Permits {
    fn covers(&self, sought: Sought<'_>, habits: &Habits) -> bool {
        match (self, sought) {
            (Self::Method(permitted), Sought::Method(method)) => {
                **permitted == *method || **permitted == *b"*"
            }
            (Self::HeaderName(permitted), Sought::HeaderName(name)) => {
                permitted.eq_ignore_ascii_case(name)
                    || (**permitted == *b"*"
                        && (habits.authorization_covered_by_cached_wildcard
                            || !is_cors_non_wildcard_request_header_name(name)))
            }
            (Self::SafelistedMethods, Sought::Method(method)) => {
                std::str::from_utf8(method).is_ok_and(is_cors_safelisted_method)
                    && !(habits.head_needs_permission && *method == *b"HEAD")
            }
            _ => false,
        }
    }

    /// Whether it covers what is sought only since it is `*`.
    fn is_wildcard_for(&self, sought: Sought<'_>) -> bool {
        let (Self::Method(permitted) | Self::HeaderName(permitted)) = self else { return false };
        let (Sought::Method(value) | Sought::HeaderName(value)) = sought;
        **permitted == *b"*" && *value != *b"*"
    }
}

impl From<Sought<'_>> for Permits {
    fn from(sought: Sought<'_>) -> Self {
        match sought {
            Sought::Method(method) => Self::Method(match known_method(method) {
                Some(known) => Cow::Borrowed(known.as_bytes()),
                None => Cow::Owned(method.to_vec()),
            }),
            Sought::HeaderName(name) => Self::HeaderName(name.to_vec().into()),
        }
    }
}

/// Which request an entry must fit.
#[derive(Debug, Clone, Copy)]
pub struct Key<'a> {
    /// The request's byte-serialized origin.
    pub byte_serialized_origin: &'a Origin,
    /// Its current URL.
    pub url: &'a Url,
    /// Its credentials mode.
    pub credentials_mode: CredentialsMode,
}

impl CacheEntry {
    /// Whether this entry permits what is sought to this request.
    fn grants(&self, sought: Sought<'_>, key: Key<'_>, habits: &Habits, now: SystemTime) -> bool {
        let by_wildcard = match habits.wildcard_entries {
            WildcardEntries::Kept => true,
            WildcardEntries::ForRequestsWithoutCredentials => {
                key.credentials_mode != CredentialsMode::Include
            }
            WildcardEntries::FromRequestsWithoutCredentials => !self.credentials,
            WildcardEntries::NotKept => false,
        };
        let with_credentials = key.credentials_mode == CredentialsMode::Include;
        let same_credentials = self.credentials == with_credentials;
        (same_credentials || habits.permissions_hold_without_credentials)
            && self.matches(key, now)
            && self.permits.covers(sought, habits)
            && (by_wildcard || !self.permits.is_wildcard_for(sought))
    }

    /// [Cache entry match](https://fetch.spec.whatwg.org/#concept-cache-match)
    fn matches(&self, key: Key<'_>, now: SystemTime) -> bool {
        self.byte_serialized_origin == *key.byte_serialized_origin
            && *self.url == *key.url
            && self.expires > now
            && (self.credentials || key.credentials_mode != CredentialsMode::Include)
    }
}

/// A [CORS-preflight cache](https://fetch.spec.whatwg.org/#concept-cache).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PreflightCache(Vec<CacheEntry>);

impl PreflightCache {
    /// [Method cache entry match](https://fetch.spec.whatwg.org/#concept-cache-match-method)
    #[must_use]
    pub fn method_cache_entry_match(
        &self,
        method: &str,
        key: Key<'_>,
        habits: &Habits,
        now: SystemTime,
    ) -> bool {
        let sought = Sought::Method(method.as_bytes());
        self.0.iter().any(|entry| entry.grants(sought, key, habits, now))
    }

    /// [Header-name cache entry match](https://fetch.spec.whatwg.org/#concept-cache-match-header)
    #[must_use]
    pub fn header_name_cache_entry_match(
        &self,
        name: &str,
        key: Key<'_>,
        habits: &Habits,
        now: SystemTime,
    ) -> bool {
        let sought = Sought::HeaderName(name.as_bytes());
        self.0.iter().any(|entry| entry.grants(sought, key, habits, now))
    }

    /// [Clear cache entries](https://fetch.spec.whatwg.org/#concept-cache-clear)
    pub fn clear_cache_entries(&mut self, byte_serialized_origin: &Origin, url: &Url) {
        self.0.retain(|e| e.byte_serialized_origin != *byte_serialized_origin || *e.url != *url);
    }

    /// Steps 7.12 to 7.15 of [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0):
    /// keeps what a preflight permitted for `max_age` seconds from `now`.
    pub fn store<'m>(
        &mut self,
        key: Key<'_>,
        permits: impl Iterator<Item = (bool, &'m [u8])>,
        max_age: u32,
        habits: &Habits,
        now: SystemTime,
    ) {
        self.0.retain(|entry| entry.expires > now);
        if habits.replaces_cache_entries {
            self.clear_cache_entries(key.byte_serialized_origin, key.url);
        }
        let expires = now + Duration::from_secs(u64::from(max_age));
        let credentials = key.credentials_mode == CredentialsMode::Include;
        let url = Arc::new(key.url.clone());
        let entry = |permits| CacheEntry {
            byte_serialized_origin: key.byte_serialized_origin.clone(),
            url: Arc::clone(&url),
            expires,
            credentials,
            permits,
        };
        let keeps_whole_preflights =
            habits.replaces_cache_entries || habits.preflights_every_hop != EveryHop::AsNeeded;
        if keeps_whole_preflights && max_age > 0 {
            let known =
                |e: &CacheEntry| e.permits == Permits::SafelistedMethods && e.matches(key, now);
            self.0.retain(|e| !known(e));
            self.push(entry(Permits::SafelistedMethods));
        }
        for (is_method, value) in permits {
            let sought = if is_method { Sought::Method(value) } else { Sought::HeaderName(value) };
            let known = self
                .0
                .iter_mut()
                .filter(|entry| entry.grants(sought, key, habits, now))
                .map(|entry| entry.expires = expires)
                .count();
            if known > 0 || max_age == 0 {
                continue;
            }
            self.push(entry(sought.into()));
        }
    }

    fn push(&mut self, entry: CacheEntry) {
        if self.0.len() >= CAPACITY {
            self.0.remove(0);
        }
        self.0.push(entry);
    }

    /// How many entries there are, expired ones included.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
