//! What a console line is made of.

use super::{Browser, chromium, firefox, webkit};
use crate::exchange::HttpResponse;
use crate::http::header_list::{HeaderList, text};
use crate::trace::Refusal;
use crate::{Initiator, Origin, RedirectMode, Referrer, RequestMode};
use std::borrow::Cow;
use url::Url;

/// Everything an engine's console lines depend on.
#[derive(Debug)]
pub struct Console<'a> {
    /// The page's origin.
    pub page: &'a Origin,
    /// The page's URL, where known.
    pub referrer: &'a Referrer,
    /// The `Origin` that was sent last: `null` after a tainting redirect.
    pub sent_origin: &'a str,
    /// The method of the request refused.
    pub method: &'a str,
    /// The request's mode.
    pub mode: RequestMode,
    /// Its redirect mode.
    pub redirect_mode: RedirectMode,
    /// Whether it was preflighted, at this hop or, in an engine that goes on, at an earlier one.
    pub with_preflight: bool,
    /// What in the page asked.
    pub initiator: Initiator,
    /// The URLs in order: the one asked for, then every redirect's target.
    pub url_list: &'a [Url],
    /// The script's headers, in the script's case.
    pub header_list: &'a HeaderList,
    /// Why it was refused.
    pub refusal: &'a Refusal,
    /// The response that decided, if there was one.
    pub response: Option<&'a HttpResponse>,
}

impl Console<'_> {
    /// The URL being fetched when it ended, without fragment.
    #[must_use]
    pub fn url_without_fragment(&self) -> String {
        without_fragment(&self.refusal.url)
    }

    /// The page's URL; its origin and `/` where only that is known.
    #[must_use]
    pub fn page_url(&self) -> String {
        match self.referrer {
            Referrer::Url(url) => without_fragment(url),
            Referrer::NoReferrer => format!("{}/", self.page),
        }
    }

    /// The status of the response that decided.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.response.map_or(0, |r| r.status)
    }
}

fn without_fragment(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

/// A header value as it stands between a message's quotes.
#[must_use]
pub fn quoted(value: &[u8]) -> Cow<'_, str> {
    text(value)
}

impl Browser {
    /// The lines that this browser prints for a refusal. The standard prints none.
    #[must_use]
    pub fn console_lines(self, console: &Console<'_>) -> Vec<String> {
        match self {
            Self::Standard => Vec::new(),
            Self::Chromium => chromium::console_lines(console),
            Self::Firefox => firefox::console_lines(console),
            Self::WebKit => webkit::console_lines(console),
        }
    }
}
