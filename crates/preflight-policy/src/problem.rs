//! What is wrong with a policy as written: each problem with its place, reason and correction.

use std::fmt;

/// Where in the configuration: `policy[1].allow_origins[0]`. Whoever read the configuration from a
/// text knows the line and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Which policy, counted from 0.
    pub policy: usize,
    /// Which field of it.
    pub field: Field,
    /// Which entry of a list, counted from 0; `None` for the field as a whole.
    pub entry: Option<usize>,
}

/// A field of [`PolicyConfig`](crate::PolicyConfig), in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the field of the same name")]
pub enum Field {
    Paths,
    AllowOrigins,
    AllowMethods,
    AllowHeaders,
    ExposeHeaders,
    AllowCredentials,
    MaxAge,
}

impl Field {
    /// The name in `preflight.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Paths => "paths",
            Self::AllowOrigins => "allow_origins",
            Self::AllowMethods => "allow_methods",
            Self::AllowHeaders => "allow_headers",
            Self::ExposeHeaders => "expose_headers",
            Self::AllowCredentials => "allow_credentials",
            Self::MaxAge => "max_age",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "policy[{}].{}", self.policy, self.field.name())?;
        self.entry.map_or(Ok(()), |entry| write!(f, "[{entry}]"))
    }
}

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// There is no policy until it is corrected.
    Error,
    /// The policy stands; this is worth knowing.
    Note,
}

impl Severity {
    /// `error` or `note`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Note => "note",
        }
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it is.
    pub place: Place,
    /// What is wrong.
    pub reason: Reason,
    /// The entry as it stands there; empty for a field as a whole.
    pub given: String,
    /// What to write instead, where there is one such text.
    pub correction: Option<String>,
}

/// All that can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    // paths
    /// A path starts with `/`.
    PathNotAbsolute,
    /// `*` stands only after the last `/`.
    PathWildcardPlace,
    /// A query, a fragment, an escape or a dot segment: paths are compared decoded and without them.
    PathNotPlain,
    /// A line break or another control character: no path that anybody means has one, and few
    /// configurations could hold it.
    PathControl,
    /// An earlier policy speaks for all these paths.
    NeverReached,
    // origins
    /// `null` is the origin of every sandboxed frame and local file: whoever allows it, allows all.
    NullOrigin,
    /// `file:` pages have the origin `null`.
    FileOrigin,
    /// There is no `scheme://`.
    NoScheme,
    /// An origin has no path, not even `/`.
    TrailingSlash,
    /// An origin has no path, query or user.
    MoreThanAnOrigin,
    /// Browsers write origins in lower case.
    UpperCase,
    /// Browsers write hosts in Punycode.
    Unicode,
    /// Browsers leave the scheme's default port out.
    DefaultPort,
    /// Browsers write this host or port otherwise.
    NotCanonical,
    /// `*` stands for a whole origin, for the labels before a host (`*.`), or for the port; nowhere else.
    WildcardPlace,
    /// An address has no subdomains.
    WildcardBeforeAddress,
    /// No origin looks like this.
    NotAnOrigin,
    /// Any origin with credentials: every page on the web could act for the user.
    AnyOriginWithCredentials,
    /// Anybody can register a name below a public suffix.
    PublicSuffixWithCredentials,
    /// Whoever sits on the network between can put a script into a page of a plain `http:` origin.
    InsecureWithCredentials,
    /// Another entry allows all that this one does.
    OriginCovered,
    // methods
    /// Not a token, thus no method.
    NotAMethod,
    /// No script may use it.
    ForbiddenMethod,
    /// Browsers upper-case six methods only, and this is none of them.
    LowerCaseMethod,
    // headers
    /// Not a token, thus no header name.
    NotAHeaderName,
    /// No script may set it.
    ForbiddenRequestHeader,
    /// A response header among request headers.
    ResponseHeader,
    /// A request header among response headers.
    RequestHeader,
    /// No script may read it.
    ForbiddenResponseHeader,
    /// `*` does not cover `Authorization`.
    AnyHeaderWithoutAuthorization,
    /// With credentials `*` is no wildcard here.
    ExposeAnyWithCredentials,
    /// Any method beside named ones, or any header name beside others.
    CoveredByWildcard,
    /// Written twice.
    Duplicate,
    // max-age
    /// No engine keeps an answer longer than a day.
    MaxAgeTooLong,
    /// Chromium and WebKit keep an answer shorter than this.
    MaxAgeCapped,
    /// WebKit keeps an answer shorter than this.
    MaxAgeCappedByWebKit,
    // the policy as a whole
    /// Nobody is allowed, but something is.
    NobodyAllowed,
}

