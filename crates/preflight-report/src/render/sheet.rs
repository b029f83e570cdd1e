//! What every part of a rendering needs: the report, the options, and how to show a text.

use super::Options;
use super::escape::visible;
use super::fitting::wrap;
use super::paint::Paint;
use crate::Secrets;
use crate::report::{PROBE_PARAMETER, ReportedExchange};
use crate::{Certainty, Layer, Report};
use preflight_fetch::{Browser, Header, HttpRequest, Origin, Url};

/// One rendering of one report.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) report: &'a Report,
    pub(crate) options: &'a Options,
    pub(crate) width: usize,
    pub(crate) paint: Paint,
    pub(crate) secrets: Secrets,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(report: &'a Report, options: &'a Options) -> Self {
        Self {
            report,
            options,
            width: options.width.max(50),
            paint: Paint { color: options.color },
            secrets: Secrets::of(report, options),
        }
    }

    /// Any text, harmless and without secrets.
    pub(crate) fn text(&self, text: &str) -> String {
        visible(&self.secrets.text(text)).into_owned()
    }

    /// A URL, likewise.
    pub(crate) fn url(&self, url: &Url) -> String {
        visible(&self.secrets.url(url)).into_owned()
    }

    /// A header's value, likewise.
    pub(crate) fn header(&self, header: &Header) -> String {
        visible(&self.secrets.header(header)).into_owned()
    }

    /// The URL of a request, without the parameter that keeps probes out of caches.
    pub(crate) fn request_url(&self, request: &HttpRequest) -> String {
        self.url(&without_probe_parameter(&request.url))
    }

    /// The path and query of a request; the whole URL where it goes to another server than the
    /// one asked for.
    pub(crate) fn request_target(&self, request: &HttpRequest) -> String {
        let url = without_probe_parameter(&request.url);
        let whole = self.url(&url);
        let origin = Origin::of(&url);
        if origin != Origin::of(self.report.request.url()) {
            return whole;
        }
        whole.strip_prefix(origin.serialized()).map_or(whole.clone(), str::to_owned)
    }

    /// The names of browsers, for people.
    pub(crate) fn names(browsers: &[Browser]) -> String {
        browsers.iter().map(|b| b.name()).collect::<Vec<_>>().join(", ")
    }

    /// The exchange of this number.
    pub(crate) fn exchange(&self, index: Option<usize>) -> Option<&'a ReportedExchange> {
        index.and_then(|index| self.report.exchanges.get(index))
    }

    /// Who answered, what shows it, and what stands before and behind it:
    /// `nginx (Server: nginx/1.22.1), in front of Express`.
    pub(crate) fn layer(&self, sent: &ReportedExchange) -> Option<String> {
        let layer = sent.layer.as_ref()?;
        let sure = match layer.certainty {
            Certainty::Certain => "",
            Certainty::Likely => "probably ",
            Certainty::Possible => "perhaps ",
        };
        let mut text = format!("{sure}{} ({})", layer.name, self.text(&layer.shown_by));
        if let Some(hidden) = self.stands_behind(layer, sent) {
            text.push_str(&format!(", in front of {}", hidden.name));
        }
        for front in &layer.behind {
            text.push_str(&format!(", behind {} ({})", front.name, self.text(&front.shown_by)));
        }
        Some(text)
    }

    /// What answered another request for the same host through this layer.
    fn stands_behind(&self, layer: &Layer, sent: &ReportedExchange) -> Option<&'a Layer> {
        let origin = Origin::of(&sent.exchange.request.url);
        let others = self.report.exchanges.iter();
        let others = others.filter(|other| Origin::of(&other.exchange.request.url) == origin);
        let mut others = others.filter_map(|other| other.layer.as_ref());
        others.find(|other| other.behind.iter().any(|front| front.id == layer.id))
    }

    /// A heading that stands on a line of its own.
    pub(crate) fn heading(&self, text: &str) -> String {
        self.paint.strong(text)
    }

    /// `text` wrapped, indented by `indent` columns.
    pub(crate) fn paragraph(&self, text: &str, indent: usize) -> Vec<String> {
        let indent = " ".repeat(indent);
        wrap(text, &indent, &indent, self.width)
    }

    /// `head` and `text`, whose other lines stand below its beginning.
    pub(crate) fn hanging(&self, head: &str, text: &str) -> Vec<String> {
        let rest = " ".repeat(super::fitting::columns(head));
        wrap(text, head, &rest, self.width)
    }
}

fn without_probe_parameter(url: &Url) -> Url {
    let mut url = url.clone();
    let Some(query) = url.query() else { return url };
    let is_ours = |pair: &&str| pair.split('=').next() == Some(PROBE_PARAMETER);
    if !query.split('&').any(|pair| is_ours(&pair)) {
        return url;
    }
    let rest: Vec<&str> = query.split('&').filter(|pair| !is_ours(pair)).collect();
    let rest = rest.join("&");
    url.set_query((!rest.is_empty()).then_some(&rest));
    url
}
