//! Probes: requests that no browser makes here, sent to tell causes apart. They are harmless (GET,
//! HEAD, OPTIONS), carry a fresh query parameter lest they prime a cache for everybody, and each is
//! listed in the report.

use crate::question::Question;
use preflight_fetch::{Browser, HeaderList, HttpRequest, Origin, RequestKind, Url};
use std::fmt;

/// One probe. The plan in which they are sent is: what a finder asks for, once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Probe {
    /// The URL once more with GET, the page's Origin, and a fresh query: what a cache would not know.
    CacheBuster,
    /// GET from another origin at the very URL of [`CacheBuster`](Self::CacheBuster), which a cache
    /// knows by now; ask for it once that one was answered.
    CacheBusterFromOtherOrigin,
    /// GET with the page's Origin and the script's headers: what the preflight's URL answers otherwise.
    Get,
    /// [`Get`](Self::Get) once more, counted from 1: whether the server answers alike each time.
    GetAgain(u8),
    /// GET from another origin.
    GetFromOtherOrigin,
    /// GET without `Origin`.
    GetWithoutOrigin,
    /// The URL over https, as Strict-Transport-Security rewrites it: port 80 becomes 443, any other stays.
    Https,
    /// The same URL over the other scheme, http for https and https for http, same port.
    OtherScheme,
    /// The preflight, or GET where there is none, with the `User-Agent` of a program: what a firewall or
    /// tunnel that looks for browsers answers otherwise.
    NoBrowser,
    /// The preflight from the page for a plain GET: whether its origin alone would be let through. Where
    /// no preflight was sent, this one shows what the CORS layer would say.
    PlainPreflight,
    /// The preflight from another origin.
    PreflightFromOtherOrigin,
    /// The preflight once more, without the `Sec-Fetch-` lines that browsers add.
    PreflightWithoutFetchMetadata,
    /// The preflight for the same method without the script's headers.
    PreflightWithoutHeaders,
    /// The preflight without `Origin`: an `OPTIONS` request that is none of CORS.
    PreflightWithoutOrigin,
    /// The preflight once more, counted from 1: whether the server answers alike each time.
    PreflightAgain(u8),
    /// GET of the address to which the request was redirected, from the page itself.
    Redirected(String),
    /// GET of a path beside this one which certainly does not exist.
    SiblingNotFound,
    /// GET of `/`.
    SiteRoot,
    /// The deciding request, preflight or GET, from this candidate origin.
    FromOrigin(String),
}

impl fmt::Display for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CacheBuster => f.write_str("probe: past the cache"),
            Self::CacheBusterFromOtherOrigin => f.write_str("probe: the same from another origin"),
            Self::Get => f.write_str("probe: GET instead"),
            Self::GetAgain(_) => f.write_str("probe: GET again"),
            Self::GetFromOtherOrigin => f.write_str("probe: GET from another origin"),
            Self::GetWithoutOrigin => f.write_str("probe: GET without Origin"),
            Self::Https => f.write_str("probe: over https"),
            Self::OtherScheme => f.write_str("probe: the other scheme"),
            Self::NoBrowser => f.write_str("probe: as a program, not a browser"),
            Self::PlainPreflight => f.write_str("probe: preflight for a plain GET"),
            Self::PreflightFromOtherOrigin => f.write_str("probe: preflight from another origin"),
            Self::PreflightWithoutFetchMetadata => {
                f.write_str("probe: preflight without Sec-Fetch headers")
            }
            Self::PreflightWithoutHeaders => f.write_str("probe: preflight without headers"),
            Self::PreflightWithoutOrigin => f.write_str("probe: preflight without Origin"),
            Self::PreflightAgain(_) => f.write_str("probe: preflight again"),
            Self::Redirected(_) => f.write_str("probe: the redirect's target"),
            Self::SiblingNotFound => f.write_str("probe: a path that does not exist"),
            Self::SiteRoot => f.write_str("probe: the site's root"),
            Self::FromOrigin(origin) => write!(f, "probe: from {origin}"),
        }
    }
}

