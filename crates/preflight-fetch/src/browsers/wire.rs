//! What an engine puts on the wire of HTTP/1.1 beyond the standard: names, values and order.
//!
//! [`orders`] holds one table of [`Slot`]s for each engine and sort of request; this file fills them.
//! Firewalls react to these lines, so they are as measured, in the case in which they were seen.

mod orders;
#[cfg(test)]
mod tests;

use super::Browser;
use crate::Initiator;
use crate::exchange::{FetchMetadata, FetchSite, HttpRequest};
use crate::http::header_list::{Header, HeaderList};
use crate::origin::Origin;
use crate::referrer::is_trustworthy_url;
use crate::request::RequestMode;
use orders::order;

impl Browser {
    /// The header lines of `request` as this browser sends them over HTTP/1.1, `Host` included. The
    /// engines join repeated headers to one line; the standard's persona leaves them as they are.
    #[must_use]
    pub fn wire_headers(self, request: &HttpRequest) -> HeaderList {
        let mut writer = Writer {
            browser: self,
            request,
            metadata: request.fetch_metadata,
            trusted: is_trustworthy_url(&request.url),
            order: order(self, request),
            written: vec![false; request.header_list.len()],
            lines: HeaderList::with_capacity(request.header_list.len() + 12),
        };
        for slot in writer.order {
            writer.fill(slot);
        }
        writer.rest();
        writer.lines
    }
}

/// A place in an engine's order of header lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// `Accept-Encoding`: over https, over http to loopback, over http to others.
    AcceptEncoding(&'static str, &'static str, &'static str),
    /// This line, unless the request has one of that name anywhere.
    Default(&'static str, &'static str),
    /// `Sec-Fetch-Dest`
    Dest,
    /// This line, whatever the script says.
    Fixed(&'static str, &'static str),
    /// This line, to potentially trustworthy URLs.
    Hint(&'static str, &'static str),
    /// `Host`
    Host,
    /// The request's header of this name, unless the script set it.
    Model(&'static str),
    /// `Sec-Fetch-Mode`; whether it also goes to URLs that are not trustworthy.
    Mode(bool),
    /// The request's header of this name, whoever set it.
    Own(&'static str),
    /// `Content-Length` of a request without a body.
    NoBodyLength,
    /// `Priority`
    Priority,
    /// What the script set and no [`Own`](Self::Own) names; where a list is given, only these names.
    Script(Option<&'static [&'static str]>),
    /// `Sec-Fetch-Site`
    Site,
    /// `Sec-Fetch-Storage-Access`
    StorageAccess,
}

struct Writer<'a> {
    browser: Browser,
    request: &'a HttpRequest,
    metadata: Option<FetchMetadata>,
    trusted: bool,
    order: &'static [Slot],
    written: Vec<bool>,
    lines: HeaderList,
}

impl<'a> Writer<'a> {
    fn fill(&mut self, slot: &Slot) {
        match *slot {
            Slot::AcceptEncoding(https, loopback, other) => {
                let https = Some(https).filter(|_| self.request.url.scheme() == "https");
                let http = if self.trusted { loopback } else { other };
                self.own_or("Accept-Encoding", https.unwrap_or(http));
            }
            Slot::Default(name, value) => self.own_or(name, value),
            Slot::Fixed(name, value) => {
                self.skip(name);
                self.line(name, value);
            }
            Slot::Hint(name, value) if self.trusted => self.line(name, value),
            Slot::Hint(..) => {}
            Slot::Host => self.lines.append("Host", host(self.request).into_bytes()),
            Slot::Model(name) => self.take(|w, i| w.is_named(i, name) && !w.is_script(i)),
            Slot::NoBodyLength if self.request.body.is_none() => {
                self.take(|w, i| w.is_named(i, "Content-Length"));
            }
            Slot::NoBodyLength => {}
            Slot::Own("Content-Length") if self.request.body.is_none() && self.ends_length() => {}
            Slot::Own(name) => self.take(|w, i| w.is_named(i, name)),
            Slot::Script(names) => self.take(|w, i| {
                let name = &*w.header(i).name;
                let listed = |n: &[&str]| n.iter().any(|n| n.eq_ignore_ascii_case(name));
                w.is_script(i) && !w.has_own_slot(name) && names.is_none_or(listed)
            }),
            Slot::Dest | Slot::Mode(_) | Slot::Priority | Slot::Site | Slot::StorageAccess => {
                self.fill_metadata(slot);
            }
        }
    }

