//! [Requests](https://fetch.spec.whatwg.org/#requests), and `new Request(input, init)`, which refuses
//! some of them before anything is sent.

use crate::http::forbidden::is_forbidden_request_header;
use crate::http::header_list::{HeaderList, is_header_value, normalize as normalize_value};
use crate::http::methods::{
    is_cors_safelisted_method, is_forbidden_method, is_token, known_method, normalize,
};
use crate::http::safelists::is_no_cors_safelisted_request_header;
use crate::spec::{HEADERS_APPEND, NEW_REQUEST, SpecRef};
use crate::{AddressSpace, Initiator, Origin, Referrer, ReferrerPolicy};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use url::Url;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// The name that the standard and scripts use.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl FromStr for $name {
            type Err = ();
            /// Reads the name that the standard and scripts use; any other text is an error.
            fn from_str(name: &str) -> Result<Self, ()> {
                match name { $($text => Ok(Self::$variant),)* _ => Err(()) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.as_str()) }
        }
    };
}

named! {
    /// A request's [mode](https://fetch.spec.whatwg.org/#concept-request-mode).
    RequestMode {
        /// Cross-origin requests run the CORS protocol.
        #[default]
        Cors = "cors",
        /// Cross-origin requests are sent, their responses opaque.
        NoCors = "no-cors",
        /// Cross-origin requests fail.
        SameOrigin = "same-origin",
    }
}

named! {
    /// A request's [credentials mode](https://fetch.spec.whatwg.org/#concept-request-credentials-mode).
    CredentialsMode {
        /// Credentials go along always.
        Include = "include",
        /// Credentials never go along.
        Omit = "omit",
        /// Credentials go along to the page's own origin only.
        #[default]
        SameOrigin = "same-origin",
    }
}

named! {
    /// A request's [redirect mode](https://fetch.spec.whatwg.org/#concept-request-redirect-mode).
    RedirectMode {
        /// A redirect is a network error.
        Error = "error",
        /// Redirects are followed, 20 at most.
        #[default]
        Follow = "follow",
        /// A redirect is handed to the script as an opaque response.
        Manual = "manual",
    }
}

named! {
    /// A request's [cache mode](https://fetch.spec.whatwg.org/#concept-request-cache-mode). There is
    /// no HTTP cache here; the mode adds the `Pragma` and `Cache-Control` that it implies.
    CacheMode {
        /// As HTTP says.
        #[default]
        Default = "default",
        /// Any stored response will do.
        ForceCache = "force-cache",
        /// Revalidate.
        NoCache = "no-cache",
        /// Neither read nor write the cache.
        NoStore = "no-store",
        /// Only a stored response will do.
        OnlyIfCached = "only-if-cached",
        /// Do not read the cache.
        Reload = "reload",
    }
}

named! {
    /// A request's [response tainting](https://fetch.spec.whatwg.org/#concept-request-response-tainting).
    ResponseTainting {
        /// Same origin so far.
        #[default]
        Basic = "basic",
        /// Cross origin, readable if the CORS check passes.
        Cors = "cors",
        /// Cross origin, not readable.
        Opaque = "opaque",
    }
}

named! {
    /// A request's [redirect-taint](https://fetch.spec.whatwg.org/#concept-request-tainted-origin).
    /// Anything but `SameOrigin` makes the `Origin` header `null`.
    RedirectTaint {
        /// No hop led from a foreign origin to another.
        #[default]
        SameOrigin = "same-origin",
        /// A hop led from a foreign origin to another of the same site.
        SameSite = "same-site",
        /// A hop led from a foreign site to another.
        CrossSite = "cross-site",
    }
}

/// A request's [body](https://fetch.spec.whatwg.org/#concept-body).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Bytes: they can be sent again after a redirect.
    Bytes(Vec<u8>),
    /// A `ReadableStream`, here already read: it makes a preflight, needs HTTP/2 in Chromium, and
    /// cannot be sent again.
    Stream(Vec<u8>),
}

impl Body {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) | Self::Stream(bytes) => bytes,
        }
    }
}

