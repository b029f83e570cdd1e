//! What a policy does to the response of a request that is passed on.

use crate::policy::Policy;
use crate::vary;
use http::HeaderMap;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HeaderName,
    HeaderValue,
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
#[derive(Debug, Clone)]
pub struct Edits {
    /// `None` where no policy speaks for the path.
    pub(crate) policy: Option<Arc<Policy>>,
    pub(crate) grant: Grant,
    /// The value of [`DECISION`].
    pub(crate) debug: Option<HeaderValue>,
}

/// Whom the response tells that it may be read.
#[derive(Debug, Clone)]
pub(crate) enum Grant {
    Nobody,
    Any,
    Origin(HeaderValue),
}

impl Edits {
    /// Replaces all `Access-Control-*` headers by the policy's and adds `Origin` to `Vary`.
    pub fn apply(&self, headers: &mut HeaderMap) {
        if let Some(policy) = &self.policy {
            remove_all(headers);
            self.grant(policy, headers);
            if !policy.allows_any_origin() {
                vary::merge_origin(headers);
            }
        }
        if let Some(decision) = &self.debug {
            headers.insert(DECISION, decision.clone());
        }
    }

    fn grant(&self, policy: &Policy, headers: &mut HeaderMap) {
        let origin = match &self.grant {
            Grant::Nobody => return,
            Grant::Any => HeaderValue::from_static("*"),
            Grant::Origin(origin) => origin.clone(),
        };
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if policy.allows_credentials() {
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
        }
        if let Some(names) = policy.expose() {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, names.clone());
        }
    }
}

/// Removes what anybody else said about who may read the response.
fn remove_all(headers: &mut HeaderMap) {
    // Most responses have none: one look at the names is cheaper than seven look-ups.
    if !headers.keys().any(|name| name.as_str().starts_with("access-control-")) {
        return;
    }
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
