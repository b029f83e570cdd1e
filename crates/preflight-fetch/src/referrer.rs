//! [Referrer Policy](https://w3c.github.io/webappsec-referrer-policy/): what stands in `Referer`.

use crate::http::header_list::{HeaderList, trim};
use crate::origin::{Origin, is_loopback_host};
use std::str::FromStr;
use url::Url;

/// A [referrer policy](https://w3c.github.io/webappsec-referrer-policy/#referrer-policy).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum ReferrerPolicy {
    /// `no-referrer`
    NoReferrer,
    /// `no-referrer-when-downgrade`
    NoReferrerWhenDowngrade,
    /// `same-origin`
    SameOrigin,
    /// `origin`
    Origin,
    /// `strict-origin`
    StrictOrigin,
    /// `origin-when-cross-origin`
    OriginWhenCrossOrigin,
    /// `strict-origin-when-cross-origin`, the default
    #[default]
    StrictOriginWhenCrossOrigin,
    /// `unsafe-url`
    UnsafeUrl,
}

impl ReferrerPolicy {
    const ALL: [Self; 8] = [
        Self::NoReferrer,
        Self::NoReferrerWhenDowngrade,
        Self::SameOrigin,
        Self::Origin,
        Self::StrictOrigin,
        Self::OriginWhenCrossOrigin,
        Self::StrictOriginWhenCrossOrigin,
        Self::UnsafeUrl,
    ];

    /// The name that the standard and scripts use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoReferrer => "no-referrer",
            Self::NoReferrerWhenDowngrade => "no-referrer-when-downgrade",
            Self::SameOrigin => "same-origin",
            Self::Origin => "origin",
            Self::StrictOrigin => "strict-origin",
            Self::OriginWhenCrossOrigin => "origin-when-cross-origin",
            Self::StrictOriginWhenCrossOrigin => "strict-origin-when-cross-origin",
            Self::UnsafeUrl => "unsafe-url",
        }
    }
}

impl FromStr for ReferrerPolicy {
    type Err = ();
    /// Reads a policy's name; the empty string is the default policy. Any other text is an error.
    fn from_str(name: &str) -> Result<Self, ()> {
        if name.is_empty() {
            return Ok(Self::default());
        }
        Self::ALL.into_iter().find(|policy| policy.as_str() == name).ok_or(())
    }
}

/// A request's [referrer](https://fetch.spec.whatwg.org/#concept-request-referrer).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Referrer {
    /// None is sent.
    #[default]
    NoReferrer,
    /// The page's URL, or the one that the script gave.
    Url(Box<Url>),
}

/// [Determine the request's referrer](https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer):
/// the value of `Referer` for a request to `target`, or `None`.
#[must_use]
pub fn determine_referrer(
    referrer: &Referrer,
    policy: ReferrerPolicy,
    target: &Url,
) -> Option<String> {
    let Referrer::Url(source) = referrer else { return None };
    if !matches!(source.scheme(), "http" | "https") {
        return None;
    }
    let full = || strip_url(source);
    let origin = || Some(format!("{}/", Origin::of(source)));
    let same_origin = Origin::of(source).is_same_origin_with(target);
    let downgrade = is_trustworthy_url(source) && !is_trustworthy_url(target);
    match policy {
        ReferrerPolicy::NoReferrer => None,
        ReferrerPolicy::Origin => origin(),
        ReferrerPolicy::UnsafeUrl => full(),
        ReferrerPolicy::StrictOrigin if downgrade => None,
        ReferrerPolicy::StrictOrigin => origin(),
        ReferrerPolicy::StrictOriginWhenCrossOrigin if same_origin => full(),
        ReferrerPolicy::StrictOriginWhenCrossOrigin if downgrade => None,
        ReferrerPolicy::StrictOriginWhenCrossOrigin => origin(),
        ReferrerPolicy::SameOrigin if same_origin => full(),
        ReferrerPolicy::SameOrigin => None,
        ReferrerPolicy::OriginWhenCrossOrigin if same_origin => full(),
        ReferrerPolicy::OriginWhenCrossOrigin => origin(),
        ReferrerPolicy::NoReferrerWhenDowngrade if downgrade => None,
        ReferrerPolicy::NoReferrerWhenDowngrade => full(),
    }
}

/// [Strip url for use as a referrer](https://w3c.github.io/webappsec-referrer-policy/#strip-url);
/// over 4096 bytes only the origin is left.
fn strip_url(url: &Url) -> Option<String> {
    let mut stripped = url.clone();
    stripped.set_fragment(None);
    let _ = stripped.set_username("");
    let _ = stripped.set_password(None);
    Some(if stripped.as_str().len() > 4096 {
        format!("{}/", Origin::of(url))
    } else {
        stripped.into()
    })
}

/// Whether a URL is [potentially trustworthy](https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy).
#[must_use]
pub fn is_trustworthy_url(url: &Url) -> bool {
    match url.scheme() {
        "https" | "wss" | "data" | "about" | "file" => true,
        _ => url.host_str().is_some_and(is_loopback_host),
    }
}

/// [Set request's referrer policy on redirect](https://w3c.github.io/webappsec-referrer-policy/#set-requests-referrer-policy-on-redirect):
/// the last policy named in `Referrer-Policy`, if any.
#[must_use]
pub fn policy_on_redirect(headers: &HeaderList) -> Option<ReferrerPolicy> {
    headers
        .values("referrer-policy")
        .flat_map(|line| line.split(|&b| b == b','))
        .filter_map(|token| std::str::from_utf8(trim(token)).ok())
        .filter(|token| !token.is_empty())
        .filter_map(|token| token.to_ascii_lowercase().parse().ok())
        .last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_policy_sends_the_origin_across_and_nothing_down() {
        let page = Referrer::Url(Box::new(Url::parse("https://u:p@a.example/x?y#z").unwrap()));
        let to = |url: &str| {
            determine_referrer(&page, ReferrerPolicy::default(), &Url::parse(url).unwrap())
        };
        assert_eq!(to("https://a.example/").as_deref(), Some("https://a.example/x?y"));
        assert_eq!(to("https://b.example/").as_deref(), Some("https://a.example/"));
        assert_eq!(to("http://b.example/"), None);
        assert_eq!(to("http://127.0.0.1/").as_deref(), Some("https://a.example/"));
    }
}