/// What a script hands to `fetch(url, init)`, and what the page around it decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestInit {
    /// The method as the script wrote it. Default `GET`.
    pub method: String,
    /// The headers as the script set them, forbidden ones included: they are dropped here.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body. Its `Content-Type` belongs into `headers`.
    pub body: Option<Body>,
    /// The mode. Default `cors`.
    pub mode: RequestMode,
    /// The credentials mode. Default `same-origin`.
    pub credentials_mode: CredentialsMode,
    /// The redirect mode. Default `follow`.
    pub redirect_mode: RedirectMode,
    /// The cache mode. Default `default`.
    pub cache_mode: CacheMode,
    /// The referrer. Default: none.
    pub referrer: Referrer,
    /// The referrer policy. Default: the standard's default.
    pub referrer_policy: ReferrerPolicy,
    /// The [use-CORS-preflight flag](https://fetch.spec.whatwg.org/#use-cors-preflight-flag): an
    /// `XMLHttpRequest` with upload listeners. A stream body sets it by itself.
    pub use_cors_preflight: bool,
    /// What in the page asks.
    pub initiator: Initiator,
    /// Where the page was loaded from, for Local Network Access. `None`: not known, no gate.
    pub page_address: Option<AddressSpace>,
}

impl Default for RequestInit {
    fn default() -> Self {
        Self {
            method: "GET".to_owned(),
            headers: Vec::new(),
            body: None,
            mode: RequestMode::default(),
            credentials_mode: CredentialsMode::default(),
            redirect_mode: RedirectMode::default(),
            cache_mode: CacheMode::default(),
            referrer: Referrer::default(),
            referrer_policy: ReferrerPolicy::default(),
            use_cors_preflight: false,
            initiator: Initiator::default(),
            page_address: None,
        }
    }
}

/// A [request](https://fetch.spec.whatwg.org/#concept-request), checked: what the browser would take
/// on itself to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub(crate) url: Url,
    pub(crate) origin: Origin,
    pub(crate) method: Cow<'static, str>,
    pub(crate) header_list: HeaderList,
    pub(crate) body: Option<Body>,
    pub(crate) mode: RequestMode,
    pub(crate) credentials_mode: CredentialsMode,
    pub(crate) redirect_mode: RedirectMode,
    pub(crate) cache_mode: CacheMode,
    pub(crate) referrer: Referrer,
    pub(crate) referrer_policy: ReferrerPolicy,
    pub(crate) use_cors_preflight: bool,
    pub(crate) initiator: Initiator,
    pub(crate) page_address: Option<AddressSpace>,
}

/// Why `new Request(input, init)` throws a `TypeError`: the request never comes to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestError {
    /// A GET or HEAD with a body; which of the two.
    BodyNotAllowed(String),
    /// CONNECT, TRACE or TRACK.
    ForbiddenMethod(String),
    /// A header name that is no token.
    InvalidHeaderName(String),
    /// A header value with NUL, CR or LF.
    InvalidHeaderValue {
        /// The header's name.
        name: String,
        /// Its value, normalized.
        value: Vec<u8>,
    },
    /// A method that is no token.
    InvalidMethod(String),
    /// A method that `no-cors` does not allow.
    NoCorsMethod(String),
    /// The cache mode `only-if-cached` in another mode than `same-origin`; in which.
    OnlyIfCached(RequestMode),
    /// A stream body in a mode other than `cors` and `same-origin`. What an engine makes of streams
    /// decides whether it comes to this, so that [`Fetch`](crate::Fetch) tells.
    StreamMode,
    /// The URL holds a user name or a password.
    UrlWithCredentials(Url),
}