    fn fill_metadata(&mut self, slot: &Slot) {
        let Some(metadata) = self.metadata else { return };
        let value = match slot {
            Slot::Dest if self.trusted => ("Sec-Fetch-Dest", dest(metadata.initiator)),
            Slot::Mode(always) if self.trusted || *always => {
                ("Sec-Fetch-Mode", metadata.mode.as_str())
            }
            Slot::Priority => match firefox_priority(self.request, metadata.initiator) {
                Some(priority) => return self.own_or("Priority", priority),
                None => return,
            },
            Slot::Site => match metadata.site {
                Some(site) => ("Sec-Fetch-Site", site.as_str()),
                None => return,
            },
            Slot::StorageAccess
                if self.request.includes_credentials
                    && metadata.site == Some(FetchSite::CrossSite) =>
            {
                ("Sec-Fetch-Storage-Access", "none")
            }
            _ => return,
        };
        self.line(value.0, value.1);
    }

    /// Whether a `Content-Length: 0` has a place of its own in this order.
    fn ends_length(&self) -> bool {
        self.order.contains(&Slot::NoBodyLength)
    }

    fn line(&mut self, name: &'static str, value: &'static str) {
        self.lines.append(name, value.as_bytes());
    }

    /// The request's own header of this name where it is not out yet; `value` where there is none.
    fn own_or(&mut self, name: &'static str, value: &'static str) {
        if self.request.header_list.contains(name) {
            self.take(|w, i| w.is_named(i, name));
        } else {
            self.line(name, value);
        }
    }

    fn skip(&mut self, name: &str) {
        for (index, header) in self.request.header_list.iter().enumerate() {
            self.written[index] |= header.name.eq_ignore_ascii_case(name);
        }
    }

    /// Writes the headers that `wanted` picks, repeated ones as one line.
    fn take(&mut self, wanted: impl Fn(&Self, usize) -> bool) {
        let list = &self.request.header_list;
        for index in 0..list.len() {
            if self.written[index] || !wanted(self, index) {
                continue;
            }
            let header = self.header(index);
            if self.is_image_accept(index) {
                self.lines.append("Accept", orders::image_accept(self.browser).as_bytes());
            } else if self.browser == Browser::Standard {
                self.lines.append(header.name.clone(), header.value.clone());
                self.written[index] = true;
                continue;
            } else {
                let joined = list.get(&header.name).unwrap_or_default().into_owned();
                self.lines.append(header.name.clone(), joined);
            }
            self.skip(&header.name);
        }
    }

    /// What no slot wanted: a probe's lines, for the most part.
    fn rest(&mut self) {
        self.take(|_, _| true);
    }

    fn header(&self, index: usize) -> &'a Header {
        self.request.header_list.iter().as_slice().get(index).expect("an index of this list")
    }

    fn is_named(&self, index: usize, name: &str) -> bool {
        self.header(index).name.eq_ignore_ascii_case(name)
    }

    /// Whether the script set this header. Of a request that no page makes, every header counts that
    /// is not one of those that browsers set.
    fn is_script(&self, index: usize) -> bool {
        match self.metadata {
            Some(metadata) => index < metadata.author_headers,
            None => {
                let name = &*self.header(index).name;
                let is_model =
                    |slot: &Slot| matches!(slot, Slot::Model(n) if n.eq_ignore_ascii_case(name));
                !name.eq_ignore_ascii_case("content-length") && !self.order.iter().any(is_model)
            }
        }
    }

    fn has_own_slot(&self, name: &str) -> bool {
        self.order
            .iter()
            .any(|slot| matches!(slot, Slot::Own(own) if own.eq_ignore_ascii_case(name)))
    }

    fn is_image_accept(&self, index: usize) -> bool {
        self.metadata.is_some_and(|m| m.initiator == Initiator::Image)
            && self.is_named(index, "Accept")
            && !self.is_script(index)
    }
}

/// `Sec-Fetch-Dest`
const fn dest(initiator: Initiator) -> &'static str {
    match initiator {
        Initiator::Image => "image",
        Initiator::Stylesheet => "style",
        Initiator::EventSource | Initiator::Fetch | Initiator::Xhr => "empty",
    }
}

fn firefox_priority(request: &HttpRequest, initiator: Initiator) -> Option<&'static str> {
    match initiator {
        _ if is_preflight(request) => Some("u=4"),
        Initiator::Xhr => None,
        Initiator::Image => Some("u=5, i"),
        Initiator::Stylesheet => Some("u=2"),
        Initiator::EventSource | Initiator::Fetch => Some("u=4"),
    }
}

/// Whether it is a preflight, or a probe that looks like one.
fn is_preflight(request: &HttpRequest) -> bool {
    request.header_list.contains("Access-Control-Request-Method")
}

/// Whether a request runs the CORS protocol.
fn is_cors(request: &HttpRequest) -> bool {
    let origin = request.header_list.first("Origin");
    request.fetch_metadata.is_none_or(|m| m.mode == RequestMode::Cors)
        && origin.is_some_and(|o| *o.value != *Origin::of(&request.url).serialized().as_bytes())
}

fn host(request: &HttpRequest) -> String {
    let host = request.url.host_str().unwrap_or_default();
    request.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
