//! [Responses](https://fetch.spec.whatwg.org/#responses) as the script sees them.

use crate::Browser;
use crate::exchange::HttpResponse;
use crate::http::forbidden::is_forbidden_response_header_name;
use crate::http::header_list::{Header, HeaderList};
use crate::http::methods::is_token;
use crate::http::safelists::is_cors_safelisted_response_header_name;
use crate::request::CredentialsMode;
use crate::trace::Refusal;
use url::Url;

/// A response's [type](https://fetch.spec.whatwg.org/#concept-response-type), as `Response.type`
/// shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResponseType {
    /// Same origin: all but `Set-Cookie` is readable.
    Basic,
    /// Cross origin with CORS: safelisted and exposed headers are readable.
    Cors,
    /// Cross origin without CORS: nothing is readable.
    Opaque,
    /// A redirect that was not followed: nothing is readable.
    OpaqueRedirect,
}

impl ResponseType {
    /// The value of `Response.type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Cors => "cors",
            Self::Opaque => "opaque",
            Self::OpaqueRedirect => "opaqueredirect",
        }
    }
}

/// A [filtered response](https://fetch.spec.whatwg.org/#concept-filtered-response): what the script
/// may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilteredResponse {
    /// Which filter was applied.
    pub response_type: ResponseType,
    /// The status; 0 for opaque types.
    pub status: u16,
    /// The reason phrase; empty for opaque types.
    pub status_text: Vec<u8>,
    /// The readable headers, in the order received.
    pub header_list: HeaderList,
    /// The body; `None` for a null body and for opaque types.
    pub body: Option<Vec<u8>>,
    /// The last URL of the chain without fragment; `None` for an opaque response.
    pub url: Option<Url>,
    /// Whether there was a redirect.
    pub redirected: bool,
}

impl FilteredResponse {
    /// The [CORS filtered response](https://fetch.spec.whatwg.org/#concept-filtered-response-cors)'s
    /// header list, main fetch step 14.1 included: the safelisted headers, those named by
    /// `Access-Control-Expose-Headers`, and all of them under `*` without credentials.
    #[must_use]
    pub fn cors_header_list(response: &HttpResponse, credentials: CredentialsMode) -> HeaderList {
        Self::cors_header_list_in(response.header_list.clone(), credentials, Browser::Standard)
    }

    /// The same in this browser.
    #[must_use]
    pub fn cors_header_list_in(
        mut list: HeaderList,
        credentials: CredentialsMode,
        browser: Browser,
    ) -> HeaderList {
        const EXPOSE: &str = "access-control-expose-headers";
        let readable: Vec<bool> = {
            let parsed = list.extract_header_list_values(EXPOSE).ok().flatten();
            let counts = parsed.is_some() || browser.habits().star_exposes_before_unparsable;
            let elements = list.elements(EXPOSE);
            let star = || elements.iter().take_while(|e| is_token(e)).any(|e| e == b"*");
            let all = credentials != CredentialsMode::Include && counts && star();
            let exposes = |name: &[u8]| parsed.is_some_and(|e| e.contains_ignore_case(name));
            let readable = |h: &Header| {
                !is_forbidden_response_header_name(&h.name)
                    && (all
                        || is_cors_safelisted_response_header_name(&h.name)
                        || exposes(h.name.as_bytes()))
            };
            list.iter().map(readable).collect()
        };
        let mut readable = readable.into_iter();
        list.retain(|_| readable.next().unwrap_or_default());
        list
    }

    /// The [basic filtered response](https://fetch.spec.whatwg.org/#concept-filtered-response-basic)'s
    /// header list.
    #[must_use]
    pub fn basic_header_list(mut list: HeaderList) -> HeaderList {
        list.retain(|h| !is_forbidden_response_header_name(&h.name));
        list
    }
}

/// How a fetch ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The script gets a response.
    Response(Box<FilteredResponse>),
    /// The script gets a [network error](https://fetch.spec.whatwg.org/#concept-network-error), a
    /// `TypeError`, and learns nothing else; here is why.
    NetworkError(Box<Refusal>),
}

impl Outcome {
    /// Whether the script gets a `TypeError`.
    #[must_use]
    pub const fn is_network_error(&self) -> bool {
        matches!(self, Self::NetworkError(_))
    }

    /// Why it was refused, if it was.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::NetworkError(refusal) => Some(refusal),
            Self::Response(_) => None,
        }
    }

    /// What the script sees, if anything.
    #[must_use]
    pub fn response(&self) -> Option<&FilteredResponse> {
        match self {
            Self::Response(response) => Some(response),
            Self::NetworkError(_) => None,
        }
    }
}
