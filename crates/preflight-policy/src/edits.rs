//! What a policy does to the response of a request that is passed on.

use crate::vary;
use http::HeaderMap;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HeaderName,
    HeaderValue, VARY,
};
use std::sync::Arc;

/// The response header of the debug mode: a [`Ruling`](crate::Ruling) in words.
pub const DECISION: HeaderName = HeaderName::from_static("preflight-decision");

const TRUE: HeaderValue = HeaderValue::from_static("true");

/// The name of the response header that
/// [Private Network Access](https://wicg.github.io/private-network-access/) had: browsers ask the
/// user instead, and no policy here grants it.
const ALLOW_PRIVATE_NETWORK: HeaderName =
    HeaderName::from_static("access-control-allow-private-network");

/// Changes to the headers of a response. They belong on every response to the request: the
/// application's whatever its status, a redirect, an error made on the way.
/// The default is none.
#[derive(Debug, Clone, Default)]
pub struct Edits {
    /// Whether a policy speaks for the path.
    pub(crate) spoken_for: bool,
    /// Whether another origin would be told something else.
    pub(crate) by_origin: bool,
    pub(crate) grant: Option<Grant>,
    /// The value of [`DECISION`]; boxed, since edits are moved about and few have it.
    pub(crate) debug: Option<Box<HeaderValue>>,
}

/// What the response tells the page that may read it.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    /// The value of `Access-Control-Allow-Origin`.
    pub(crate) origin: HeaderValue,
    pub(crate) credentials: bool,
    pub(crate) expose: Option<Arc<HeaderValue>>,
}

impl Edits {
    /// Replaces all `Access-Control-*` headers by the policy's and adds `Origin` to `Vary`.
    pub fn apply(self, headers: &mut HeaderMap) {
        if self.spoken_for {
            let found = Found::of(headers);
            if found.access_control {
                remove_all(headers);
            }
            if let Some(grant) = self.grant {
                grant.apply(headers);
            }
            if self.by_origin {
                if found.vary {
                    vary::merge_origin(headers);
                } else {
                    headers.insert(VARY, vary::ORIGIN);
                }
            }
        }
        if let Some(decision) = self.debug {
            headers.insert(DECISION, *decision);
        }
    }
}

impl Grant {
    fn apply(self, headers: &mut HeaderMap) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, self.origin);
        if self.credentials {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
        }
        if let Some(names) = self.expose {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::clone(&names));
        }
    }
}

/// What of ours a response has already. Most have nothing: one look at the names is cheaper than
/// eight look-ups.
#[derive(Default)]
struct Found {
    access_control: bool,
    vary: bool,
}

impl Found {
    fn of(headers: &HeaderMap) -> Self {
        headers.keys().fold(Self::default(), |found, name| Self {
            access_control: found.access_control || name.as_str().starts_with("access-control-"),
            vary: found.vary || name == VARY,
        })
    }
}

/// Removes what anybody else said about who may read the response.
fn remove_all(headers: &mut HeaderMap) {
    for name in [
        ACCESS_CONTROL_ALLOW_CREDENTIALS,
        ACCESS_CONTROL_ALLOW_HEADERS,
        ACCESS_CONTROL_ALLOW_METHODS,
        ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS,
        ACCESS_CONTROL_MAX_AGE,
        ALLOW_PRIVATE_NETWORK,
    ] {
        headers.remove(name);
    }
}
