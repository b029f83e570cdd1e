//! What was decided, step by step, and where the standard says so.

use crate::exchange::ConnectionError;
use crate::fetching::local_network_access::AddressSpace;
use crate::request::RequestError;
use crate::spec::SpecRef;
use std::borrow::Cow;
use std::fmt;
use url::Url;

/// On which part of the way a decision fell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Leg {
    /// Before anything was sent.
    Gate,
    /// On the preflight's answer.
    Preflight,
    /// On the answer to the request itself.
    Actual,
    /// On a redirect's answer or its target.
    Redirect,
}

/// Why a request was refused. Every variant is one sentence of the standard, or one habit of an
/// engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Because {
    /// `Access-Control-Allow-Credentials` is not exactly `true`; its value, empty where absent.
    AllowCredentialsNotTrue(Vec<u8>),
    /// An element of `Access-Control-Allow-Headers` is no header name.
    AllowHeadersUnparsable(Vec<u8>),
    /// An element of `Access-Control-Allow-Methods` is no method.
    AllowMethodsUnparsable(Vec<u8>),
    /// `Access-Control-Allow-Origin` is not the request's origin; its value.
    AllowOriginDiffers(Vec<u8>),
    /// There is no `Access-Control-Allow-Origin`.
    AllowOriginMissing,
    /// `Access-Control-Allow-Origin` is `*` and the credentials mode is `include`.
    AllowOriginWildcardWithCredentials,
    /// The port is blocked for every request.
    BadPort(u16),
    /// There was no HTTP response.
    Connection(ConnectionError),
    /// `Cross-Origin-Resource-Policy` forbids it; its value.
    CrossOriginResourcePolicy(Vec<u8>),
    /// The mode is `same-origin` and the URL is not.
    DisallowedByMode,
    /// A header is not in `Access-Control-Allow-Headers`; the first one refused, lower case.
    HeaderNotAllowed(Cow<'static, str>),
    /// A page that is no secure context asks a more private address space.
    InsecureLocalNetwork(AddressSpace),
    /// The method is not in `Access-Control-Allow-Methods`.
    MethodNotAllowed,
    /// An https page asks an http URL.
    MixedContent,
    /// `no-cors` demands redirect mode `follow`.
    NoCorsRedirectMode,
    /// `new Request` throws.
    NotARequest(RequestError),
    /// The preflight was redirected; the status.
    PreflightRedirected(u16),
    /// The preflight's status is not 200 to 299.
    PreflightStatusNotOk(u16),
    /// A redirect although the redirect mode is `error`.
    RedirectDisallowed,
    /// A redirect to a URL with user name or password.
    RedirectHasCredentials(Box<Url>),
    /// `Location` is no URL; its value.
    RedirectLocationInvalid(Vec<u8>),
    /// A redirect to a scheme that is not HTTP(S).
    RedirectSchemeNotHttp(Box<Url>),
    /// The URL's scheme cannot be fetched.
    SchemeNotHttp,
    /// A stream body cannot be sent a second time.
    StreamNotReplayable,
    /// The engine does not send stream bodies, or not over HTTP/1.1.
    StreamUnsupported,
    /// More than 20 redirects.
    TooManyRedirects,
}

impl Because {
    /// Whether CORS refused: a check of the preflight's or the actual response.
    #[must_use]
    pub const fn is_cors(&self) -> bool {
        matches!(
            self,
            Self::AllowCredentialsNotTrue(_)
                | Self::AllowHeadersUnparsable(_)
                | Self::AllowMethodsUnparsable(_)
                | Self::AllowOriginDiffers(_)
                | Self::AllowOriginMissing
                | Self::AllowOriginWildcardWithCredentials
                | Self::HeaderNotAllowed(_)
                | Self::MethodNotAllowed
                | Self::PreflightRedirected(_)
                | Self::PreflightStatusNotOk(_)
        )
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = crate::http::header_list::text;
        match self {
            Self::AllowCredentialsNotTrue(v) if v.is_empty() => {
                f.write_str("Access-Control-Allow-Credentials is missing")
            }
            Self::AllowCredentialsNotTrue(v) => {
                write!(f, "Access-Control-Allow-Credentials is `{}`, not `true`", text(v))
            }
            Self::AllowHeadersUnparsable(v) => {
                write!(f, "Access-Control-Allow-Headers cannot be parsed at `{}`", text(v))
            }
            Self::AllowMethodsUnparsable(v) => {
                write!(f, "Access-Control-Allow-Methods cannot be parsed at `{}`", text(v))
            }
            Self::AllowOriginDiffers(v) => {
                write!(f, "Access-Control-Allow-Origin is `{}`, not the request's origin", text(v))
            }
            Self::AllowOriginMissing => f.write_str("Access-Control-Allow-Origin is missing"),
            Self::AllowOriginWildcardWithCredentials => {
                f.write_str("Access-Control-Allow-Origin is `*`, which does not cover credentials")
            }
            Self::BadPort(port) => write!(f, "port {port} is blocked"),
            Self::Connection(error) => error.fmt(f),
            Self::CrossOriginResourcePolicy(v) => {
                write!(f, "Cross-Origin-Resource-Policy is `{}`", text(v))
            }
            Self::DisallowedByMode => f.write_str("mode `same-origin` forbids other origins"),
            Self::HeaderNotAllowed(name) => {
                write!(f, "header `{name}` is not in Access-Control-Allow-Headers")
            }
            Self::InsecureLocalNetwork(space) => {
                write!(f, "the page is not a secure context and the target is {space}")
            }
            Self::MethodNotAllowed => {
                f.write_str("the method is not in Access-Control-Allow-Methods")
            }
            Self::MixedContent => f.write_str("an https page asks an http URL"),
            Self::NoCorsRedirectMode => {
                f.write_str("mode `no-cors` demands redirect mode `follow`")
            }
            Self::NotARequest(error) => error.fmt(f),
            Self::PreflightRedirected(status) => {
                write!(f, "the preflight was redirected ({status})")
            }
            Self::PreflightStatusNotOk(status) => {
                write!(f, "the preflight's status is {status}, not 200 to 299")
            }
            Self::RedirectDisallowed => f.write_str("a redirect, and redirect mode is `error`"),
            Self::RedirectHasCredentials(_) => {
                f.write_str("the redirect's URL holds a user name or password")
            }
            Self::RedirectLocationInvalid(v) => write!(f, "Location `{}` is no URL", text(v)),
            Self::RedirectSchemeNotHttp(url) => {
                write!(f, "redirect to `{}:`, which is not HTTP(S)", url.scheme())
            }
            Self::SchemeNotHttp => f.write_str("the URL's scheme is not HTTP(S)"),
            Self::StreamNotReplayable => f.write_str("a stream body cannot be sent again"),
            Self::StreamUnsupported => f.write_str("the engine does not send this stream body"),
            Self::TooManyRedirects => f.write_str("more than 20 redirects"),
        }
    }
}

