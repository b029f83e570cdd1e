//! What a finder looks at: the question, every exchange, every browser's run, and the probes that it
//! may ask for.

use crate::examination::Known;
use crate::probe::Probe;
use crate::question::Question;
use crate::run::Run;
use preflight_fetch::http::header_list::text;
use preflight_fetch::{
    Because, Browser, ConnectionError, HttpRequest, HttpResponse, Leg, Origin, Refusal,
    RequestKind, SpecRef,
};
use preflight_report::{Certainty, Layer};
use preflight_targets::{Kind, Signature, Target, identify, told};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Everything known so far.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// What was asked.
    pub question: &'a Question,
    pub(crate) known: &'a [Known],
    pub(crate) runs: &'a [Run],
    pub(crate) wanted: RefCell<BTreeSet<Probe>>,
}

/// One exchange, with its place in the report.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// Its place in the report's exchanges.
    pub index: usize,
    known: &'a Known,
}

/// A refusal, and the exchange on which it fell; at a gate there is none.
#[derive(Debug, Clone, Copy)]
pub struct Refused<'a> {
    /// Which browser refused.
    pub browser: Browser,
    /// Why.
    pub refusal: &'a Refusal,
    /// On which exchange.
    pub shown: Option<Shown<'a>>,
}

impl<'a> Evidence<'a> {
    /// The engines asked first, then the standard.
    pub fn runs(&self) -> impl Iterator<Item = &'a Run> + use<'a> {
        let (asked, rest): (Vec<&Run>, Vec<&Run>) =
            self.runs.iter().partition(|r| self.question.engines.contains(&r.browser));
        asked.into_iter().chain(rest)
    }

    /// Every refusal: the engines asked first, then the standard.
    pub fn refusals(&self) -> impl Iterator<Item = Refused<'a>> + '_ {
        self.runs().filter_map(|run| {
            let refusal = run.outcome.as_ref()?.refusal()?;
            let shown = refusal.exchange.and_then(|n| run.exchanges.get(n)).map(|&i| self.shown(i));
            Some(Refused { browser: run.browser, refusal, shown })
        })
    }

