//! What targets do otherwise than our own server.

/// Something our own server does on every request, which a test on a real server can see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Behaviour {
    /// `Vary: Origin` stands on every response but a preflight's, unless any origin is allowed.
    VaryOnEveryResponse,
    /// `Vary: Origin` stands on every answer to a preflight.
    VaryOnPreflights,
    /// A granted preflight is answered with 204.
    PreflightIs204,
    /// A preflight from an origin that is not allowed is answered with 403.
    RefusedPreflightIs403,
    /// A response to an origin that is not allowed has no `Access-Control-*` header.
    SilenceToOtherOrigins,
    /// A response to a request without `Origin` has no `Access-Control-*` header, unless any origin is
    /// allowed.
    SilenceWithoutOrigin,
    /// A preflight is answered here and does not reach the application.
    AnswersPreflights,
    /// A preflight from an origin that is not allowed does not reach the application either.
    AnswersRefusedPreflights,
    /// `OPTIONS` without `Origin` or `Access-Control-Request-Method` reaches the application.
    OnlyTruePreflights,
    /// Answers that are not the application's (502, its own 404 and 401) have the headers too.
    HeadersOnOwnErrors,
    /// The application's errors have the headers too.
    HeadersOnErrors,
    /// `Access-Control-*` headers of the application are replaced, so that each stands once.
    ReplacesInnerHeaders,
    /// `Access-Control-Allow-Methods`, `-Allow-Headers` and `-Max-Age` stand on preflights only.
    PreflightHeadersOnPreflightsOnly,
    /// A path is compared decoded: `/%61pi/x` is judged as `/api/x`.
    DecodesPaths,
}

impl Behaviour {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::VaryOnEveryResponse,
        Self::VaryOnPreflights,
        Self::PreflightIs204,
        Self::RefusedPreflightIs403,
        Self::SilenceToOtherOrigins,
        Self::SilenceWithoutOrigin,
        Self::AnswersPreflights,
        Self::AnswersRefusedPreflights,
        Self::OnlyTruePreflights,
        Self::HeadersOnOwnErrors,
        Self::HeadersOnErrors,
        Self::ReplacesInnerHeaders,
        Self::PreflightHeadersOnPreflightsOnly,
        Self::DecodesPaths,
    ];

    /// A stable name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::VaryOnEveryResponse => "vary-on-every-response",
            Self::VaryOnPreflights => "vary-on-preflights",
            Self::PreflightIs204 => "preflight-is-204",
            Self::RefusedPreflightIs403 => "refused-preflight-is-403",
            Self::SilenceToOtherOrigins => "silence-to-other-origins",
            Self::SilenceWithoutOrigin => "silence-without-origin",
            Self::AnswersPreflights => "answers-preflights",
            Self::AnswersRefusedPreflights => "answers-refused-preflights",
            Self::OnlyTruePreflights => "only-true-preflights",
            Self::HeadersOnOwnErrors => "headers-on-own-errors",
            Self::HeadersOnErrors => "headers-on-errors",
            Self::ReplacesInnerHeaders => "replaces-inner-headers",
            Self::PreflightHeadersOnPreflightsOnly => "preflight-headers-on-preflights-only",
            Self::DecodesPaths => "decodes-paths",
        }
    }
}

/// A behaviour that a target lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lack {
    /// Which one.
    pub behaviour: Behaviour,
    /// What it does instead and what follows for the reader, in one or two sentences.
    pub text: &'static str,
}

impl Lack {
    /// What several proxies do.
    pub const EMPTY_200: Self = Self::new(
        Behaviour::PreflightIs204,
        "A preflight is answered with 200 and an empty body. Browsers take that as well as 204.",
    );
    /// What several services of clouds do.
    pub const GRANTED_IS_200: Self = Self::new(
        Behaviour::PreflightIs204,
        "A granted preflight is answered 200, which browsers take as well.",
    );

    /// A behaviour that a target lacks.
    #[must_use]
    pub const fn new(behaviour: Behaviour, text: &'static str) -> Self {
        Self { behaviour, text }
    }
}