/// The origin from which probes pretend to come when they want to be a stranger.
pub const OTHER_ORIGIN: &str = "https://preflight-probe.invalid";
/// The `User-Agent` of [`Probe::NoBrowser`].
const PROGRAM: &[u8] = b"preflight-probe";
const REQUEST_METHOD: &str = "Access-Control-Request-Method";
const REQUEST_HEADERS: &str = "Access-Control-Request-Headers";
/// The query parameter that keeps probes out of caches.
pub const QUERY_PARAMETER: &str = preflight_report::report::PROBE_PARAMETER;

impl Probe {
    /// As which browser to dress the request of this probe, where the others go out as `usual`.
    #[must_use]
    pub fn persona(&self, usual: Browser) -> Browser {
        // The engines send their own `User-Agent` whatever the request says.
        if *self == Self::NoBrowser { Browser::Standard } else { usual }
    }

    /// Whether this probe and the cache buster ask for one and the same URL.
    #[must_use]
    pub const fn shares_the_cache_busters_query(&self) -> bool {
        matches!(self, Self::CacheBuster | Self::CacheBusterFromOtherOrigin)
    }

    /// The request that this probe sends. `preflight` is the preflight that a browser sent, if any;
    /// `nonce` makes the query fresh. `None` where the probe makes no sense for this URL.
    #[must_use]
    pub fn request(
        &self,
        question: &Question,
        preflight: Option<&HttpRequest>,
        nonce: u64,
    ) -> Option<HttpRequest> {
        let page = question.request.origin().serialized();
        let url = question.request.url();
        let request = match self {
            Self::CacheBuster | Self::Get | Self::GetAgain(_) => {
                get(url, Some(page), Some(question))
            }
            Self::CacheBusterFromOtherOrigin | Self::GetFromOtherOrigin => {
                get(url, Some(OTHER_ORIGIN), Some(question))
            }
            Self::GetWithoutOrigin => get(url, None, Some(question)),
            Self::Https => get(&over_https(url)?, Some(page), None),
            Self::OtherScheme => get(&other_scheme(url)?, Some(page), None),
            Self::NoBrowser => {
                let mut request =
                    preflight.map_or_else(|| get(url, Some(page), Some(question)), as_probe);
                request.header_list.set("User-Agent", PROGRAM);
                request
            }
            Self::PlainPreflight => {
                let mut request = match preflight {
                    Some(preflight) => without(preflight, REQUEST_HEADERS),
                    None => options(url, page),
                };
                request.header_list.set(REQUEST_METHOD, &b"GET"[..]);
                request
            }
            Self::PreflightFromOtherOrigin => from_origin(preflight?, OTHER_ORIGIN),
            Self::PreflightWithoutFetchMetadata => {
                HttpRequest { fetch_metadata: None, ..as_probe(preflight?) }
            }
            Self::PreflightWithoutHeaders => without(preflight?, REQUEST_HEADERS),
            Self::PreflightWithoutOrigin => without(preflight?, "Origin"),
            Self::PreflightAgain(_) => from_origin(preflight?, page),
            Self::Redirected(target) => {
                let target = Url::parse(target).ok().filter(|u| u.scheme().starts_with("http"))?;
                get(&target, Some(page), None)
            }
            Self::SiblingNotFound => get(&sibling(url, nonce), Some(page), Some(question)),
            Self::SiteRoot => get(&root(url), Some(page), None),
            Self::FromOrigin(origin) => match preflight {
                Some(preflight) => from_origin(preflight, origin),
                None => get(url, Some(origin), Some(question)),
            },
        };
        Some(fresh(request, nonce))
    }
}

