//! What a redirect leaves, by where it leads.

use super::Suspects;
use super::places::is_login;
use crate::explain::groups::Failure;
use preflight_fetch::Url;
use preflight_report::Certainty::{Certain, Likely, Possible};

pub(super) fn preflight_redirected(failure: &Failure) -> Suspects {
    let location = failure.location.as_deref();
    if location.is_some_and(is_login) {
        return vec![("preflight-redirected-to-login", Likely), ("access-proxy-login", Possible)];
    }
    redirects(failure.url.as_deref())
}

pub(super) fn redirects(url: Option<&str>) -> Suspects {
    let to_https = ("preflight-redirected-to-https", Likely);
    let others = [
        ("preflight-redirected-trailing-slash", Possible),
        ("preflight-redirected-to-login", Possible),
        ("preflight-redirected-to-other-host", Possible),
        ("access-proxy-login", Possible),
    ];
    match url.and_then(|url| Url::parse(url).ok()) {
        Some(url) if url.scheme() == "http" => [to_https].into_iter().chain(others).collect(),
        Some(_) => others.to_vec(),
        None => [("preflight-redirected-to-https", Possible)].into_iter().chain(others).collect(),
    }
}

pub(super) fn redirect_refused(failure: &Failure) -> Suspects {
    if failure.location.as_deref().or(failure.url.as_deref()).is_some_and(is_login) {
        return vec![("session-expired-redirect", Likely), ("redirect-without-cors", Likely)];
    }
    // Where an earlier redirect made the origin `null`, this one's response may well allow the page.
    let tainted = failure.origin.as_deref() == Some("null");
    let sure = if tainted { Possible } else { Certain };
    vec![("redirect-without-cors", sure), ("session-expired-redirect", Possible)]
}

/// Where a redirect ends at a server that does not allow the page.
pub(super) fn target_of_redirect(url: Option<&str>) -> Suspects {
    if url.is_some_and(is_login) {
        return vec![("session-expired-redirect", Likely), ("access-proxy-login", Possible)];
    }
    vec![("redirect-tainted-origin", Possible), ("redirect-without-cors", Possible)]
}
