//! What is asked for: a paste, or what people filled in beside one, as what a script hands to
//! `fetch()` and what its browser and page bring along.

mod fault;
mod note;
mod url;

pub use fault::{Fault, Field};
pub use note::Note;

use crate::live::{Client, Proxy, Settings};
use crate::pasted::Pasted;
use preflight_diagnose::Question;
use preflight_fetch::cookies::SameSiteMode;
use preflight_fetch::http::forbidden::is_forbidden_request_header;
use preflight_fetch::referrer::is_trustworthy_url;
use preflight_fetch::{
    AddressSpace, Body, Browser, CredentialsMode, HeaderList, Initiator, Origin, Profile, Referrer,
    Request, RequestError, RequestInit, Url,
};
use preflight_report::Secrets;
use std::time::{Duration, Instant, SystemTime};

/// The page that asks where none is named.
pub const DEFAULT_ORIGIN: &str = "http://localhost:3000";

/// How long the page's own host may take to resolve: it only decides about Local Network Access.
const PAGE_LOOKUP: Duration = Duration::from_secs(3);

/// What a paste cannot say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beside {
    /// Where the page was loaded from, if it is not to be looked up.
    pub page_address: Option<AddressSpace>,
    /// Whether the body is a `ReadableStream`.
    pub stream: bool,
    /// Whether the script listens for upload progress, which only `XMLHttpRequest` can.
    pub upload_listener: bool,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The URL.
    pub url: Url,
    /// The page's origin.
    pub origin: Origin,
    /// Whether nothing named it.
    pub origin_assumed: bool,
    /// What the script hands to `fetch()`.
    pub init: RequestInit,
    /// The cookies for the jar, `name=value`.
    pub cookies: Vec<String>,
    /// Whether a paste accepts any certificate.
    pub insecure: bool,
    /// The proxy that a paste names.
    pub proxy: Option<String>,
    /// What the user may want to know.
    pub notes: Vec<Note>,
}

impl Asked {
    /// What `pasted` asks for, and what is said `beside` it.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn new(mut pasted: Pasted, beside: Beside) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let url = url::parse(&pasted.url).map_err(|fault| faults.push(fault)).ok();
        let origin_assumed = pasted.page.is_none();
        let origin = pasted.page.take().unwrap_or_else(|| {
            DEFAULT_ORIGIN.parse().expect("bug in preflight, please report: the default origin")
        });
        let referrer = referrer(pasted.referrer.take(), &origin);
        let referrer = referrer.map_err(|fault| faults.push(fault)).unwrap_or_default();
        let cookies = cookies(&pasted.cookies, &mut faults);
        let Some(url) = url.filter(|_| faults.is_empty()) else { return Err(faults) };
        let mut notes = notes(&pasted, beside);
        let credentials_mode = pasted.credentials.unwrap_or_default();
        let cookies_stay = match credentials_mode {
            CredentialsMode::Include => false,
            CredentialsMode::SameOrigin => !origin.is_same_origin_with(&url),
            CredentialsMode::Omit => true,
        };
        if !cookies.is_empty() && cookies_stay {
            notes.push(Note::CookiesStay(credentials_mode));
        }
        let (insecure, proxy) = (pasted.insecure, pasted.proxy.take());
        let init = init(pasted, beside, referrer);
        Ok(Self { url, origin, origin_assumed, init, cookies, insecure, proxy, notes })
    }

    /// The question whether the engines let this through, for a page that stands at `page_address`.
    /// All engines are asked, nothing that may change something is sent, and the script reads no
    /// headers.
    ///
    /// # Errors
    /// Where no script can make this request.
    pub fn question(self, page_address: AddressSpace) -> Result<Question, RequestError> {
        let profile = self.profile();
        let init = RequestInit { page_address: Some(page_address), ..self.init };
        Ok(Question {
            request: Request::new(self.url, self.origin, init)?,
            engines: Browser::ENGINES.to_vec(),
            profile,
            read: Vec::new(),
            send_actual: false,
            target_address: None,
            origin_assumed: self.origin_assumed,
        })
    }

    /// A profile whose jar holds the cookies, with attributes under which browsers send them as far as
    /// they may.
    pub fn profile(&self) -> Profile {
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

    /// Where the page stands, if that is not said already: a host that does not resolve counts as
    /// public.
    pub async fn page_address(&self, client: &Client) -> AddressSpace {
        if let Some(said) = self.init.page_address {
            return said;
        }
        let Ok(url) = Url::parse(self.origin.serialized()) else { return AddressSpace::Public };
        if let Some(space) = url.host_str().and_then(AddressSpace::of_host) {
            return space;
        }
        let client = client.until(Instant::now() + PAGE_LOOKUP);
        client.address_space(&url).await.unwrap_or(AddressSpace::Public)
    }

    /// These settings, with what the paste says of the connection where they say nothing.
    pub fn settings(&self, mut settings: Settings) -> Settings {
        settings.insecure |= self.insecure;
        if let (Some(proxy), Proxy::Environment) = (&self.proxy, &settings.proxy) {
            settings.proxy = Proxy::Url(proxy.clone());
        }
        settings
    }

    /// Has the secrets of the request masked wherever they turn up.
    pub fn teach(&self, secrets: &Secrets) {
        let pairs = self.init.headers.iter().cloned();
        secrets.learn_url(&self.url);
        secrets.learn_headers(&pairs.collect::<HeaderList>(), &self.url);
        let cookies = self.cookies.join("; ").into_bytes();
        let cookies: HeaderList = [("cookie", cookies)].into_iter().collect();
        secrets.learn_headers(&cookies, &self.url);
    }
}

