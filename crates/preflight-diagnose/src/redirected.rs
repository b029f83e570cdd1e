//! A preflight or request that was answered by a redirect, and where that leads.

use crate::evidence::{Evidence, Shown};
use preflight_fetch::fetching::http_redirect_fetch::location_url;
use preflight_fetch::http::statuses::is_redirect_status;
use preflight_fetch::{Because, Browser, Url};

/// The refused preflight and the URL to which its answer redirects.
#[must_use]
pub fn redirected_preflight<'a>(evidence: &Evidence<'a>) -> Option<(Shown<'a>, Url)> {
    let shown = evidence.refused_preflight()?;
    let response = shown.response().filter(|r| is_redirect_status(r.status))?;
    let target = location_url(response, &shown.request().url, Browser::Standard.habits())?.ok()?;
    Some((shown, target))
}

/// The redirect that was refused since it carries no CORS headers, and the URL to which it leads.
#[must_use]
pub fn redirected_request<'a>(evidence: &Evidence<'a>) -> Option<(Shown<'a>, Url)> {
    let shown = evidence.refused(|b| matches!(b, Because::AllowOriginMissing))?.shown?;
    evidence.refused_redirect().filter(|s| s.index == shown.index)?;
    let response = shown.response().filter(|r| is_redirect_status(r.status))?;
    let target = location_url(response, &shown.request().url, Browser::Standard.habits())?.ok()?;
    Some((shown, target))
}

/// Whether a URL looks like a login page.
#[must_use]
pub fn is_login(url: &Url) -> bool {
    const WORDS: [&str; 15] = [
        "authorize",
        "log-in",
        "log_in",
        "login",
        "logon",
        "oauth",
        "oauth2",
        "openid-connect",
        "saml",
        "saml2",
        "sign-in",
        "sign_in",
        "signin",
        "sso",
        "wp-login",
    ];
    // Whole words: `/lessons` has nothing to do with `sso`.
    let path = url.path().to_ascii_lowercase();
    let named = path.split(['/', '.']).any(|segment| WORDS.contains(&segment));
    let host = url.host_str().unwrap_or_default();
    named || host.split('.').any(|label| matches!(label, "login" | "accounts" | "sso" | "auth"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_pages_by_their_words() {
        let is = |url: &str| is_login(&Url::parse(url).unwrap());
        for url in [
            "https://api.example/login?next=/",
            "https://api.example/users/sign_in",
            "https://api.example/Account/Login.aspx",
            "https://id.example/realms/x/protocol/openid-connect/auth",
            "https://accounts.google.com/v3/",
            "https://login.microsoftonline.com/common/",
        ] {
            assert!(is(url), "{url}");
        }
        for url in [
            "https://api.example/lessons",
            "https://api.example/blogins/1",
            "https://authors.example/",
        ] {
            assert!(!is(url), "{url}");
        }
    }
}
