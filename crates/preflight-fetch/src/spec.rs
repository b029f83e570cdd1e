//! Where in a standard a decision was made: anchors and steps as data, so that comment, report and
//! test cannot disagree. The pinned text's anchors and step counts are in `spec/fetch.toml`.

use std::fmt;

/// An algorithm of a standard: its name there, and the address of its definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Algorithm {
    /// The standard's own name, for example `CORS check`.
    pub name: &'static str,
    /// The address of the section, up to and including the `#`.
    pub base: &'static str,
    /// The fragment that names the algorithm in its document.
    pub anchor: &'static str,
}

impl Algorithm {
    /// This algorithm, at one of its steps. `step` is the number as the document prints it,
    /// nested steps joined by dots (`"7.5"`), empty for the algorithm as a whole.
    #[must_use]
    pub const fn step(&'static self, step: &'static str) -> SpecRef {
        SpecRef { algorithm: self, step }
    }
}

/// A place in a standard: an algorithm and one of its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpecRef {
    /// The algorithm.
    pub algorithm: &'static Algorithm,
    /// The step, as printed; empty for the algorithm as a whole.
    pub step: &'static str,
}

impl SpecRef {
    /// The link to the algorithm.
    #[must_use]
    pub fn url(&self) -> String {
        format!("{}{}", self.algorithm.base, self.algorithm.anchor)
    }
}

impl fmt::Display for SpecRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.algorithm.name)?;
        if self.step.is_empty() { Ok(()) } else { write!(f, ", step {}", self.step) }
    }
}

const FETCH: &str = "https://fetch.spec.whatwg.org/#";

const fn fetch(name: &'static str, anchor: &'static str) -> Algorithm {
    Algorithm { name, base: FETCH, anchor }
}

/// [CORS check](https://fetch.spec.whatwg.org/#concept-cors-check)
pub static CORS_CHECK: Algorithm = fetch("CORS check", "concept-cors-check");
/// [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch-0)
pub static CORS_PREFLIGHT_FETCH: Algorithm =
    fetch("CORS-preflight fetch", "cors-preflight-fetch-0");
/// [CORS-preflight cache](https://fetch.spec.whatwg.org/#concept-cache)
pub static CORS_PREFLIGHT_CACHE: Algorithm = fetch("CORS-preflight cache", "concept-cache");
/// [CORS-unsafe request-header names](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names)
pub static CORS_UNSAFE_REQUEST_HEADER_NAMES: Algorithm =
    fetch("CORS-unsafe request-header names", "cors-unsafe-request-header-names");
/// [cross-origin resource policy internal check](https://fetch.spec.whatwg.org/#cross-origin-resource-policy-internal-check)
pub static CORP_CHECK: Algorithm =
    fetch("cross-origin resource policy check", "cross-origin-resource-policy-internal-check");
/// [HTTP fetch](https://fetch.spec.whatwg.org/#concept-http-fetch)
pub static HTTP_FETCH: Algorithm = fetch("HTTP fetch", "concept-http-fetch");
/// [HTTP-network fetch](https://fetch.spec.whatwg.org/#concept-http-network-fetch)
pub static HTTP_NETWORK_FETCH: Algorithm =
    fetch("HTTP-network fetch", "concept-http-network-fetch");
/// [HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch)
pub static HTTP_NETWORK_OR_CACHE_FETCH: Algorithm =
    fetch("HTTP-network-or-cache fetch", "concept-http-network-or-cache-fetch");
/// [HTTP-redirect fetch](https://fetch.spec.whatwg.org/#concept-http-redirect-fetch)
pub static HTTP_REDIRECT_FETCH: Algorithm =
    fetch("HTTP-redirect fetch", "concept-http-redirect-fetch");
/// [main fetch](https://fetch.spec.whatwg.org/#concept-main-fetch)
pub static MAIN_FETCH: Algorithm = fetch("main fetch", "concept-main-fetch");
/// [port blocking](https://fetch.spec.whatwg.org/#block-bad-port)
pub static BAD_PORT: Algorithm = fetch("port blocking", "block-bad-port");
/// [redirect-taint](https://fetch.spec.whatwg.org/#concept-request-tainted-origin)
pub static REDIRECT_TAINT: Algorithm = fetch("redirect-taint", "concept-request-tainted-origin");
/// [scheme fetch](https://fetch.spec.whatwg.org/#concept-scheme-fetch)
pub static SCHEME_FETCH: Algorithm = fetch("scheme fetch", "concept-scheme-fetch");
/// [`new Request(input, init)`](https://fetch.spec.whatwg.org/#dom-request)
pub static NEW_REQUEST: Algorithm = fetch("new Request(input, init)", "dom-request");
/// [fill a `Headers` object](https://fetch.spec.whatwg.org/#concept-headers-append)
pub static HEADERS_APPEND: Algorithm =
    fetch("append to a Headers object", "concept-headers-append");
/// [Mixed Content: should fetching request be blocked as mixed content?](https://w3c.github.io/webappsec-mixed-content/#should-block-fetch)
pub static MIXED_CONTENT: Algorithm = Algorithm {
    name: "mixed content",
    base: "https://w3c.github.io/webappsec-mixed-content/#",
    anchor: "should-block-fetch",
};
/// [Local Network Access check](https://wicg.github.io/local-network-access/#local-network-access-check)
pub static LOCAL_NETWORK_ACCESS: Algorithm = Algorithm {
    name: "Local Network Access check",
    base: "https://wicg.github.io/local-network-access/#",
    anchor: "local-network-access-check",
};

/// Every algorithm cited above; `xtask spec` holds the list against the pinned standard.
pub static ALL: &[&Algorithm] = &[
    &BAD_PORT,
    &CORP_CHECK,
    &CORS_CHECK,
    &CORS_PREFLIGHT_CACHE,
    &CORS_PREFLIGHT_FETCH,
    &CORS_UNSAFE_REQUEST_HEADER_NAMES,
    &HEADERS_APPEND,
    &HTTP_FETCH,
    &HTTP_NETWORK_FETCH,
    &HTTP_NETWORK_OR_CACHE_FETCH,
    &HTTP_REDIRECT_FETCH,
    &LOCAL_NETWORK_ACCESS,
    &MAIN_FETCH,
    &MIXED_CONTENT,
    &NEW_REQUEST,
    &REDIRECT_TAINT,
    &SCHEME_FETCH,
];