impl RequestError {
    /// The step that throws.
    #[must_use]
    pub const fn spec(&self) -> SpecRef {
        match self {
            Self::BodyNotAllowed(_) => NEW_REQUEST.step("35"),
            Self::ForbiddenMethod(_) | Self::InvalidMethod(_) => NEW_REQUEST.step("25"),
            Self::InvalidHeaderName(_) | Self::InvalidHeaderValue { .. } => {
                HEADERS_APPEND.step("2")
            }
            Self::NoCorsMethod(_) => NEW_REQUEST.step("32"),
            Self::OnlyIfCached(_) => NEW_REQUEST.step("21"),
            Self::StreamMode => NEW_REQUEST.step("39.2"),
            Self::UrlWithCredentials(_) => NEW_REQUEST.step("5.3"),
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BodyNotAllowed(m) => write!(f, "a {m} request cannot have a body"),
            Self::ForbiddenMethod(m) => write!(f, "scripts cannot use the method `{m}`"),
            Self::InvalidHeaderName(n) => write!(f, "`{n}` is not a header name"),
            Self::InvalidHeaderValue { name, .. } => {
                write!(f, "the value of `{name}` holds a line break or a NUL byte")
            }
            Self::InvalidMethod(m) => write!(f, "`{m}` is not a method"),
            Self::NoCorsMethod(m) => {
                write!(f, "mode `no-cors` allows GET, HEAD and POST only, not `{m}`")
            }
            Self::OnlyIfCached(_) => {
                f.write_str("cache mode `only-if-cached` needs mode `same-origin`")
            }
            Self::StreamMode => f.write_str("mode `no-cors` does not allow a stream body"),
            Self::UrlWithCredentials(_) => {
                f.write_str("a script cannot fetch a URL that holds a user name or password")
            }
        }
    }
}

impl std::error::Error for RequestError {}

impl Request {
    /// [`new Request(url, init)`](https://fetch.spec.whatwg.org/#dom-request) in a page of `origin`:
    /// normalizes the method, drops forbidden headers, and in mode `no-cors` everything that its
    /// guard drops.
    ///
    /// # Errors
    /// Where the constructor throws a `TypeError`.
    pub fn new(url: Url, origin: Origin, init: RequestInit) -> Result<Self, RequestError> {
        may_have_credentials(&url, init.initiator)?;
        if init.cache_mode == CacheMode::OnlyIfCached && init.mode != RequestMode::SameOrigin {
            return Err(RequestError::OnlyIfCached(init.mode));
        }
        if !is_token(init.method.as_bytes()) {
            return Err(RequestError::InvalidMethod(init.method));
        }
        if is_forbidden_method(init.method.as_bytes()) {
            return Err(RequestError::ForbiddenMethod(init.method));
        }
        let method = normalize_method(&init.method);
        if init.mode == RequestMode::NoCors && !is_cors_safelisted_method(&method) {
            return Err(RequestError::NoCorsMethod(method.into_owned()));
        }
        let header_list = fill(init.headers, init.mode)?;
        if init.body.is_some() && matches!(&*method, "GET" | "HEAD") {
            return Err(RequestError::BodyNotAllowed(method.into_owned()));
        }
        let stream = matches!(init.body, Some(Body::Stream(_)));
        Ok(Self {
            url,
            origin,
            method,
            header_list,
            body: init.body,
            mode: init.mode,
            credentials_mode: init.credentials_mode,
            redirect_mode: init.redirect_mode,
            cache_mode: init.cache_mode,
            referrer: init.referrer,
            referrer_policy: init.referrer_policy,
            use_cors_preflight: init.use_cors_preflight || stream,
            initiator: init.initiator,
            page_address: init.page_address,
        })
    }

    /// The same request to another URL: to what stands in front of the server.
    ///
    /// # Errors
    /// Where the constructor throws a `TypeError`.
    pub fn with_url(self, url: Url) -> Result<Self, RequestError> {
        may_have_credentials(&url, self.initiator)?;
        Ok(Self { url, ..self })
    }

    /// The URL asked for.
    #[must_use]
    pub const fn url(&self) -> &Url {
        &self.url
    }

    /// The page's origin.
    #[must_use]
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The method, normalized.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The script's headers that are left after the guard.
    #[must_use]
    pub const fn header_list(&self) -> &HeaderList {
        &self.header_list
    }

