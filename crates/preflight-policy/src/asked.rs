//! What a request head asks of a policy.

use crate::decision::{Ruling, Verdict};
use crate::edits::Grant;
use crate::policy::Policy;
use http::header::{
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, GetAll, HeaderValue, ORIGIN,
};
use http::{HeaderMap, Method};

/// A request head, as far as CORS reads it.
pub(crate) struct Asked<'a> {
    origin: OriginHeader<'a>,
    /// The method that a [CORS-preflight request](https://fetch.spec.whatwg.org/#cors-preflight-request)
    /// asks for: `None` where this is none.
    pub(crate) preflight: Option<GetAll<'a, HeaderValue>>,
    headers: &'a HeaderMap,
}

#[derive(Clone, Copy)]
enum OriginHeader<'a> {
    Absent,
    One(&'a HeaderValue),
    Repeated,
}

impl<'a> Asked<'a> {
    pub(crate) fn of(method: &Method, headers: &'a HeaderMap) -> Self {
        let mut lines = headers.get_all(ORIGIN).iter();
        let origin = match (lines.next(), lines.next()) {
            (None, _) => OriginHeader::Absent,
            (Some(origin), None) => OriginHeader::One(origin),
            (Some(_), Some(_)) => OriginHeader::Repeated,
        };
        let preflight = match origin {
            OriginHeader::One(_) | OriginHeader::Repeated if method == Method::OPTIONS => {
                let lines = headers.get_all(ACCESS_CONTROL_REQUEST_METHOD);
                lines.iter().next().is_some().then_some(lines)
            }
            _ => None,
        };
        Self { origin, preflight, headers }
    }

    /// The one `Origin` line.
    pub(crate) const fn origin(&self) -> Option<&'a HeaderValue> {
        match self.origin {
            OriginHeader::One(origin) => Some(origin),
            _ => None,
        }
    }

    /// The header names that the preflight asks for.
    pub(crate) fn requested_headers(&self) -> GetAll<'a, HeaderValue> {
        self.headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS)
    }

    /// The method that the preflight asks for, where it asks for one.
    pub(crate) fn requested_method(&self) -> Option<&'a HeaderValue> {
        let mut lines = self.preflight.as_ref()?.iter();
        lines.next().filter(|_| lines.next().is_none())
    }

    pub(crate) fn ruling(&self, policy: &Policy) -> Ruling {
        Ruling { policy: Some(policy.index()), verdict: self.verdict(policy) }
    }

    fn verdict(&self, policy: &Policy) -> Verdict {
        let entry = match self.origin {
            OriginHeader::Absent => return Verdict::NotCors,
            OriginHeader::One(origin) => policy.origin_entry(Some(origin.as_bytes())),
            OriginHeader::Repeated => policy.origin_entry(None),
        };
        let Some(entry) = entry else {
            return match self.origin {
                OriginHeader::Repeated => Verdict::OriginRepeated,
                OriginHeader::One(origin) if origin == "null" => Verdict::OriginNull,
                _ => Verdict::OriginNotListed,
            };
        };
        if self.preflight.is_none() {
            Verdict::Allowed { entry }
        } else if !self
            .requested_method()
            .is_some_and(|method| policy.allows_method(method.as_bytes()))
        {
            Verdict::MethodRefused { entry }
        } else if !policy.allows_headers(self.requested_headers()) {
            Verdict::HeaderRefused { entry }
        } else {
            Verdict::PreflightAllowed { entry }
        }
    }

    /// What the response to this request tells the page, where it may read it.
    pub(crate) fn grant(&self, policy: &Policy, verdict: Verdict) -> Option<Grant> {
        let origin = if policy.allows_any_origin() {
            HeaderValue::from_static("*")
        } else {
            verdict.entry().and(self.origin())?.clone()
        };
        let credentials = policy.allows_credentials();
        Some(Grant { origin, credentials, expose: policy.expose().cloned() })
    }
}
