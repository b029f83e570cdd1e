//! One policy, ready to decide: whatever can be computed once is.

use crate::asked::Asked;
use crate::config::PolicyConfig;
use crate::decision::{Answer, Verdict};
use crate::edits::DECISION;
use crate::origin_set::OriginSet;
use crate::paths::PathPattern;
use crate::requested_headers::{NameList, echo};
use http::StatusCode;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    GetAll, HeaderMap, HeaderValue,
};
use preflight_fetch::http::methods::{is_cors_safelisted_method, is_forbidden_method, is_token};
use std::sync::Arc;

/// Said with a refused method where no method is listed: browsers take a missing list for a yes if the
/// preflight was sent for upload listeners
/// ([step 7.4](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)).
const NO_OTHER_METHOD: HeaderValue = HeaderValue::from_static("GET,HEAD,POST");

/// A policy that cannot be wrong.
#[derive(Debug)]
pub(crate) struct Policy {
    pub(crate) index: usize,
    /// As it is meant: canonical.
    pub(crate) config: PolicyConfig,
    pub(crate) entries: Entries,
    pub(crate) paths: Vec<PathPattern>,
    pub(crate) origins: OriginSet,
    pub(crate) methods: Methods,
    pub(crate) headers: RequestHeaders,
    pub(crate) expose: Option<Arc<HeaderValue>>,
    /// The headers of a preflight's answer to an allowed origin, up to what depends on the request.
    pub(crate) granted: HeaderMap,
    /// The headers of a preflight's answer to anybody else.
    pub(crate) refused: HeaderMap,
}

/// At which entry each name of the canonical lists was written, which an explanation points to.
#[derive(Debug)]
pub(crate) struct Entries {
    pub(crate) methods: Vec<usize>,
    pub(crate) headers: Vec<usize>,
}

/// Which methods are allowed beyond the safelisted ones.
#[derive(Debug)]
pub(crate) enum Methods {
    Named(Vec<String>),
    /// Any: `*` says so, or where credentials are allowed and `*` would not, the method asked for.
    Any,
}

/// Which request headers are allowed beyond the safelisted ones.
#[derive(Debug)]
pub(crate) enum RequestHeaders {
    Named(NameList),
    /// Any, said by `*`.
    Any,
    /// Any, said by the names asked for, since `*` is no wildcard beside credentials.
    Echoed,
}

impl Policy {
    pub(crate) const fn index(&self) -> usize {
        self.index
    }

    pub(crate) const fn config(&self) -> &PolicyConfig {
        &self.config
    }

    pub(crate) fn speaks_for_every_path(&self) -> bool {
        self.paths.is_empty() || self.paths.iter().any(PathPattern::is_every_path)
    }

    /// Whether this policy speaks for `path`, which is normalized.
    pub(crate) fn speaks_for(&self, path: &str) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|pattern| pattern.matches(path))
    }

    pub(crate) const fn allows_any_origin(&self) -> bool {
        self.origins.any().is_some()
    }

    pub(crate) const fn allows_credentials(&self) -> bool {
        self.config.allow_credentials
    }

    pub(crate) const fn expose(&self) -> Option<&Arc<HeaderValue>> {
        self.expose.as_ref()
    }

    /// The entry of `allow_origins` that allows `origin`; `None` stands for what is no origin.
    pub(crate) fn origin_entry(&self, origin: Option<&[u8]>) -> Option<usize> {
        self.origins.any().or_else(|| self.origins.find(origin?))
    }

    pub(crate) fn allows_method(&self, method: &[u8]) -> bool {
        let listed = match &self.methods {
            Methods::Named(names) => names.iter().any(|name| name.as_bytes() == method),
            Methods::Any => is_token(method) && !is_forbidden_method(method),
        };
        listed || std::str::from_utf8(method).is_ok_and(is_cors_safelisted_method)
    }

    pub(crate) fn allows_headers(&self, asked: GetAll<'_, HeaderValue>) -> bool {
        match &self.headers {
            RequestHeaders::Named(names) => names.allows(asked),
            RequestHeaders::Any => true,
            RequestHeaders::Echoed => echo(asked).is_some(),
        }
    }

    /// The answer to the preflight `asked`, on which the verdict has been passed.
    pub(crate) fn answer(
        &self,
        asked: &Asked<'_>,
        verdict: Verdict,
        debug: Option<HeaderValue>,
    ) -> Answer {
        let told = verdict.is_allowed() || !self.config.quiet;
        let (status, mut headers) = if told && verdict.entry().is_some() {
            let mut headers = self.granted.clone();
            if !self.allows_any_origin() {
                name_who_asks(asked, &mut headers);
            }
            self.echo_what_was_asked(asked, verdict, &mut headers);
            if matches!(verdict, Verdict::MethodRefused { .. }) {
                headers.entry(ACCESS_CONTROL_ALLOW_METHODS).or_insert(NO_OTHER_METHOD);
            }
            (StatusCode::NO_CONTENT, headers)
        } else {
            (StatusCode::FORBIDDEN, self.refused.clone())
        };
        if let Some(decision) = debug {
            headers.insert(DECISION, decision);
        }
        Answer { status, headers }
    }

    /// Beside credentials `*` is no wildcard: where anything is allowed, what was asked for is named.
    fn echo_what_was_asked(&self, asked: &Asked<'_>, verdict: Verdict, headers: &mut HeaderMap) {
        if !self.config.allow_credentials {
            return;
        }
        if matches!(self.methods, Methods::Any)
            && !matches!(verdict, Verdict::MethodRefused { .. })
            && let Some(method) = asked.requested_method()
        {
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, method.clone());
        }
        if matches!(self.headers, RequestHeaders::Echoed)
            && let Some(names) = echo(asked.requested_headers()).filter(|names| !names.is_empty())
            && let Ok(names) = HeaderValue::try_from(names)
        {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, names);
        }
    }
}

/// Fills in the origin. Found by walking, since it comes first: that costs less than a look-up.
fn name_who_asks(asked: &Asked<'_>, headers: &mut HeaderMap) {
    let mut lines = headers.iter_mut();
    let line = lines.find(|(name, _)| **name == ACCESS_CONTROL_ALLOW_ORIGIN);
    if let (Some((_, value)), Some(origin)) = (line, asked.origin()) {
        *value = origin.clone();
    }
}