    /// The first refusal for this kind of reason.
    #[must_use]
    pub fn refused(&self, because: impl Fn(&Because) -> bool) -> Option<Refused<'a>> {
        self.refusals().find(|r| because(&r.refusal.because))
    }

    /// Every browser that refuses for this kind of reason.
    #[must_use]
    pub fn blocked_because(&self, because: impl Fn(&Because) -> bool) -> Vec<Browser> {
        let mut browsers: Vec<_> =
            self.refusals().filter(|r| because(&r.refusal.because)).map(|r| r.browser).collect();
        browsers.sort_unstable();
        browsers
    }

    /// The exchange on which a preflight was refused, whatever the reason.
    #[must_use]
    pub fn refused_preflight(&self) -> Option<Shown<'a>> {
        self.refusals().find(|r| r.refusal.leg == Leg::Preflight).and_then(|r| r.shown)
    }

    /// The exchange on which the answer to the request itself, not a redirect, was refused.
    #[must_use]
    pub fn refused_actual(&self) -> Option<Shown<'a>> {
        self.refusals().find(|r| r.refusal.leg == Leg::Actual).and_then(|r| r.shown)
    }

    /// The exchange on which a redirect was refused.
    #[must_use]
    pub fn refused_redirect(&self) -> Option<Shown<'a>> {
        self.refusals().find(|r| r.refusal.leg == Leg::Redirect).and_then(|r| r.shown)
    }

    /// The exchange on which the first refusal fell.
    #[must_use]
    pub fn refused_anywhere(&self) -> Option<Shown<'a>> {
        self.refusals().find_map(|r| r.shown)
    }

    /// The answer of the last actual request that was sent, refused or not.
    #[must_use]
    pub fn actual(&self) -> Option<Shown<'a>> {
        self.last_of(RequestKind::Actual)
    }

    /// The last preflight that was sent.
    #[must_use]
    pub fn preflight(&self) -> Option<Shown<'a>> {
        self.last_of(RequestKind::Preflight)
    }

    fn last_of(&self, kind: RequestKind) -> Option<Shown<'a>> {
        self.runs().find_map(|run| {
            let last = run.exchanges.iter().rev().find(|&&i| self.known[i].asked.kind == kind);
            last.map(|&i| self.shown(i))
        })
    }

    /// Every exchange that a browser's own request brought, in the order in which they were sent.
    pub fn browser_exchanges(&self) -> impl Iterator<Item = Shown<'a>> + use<'a> {
        let known = self.known;
        known
            .iter()
            .enumerate()
            .filter(|(_, k)| k.asked.kind != RequestKind::Probe)
            .map(|(index, known)| Shown { index, known })
    }

    /// Whether every engine asked lets the request through.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.runs
            .iter()
            .filter(|r| self.question.engines.contains(&r.browser))
            .all(|r| matches!(&r.outcome, Some(o) if !o.is_network_error()))
    }

    /// The preflight, the refused one first, and another request for the same URL that a different
    /// layer answered: the request itself, or a probe with GET.
    #[must_use]
    pub fn answered_apart(&self) -> Option<[Shown<'a>; 2]> {
        let preflight = self.refused_preflight().or_else(|| self.preflight())?;
        let place = |s: &Shown<'_>| {
            let url = &s.request().url;
            (Origin::of(url), url.path().to_owned())
        };
        let probes = (0..self.known.len())
            .map(|index| self.shown(index))
            .filter(|s| s.known.probe.is_some() && s.request().method == "GET");
        let other = self
            .actual()
            .into_iter()
            .chain(probes)
            .find(|s| s.response().is_some() && place(s) == place(&preflight))?;
        let apart = preflight_targets::answered_apart(preflight.response()?, other.response()?);
        apart.then_some([preflight, other])
    }

    /// Every browser, the standard included, that blocks.
    #[must_use]
    pub fn blocked(&self) -> Vec<Browser> {
        self.runs.iter().filter(|r| r.is_blocked()).map(|r| r.browser).collect()
    }

    /// The browsers whose refusal fell on this exchange.
    #[must_use]
    pub fn blocked_at(&self, index: usize) -> Vec<Browser> {
        let mut browsers: Vec<_> = self
            .refusals()
            .filter(|r| r.shown.is_some_and(|s| s.index == index))
            .map(|r| r.browser)
            .collect();
        browsers.sort_unstable();
        browsers
    }

    /// Where the standard, or else the first engine, refused on this exchange.
    #[must_use]
    pub fn spec_at(&self, index: usize) -> Option<SpecRef> {
        self.refusals()
            .filter(|r| r.shown.is_some_and(|s| s.index == index))
            .min_by_key(|r| r.browser)
            .map(|r| r.refusal.at)
    }

    /// Every preflight, probes included, with which a page's origin was let in: where there is one, the
    /// CORS layer is there and reached.
    pub fn passing_preflights(&self) -> impl Iterator<Item = Shown<'a>> + use<'a> {
        let shown = self.known.iter().enumerate().map(|(index, known)| Shown { index, known });
        shown.filter(Shown::passes_preflight)
    }

    /// Whether another page than ours gets a CORS answer is found out by probes: the exchange of one,
    /// if it was sent already; otherwise it is noted as wanted, and there is nothing to see yet.
    #[must_use]
    pub fn probe(&self, probe: &Probe) -> Option<Shown<'a>> {
        let found = self.known.iter().position(|k| k.probe.as_ref() == Some(probe));
        if found.is_none() {
            self.wanted.borrow_mut().insert(probe.clone());
        }
        found.map(|i| self.shown(i)).filter(|s| !s.known.skipped)
    }

    /// The answers to candidate origins that some finder has asked for.
    pub fn answers_to_other_origins(&self) -> impl Iterator<Item = Shown<'a>> + use<'a> {
        let known = self.known.iter().enumerate();
        known
            .filter(|(_, k)| matches!(k.probe, Some(Probe::FromOrigin(_))) && !k.skipped)
            .map(|(index, known)| Shown { index, known })
    }

    fn shown(&self, index: usize) -> Shown<'a> {
        Shown { index, known: &self.known[index] }
    }
}

