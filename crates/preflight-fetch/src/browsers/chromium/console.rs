//! Chromium's console.

use super::HABITS;
use crate::browsers::console::{Console, quoted};
use crate::exchange::{ConnectionError, TlsFault};
use crate::fetching::http_redirect_fetch::SEVERAL_LOCATIONS;
use crate::trace::{Because, Leg};
use crate::{Initiator, Origin, RequestMode};
use url::Url;

/// The line that Chromium prints for a refusal; none where it prints none.
#[must_use]
pub fn console_lines(console: &Console<'_>) -> Vec<String> {
    if let Some(target) = left_own_origin(console) {
        return vec![format!(
            "Unsafe attempt to load URL {target} from frame with URL {}. Domains, protocols and ports must match.",
            console.page_url()
        )];
    }
    let (url, origin) = (&console.refusal.url, console.page);
    let line = match &console.refusal.because {
        Because::NotARequest(_) | Because::RedirectDisallowed => return Vec::new(),
        Because::RedirectHasCredentials(target) if !is_cross_origin(console, target) => {
            return Vec::new();
        }
        Because::DisallowedByMode => format!(
            "Fetch API cannot load {url}. Request mode is \"same-origin\" but the URL's origin is not same as the request origin {origin}."
        ),
        Because::NoCorsRedirectMode => format!(
            "Fetch API cannot load {url}. Request mode is \"no-cors\" but the redirect mode is not \"follow\"."
        ),
        Because::SchemeNotHttp if console.refusal.url.scheme() == "file" => {
            format!("Not allowed to load local resource: {url}")
        }
        // `XMLHttpRequest` calls it CORS.
        Because::SchemeNotHttp if console.initiator == Initiator::Fetch => {
            format!(
                "Fetch API cannot load {url}. URL scheme \"{}\" is not supported.",
                url.scheme()
            )
        }
        Because::MixedContent => mixed_content(console),
        Because::RedirectSchemeNotHttp(target) if !is_unsafe_target(target) => match console.mode {
            RequestMode::Cors => cors_line(console, target, &console.refusal.because),
            _ => "Failed to load resource: net::ERR_UNKNOWN_URL_SCHEME".to_owned(),
        },
        because => match net_error(because) {
            Some(error) => format!("Failed to load resource: net::{error}"),
            None => cors_line(console, url, because),
        },
    };
    vec![line]
}

/// Where a redirect led away from the page's origin in mode `same-origin`.
fn left_own_origin<'a>(console: &'a Console<'_>) -> Option<&'a Url> {
    if console.mode != RequestMode::SameOrigin {
        return None;
    }
    let target = match &console.refusal.because {
        Because::RedirectSchemeNotHttp(target) if is_unsafe_target(target) => return None,
        Because::RedirectSchemeNotHttp(target) | Because::RedirectHasCredentials(target) => target,
        _ if console.url_list.len() > 1 => &console.refusal.url,
        _ => return None,
    };
    (!console.page.is_same_origin_with(target)).then_some(target)
}

/// Whether CORS applies to a redirect to `target`.
fn is_cross_origin(console: &Console<'_>, target: &Url) -> bool {
    let mut urls = console.url_list.iter().chain([target]);
    console.mode == RequestMode::Cors && urls.any(|url| !console.page.is_same_origin_with(url))
}

/// Whether a redirect to `target` is called unsafe. Other schemes that cannot be fetched are CORS's
/// business.
#[must_use]
pub fn is_unsafe_target(target: &Url) -> bool {
    HABITS.unsafe_redirect_schemes.contains(&target.scheme())
}