fn get(url: &Url, origin: Option<&str>, with_headers_of: Option<&Question>) -> HttpRequest {
    let mut list = HeaderList::new();
    list.append("Accept", &b"*/*"[..]);
    if let Some(question) = with_headers_of {
        for header in question.request.header_list() {
            if !header.name.eq_ignore_ascii_case("content-type")
                && !header.name.eq_ignore_ascii_case("accept")
            {
                list.append(header.name.clone(), header.value.clone());
            }
        }
    }
    if let Some(origin) = origin {
        list.append("Origin", origin.as_bytes().to_vec());
    }
    let mut url = url.clone();
    url.set_fragment(None);
    let mut request = HttpRequest::new(RequestKind::Probe, "GET", url);
    request.header_list = list;
    request
}

fn options(url: &Url, page: &str) -> HttpRequest {
    let mut request = HttpRequest { method: "OPTIONS".into(), ..get(url, Some(page), None) };
    request.header_list.append(REQUEST_METHOD, &b"GET"[..]);
    request
}

fn as_probe(request: &HttpRequest) -> HttpRequest {
    HttpRequest { kind: RequestKind::Probe, ..request.clone() }
}

fn from_origin(preflight: &HttpRequest, origin: &str) -> HttpRequest {
    let mut request = as_probe(preflight);
    request.header_list.set("Origin", origin.as_bytes().to_vec());
    request.header_list.delete("Referer");
    request
}

fn without(preflight: &HttpRequest, name: &str) -> HttpRequest {
    let mut request = as_probe(preflight);
    request.header_list.delete(name);
    request
}

fn fresh(mut request: HttpRequest, nonce: u64) -> HttpRequest {
    request.url.query_pairs_mut().append_pair(QUERY_PARAMETER, &format!("{nonce:x}"));
    request
}

fn sibling(url: &Url, nonce: u64) -> Url {
    let mut url = url.clone();
    let parent = url.path().trim_end_matches('/').rsplit_once('/').map_or("", |(parent, _)| parent);
    let path = format!("{parent}/preflight-probe-{nonce:x}-not-found");
    url.set_path(&path);
    url.set_query(None);
    url
}

/// Whether a path is one that [`Probe::SiblingNotFound`] asks for.
#[must_use]
pub fn is_sibling_path(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .is_some_and(|last| last.starts_with("preflight-probe-") && last.ends_with("-not-found"))
}

fn root(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_path("/");
    url.set_query(None);
    url
}

fn over_https(url: &Url) -> Option<Url> {
    let mut https = url.clone();
    https.set_scheme("https").ok()?;
    Some(https)
}

fn other_scheme(url: &Url) -> Option<Url> {
    let port = url.port_or_known_default()?;
    let mut other = url.clone();
    other.set_scheme(if url.scheme() == "https" { "http" } else { "https" }).ok()?;
    other.set_port(Some(port)).ok()?;
    Some(other)
}

/// Candidate origins near `page`: the twin of the other scheme, with and without `www`, the API's
/// own site, and the developer's usual `localhost`.
#[must_use]
pub fn candidate_origins(page: &Origin, url: &Url) -> Vec<String> {
    let mut candidates = Vec::new();
    if let Some(tuple) = page.as_tuple() {
        let (scheme, host) = (tuple.scheme(), tuple.host());
        let port = tuple.port().map_or_else(String::new, |p| format!(":{p}"));
        let twin = if scheme == "https" { "http" } else { "https" };
        candidates.push(format!("{twin}://{host}{port}"));
        match host.strip_prefix("www.") {
            Some(bare) => candidates.push(format!("{scheme}://{bare}{port}")),
            None => candidates.push(format!("{scheme}://www.{host}{port}")),
        }
    }
    candidates.push(Origin::of(url).serialized().to_owned());
    candidates.push("http://localhost:3000".to_owned());
    candidates.retain(|c| c.parse::<Origin>().is_ok() && c != page.serialized());
    candidates.dedup();
    candidates
}
