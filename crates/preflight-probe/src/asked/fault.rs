//! What can be wrong with a request before it is one, and in which of its fields.

use preflight_fetch::RequestError;
use std::fmt;

/// A part of a request as people fill it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The URL.
    Url,
    /// The method.
    Method,
    /// The headers.
    Headers,
    /// The body.
    Body,
    /// The mode.
    Mode,
    /// The cache mode.
    Cache,
    /// The cookies.
    Cookies,
    /// The URL of the page.
    Referrer,
}

impl Field {
    /// Its name for programs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Url => "url",
            Self::Method => "method",
            Self::Headers => "headers",
            Self::Body => "body",
            Self::Mode => "mode",
            Self::Cache => "cache",
            Self::Cookies => "cookies",
            Self::Referrer => "referrer",
        }
    }

    /// The field for which `new Request()` throws.
    #[must_use]
    pub const fn of(error: &RequestError) -> Self {
        match error {
            RequestError::BodyNotAllowed(_) => Self::Body,
            RequestError::ForbiddenMethod(_)
            | RequestError::InvalidMethod(_)
            | RequestError::NoCorsMethod(_) => Self::Method,
            RequestError::InvalidHeaderName(_) | RequestError::InvalidHeaderValue { .. } => {
                Self::Headers
            }
            RequestError::OnlyIfCached(_) => Self::Cache,
            RequestError::StreamMode => Self::Mode,
            RequestError::UrlWithCredentials(_) => Self::Url,
        }
    }
}

/// What is wrong with a request, with its correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A cookie without `=`; which one is not said, since it may be a secret.
    Cookie,
    /// A referrer that is no URL.
    Referrer(String),
    /// The URL cannot be parsed.
    Url {
        /// What was given.
        given: String,
        /// Why it is none.
        why: String,
    },
    /// The URL has `http` or `https`, and not `://`.
    UrlWithoutSlashes {
        /// What was given.
        given: String,
        /// What was meant.
        meant: String,
    },
    /// The URL has no scheme, which is not guessed.
    UrlWithoutScheme {
        /// What was given.
        given: String,
        /// What was probably meant.
        meant: Vec<String>,
    },
}

impl Fault {
    /// Where it is wrong.
    #[must_use]
    pub const fn field(&self) -> Field {
        match self {
            Self::Cookie => Field::Cookies,
            Self::Referrer(_) => Field::Referrer,
            Self::Url { .. } | Self::UrlWithoutSlashes { .. } | Self::UrlWithoutScheme { .. } => {
                Field::Url
            }
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Self::Cookie => "a cookie has no `=`".to_owned(),
            Self::Referrer(given) => format!("the referrer `{given}` is no URL"),
            Self::Url { given, why } => format!("`{given}` is no URL ({why})"),
            Self::UrlWithoutSlashes { given, .. } => {
                format!("`{given}` lacks the `://` after its scheme")
            }
            Self::UrlWithoutScheme { given, .. } => format!("`{given}` has no scheme"),
        }
    }

    /// What to write instead.
    #[must_use]
    pub fn correction(&self) -> String {
        match self {
            Self::Cookie => "write `name=value`".to_owned(),
            Self::Referrer(_) => "write `https://…` or `no-referrer`".to_owned(),
            Self::Url { .. } => "write `http://HOST[:PORT]/PATH`".to_owned(),
            Self::UrlWithoutSlashes { meant, .. } => format!("write `{meant}`"),
            Self::UrlWithoutScheme { meant, .. } => format!("write `{}`", meant.join("` or `")),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; {}", self.reason(), self.correction())
    }
}

impl std::error::Error for Fault {}