fn cors_line(console: &Console<'_>, url: &Url, because: &Because) -> String {
    let kind = match console.initiator {
        Initiator::EventSource => "resource",
        Initiator::Fetch => "fetch",
        Initiator::Image => "image",
        Initiator::Stylesheet => "CSS stylesheet",
        Initiator::Xhr => "XMLHttpRequest",
    };
    let from = match console.url_list.first().filter(|first| *first != url) {
        Some(initial) => format!(" (redirected from '{initial}')"),
        None => String::new(),
    };
    let preflight = if console.refusal.leg == Leg::Preflight {
        "Response to preflight request doesn't pass access control check: "
    } else {
        ""
    };
    format!(
        "Access to {kind} at '{url}'{from} from origin '{}' has been blocked by CORS policy: {}",
        console.page,
        body(console, because, preflight)
    )
}

fn body(console: &Console<'_>, because: &Because, preflight: &str) -> String {
    let advice = if console.initiator == Initiator::Fetch {
        " Have the server send the header with a valid value."
    } else {
        ""
    };
    let xhr = if console.initiator == Initiator::Xhr {
        " The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute."
    } else {
        ""
    };
    match because {
        Because::AllowOriginMissing => format!(
            "{preflight}No 'Access-Control-Allow-Origin' header is present on the requested resource."
        ),
        Because::AllowOriginWildcardWithCredentials => format!(
            "{preflight}The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.{xhr}"
        ),
        Because::AllowOriginDiffers(value) => {
            format!("{preflight}{}{advice}", allow_origin_differs(value))
        }
        Because::AllowCredentialsNotTrue(value) => format!(
            "{preflight}The value of the 'Access-Control-Allow-Credentials' header in the response is '{}' which must be 'true' when the request's credentials mode is 'include'.{xhr}",
            escaped(value)
        ),
        Because::PreflightStatusNotOk(_) => {
            format!("{preflight}It does not have HTTP ok status.")
        }
        Because::PreflightRedirected(_) => {
            format!("{preflight}Redirect is not allowed for a preflight request.")
        }
        Because::AllowMethodsUnparsable(_) => "Cannot parse Access-Control-Allow-Methods response header field in preflight response.".to_owned(),
        Because::AllowHeadersUnparsable(_) => "Cannot parse Access-Control-Allow-Headers response header field in preflight response.".to_owned(),
        Because::MethodNotAllowed => format!(
            "Method {} is not allowed by Access-Control-Allow-Methods in preflight response.",
            console.method
        ),
        Because::HeaderNotAllowed(name) => format!(
            "Request header field {name} is not allowed by Access-Control-Allow-Headers in preflight response."
        ),
        Because::RedirectHasCredentials(_) => "Redirect location '' contains a username and password, which is disallowed for cross-origin requests.".to_owned(),
        Because::InsecureLocalNetwork(space) => format!(
            "The request client is not a secure context and the resource is in more-private address space `{}`.",
            space.chromium_name()
        ),
        Because::SchemeNotHttp | Because::RedirectSchemeNotHttp(_) => "Cross origin requests are only supported for protocol schemes: chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app.".to_owned(),
        other => other.to_string(),
    }
}

/// A header value between a message's quotes: what is not printable ASCII is written `\u00E9`, each
/// byte for itself.
fn escaped(value: &[u8]) -> String {
    let mut text = String::with_capacity(value.len());
    for &byte in value {
        match byte {
            b' '..=b'~' => text.push(char::from(byte)),
            _ => text.push_str(&format!("\\u{byte:04X}")),
        }
    }
    text
}

/// How Chromium tells wrong values of `Access-Control-Allow-Origin` apart: its codes 4 to 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AllowOriginFault {
    /// An origin, but another one.
    Another,
    /// No URL.
    NoUrl,
    /// More than one value.
    Several,
}

/// What is wrong with a value of `Access-Control-Allow-Origin` that is not the page's origin.
#[must_use]
pub fn allow_origin_fault(value: &[u8]) -> AllowOriginFault {
    let text = quoted(value);
    if value.iter().any(|b| matches!(b, b',' | b' ')) {
        AllowOriginFault::Several
    } else if text != "null" && Url::parse(&text).is_err() {
        AllowOriginFault::NoUrl
    } else {
        AllowOriginFault::Another
    }
}