impl<'a> Shown<'a> {
    /// The request, its headers as the standard sets them.
    #[must_use]
    pub const fn request(&self) -> &'a HttpRequest {
        &self.known.asked
    }

    /// The response.
    #[must_use]
    pub fn response(&self) -> Option<&'a HttpResponse> {
        self.known.exchange.response()
    }

    /// Why there is no response.
    #[must_use]
    pub fn error(&self) -> Option<&'a ConnectionError> {
        self.known.exchange.answer.as_ref().err()
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.response().map(|r| r.status)
    }

    /// A response header, several lines joined by `, `; `None` where it is absent.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        self.response()?.header_list.get(name).map(|v| text(&v).into_owned())
    }

    /// A response header's lines.
    #[must_use]
    pub fn lines(&self, name: &str) -> Vec<String> {
        let Some(response) = self.response() else { return Vec::new() };
        response.header_list.values(name).map(|v| text(v).into_owned()).collect()
    }

    /// Whether this is an answer with which a preflight's origin is let in, probes included.
    #[must_use]
    pub fn passes_preflight(&self) -> bool {
        let Some(origin) = self.request_header("origin") else { return false };
        let asked = self.request_header("access-control-request-method").is_some();
        let is_ok = self.status().is_some_and(|n| (200..300).contains(&n));
        asked && is_ok && self.allow_origin().is_some_and(|v| v == "*" || v == origin)
    }

    /// The layer that wrote the response, if it is one of this kind: not one that only passed it on.
    #[must_use]
    pub fn written_by(&self, kind: Kind) -> Option<Layer> {
        self.layer().filter(|l| Target::by_id(l.id).is_some_and(|target| target.kind == kind))
    }

    /// The layer that probably wrote the response.
    #[must_use]
    pub fn layer(&self) -> Option<Layer> {
        identify(self.response()?).filter(|layer| layer.certainty >= Certainty::Likely)
    }

    /// What the layer that answered says by itself about this cause.
    #[must_use]
    pub fn told(&self, cause: &str) -> Option<&'static Signature> {
        told(self.response()?, cause)
    }

    /// `Access-Control-Allow-Origin`, lines joined.
    #[must_use]
    pub fn allow_origin(&self) -> Option<String> {
        self.header("access-control-allow-origin")
    }

    /// Whether any `Access-Control-…` header is there.
    #[must_use]
    pub fn has_cors_header(&self) -> bool {
        self.cors_header().is_some()
    }

    /// The name of the first `Access-Control-…` header.
    #[must_use]
    pub fn cors_header(&self) -> Option<&'a str> {
        let mut names = self.response()?.header_list.iter().map(|h| &*h.name);
        names.find(|name| name.to_ascii_lowercase().starts_with("access-control-"))
    }

    /// Whether a list header such as `Vary` or `Allow` holds `element`, in any case.
    #[must_use]
    pub fn lists(&self, name: &str, element: &str) -> bool {
        self.header(name)
            .is_some_and(|v| v.split(',').any(|e| e.trim().eq_ignore_ascii_case(element)))
    }

    /// Whether the response is HTML.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.header("content-type").is_some_and(|v| v.to_ascii_lowercase().starts_with("text/html"))
    }

    /// The body as text.
    #[must_use]
    pub fn body(&self) -> String {
        self.response().map_or_else(String::new, |r| text(&r.body).into_owned())
    }

    /// A request header as it was sent by the standard.
    #[must_use]
    pub fn request_header(&self, name: &str) -> Option<String> {
        self.request().header_list.get(name).map(|v| text(&v).into_owned())
    }
}