    /// The body.
    #[must_use]
    pub const fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    /// The mode.
    #[must_use]
    pub const fn mode(&self) -> RequestMode {
        self.mode
    }

    /// The credentials mode.
    #[must_use]
    pub const fn credentials_mode(&self) -> CredentialsMode {
        self.credentials_mode
    }

    /// The redirect mode.
    #[must_use]
    pub const fn redirect_mode(&self) -> RedirectMode {
        self.redirect_mode
    }

    /// What in the page asks.
    #[must_use]
    pub const fn initiator(&self) -> Initiator {
        self.initiator
    }

    /// Where the page was loaded from, if known.
    #[must_use]
    pub const fn page_address(&self) -> Option<AddressSpace> {
        self.page_address
    }
}

/// Only `XMLHttpRequest` takes a URL with a user name or a password.
fn may_have_credentials(url: &Url, initiator: Initiator) -> Result<(), RequestError> {
    let has = !url.username().is_empty() || url.password().is_some();
    if has && initiator != Initiator::Xhr {
        return Err(RequestError::UrlWithCredentials(url.clone()));
    }
    Ok(())
}

fn normalize_method(method: &str) -> Cow<'static, str> {
    let normalized = normalize(method);
    match known_method(normalized.as_bytes()) {
        Some(known) => Cow::Borrowed(known),
        None => Cow::Owned(normalized.into_owned()),
    }
}

/// [Fill](https://fetch.spec.whatwg.org/#concept-headers-fill) a `Headers` object whose guard follows
/// from `mode`.
fn fill(headers: Vec<(String, Vec<u8>)>, mode: RequestMode) -> Result<HeaderList, RequestError> {
    let mut list = HeaderList::with_capacity(headers.len());
    for (name, value) in headers {
        let trimmed = normalize_value(&value);
        let value = if trimmed.len() == value.len() { value } else { trimmed.to_vec() };
        if !is_token(name.as_bytes()) {
            return Err(RequestError::InvalidHeaderName(name));
        }
        if !is_header_value(&value) {
            return Err(RequestError::InvalidHeaderValue { name, value });
        }
        if is_forbidden_request_header(&name, &value) {
            continue;
        }
        if mode == RequestMode::NoCors {
            let combined = match list.get(&name) {
                None => value.clone(),
                Some(earlier) => [&*earlier, b", ", &value].concat(),
            };
            if !is_no_cors_safelisted_request_header(&name, &combined) {
                continue;
            }
        }
        list.append(name, value);
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(init: RequestInit) -> Result<Request, RequestError> {
        Request::new(
            "https://api.example/".parse().unwrap(),
            "https://shop.example".parse().unwrap(),
            init,
        )
    }

    #[test]
    fn guards_drop_what_scripts_may_not_set() {
        let headers = vec![
            ("Host".to_owned(), b"x".to_vec()),
            ("Accept".to_owned(), b" text/x ".to_vec()),
            ("X-Foo".to_owned(), b"1".to_vec()),
        ];
        let cors =
            request(RequestInit { headers: headers.clone(), ..RequestInit::default() }).unwrap();
        assert_eq!(format!("{:?}", cors.header_list()), "[Accept: text/x, X-Foo: 1]");
        let init = RequestInit { headers, mode: RequestMode::NoCors, ..RequestInit::default() };
        assert_eq!(format!("{:?}", request(init).unwrap().header_list()), "[Accept: text/x]");
    }

    #[test]
    fn the_constructor_throws() {
        let init = |method: &str| RequestInit { method: method.into(), ..RequestInit::default() };
        assert!(matches!(request(init("trace")), Err(RequestError::ForbiddenMethod(_))));
        assert!(matches!(request(init("PU T")), Err(RequestError::InvalidMethod(_))));
        assert_eq!(request(init("post")).unwrap().method(), "POST");
        let body = RequestInit { body: Some(Body::Bytes(vec![])), ..RequestInit::default() };
        assert_eq!(request(body), Err(RequestError::BodyNotAllowed("GET".into())));
    }
}
