//! What is asked for, once flags and paste are read.

use preflight_fetch::cookies::SameSiteMode;
use preflight_fetch::referrer::is_trustworthy_url;
use preflight_fetch::{AddressSpace, HeaderList, Origin, Profile, RequestInit, Url};
use preflight_probe::live::{Client, Proxy, Settings};
use preflight_report::Secrets;
use std::time::{Duration, Instant, SystemTime};

/// How long the page's own host may take to resolve: it only decides about Local Network Access.
const PAGE_LOOKUP: Duration = Duration::from_secs(3);

/// The flags' meaning, over a paste's where there is one.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// The URL.
    pub(crate) url: Url,
    /// The page's origin.
    pub(crate) origin: Origin,
    /// Whether neither flag nor paste named it.
    pub(crate) origin_assumed: bool,
    /// What the script hands to `fetch()`.
    pub(crate) init: RequestInit,
    /// The cookies for the jar, `name=value`.
    pub(crate) cookies: Vec<String>,
    /// Whether a paste accepts any certificate.
    pub(crate) insecure: bool,
    /// The proxy that a paste names.
    pub(crate) proxy: Option<String>,
    /// What the user may want to know.
    pub(crate) notes: Vec<String>,
}

impl Asked {
    /// A profile whose jar holds the cookies, with attributes under which browsers send them as far as
    /// they may.
    pub(crate) fn profile(&self) -> Profile {
        let mut profile = Profile::default();
        let secure = is_trustworthy_url(&self.url);
        let attributes = if secure { "; Path=/; Secure; SameSite=None" } else { "; Path=/" };
        for cookie in &self.cookies {
            let line = format!("{cookie}{attributes}");
            let now = SystemTime::now();
            profile.cookie_jar.store(line.as_bytes(), &self.url, SameSiteMode::StrictOrLess, now);
        }
        profile
    }

    /// Where the page stands: a host that does not resolve counts as public.
    pub(crate) async fn page_address(&self, client: &Client) -> AddressSpace {
        let Ok(url) = Url::parse(self.origin.serialized()) else { return AddressSpace::Public };
        if let Some(space) = url.host_str().and_then(AddressSpace::of_host) {
            return space;
        }
        let client = client.until(Instant::now() + PAGE_LOOKUP);
        client.address_space(&url).await.unwrap_or(AddressSpace::Public)
    }

    /// The settings of the flags, with what the paste says of the connection where they say nothing.
    pub(crate) fn settings(&self, mut settings: Settings) -> Settings {
        settings.insecure |= self.insecure;
        if let (Some(proxy), Proxy::Environment) = (&self.proxy, &settings.proxy) {
            settings.proxy = Proxy::Url(proxy.clone());
        }
        settings
    }

    /// Has the secrets of the request masked wherever they turn up.
    pub(crate) fn teach(&self, secrets: &Secrets) {
        let pairs = self.init.headers.iter().cloned();
        secrets.learn_url(&self.url);
        secrets.learn_headers(&pairs.collect::<HeaderList>(), &self.url);
        let cookies = self.cookies.join("; ").into_bytes();
        let cookies: HeaderList = [("cookie", cookies)].into_iter().collect();
        secrets.learn_headers(&cookies, &self.url);
    }
}
