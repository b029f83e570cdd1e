//! A preflight that was answered by a redirect, and where that leads.

use crate::evidence::{Evidence, Shown};
use preflight_fetch::fetching::http_redirect_fetch::location_url;
use preflight_fetch::http::statuses::is_redirect_status;
use preflight_fetch::{Browser, Url};

/// The refused preflight and the URL to which its answer redirects.
#[must_use]
pub fn redirected_preflight<'a>(evidence: &Evidence<'a>) -> Option<(Shown<'a>, Url)> {
    let shown = evidence.refused_preflight()?;
    let response = shown.response().filter(|r| is_redirect_status(r.status))?;
    let target = location_url(response, &shown.request().url, Browser::Standard.habits())?.ok()?;
    Some((shown, target))
}

/// Whether a URL looks like a login page.
#[must_use]
pub fn is_login(url: &Url) -> bool {
    let words = ["login", "log-in", "signin", "sign-in", "sso", "oauth", "saml", "authorize"];
    let path = url.path().to_ascii_lowercase();
    let host = url.host_str().unwrap_or_default();
    words.iter().any(|w| path.contains(w))
        || host.split('.').any(|label| matches!(label, "login" | "accounts" | "sso" | "auth"))
}
