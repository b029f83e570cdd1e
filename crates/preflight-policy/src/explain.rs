//! Why a policy decides as it does: each rule in turn, with the entry that is met, or the one that is
//! nearest and what it differs in.
//!
//! [`Policies::evaluate`] stops at the first rule that refuses; an explanation goes through all of
//! them. It is for people who ask about one request, not for every request.

mod near_miss;

pub use near_miss::{Difference, NearMiss};

use crate::asked::Asked;
use crate::decision::Ruling;
use crate::nearest::nearest;
use crate::paths::normalized;
use crate::policies::Policies;
use crate::policy::{Policy, RequestHeaders};
use crate::requested_headers::elements;
use http::header::{HeaderValue, ORIGIN};
use http::{HeaderMap, Method};
use preflight_fetch::Origin;
use preflight_fetch::http::methods::is_cors_safelisted_method;

/// The most header names that are explained one by one.
pub const HEADERS_LIMIT: usize = 100;

/// Why a request head gets the decision that it gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The path as it is compared: decoded once, without empty and dot segments.
    pub path: String,
    /// The policies in force that come first and do not speak for the path, counted from 0.
    pub passed_over: Vec<usize>,
    /// The policy that decides, and how; `None` where none speaks for the path.
    pub policy: Option<PolicySteps>,
    /// What is decided; the same as [`Decision::ruling`](crate::Decision::ruling).
    pub ruling: Ruling,
    /// What the policies in shadow mode would decide.
    pub shadow: Option<Ruling>,
}

/// The rules of the policy that decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicySteps {
    /// Which policy, counted from 0 as configured.
    pub policy: usize,
    /// Which entry of `paths` speaks for the path; `None` where there are no entries, which is every
    /// path.
    pub path: Option<usize>,
    /// Whether the origin is allowed.
    pub origin: OriginStep,
    /// Whether the method and the headers of a preflight are; `None` where the request is none.
    pub preflight: Option<PreflightSteps>,
}

/// What a policy says to an origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OriginStep {
    /// There is none, so nothing is asked.
    Absent,
    /// There is more than one `Origin` line.
    Repeated,
    /// This entry allows it.
    Allowed {
        /// Counted from 0.
        entry: usize,
    },
    /// It is `null`, which no policy allows by name.
    Null,
    /// No browser writes an origin like this.
    NotAnOrigin {
        /// What a browser would write, where that can be derived.
        correction: Option<String>,
    },
    /// No entry allows it.
    NotListed {
        /// The nearest entry, where one comes near.
        near: Option<NearMiss>,
    },
}

/// What a policy says to a preflight beyond its origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreflightSteps {
    /// The method asked for.
    pub method: MethodStep,
    /// Each header name asked for, [`HEADERS_LIMIT`] at most.
    pub headers: Vec<HeaderStep>,
    /// Whether the list of names is refused though each of them is allowed: it is longer than any list
    /// of allowed names can be.
    pub headers_too_long: bool,
}

/// What a policy says to a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MethodStep {
    /// There is more than one `Access-Control-Request-Method` line.
    Repeated,
    /// GET, HEAD and POST need no entry.
    Safelisted,
    /// This entry of `allow_methods` allows it.
    Allowed {
        /// Counted from 0, as written.
        entry: usize,
    },
    /// No entry allows it.
    NotListed {
        /// The same method in another case, which is another method.
        other_case: Option<String>,
    },
}

/// What a policy says to the name of a request header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderStep {
    /// The name, in lower case.
    pub name: String,
    /// What comes of it.
    pub verdict: HeaderVerdict,
}

/// Whether a header name is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderVerdict {
    /// This entry of `allow_headers` allows it.
    Allowed {
        /// Counted from 0, as written.
        entry: usize,
    },
    /// It is `authorization`, and only `*` stands there, which browsers do not take for it.
    NotCoveredByWildcard,
    /// No entry allows it.
    NotListed {
        /// The allowed name that is nearest, where one comes near.
        near: Option<String>,
    },
}