/// A refusal: why, where the standard says so, and on which exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Why.
    pub because: Because,
    /// Where the standard says so.
    pub at: SpecRef,
    /// On which part of the way.
    pub leg: Leg,
    /// Which of the requests sent decided, counted from 0; `None` at a gate.
    pub exchange: Option<usize>,
    /// The URL that was being fetched: after redirects, the last one.
    pub url: Url,
}

/// What a step decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decided {
    /// `Authorization` was dropped on the way to another origin.
    AuthorizationRemoved,
    /// The response passed the CORS check.
    CorsCheckPassed,
    /// Same origin, or `data:`: CORS does not apply.
    CorsDoesNotApply,
    /// A header is allowed by name, or by `*` where the flag is set.
    HeaderAllowed {
        /// Whether by `*` alone.
        by_wildcard: bool,
    },
    /// The method is allowed: safelisted, by name, or by `*`.
    MethodAllowed,
    /// The method became GET and the body was dropped.
    MethodRewritten,
    /// A preflight is needed: the method is not safelisted.
    NeedsPreflightForMethod,
    /// A preflight is needed: these header names are not safelisted.
    NeedsPreflightForHeaders(Vec<Cow<'static, str>>),
    /// A preflight is sent since an earlier hop was preflighted: a habit of some engines.
    NeedsPreflightAgain,
    /// A preflight is needed: the use-CORS-preflight flag is set.
    NeedsPreflightForFlag,
    /// No preflight is needed.
    NoPreflight,
    /// Mode `no-cors`: the response is opaque.
    Opaque,
    /// The preflight's permission is kept for so many seconds.
    PreflightCached(u32),
    /// An earlier preflight's permission still holds.
    PreflightCacheHit,
    /// The preflight allows the request.
    PreflightPassed,
    /// A redirect is followed to this URL.
    Redirected(Url),
    /// It ends here.
    Refused(Because),
    /// From here on the `Origin` header is `null`.
    TaintedByRedirect,
}

impl fmt::Display for Decided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AuthorizationRemoved => f.write_str("Authorization is dropped at another origin"),
            Self::CorsCheckPassed => f.write_str("the CORS check passes"),
            Self::CorsDoesNotApply => f.write_str("same origin: CORS does not apply"),
            Self::HeaderAllowed { by_wildcard: true } => f.write_str("`*` allows the headers"),
            Self::HeaderAllowed { by_wildcard: false } => f.write_str("the headers are allowed"),
            Self::MethodAllowed => f.write_str("the method is allowed"),
            Self::MethodRewritten => f.write_str("the method becomes GET, the body is dropped"),
            Self::NeedsPreflightForMethod => {
                f.write_str("a preflight is needed: the method is not safelisted")
            }
            Self::NeedsPreflightForHeaders(names) => {
                write!(f, "a preflight is needed: not safelisted: {}", names.join(", "))
            }
            Self::NeedsPreflightAgain => {
                f.write_str("a preflight is sent again: an earlier hop was preflighted")
            }
            Self::NeedsPreflightForFlag => {
                f.write_str("a preflight is needed: upload listeners or a stream body")
            }
            Self::NoPreflight => f.write_str("no preflight is needed"),
            Self::Opaque => f.write_str("mode `no-cors`: the response will be opaque"),
            Self::PreflightCached(seconds) => {
                write!(f, "the preflight's permission is kept for {seconds} s")
            }
            Self::PreflightCacheHit => f.write_str("an earlier preflight's permission holds"),
            Self::PreflightPassed => f.write_str("the preflight allows the request"),
            Self::Redirected(url) => write!(f, "redirected to {url}"),
            Self::Refused(because) => because.fmt(f),
            Self::TaintedByRedirect => f.write_str("the Origin header is `null` from here on"),
        }
    }
}

/// One step of a [`Trace`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was decided.
    pub decided: Decided,
    /// Where the standard says so.
    pub at: SpecRef,
    /// How many requests had been sent by then: the last one sent is `sent - 1`.
    pub sent: usize,
}

/// Every decision of one fetch, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trace(Vec<Step>);

impl Trace {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Vec::with_capacity(capacity))
    }

    pub(crate) fn push(&mut self, decided: Decided, at: SpecRef, sent: usize) {
        self.0.push(Step { decided, at, sent });
    }

    /// The steps, in order.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}
