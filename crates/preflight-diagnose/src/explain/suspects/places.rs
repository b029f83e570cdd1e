//! What the page's origin, the URL and its host give away.

use super::Suspects;
use crate::explain::groups::Failure;
use preflight_fetch::{Browser, Url};
use preflight_report::Certainty::{Certain, Likely, Possible};

/// What the page's origin and the host alone give away.
pub(super) fn from_page(failure: &Failure) -> Suspects {
    let scheme = failure.origin.as_deref().and_then(|origin| origin.split_once("://"));
    let mut found = Suspects::new();
    let null = failure.origin.as_deref() == Some("null");
    if null && (failure.redirected_from.is_some() || failure.location.is_some()) {
        found.push(("redirect-tainted-origin", Likely));
    } else if null {
        let sure = failure.browser() != Some(Browser::WebKit);
        found.push(("page-origin-is-null", if sure { Certain } else { Likely }));
        found.push(("redirect-tainted-origin", Possible));
    }
    if scheme.is_some_and(|(scheme, _)| !matches!(scheme, "http" | "https" | "file")) {
        found.push(("app-scheme-origin", Likely));
    }
    found
}

/// What the host's name gives away.
pub(super) fn from_host(failure: &Failure) -> Suspects {
    let url = failure.url.as_deref().and_then(|url| Url::parse(url).ok());
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let ends = |ends: &[&str]| ends.iter().any(|end| host.ends_with(end));
    let tunnels = [
        ".ngrok.io",
        ".ngrok-free.app",
        ".ngrok.app",
        ".loca.lt",
        ".devtunnels.ms",
        ".trycloudflare.com",
    ];
    if ends(&tunnels) {
        return vec![("tunnel-interstitial", Likely)];
    }
    if host.contains("execute-api.") && ends(&[".amazonaws.com"]) {
        return vec![("api-gateway-options", Likely)];
    }
    if is_bucket(failure) {
        return vec![("bucket-without-cors", Likely)];
    }
    if ends(&[".cloudfront.net"]) {
        return vec![("cdn-does-not-forward-origin", Likely)];
    }
    Suspects::new()
}

pub(super) fn is_bucket(failure: &Failure) -> bool {
    let url = failure.url.as_deref().and_then(|url| Url::parse(url).ok());
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    let stores = [
        ".digitaloceanspaces.com",
        ".r2.cloudflarestorage.com",
        ".aliyuncs.com",
        ".blob.core.windows.net",
        "storage.googleapis.com",
    ];
    (host.contains("s3") && host.ends_with(".amazonaws.com"))
        || stores.iter().any(|end| host.ends_with(end))
}

/// Whether a URL is that of a login.
pub(super) fn is_login(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    let hosts = [
        "accounts.google.",
        "login.microsoftonline.",
        ".auth0.com",
        ".okta.com",
        ".cloudflareaccess.com",
        "/oauth2/",
        "/oauth/",
        "/login",
        "/signin",
        "/sign-in",
        "/sso",
        "/auth/",
        "/saml",
        "/realms/",
    ];
    hosts.iter().any(|part| url.contains(part))
}