fn init(mut pasted: Pasted, beside: Beside, referrer: Referrer) -> RequestInit {
    pasted.write_user();
    let default = if pasted.body.is_some() { "POST" } else { "GET" };
    RequestInit {
        method: pasted.method.unwrap_or_else(|| default.to_owned()),
        headers: pasted.headers,
        body: pasted.body.map(if beside.stream { Body::Stream } else { Body::Bytes }),
        mode: pasted.mode.unwrap_or_default(),
        credentials_mode: pasted.credentials.unwrap_or_default(),
        redirect_mode: pasted.redirect.unwrap_or_default(),
        cache_mode: pasted.cache.unwrap_or_default(),
        referrer,
        referrer_policy: pasted.referrer_policy.unwrap_or_default(),
        use_cors_preflight: beside.upload_listener,
        initiator: if beside.upload_listener { Initiator::Xhr } else { Initiator::Fetch },
        page_address: beside.page_address,
    }
}

fn notes(pasted: &Pasted, beside: Beside) -> Vec<Note> {
    let mut notes: Vec<Note> = pasted.notes.iter().cloned().map(Note::Pasted).collect();
    let dropped = pasted.headers.iter().filter(|(n, v)| is_forbidden_request_header(n, v));
    notes.extend(dropped.map(|(name, _)| Note::Dropped(name.clone())));
    if beside.stream && pasted.body.is_none() {
        notes.push(Note::StreamWithoutBody);
    }
    notes
}

/// The page's URL: as given, else the root of its origin.
fn referrer(given: Option<String>, origin: &Origin) -> Result<Referrer, Fault> {
    let page = match given.as_deref() {
        Some("" | "no-referrer") => return Ok(Referrer::NoReferrer),
        Some(url) => url.to_owned(),
        None if *origin == Origin::Opaque => return Ok(Referrer::NoReferrer),
        None => format!("{origin}/"),
    };
    match Url::parse(&page) {
        Ok(url) => Ok(Referrer::Url(Box::new(url))),
        Err(_) => Err(Fault::Referrer(page)),
    }
}

/// The cookies of lines such as `a=1; b=2`.
fn cookies(lines: &[String], faults: &mut Vec<Fault>) -> Vec<String> {
    let mut cookies = Vec::new();
    for line in lines {
        if line.contains('=') {
            let named = line.split(';').map(|cookie| cookie.trim().to_owned());
            cookies.extend(named.filter(|cookie| !cookie.is_empty()));
        } else {
            faults.push(Fault::Cookie);
        }
    }
    cookies
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(url: &str) -> Pasted {
        Pasted { url: url.to_owned(), ..Pasted::default() }
    }

    #[test]
    fn all_that_is_wrong_is_said_at_once_and_where() {
        let (cookies, referrer) = (vec!["a".to_owned()], Some("x y".to_owned()));
        let pasted = Pasted { cookies, referrer, ..pasted("api.test/x") };
        let faults = Asked::new(pasted, Beside::default()).unwrap_err();
        let said: Vec<String> =
            faults.iter().map(|fault| format!("{}: {fault}", fault.field().as_str())).collect();
        assert_eq!(
            said,
            [
                "url: `api.test/x` has no scheme; write `http://api.test/x` or `https://api.test/x`",
                "referrer: the referrer `x y` is no URL; write `https://…` or `no-referrer`",
                "cookies: a cookie has no `=`; write `name=value`",
            ]
        );
    }

    #[test]
    fn what_is_left_open_is_as_a_script_leaves_it() {
        let headers = vec![("Cookie".to_owned(), b"c=d".to_vec())];
        let (cookies, user) = (vec!["a=1; b=2".to_owned()], Some("me".to_owned()));
        let pasted = Pasted { headers, cookies, user, ..pasted("http://api.test/x") };
        let beside = Beside { stream: true, upload_listener: true, ..Beside::default() };
        let asked = Asked::new(pasted, beside).unwrap();
        assert!(asked.origin_assumed);
        assert_eq!(asked.origin.serialized(), DEFAULT_ORIGIN);
        assert_eq!(asked.cookies, ["a=1", "b=2"]);
        assert_eq!(asked.init.method, "GET");
        assert_eq!(asked.init.headers[1], ("Authorization".to_owned(), b"Basic bWU6".to_vec()));
        assert_eq!(
            asked.notes,
            [
                Note::Dropped("Cookie".to_owned()),
                Note::StreamWithoutBody,
                Note::CookiesStay(CredentialsMode::SameOrigin),
            ]
        );
        let question = asked.question(AddressSpace::Public).unwrap();
        assert_eq!(question.request.page_address(), Some(AddressSpace::Public));
        assert_eq!(question.engines.len(), 3);
    }
}
