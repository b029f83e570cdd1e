//! A cookie jar by [RFC 6265bis](https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html),
//! time as an argument. The lines are parsed by the `cookie` crate; what is stored, sent and
//! forgotten is decided here, since no jar we know takes the clock from outside and knows `SameSite`.

use crate::origin::is_loopback_host;
use cookie::{Cookie, SameSite};
use std::time::{Duration, SystemTime};
use url::{Host, Url};

/// The most cookies a jar keeps; the oldest go first.
pub const CAPACITY: usize = 3000;
/// The longest name and value together, in bytes.
pub const NAME_VALUE_LIMIT: usize = 4096;

/// Which cookies may go along, by [`SameSite`](https://fetch.spec.whatwg.org/#determine-the-same-site-mode).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SameSiteMode {
    /// The request stays on the page's site: every cookie.
    StrictOrLess,
    /// The request crosses sites: only `SameSite=None`, and those without the attribute where the
    /// engine treats them as `None`.
    UnsetOrLess,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Stored {
    name: String,
    value: String,
    domain: String,
    host_only: bool,
    path: String,
    secure: bool,
    same_site: Option<SameSite>,
    expires: Option<SystemTime>,
    created: u64,
}

/// The cookies of one browser profile.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CookieJar {
    cookies: Vec<Stored>,
    counter: u64,
}

impl CookieJar {
    /// Stores what one `Set-Cookie` line of a response from `url` says. A line that is no cookie, or
    /// one this host may not set, is ignored, as browsers do.
    pub fn store(&mut self, set_cookie: &[u8], url: &Url, mode: SameSiteMode, now: SystemTime) {
        if set_cookie.iter().any(|&b| b.is_ascii_control() && b != b'\t') {
            return;
        }
        let line = String::from_utf8_lossy(set_cookie);
        let Ok(cookie) = Cookie::parse(&*line) else { return };
        if let Some(stored) = self.accept(&cookie, url, mode, now) {
            self.insert(stored, now);
        }
    }

    fn accept(
        &self,
        cookie: &Cookie<'_>,
        url: &Url,
        mode: SameSiteMode,
        now: SystemTime,
    ) -> Option<Stored> {
        let host = url.host_str()?;
        let secure = cookie.secure().unwrap_or(false);
        let same_site = cookie.same_site();
        let cross_site = mode == SameSiteMode::UnsetOrLess;
        let prefixed = |prefix: &str| {
            cookie.name().get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix))
        };
        let domain = cookie.domain().map(|d| d.trim_start_matches('.').to_ascii_lowercase());
        let domain = domain.filter(|d| !d.is_empty());
        let refused = cookie.name().len() + cookie.value().len() > NAME_VALUE_LIMIT
            || (secure && !is_secure(url))
            || (same_site == Some(SameSite::None) && !secure)
            || (cross_site && matches!(same_site, Some(SameSite::Strict | SameSite::Lax)))
            || (prefixed("__Secure-") && !secure)
            || (prefixed("__Host-") && (!secure || domain.is_some() || cookie.path() != Some("/")));
        if refused {
            return None;
        }
        let (domain, host_only) = match domain {
            None => (host.to_owned(), true),
            Some(d) if d == host => (d, psl::suffix_str(host) == Some(host)),
            Some(d) if domain_matches(host, &d) && psl::suffix_str(&d) != Some(&*d) => (d, false),
            Some(_) => return None,
        };
        let path = cookie
            .path()
            .filter(|p| p.starts_with('/'))
            .map_or_else(|| default_path(url), str::to_owned);
        Some(Stored {
            name: cookie.name().to_owned(),
            value: cookie.value().to_owned(),
            domain,
            host_only,
            path,
            secure,
            same_site,
            expires: expiry(cookie, now),
            created: self.counter,
        })
    }

    fn insert(&mut self, mut new: Stored, now: SystemTime) {
        let same = |c: &Stored| {
            c.name == new.name
                && c.domain == new.domain
                && c.path == new.path
                && c.host_only == new.host_only
        };
        if let Some(at) = self.cookies.iter().position(same) {
            new.created = self.cookies.remove(at).created;
        } else {
            self.counter += 1;
        }
        if new.expires.is_none_or(|at| at > now) {
            if self.cookies.len() >= CAPACITY {
                self.cookies.remove(0);
            }
            self.cookies.push(new);
        }
    }

    /// The value of `Cookie` for a request to `url`, or `None` where no cookie goes along.
    /// `unset_is_lax`: whether a cookie without `SameSite` counts as `Lax`.
    #[must_use]
    pub fn header(
        &self,
        url: &Url,
        mode: SameSiteMode,
        unset_is_lax: bool,
        now: SystemTime,
    ) -> Option<String> {
        let host = url.host_str()?;
        let mut matching: Vec<&Stored> = self
            .cookies
            .iter()
            .filter(|c| {
                let host_matches =
                    if c.host_only { c.domain == host } else { domain_matches(host, &c.domain) };
                let crosses = match c.same_site {
                    Some(SameSite::None) => true,
                    None => !unset_is_lax,
                    Some(SameSite::Lax | SameSite::Strict) => false,
                };
                host_matches
                    && path_matches(url.path(), &c.path)
                    && (!c.secure || is_secure(url))
                    && c.expires.is_none_or(|at| at > now)
                    && (mode == SameSiteMode::StrictOrLess || crosses)
            })
            .collect();
        matching.sort_by(|a, b| b.path.len().cmp(&a.path.len()).then(a.created.cmp(&b.created)));
        let pairs: Vec<String> = matching
            .iter()
            .map(|c| {
                if c.name.is_empty() { c.value.clone() } else { format!("{}={}", c.name, c.value) }
            })
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    /// How many cookies are kept.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.cookies.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.cookies.is_empty()
    }
}

