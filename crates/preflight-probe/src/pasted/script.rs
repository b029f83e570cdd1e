//! From the request as a browser sent it to the call that a script made: what the browser wrote by
//! itself is taken out, and what it tells about the page is kept.

use super::Pasted;
use preflight_fetch::http::forbidden::is_forbidden_request_header;
use preflight_fetch::{CredentialsMode, Origin, RequestMode, Url};

/// Headers that browsers write and that scripts do not, though they could.
const MANAGED: [&str; 20] = [
    ":authority",
    ":method",
    ":path",
    ":scheme",
    "accept-language",
    "authority",
    "device-memory",
    "downlink",
    "dpr",
    "ect",
    "method",
    "path",
    "priority",
    "rtt",
    "save-data",
    "scheme",
    "upgrade-insecure-requests",
    "user-agent",
    "viewport-width",
    "x-client-data",
];
/// Headers that browsers add for the sake of their cache.
const CACHE: [&str; 3] = ["if-modified-since", "if-none-match", "x-moz-is-prefetch"];

/// The request as the script asked for it.
pub(super) fn as_asked(mut pasted: Pasted) -> Pasted {
    let headers = std::mem::take(&mut pasted.headers);
    let url = Url::parse(&pasted.url).ok();
    let header = |name: &str| {
        let named = headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        named.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    };
    take_page(&mut pasted, url.as_ref(), &header);
    take_mode(&mut pasted, header("sec-fetch-mode").as_deref());
    for (_, line) in headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case("cookie")) {
        pasted.cookies.push(String::from_utf8_lossy(line).into_owned());
    }
    let same_origin =
        pasted.page.as_ref().zip(url.as_ref()).is_some_and(|(p, u)| p.is_same_origin_with(u));
    if !pasted.cookies.is_empty() && pasted.credentials.is_none() {
        pasted.credentials = Some(CredentialsMode::Include);
        if !same_origin {
            pasted.notes.push("its cookies go along: credentials are `include`".to_owned());
        }
    }
    let mut dropped: Vec<String> = Vec::new();
    let reloads = reloads(&header);
    for (name, value) in &headers {
        let lower = name.to_ascii_lowercase();
        let told = matches!(&*lower, "origin" | "referer" | "cookie");
        let is_default = lower == "accept" && value == b"*/*";
        let of_cache =
            CACHE.contains(&&*lower) || (reloads && matches!(&*lower, "cache-control" | "pragma"));
        let is_browsers = MANAGED.contains(&&*lower)
            || of_cache
            || lower.starts_with(':')
            || is_forbidden_request_header(name, value);
        if !told && !is_default && !is_browsers {
            pasted.headers.push((name.clone(), value.clone()));
        } else if !told && !is_default && !dropped.contains(&lower) {
            dropped.push(lower);
        }
    }
    let is_preflight = take_preflight(&mut pasted, &header);
    if !dropped.is_empty() && !is_preflight {
        let names = dropped.join(", ");
        pasted.notes.push(format!("left out, since browsers write them by themselves: {names}"));
    }
    pasted
}

/// Whether the cache's headers stand for a reload, or for a disabled cache: a script that sets one
/// does not set both.
fn reloads(header: &impl Fn(&str) -> Option<String>) -> bool {
    match header("cache-control").as_deref() {
        Some("no-cache") => header("pragma").as_deref() == Some("no-cache"),
        Some("max-age=0") => true,
        _ => false,
    }
}

/// The page: of `Origin`, else of the referrer, else the URL's own where the browser says so.
fn take_page(pasted: &mut Pasted, url: Option<&Url>, header: &impl Fn(&str) -> Option<String>) {
    let referrer = pasted.referrer.take().or_else(|| header("referer"));
    let referrer = referrer.and_then(|given| Url::parse(&given).ok());
    let referrer_origin = referrer.as_ref().map(Origin::of).filter(|o| *o != Origin::Opaque);
    let own = url.filter(|_| header("sec-fetch-site").as_deref() == Some("same-origin"));
    let origin = header("origin").and_then(|origin| origin.parse::<Origin>().ok());
    let has_origin = origin.is_some();
    pasted.page = origin.or_else(|| referrer_origin.clone()).or_else(|| own.map(Origin::of));
    let Some(page) = &pasted.page else { return };
    // Of another origin's page a browser would not say so.
    pasted.referrer = referrer.filter(|_| referrer_origin.as_ref() == Some(page)).map(String::from);
    let is_call = pasted.credentials.is_some();
    if has_origin || is_call {
        return;
    }
    let same = url.is_some_and(|url| page.is_same_origin_with(url));
    let whence =
        if own.is_some() && referrer_origin.is_none() { "Sec-Fetch-Site" } else { "Referer" };
    pasted.notes.push(match same {
        true => format!(
            "it has no Origin header, being a same-origin request of {page} (its {whence}): CORS does \
             not apply; name the page that fails with --origin"
        ),
        false => format!("it has no Origin header: the page is that of its {whence}, {page}"),
    });
}

fn take_mode(pasted: &mut Pasted, sent: Option<&str>) {
    if pasted.mode.is_some() {
        return;
    }
    match sent {
        Some("no-cors") => pasted.mode = Some(RequestMode::NoCors),
        Some("same-origin") => pasted.mode = Some(RequestMode::SameOrigin),
        Some(other @ ("navigate" | "websocket")) => pasted.notes.push(format!(
            "it was a {}, to which CORS does not apply; examined as if fetch() had sent it",
            if other == "navigate" { "navigation" } else { "WebSocket" }
        )),
        _ => {}
    }
}

/// Of a preflight, the request that it asks for.
fn take_preflight(pasted: &mut Pasted, header: &impl Fn(&str) -> Option<String>) -> bool {
    let is_options = pasted.method.as_deref() == Some("OPTIONS");
    let Some(method) = header("access-control-request-method").filter(|_| is_options) else {
        return false;
    };
    let names = header("access-control-request-headers").unwrap_or_default();
    let names: Vec<&str> = names.split(',').map(str::trim).filter(|n| !n.is_empty()).collect();
    let value = |name: &str| match name {
        "content-type" => "application/json",
        _ => "preflight",
    };
    pasted.headers = names.iter().map(|n| ((*n).to_owned(), value(n).into())).collect();
    let with = if names.is_empty() { String::new() } else { format!(" with {}", names.join(", ")) };
    pasted.notes.push(format!("it is a preflight; examined is what it asks for: {method}{with}"));
    pasted.method = Some(method);
    true
}