impl Reason {
    /// Errors are wrong, notes are worth knowing.
    #[must_use]
    pub const fn severity(self) -> Severity {
        match self {
            Self::NeverReached
            | Self::OriginCovered
            | Self::LowerCaseMethod
            | Self::AnyHeaderWithoutAuthorization
            | Self::CoveredByWildcard
            | Self::Duplicate
            | Self::MaxAgeCapped
            | Self::MaxAgeCappedByWebKit
            | Self::NobodyAllowed => Severity::Note,
            _ => Severity::Error,
        }
    }

    /// A stable name for machines, in the words of the variant.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::PathNotAbsolute => "path-not-absolute",
            Self::PathWildcardPlace => "path-wildcard-place",
            Self::PathNotPlain => "path-not-plain",
            Self::PathControl => "path-control",
            Self::NeverReached => "never-reached",
            Self::NullOrigin => "null-origin",
            Self::FileOrigin => "file-origin",
            Self::NoScheme => "no-scheme",
            Self::TrailingSlash => "trailing-slash",
            Self::MoreThanAnOrigin => "more-than-an-origin",
            Self::UpperCase => "upper-case",
            Self::Unicode => "unicode",
            Self::DefaultPort => "default-port",
            Self::NotCanonical => "not-canonical",
            Self::WildcardPlace => "wildcard-place",
            Self::WildcardBeforeAddress => "wildcard-before-address",
            Self::NotAnOrigin => "not-an-origin",
            Self::AnyOriginWithCredentials => "any-origin-with-credentials",
            Self::PublicSuffixWithCredentials => "public-suffix-with-credentials",
            Self::InsecureWithCredentials => "insecure-with-credentials",
            Self::OriginCovered => "origin-covered",
            Self::NotAMethod => "not-a-method",
            Self::ForbiddenMethod => "forbidden-method",
            Self::LowerCaseMethod => "lower-case-method",
            Self::NotAHeaderName => "not-a-header-name",
            Self::ForbiddenRequestHeader => "forbidden-request-header",
            Self::ResponseHeader => "response-header",
            Self::RequestHeader => "request-header",
            Self::ForbiddenResponseHeader => "forbidden-response-header",
            Self::AnyHeaderWithoutAuthorization => "any-header-without-authorization",
            Self::ExposeAnyWithCredentials => "expose-any-with-credentials",
            Self::CoveredByWildcard => "covered-by-wildcard",
            Self::Duplicate => "duplicate",
            Self::MaxAgeTooLong => "max-age-too-long",
            Self::MaxAgeCapped => "max-age-capped",
            Self::MaxAgeCappedByWebKit => "max-age-capped-by-webkit",
            Self::NobodyAllowed => "nobody-allowed",
        }
    }

    /// Why, in a sentence that stands after the entry it speaks of.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::PathNotAbsolute => "a path starts with `/`",
            Self::PathWildcardPlace => {
                "in a path `*` stands only after the last `/`, for everything below"
            }
            Self::PathNotPlain => {
                "paths are compared decoded, without query, fragment, `//`, `.` and `..`: write it so"
            }
            Self::PathControl => "a path has no line breaks and no other control characters",
            Self::NeverReached => "never reached: an earlier policy speaks for all these paths",
            Self::NullOrigin => {
                "`null` is the origin of every sandboxed frame and local file: whoever allows it allows \
                 every page on the web"
            }
            Self::FileOrigin => {
                "a `file:` page has the origin `null`, which no policy can tell from others: serve it from \
                 a loopback server"
            }
            Self::NoScheme => "an origin starts with its scheme",
            Self::TrailingSlash => "an origin has no path, not even `/`: no browser sends one",
            Self::MoreThanAnOrigin => {
                "an origin is a scheme, a host and a port; the rest is never sent"
            }
            Self::UpperCase => {
                "browsers write origins in lower case, and they are compared byte by byte"
            }
            Self::Unicode => {
                "browsers write hosts in Punycode, and origins are compared byte by byte"
            }
            Self::DefaultPort => "browsers leave the scheme's default port out",
            Self::NotCanonical => "browsers write this host or port otherwise",
            Self::WildcardPlace => {
                "`*` stands for any origin, for the labels before a host (`https://*.example.com`) or for \
                 the port (`http://localhost:*`), nowhere else"
            }
            Self::WildcardBeforeAddress => "an address has no subdomains",
            Self::NotAnOrigin => "an origin is `scheme://host` or `scheme://host:port`",
            Self::AnyOriginWithCredentials => {
                "any origin with credentials would let every page on the web act for the user, and \
                 browsers refuse it: name the origins, or leave `allow_credentials` out"
            }
            Self::PublicSuffixWithCredentials => {
                "anybody can register a name below this public suffix and then act for the user: name \
                 the hosts, or set `dangerously_allow_public_suffixes`"
            }
            Self::InsecureWithCredentials => {
                "whoever sits on the network can put a script into a plain http page and act for the \
                 user: use https, or set `dangerously_allow_insecure_origins`"
            }
            Self::OriginCovered => "another entry allows this origin already",
            Self::NotAMethod => "not a method: a token of letters, digits and `!#$%&'*+-.^_`|~`",
            Self::ForbiddenMethod => {
                "no script may use this method: browsers refuse it before they ask"
            }
            Self::LowerCaseMethod => {
                "methods are case-sensitive, and browsers upper-case only DELETE, GET, HEAD, OPTIONS, POST \
                 and PUT: this allows the method as written here"
            }
            Self::NotAHeaderName => {
                "not a header name: a token of letters, digits and `!#$%&'*+-.^_`|~`"
            }
            Self::ForbiddenRequestHeader => {
                "the browser sets this header itself and never asks for it: it needs no permission"
            }
            Self::ResponseHeader => "this is a response header: no script sends it",
            Self::RequestHeader => "this is a request header: no response has it",
            Self::ForbiddenResponseHeader => "no script may ever read this header",
            Self::AnyHeaderWithoutAuthorization => {
                "without credentials `*` does not cover `Authorization`: add it if scripts send it"
            }
            Self::ExposeAnyWithCredentials => {
                "with credentials `*` is taken as a header of that name: name the headers, or leave \
                 `allow_credentials` out"
            }
            Self::CoveredByWildcard => "`*` beside it allows this already",
            Self::Duplicate => "written twice",
            Self::MaxAgeTooLong => {
                "no browser keeps an answer longer than a day (86400): leave it out for the browsers' 5 \
                 seconds, write `0` to make them ask each time"
            }
            Self::MaxAgeCapped => "Chromium keeps an answer for 7200 s at most, WebKit for 600 s",
            Self::MaxAgeCappedByWebKit => "WebKit keeps an answer for 600 s at most",
            Self::NobodyAllowed => "no origin is allowed, so the rest of this policy says nothing",
        }
    }
}

impl Problem {
    /// How much it weighs.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.reason.severity()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.given.is_empty() {
            write!(f, "`{}`: ", self.given)?;
        }
        f.write_str(self.reason.text())?;
        match &self.correction {
            Some(correction) => write!(f, "; write `{correction}`"),
            None => Ok(()),
        }
    }
}

/// Problems in the order of their places.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Each of them, errors and notes.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.iter().any(|problem| problem.severity() == Severity::Error)
    }

    pub(crate) fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// In the order of places, which is the order in which a reader meets them.
    pub(crate) fn sorted(mut self) -> Self {
        self.0.sort_by_key(|problem| (problem.place, problem.severity()));
        self
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, problem) in self.iter().enumerate() {
            let line = if n == 0 { "" } else { "\n" };
            write!(f, "{line}{}: {problem}", problem.place)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