impl Policies {
    /// Why [`evaluate`](Self::evaluate) decides as it does about this request head.
    #[must_use]
    pub fn explain(&self, method: &Method, path: &str, headers: &HeaderMap) -> Explanation {
        let decision = self.evaluate(method, path, headers);
        let path = normalized(path);
        let speaks = |policy: &&std::sync::Arc<Policy>| policy.speaks_for(&path);
        let passed_over = self.active().iter().take_while(|policy| !speaks(policy));
        let deciding = self.active().iter().find(speaks);
        Explanation {
            passed_over: passed_over.map(|policy| policy.index()).collect(),
            policy: deciding.map(|policy| steps(policy, &path, method, headers)),
            path: path.into_owned(),
            ruling: decision.ruling,
            shadow: decision.shadow,
        }
    }
}

fn steps(policy: &Policy, path: &str, method: &Method, headers: &HeaderMap) -> PolicySteps {
    let asked = Asked::of(method, headers);
    PolicySteps {
        policy: policy.index(),
        path: policy.paths.iter().position(|pattern| pattern.matches(path)),
        origin: origin(policy, &asked, headers),
        preflight: asked.preflight.is_some().then(|| {
            let headers = header_steps(policy, &asked);
            let is_allowed =
                |step: &HeaderStep| !matches!(step.verdict, HeaderVerdict::NotListed { .. });
            PreflightSteps {
                method: asked
                    .requested_method()
                    .map_or(MethodStep::Repeated, |m| method_step(policy, m)),
                headers_too_long: headers.iter().all(is_allowed)
                    && !policy.allows_headers(asked.requested_headers()),
                headers,
            }
        }),
    }
}

fn origin(policy: &Policy, asked: &Asked<'_>, headers: &HeaderMap) -> OriginStep {
    let Some(value) = asked.origin() else {
        return match policy.origin_entry(None) {
            Some(entry) if headers.contains_key(ORIGIN) => OriginStep::Allowed { entry },
            _ if headers.contains_key(ORIGIN) => OriginStep::Repeated,
            _ => OriginStep::Absent,
        };
    };
    if let Some(entry) = policy.origin_entry(Some(value.as_bytes())) {
        return OriginStep::Allowed { entry };
    }
    let text = value.to_str().unwrap_or_default();
    match text.parse::<Origin>() {
        Ok(Origin::Opaque) => OriginStep::Null,
        Ok(Origin::Tuple(origin)) => OriginStep::NotListed {
            near: near_miss::nearest(&policy.config().allow_origins, &origin),
        },
        Err(error) => OriginStep::NotAnOrigin { correction: error.correction },
    }
}

fn method_step(policy: &Policy, asked: &HeaderValue) -> MethodStep {
    let text = asked.to_str().unwrap_or_default();
    if is_cors_safelisted_method(text) {
        return MethodStep::Safelisted;
    }
    let listed = &policy.config().allow_methods;
    let entry = listed.iter().position(|method| method == text || method == "*");
    match entry.filter(|_| policy.allows_method(asked.as_bytes())) {
        Some(entry) => MethodStep::Allowed { entry: policy.entries.methods[entry] },
        None => MethodStep::NotListed {
            other_case: listed.iter().find(|method| method.eq_ignore_ascii_case(text)).cloned(),
        },
    }
}

fn header_steps(policy: &Policy, asked: &Asked<'_>) -> Vec<HeaderStep> {
    let lines = asked.requested_headers();
    let names = lines.iter().flat_map(|line| elements(line.as_bytes()));
    let step = |name: &[u8]| {
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        HeaderStep { verdict: header_verdict(policy, &name), name }
    };
    names.take(HEADERS_LIMIT).map(step).collect()
}

fn header_verdict(policy: &Policy, name: &str) -> HeaderVerdict {
    let listed = &policy.config().allow_headers;
    let entry = |wanted: &str| {
        let at = listed.iter().position(|listed| listed == wanted)?;
        Some(policy.entries.headers[at])
    };
    match (entry(name), entry("*"), &policy.headers) {
        (Some(entry), ..) => HeaderVerdict::Allowed { entry },
        (None, Some(_), RequestHeaders::Any) if name == "authorization" => {
            HeaderVerdict::NotCoveredByWildcard
        }
        (None, Some(entry), _) => HeaderVerdict::Allowed { entry },
        (None, None, _) => HeaderVerdict::NotListed {
            near: nearest(name, listed.iter().map(String::as_str)).map(str::to_owned),
        },
    }
}

#[cfg(test)]
mod tests;