fn is_secure(url: &Url) -> bool {
    url.scheme() == "https" || url.host_str().is_some_and(is_loopback_host)
}

/// [Domain matching](https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-domain-matching)
fn domain_matches(host: &str, domain: &str) -> bool {
    host == domain
        || (host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
            && matches!(Host::parse(host), Ok(Host::Domain(_))))
}

/// [Path matching](https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-paths-and-path-match)
fn path_matches(path: &str, cookie_path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || cookie_path.ends_with('/') || rest.starts_with('/'))
}

fn default_path(url: &Url) -> String {
    match url.path().rfind('/') {
        None | Some(0) => "/".to_owned(),
        Some(end) => url.path()[..end].to_owned(),
    }
}

/// `Max-Age` wins over `Expires`; `None` is a session cookie.
fn expiry(cookie: &Cookie<'_>, now: SystemTime) -> Option<SystemTime> {
    if let Some(age) = cookie.max_age() {
        let seconds = u64::try_from(age.whole_seconds()).unwrap_or(0);
        return now.checked_add(Duration::from_secs(seconds.min(400 * 24 * 3600)));
    }
    let at = cookie.expires_datetime()?;
    let seconds = u64::try_from(at.unix_timestamp()).unwrap_or(0);
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use SameSiteMode::{StrictOrLess, UnsetOrLess};

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    fn url(u: &str) -> Url {
        Url::parse(u).unwrap()
    }

    fn jar(lines: &[&str], from: &str) -> CookieJar {
        let mut jar = CookieJar::default();
        for line in lines {
            jar.store(line.as_bytes(), &url(from), StrictOrLess, NOW);
        }
        jar
    }

    #[test]
    fn domain_path_and_order() {
        let jar = jar(
            &[
                "a=1",
                "b=2; Domain=example.com",
                "c=3; Path=/x",
                "d=4; Domain=com",
                "e=5; Max-Age=0",
                "f=6\nx",
            ],
            "https://www.example.com/y/z",
        );
        let header = |u: &str| jar.header(&url(u), StrictOrLess, true, NOW);
        assert_eq!(header("https://www.example.com/x/q").as_deref(), Some("c=3"));
        assert_eq!(header("https://www.example.com/y/q").as_deref(), Some("a=1; b=2"));
        assert_eq!(header("https://api.example.com/y/").as_deref(), Some("b=2"));
        assert_eq!(header("https://ample.com/"), None);
    }

    #[test]
    fn same_site_and_secure() {
        let jar = jar(
            &[
                "l=1; SameSite=Lax; Path=/",
                "n=1; SameSite=None; Secure; Path=/",
                "u=1; Path=/",
                "x=1; SameSite=None",
                "__Host-a=1; Secure",
            ],
            "https://a.example/",
        );
        assert_eq!(
            jar.header(&url("https://a.example/"), UnsetOrLess, true, NOW).as_deref(),
            Some("n=1")
        );
        assert_eq!(
            jar.header(&url("https://a.example/"), UnsetOrLess, false, NOW).as_deref(),
            Some("n=1; u=1")
        );
        assert_eq!(
            jar.header(&url("http://a.example/"), StrictOrLess, true, NOW).as_deref(),
            Some("l=1; u=1")
        );
    }

    #[test]
    fn expiry_is_told_the_time() {
        let jar = jar(&["a=1; Max-Age=10"], "https://a.example/");
        let at = |s| {
            jar.header(&url("https://a.example/"), StrictOrLess, true, NOW + Duration::from_secs(s))
        };
        assert_eq!(at(9).as_deref(), Some("a=1"));
        assert_eq!(at(10), None);
    }
}
