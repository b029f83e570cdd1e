//! What a policy decides about one request.

use crate::edits::Edits;
use http::{HeaderMap, StatusCode};
use std::fmt;

/// What to do with a request, and which rule says so. It holds what it needs of its policy: a
/// reconfiguration does not reach it.
#[derive(Debug)]
pub struct Decision {
    /// What to do.
    pub action: Action,
    /// Why.
    pub ruling: Ruling,
    /// What the policies in shadow mode would have decided, where one speaks for the path.
    pub shadow: Option<Ruling>,
}

/// What to do with a request.
#[derive(Debug)]
pub enum Action {
    /// It is a [CORS-preflight request](https://fetch.spec.whatwg.org/#cors-preflight-request): answer
    /// it, before authentication and routing, and do not contact the application.
    Answer(Answer),
    /// Pass it on, and apply these edits to whatever response it gets: the application's, a
    /// redirect, an error of one's own.
    Forward(Edits),
}

/// The whole answer to a preflight; it has no body.
#[derive(Debug, PartialEq)]
pub struct Answer {
    /// 204, or 403 where nothing is allowed to this origin.
    pub status: StatusCode,
    /// All of its headers.
    pub headers: HeaderMap,
}

/// Which rule decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ruling {
    /// The policy, counted from 0 as configured; `None` where none speaks for the path.
    pub policy: Option<usize>,
    /// What it says.
    pub verdict: Verdict,
}

/// What a policy says to a request. An `entry` is counted from 0 in `allow_origins`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// No policy speaks for the path: the request and its response are passed on untouched.
    NoPolicy,
    /// There is no `Origin`: nobody asks across origins.
    NotCors,
    /// The origin may read the response.
    Allowed {
        /// Which entry allows it.
        entry: usize,
    },
    /// The preflight is granted.
    PreflightAllowed {
        /// Which entry allows the origin.
        entry: usize,
    },
    /// No entry allows the origin.
    OriginNotListed,
    /// The origin is `null`: a sandboxed frame, a local file.
    OriginNull,
    /// There is more than one `Origin` line, which no browser sends.
    OriginRepeated,
    /// The origin is allowed, the method of the preflight is not.
    MethodRefused {
        /// Which entry allows the origin.
        entry: usize,
    },
    /// The origin and the method are allowed, a header name is not.
    HeaderRefused {
        /// Which entry allows the origin.
        entry: usize,
    },
}

impl Verdict {
    /// All labels, for metrics that start at zero.
    pub const LABELS: [&'static str; 9] = [
        "no-policy",
        "not-cors",
        "allowed",
        "preflight-allowed",
        "origin-not-listed",
        "origin-null",
        "origin-repeated",
        "method-refused",
        "header-refused",
    ];

    /// A stable name, one of [`LABELS`](Self::LABELS).
    #[must_use]
    pub const fn label(self) -> &'static str {
        Self::LABELS[match self {
            Self::NoPolicy => 0,
            Self::NotCors => 1,
            Self::Allowed { .. } => 2,
            Self::PreflightAllowed { .. } => 3,
            Self::OriginNotListed => 4,
            Self::OriginNull => 5,
            Self::OriginRepeated => 6,
            Self::MethodRefused { .. } => 7,
            Self::HeaderRefused { .. } => 8,
        }]
    }

    /// Whether the browser is told that the page may go on. What no policy speaks for is not judged.
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed { .. } | Self::PreflightAllowed { .. })
    }

    /// Whether the request came across origins and is refused.
    #[must_use]
    pub const fn is_refused(self) -> bool {
        !self.is_allowed() && !matches!(self, Self::NoPolicy | Self::NotCors)
    }

    /// The entry of `allow_origins` that allows the origin.
    #[must_use]
    pub const fn entry(self) -> Option<usize> {
        match self {
            Self::Allowed { entry }
            | Self::PreflightAllowed { entry }
            | Self::MethodRefused { entry }
            | Self::HeaderRefused { entry } => Some(entry),
            _ => None,
        }
    }
}

impl fmt::Display for Ruling {
    /// `allowed; by=policy[0].allow_origins[1]`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verdict.label())?;
        let Some(policy) = self.policy else { return Ok(()) };
        write!(f, "; by=policy[{policy}]")?;
        match self.verdict {
            Verdict::MethodRefused { .. } => f.write_str(".allow_methods"),
            Verdict::HeaderRefused { .. } => f.write_str(".allow_headers"),
            Verdict::OriginNotListed => f.write_str(".allow_origins"),
            verdict => match verdict.entry() {
                Some(entry) => write!(f, ".allow_origins[{entry}]"),
                None => Ok(()),
            },
        }
    }
}