fn allow_origin_differs(value: &[u8]) -> String {
    let text = escaped(value);
    match allow_origin_fault(value) {
        AllowOriginFault::Several => format!(
            "The 'Access-Control-Allow-Origin' header contains multiple values '{text}', but only one is allowed."
        ),
        AllowOriginFault::NoUrl => {
            format!("The 'Access-Control-Allow-Origin' header contains the invalid value '{text}'.")
        }
        AllowOriginFault::Another => format!(
            "The 'Access-Control-Allow-Origin' header has a value '{text}' that is not equal to the supplied origin."
        ),
    }
}

fn mixed_content(console: &Console<'_>) -> String {
    let what = match console.initiator {
        Initiator::Xhr => "XMLHttpRequest endpoint",
        _ => "resource",
    };
    let page = match console.page {
        Origin::Opaque => "null".to_owned(),
        Origin::Tuple(_) => console.page_url(),
    };
    format!(
        "Mixed Content: The page at '{page}' was loaded over HTTPS, but requested an insecure {what} '{}'. This request has been blocked; the content must be served over HTTPS.",
        console.url_without_fragment()
    )
}

/// The `net::` error of a failure that is not CORS.
#[must_use]
pub fn net_error(because: &Because) -> Option<&'static str> {
    Some(match because {
        Because::BadPort(_) => "ERR_UNSAFE_PORT",
        Because::CrossOriginResourcePolicy(policy) if policy == b"same-site" => {
            "ERR_BLOCKED_BY_RESPONSE.NotSameSite"
        }
        Because::CrossOriginResourcePolicy(_) => "ERR_BLOCKED_BY_RESPONSE.NotSameOrigin",
        Because::StreamUnsupported => "ERR_ALPN_NEGOTIATION_FAILED",
        Because::TooManyRedirects => "ERR_TOO_MANY_REDIRECTS",
        Because::RedirectLocationInvalid(_) => "ERR_INVALID_REDIRECT",
        Because::RedirectSchemeNotHttp(_) => "ERR_UNSAFE_REDIRECT",
        Because::Connection(error) => match error {
            ConnectionError::Closed => "ERR_EMPTY_RESPONSE",
            ConnectionError::Dns => "ERR_NAME_NOT_RESOLVED",
            ConnectionError::Malformed(why) if why == SEVERAL_LOCATIONS => {
                "ERR_RESPONSE_HEADERS_MULTIPLE_LOCATION"
            }
            ConnectionError::Malformed(_) => "ERR_INVALID_HTTP_RESPONSE",
            ConnectionError::PlaintextOnTlsPort | ConnectionError::Tls(TlsFault::Handshake(_)) => {
                "ERR_SSL_PROTOCOL_ERROR"
            }
            ConnectionError::Proxy(_) => "ERR_TUNNEL_CONNECTION_FAILED",
            ConnectionError::Refused => "ERR_CONNECTION_REFUSED",
            ConnectionError::Reset => "ERR_CONNECTION_RESET",
            ConnectionError::TimedOut(_) => "ERR_TIMED_OUT",
            ConnectionError::Tls(TlsFault::ClientCertificate) => "ERR_BAD_SSL_CLIENT_AUTH_CERT",
            ConnectionError::Tls(TlsFault::Expired) => "ERR_CERT_DATE_INVALID",
            ConnectionError::Tls(TlsFault::UnknownIssuer) => "ERR_CERT_AUTHORITY_INVALID",
            ConnectionError::Tls(TlsFault::WrongName) => "ERR_CERT_COMMON_NAME_INVALID",
            ConnectionError::TooLarge(_) => "ERR_RESPONSE_HEADERS_TOO_BIG",
            ConnectionError::NotPublic | ConnectionError::Unreachable => "ERR_ADDRESS_UNREACHABLE",
        },
        _ => return None,
    })
}
