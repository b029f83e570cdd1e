//! Which cookie goes where, against the rules applied one at a time.

use preflight_fetch::Url;
use preflight_fetch::cookies::{CookieJar, SameSiteMode};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use std::time::SystemTime;

const NOW: SystemTime = SystemTime::UNIX_EPOCH;

/// One cookie by its parts.
#[derive(Debug, Clone)]
struct Parts {
    domain: Option<&'static str>,
    path: Option<&'static str>,
    secure: bool,
    same_site: Option<&'static str>,
}

impl Parts {
    fn line(&self) -> String {
        let mut line = "c=1".to_owned();
        if let Some(domain) = self.domain {
            line += &format!("; Domain={domain}");
        }
        if let Some(path) = self.path {
            line += &format!("; Path={path}");
        }
        if self.secure {
            line += "; Secure";
        }
        if let Some(same_site) = self.same_site {
            line += &format!("; SameSite={same_site}");
        }
        line
    }

    fn accepted_from(&self, from: &Url, mode: SameSiteMode) -> bool {
        let lax_or_strict = matches!(self.same_site, Some("Lax" | "Strict"));
        let domain_fits = self.domain.is_none_or(|domain| {
            let host = from.host_str().unwrap_or_default();
            domain == host
                || (is_name(host) && is_below(host, domain) && domain != "com" && domain != "co.uk")
        });
        domain_fits
            && (!self.secure || trustworthy(from))
            && (self.same_site != Some("None") || self.secure)
            && !(lax_or_strict && mode == SameSiteMode::UnsetOrLess)
    }

    fn goes_to(&self, from: &Url, to: &Url, mode: SameSiteMode, unset_is_lax: bool) -> bool {
        let host = to.host_str().unwrap_or_default();
        let own = from.host_str().unwrap_or_default();
        // A public suffix may set a cookie for itself alone, whatever its Domain says.
        let host_fits = match self.domain {
            Some(domain) if domain != "co.uk" => {
                host == domain || (is_name(host) && is_below(host, domain))
            }
            _ => host == own,
        };
        let path = match self.path {
            Some(path) => path.to_owned(),
            None => match from.path().rsplit_once('/') {
                Some((directory, _)) if !directory.is_empty() => directory.to_owned(),
                _ => "/".to_owned(),
            },
        };
        let below = format!("{}/", path.trim_end_matches('/'));
        let path_fits = to.path() == path || to.path().starts_with(&below);
        let crosses = match self.same_site {
            Some("None") => true,
            None => !unset_is_lax,
            _ => false,
        };
        host_fits
            && path_fits
            && (!self.secure || trustworthy(to))
            && (mode == SameSiteMode::StrictOrLess || crosses)
    }
}

fn is_name(host: &str) -> bool {
    !host.starts_with('[') && !host.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn is_below(host: &str, domain: &str) -> bool {
    host.ends_with(&format!(".{domain}"))
}

fn trustworthy(url: &Url) -> bool {
    url.scheme() == "https"
        || ["localhost", "127.0.0.1"].contains(&url.host_str().unwrap_or_default())
}

fn url() -> impl Strategy<Value = Url> {
    let host = select(vec![
        "example.com",
        "www.example.com",
        "a.www.example.com",
        "badexample.com",
        "a.co.uk",
        "co.uk",
        "127.0.0.1",
        "localhost",
        "0.1",
    ]);
    let path = select(vec!["/", "/a", "/a/", "/a/b", "/ab", "/b/c"]);
    (select(vec!["http", "https"]), host, path).prop_map(|(scheme, host, path)| {
        Url::parse(&format!("{scheme}://{host}{path}")).expect("a URL")
    })
}

fn parts() -> impl Strategy<Value = Parts> {
    let domain =
        select(vec!["example.com", "www.example.com", "com", "co.uk", "0.0.1", "127.0.0.1"]);
    let path = select(vec!["/", "/a", "/a/", "/a/b"]);
    let same_site = select(vec!["Strict", "Lax", "None"]);
    (option::of(domain), option::of(path), any::<bool>(), option::of(same_site))
        .prop_map(|(domain, path, secure, same_site)| Parts { domain, path, secure, same_site })
}

fn mode() -> impl Strategy<Value = SameSiteMode> {
    select(vec![SameSiteMode::StrictOrLess, SameSiteMode::UnsetOrLess])
}

proptest! {
    #[test]
    fn one_cookie(
        cookie in parts(), from in url(), to in url(), set in mode(), sent in mode(),
        unset_is_lax: bool,
    ) {
        let mut jar = CookieJar::default();
        jar.store(cookie.line().as_bytes(), &from, set, NOW);
        let accepted = cookie.accepted_from(&from, set);
        prop_assert_eq!(!jar.is_empty(), accepted, "{}", cookie.line());
        let goes = accepted && cookie.goes_to(&from, &to, sent, unset_is_lax);
        let header = jar.header(&to, sent, unset_is_lax, NOW);
        prop_assert_eq!(header.as_deref(), goes.then_some("c=1"), "{}", cookie.line());
    }

    #[test]
    fn any_line_is_survived(line in proptest::collection::vec(any::<u8>(), 0..60), from in url()) {
        let mut jar = CookieJar::default();
        jar.store(&line, &from, SameSiteMode::StrictOrLess, NOW);
        let header = jar.header(&from, SameSiteMode::StrictOrLess, true, NOW).unwrap_or_default();
        prop_assert!(!header.bytes().any(|b| matches!(b, 0 | b'\r' | b'\n')), "{:?}", header);
    }
}
