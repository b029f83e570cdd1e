//! The machine behind `check`: says what to send, takes what came back, concludes.

use crate::causes::{CAUSES, Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::fixes::fixes;
use crate::probe::Probe;
use crate::question::Question;
use crate::rank::Rank;
use crate::run::{Run, replay};
use preflight_fetch::http::forbidden::is_forbidden_response_header_name;
use preflight_fetch::{
    AddressSpace, Browser, Exchange, FilteredResponse, HttpRequest, Outcome as Ended, RequestKind,
    ResponseType,
};
use preflight_report::report::ReportedExchange;
use preflight_report::{BrowserVerdict, Certainty, Finding, Fix, Outcome, Page, Report, Verdict};
use preflight_targets::identify;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

/// The most exchanges of one examination.
pub const LIMIT: usize = 64;

/// An exchange and what it was for.
#[derive(Debug, Clone)]
pub struct Known {
    /// The request as the model wanted it.
    pub(crate) asked: HttpRequest,
    /// The probe, if it was one.
    pub(crate) probe: Option<Probe>,
    /// What came of it.
    pub(crate) exchange: Exchange,
    /// Whether the caller could not send it: a script without an answer for this probe.
    pub(crate) skipped: bool,
}

/// A request to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The request.
    pub request: HttpRequest,
    /// As which browser to dress it.
    pub browser: Browser,
    /// The probe, if it is one.
    pub probe: Option<Probe>,
}

/// One examination. Ask [`wanted`](Self::wanted) until it is empty, answering each, then
/// [`conclude`](Self::conclude).
#[derive(Debug, Clone)]
pub struct Examination {
    question: Question,
    now: SystemTime,
    nonce: u64,
    known: Vec<Known>,
    spaces: BTreeMap<String, AddressSpace>,
}

impl Examination {
    /// An examination that has not asked for anything yet. `nonce` makes the probes' queries fresh.
    #[must_use]
    pub const fn new(question: Question, now: SystemTime, nonce: u64) -> Self {
        Self { question, now, nonce, known: Vec::new(), spaces: BTreeMap::new() }
    }

    /// Tells where a host stands, as soon as its addresses are known.
    pub fn learn_space(&mut self, host: &str, space: AddressSpace) {
        self.spaces.insert(host.to_owned(), space);
    }

    /// What to send now; these may go out at the same time. Empty: nothing is missing.
    #[must_use]
    pub fn wanted(&self) -> Vec<Wanted> {
        if self.known.len() >= LIMIT {
            return Vec::new();
        }
        let runs = self.runs();
        let mut wanted: Vec<Wanted> = Vec::new();
        for run in &runs {
            let Some(request) = &run.missing else { continue };
            if !run.is_held_back(&self.question)
                && !wanted.iter().any(|w| same(&w.request, request))
            {
                let browser =
                    if run.browser == Browser::Standard { self.persona() } else { run.browser };
                wanted.push(Wanted { request: request.clone(), browser, probe: None });
            }
        }
        if !wanted.is_empty() {
            return wanted;
        }
        let evidence = self.evidence(&runs);
        drop(self.findings(&evidence));
        let preflight = evidence.preflight().map(|s| s.request().clone());
        let room = LIMIT - self.known.len();
        // Each its own number, lest a cache give one probe's answer to another.
        let base = self.nonce.wrapping_add(self.known.len() as u64);
        let numbers = (0..).map(|n| base.wrapping_add(n));
        let probes = evidence.wanted.into_inner();
        probes
            .into_iter()
            .zip(numbers)
            .filter_map(|(probe, nonce)| {
                // The first number is theirs: something was sent before any probe.
                let shared = probe.shares_the_cache_busters_query();
                let nonce = if shared { self.nonce } else { nonce };
                let request = probe.request(&self.question, preflight.as_ref(), nonce)?;
                let browser = probe.persona(self.persona());
                Some(Wanted { request, browser, probe: Some(probe) })
            })
            .take(room)
            .collect()
    }

    fn persona(&self) -> Browser {
        self.question.engines.first().copied().unwrap_or(Browser::Chromium)
    }

    /// Takes what came of a request.
    pub fn answer(&mut self, wanted: Wanted, exchange: Exchange) {
        if let (Some(host), Some(address)) = (wanted.request.url.host_str(), exchange.address) {
            self.spaces.entry(host.to_owned()).or_insert_with(|| AddressSpace::of(address));
        }
        self.known.push(Known {
            asked: wanted.request,
            probe: wanted.probe,
            exchange,
            skipped: false,
        });
    }

    /// Goes on to the end without waiting for anybody: `play` makes up what comes of each request.
    #[must_use]
    pub fn played(mut self, mut play: impl FnMut(&Wanted) -> Exchange) -> Report {
        loop {
            let wanted = self.wanted();
            if wanted.is_empty() {
                return self.conclude();
            }
            for wanted in wanted {
                let exchange = play(&wanted);
                self.answer(wanted, exchange);
            }
        }
    }

    /// Says that a probe cannot be sent here, so that it is not asked for again.
    pub fn skip(&mut self, wanted: Wanted) {
        let nobody = Err(preflight_fetch::ConnectionError::Unreachable);
        let exchange = Exchange::made_up(wanted.request.clone(), nobody);
        self.known.push(Known {
            asked: wanted.request,
            probe: wanted.probe,
            exchange,
            skipped: true,
        });
    }

    fn runs(&self) -> Vec<Run> {
        let look_up = |request: &HttpRequest| {
            self.known
                .iter()
                .enumerate()
                .find(|(_, k)| k.asked.kind != RequestKind::Probe && same(&k.asked, request))
                .map(|(index, k)| (index, &k.exchange))
        };
        let space = |request: &HttpRequest| self.space(request);
        let browsers = self.question.browsers();
        browsers.into_iter().map(|b| replay(&self.question, b, self.now, look_up, space)).collect()
    }

    fn space(&self, request: &HttpRequest) -> Option<AddressSpace> {
        let own = request.url.host_str() == self.question.request.url().host_str();
        let host = request.url.host_str()?;
        let given = self.question.target_address.filter(|_| own);
        given.or_else(|| self.spaces.get(host).copied()).or_else(|| AddressSpace::of_host(host))
    }

    fn evidence<'a>(&'a self, runs: &'a [Run]) -> Evidence<'a> {
        Evidence {
            question: &self.question,
            known: &self.known,
            runs,
            wanted: RefCell::new(BTreeSet::new()),
        }
    }

    /// Every cause found, root cause first.
    fn findings(&self, evidence: &Evidence<'_>) -> Vec<Finding> {
        let mut found: Vec<(&'static Cause, Finding)> = Vec::new();
        for &cause in CAUSES {
            let Finder::Exchanges(find) = cause.find else { continue };
            found.extend(find(evidence).map(|draft| (cause, self.finding(cause, draft))));
        }
        for refused in evidence.refusals() {
            let asked = self.question.engines.contains(&refused.browser);
            if !asked || found.iter().any(|(_, f)| f.blocks.contains(&refused.browser)) {
                continue;
            }
            for &cause in CAUSES {
                let Finder::LastResort(find) = cause.find else { continue };
                let draft = find(evidence, &refused);
                found.extend(draft.map(|draft| (cause, self.finding(cause, draft))));
            }
        }
        found.sort_by_key(|(cause, _)| cause.rank);
        fold(one_answerer(found))
    }

    fn finding(&self, cause: &Cause, draft: Draft) -> Finding {
        let page = cause.page();
        let layer = draft
            .evidence
            .first()
            .and_then(|line| line.exchange)
            .and_then(|index| identify(self.known[index].exchange.response()?));
        Finding {
            id: cause.id,
            title: page.title.to_owned(),
            certainty: draft.certainty,
            blocks: draft.blocks,
            spec: draft.spec,
            evidence: draft.evidence,
            note: draft.note,
            consequence_of: None,
            fixes: fixes(&page, layer.as_ref()),
        }
    }

    /// What was found out.
    #[must_use]
    pub fn conclude(&self) -> Report {
        let runs = self.runs();
        let evidence = self.evidence(&runs);
        let findings = self.findings(&evidence);
        let asked = &self.question.engines;
        let (causes, mut warnings): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|f| f.blocks.iter().any(|b| asked.contains(b)));
        let held_back = runs.iter().any(|r| r.is_held_back(&self.question));
        if held_back {
            warnings.push(not_sent(&self.question));
        }
        let deciding = evidence
            .refused_anywhere()
            .or_else(|| evidence.actual())
            .or_else(|| evidence.preflight());
        let place = self.places();
        let exchanges = self.reported();
        let target = deciding.and_then(|s| identify(s.response()?));
        let request = self.question.request.clone();
        Report {
            same_origin: request.origin().is_same_origin_with(request.url()),
            outcome: self.outcome(&runs),
            browsers: runs.iter().map(|run| verdict(run, &place)).collect(),
            causes: causes.into_iter().map(|f| relocate(f, &place)).collect(),
            warnings: warnings.into_iter().map(|f| relocate(f, &place)).collect(),
            deciding: deciding.and_then(|s| place.get(&s.index).copied()),
            answered_apart: evidence
                .answered_apart()
                .and_then(|[a, b]| Some([*place.get(&a.index)?, *place.get(&b.index)?])),
            target,
            exchanges,
            actual_not_sent: held_back,
            origin_assumed: self.question.origin_assumed,
            notes: Vec::new(),
            headers: headers(&evidence, &request),
            asked: asked.clone(),
            request,
        }
    }

    fn outcome(&self, runs: &[Run]) -> Outcome {
        let blocked =
            runs.iter().any(|r| self.question.engines.contains(&r.browser) && r.is_blocked());
        let sent = self.known.iter().filter(|k| !k.skipped);
        let answered = sent.clone().any(|k| k.exchange.answer.is_ok());
        if blocked && sent.count() > 0 && !answered {
            Outcome::Unreachable
        } else if blocked {
            Outcome::Blocked
        } else {
            Outcome::Allowed
        }
    }

    /// The places in the report of the exchanges that were really sent.
    fn places(&self) -> BTreeMap<usize, usize> {
        let sent = self.known.iter().enumerate().filter(|(_, k)| !k.skipped);
        sent.enumerate().map(|(place, (index, _))| (index, place)).collect()
    }

    fn reported(&self) -> Vec<ReportedExchange> {
        self.known
            .iter()
            .filter(|k| !k.skipped)
            .map(|k| reported(k.probe.as_ref(), k.asked.kind, &k.exchange))
            .collect()
    }
}

impl Wanted {
    /// What it is sent for, for people: `preflight`, `request`, `probe: without Origin`.
    #[must_use]
    pub fn purpose(&self) -> String {
        purpose(self.probe.as_ref(), self.request.kind)
    }

    /// What came of it, as it will stand in the report.
    #[must_use]
    pub fn reported(&self, exchange: &Exchange) -> ReportedExchange {
        reported(self.probe.as_ref(), self.request.kind, exchange)
    }
}

fn purpose(probe: Option<&Probe>, kind: RequestKind) -> String {
    match (probe, kind) {
        (Some(probe), _) => probe.to_string(),
        (None, RequestKind::Preflight) => "preflight".to_owned(),
        (None, _) => "request".to_owned(),
    }
}

fn reported(probe: Option<&Probe>, kind: RequestKind, exchange: &Exchange) -> ReportedExchange {
    ReportedExchange {
        purpose: purpose(probe, kind),
        layer: exchange.response().and_then(identify),
        exchange: Exchange {
            request: HttpRequest { kind, ..exchange.request.clone() },
            ..exchange.clone()
        },
    }
}

/// The id of the warning that an actual request was held back.
pub const ACTUAL_REQUEST_NOT_SENT: &str = "actual-request-not-sent";

/// The verdict speaks of the preflight alone, and the report has to say so.
fn not_sent(question: &Question) -> Finding {
    let method = question.request.method();
    Finding {
        id: ACTUAL_REQUEST_NOT_SENT,
        title: "the request itself was not sent, as it may change something".to_owned(),
        certainty: Certainty::Certain,
        blocks: Vec::new(),
        spec: None,
        evidence: Vec::new(),
        note: Some(format!(
            "the verdict rests on what came before the {method}; the answer to the {method} itself must carry CORS headers too"
        )),
        consequence_of: None,
        fixes: vec![Fix {
            target: "any".to_owned(),
            text: "`--send-actual` sends it, once, after its preflight has passed.".to_owned(),
            files: Vec::new(),
        }],
    }
}

/// Whether two requests are the same to a server that looks at what matters to CORS.
fn same(a: &HttpRequest, b: &HttpRequest) -> bool {
    let relevant = |r: &HttpRequest| {
        let mut headers: Vec<(String, Vec<u8>)> = r
            .header_list
            .iter()
            .filter(|h| !h.name.eq_ignore_ascii_case("referer"))
            .map(|h| (h.name.to_ascii_lowercase(), h.value.to_vec()))
            .collect();
        headers.sort();
        headers
    };
    a.method == b.method && a.url == b.url && a.body == b.body && relevant(a) == relevant(b)
}

/// One layer answered one exchange: of several that are found to have answered it in place of CORS,
/// the first, most specific one did.
fn one_answerer(found: Vec<(&'static Cause, Finding)>) -> Vec<(&'static Cause, Finding)> {
    let mut answered = BTreeSet::new();
    let is_first = |(cause, finding): &(&Cause, Finding)| {
        let exchange = finding.evidence.first().and_then(|line| line.exchange);
        cause.rank != Rank::WhoAnswered
            || finding.blocks.is_empty()
            || exchange.is_none_or(|exchange| answered.insert(exchange))
    };
    found.into_iter().filter(is_first).collect()
}

/// Folds what merely follows under the root cause: a finding of a later rank on the same exchange.
fn fold(found: Vec<(&Cause, Finding)>) -> Vec<Finding> {
    let Some((root, first)) =
        found.iter().find(|(_, f)| !f.blocks.is_empty()).map(|(c, f)| (*c, f.clone()))
    else {
        return found.into_iter().map(|(_, f)| f).collect();
    };
    let at = |f: &Finding| f.evidence.first().and_then(|e| e.exchange);
    found
        .into_iter()
        .map(|(cause, mut finding)| {
            let follows = cause.id != root.id
                && !finding.blocks.is_empty()
                && (at(&finding) == at(&first)
                    || root.rank <= Rank::WhoAnswered && cause.id == "no-cors-headers");
            if follows {
                finding.consequence_of = Some(root.id);
            }
            finding
        })
        .collect()
}

fn relocate(mut finding: Finding, places: &BTreeMap<usize, usize>) -> Finding {
    for line in &mut finding.evidence {
        line.exchange = line.exchange.and_then(|index| places.get(&index).copied());
    }
    finding
}

fn verdict(run: &Run, places: &BTreeMap<usize, usize>) -> BrowserVerdict {
    let verdict = match &run.outcome {
        None => Verdict::NotSent,
        Some(Ended::NetworkError(refusal)) => Verdict::Blocked(refusal.clone()),
        Some(Ended::Response(response)) => Verdict::Allowed {
            readable: response.header_list.clone(),
            opaque: matches!(
                response.response_type,
                ResponseType::Opaque | ResponseType::OpaqueRedirect
            ),
        },
    };
    BrowserVerdict {
        browser: run.browser,
        verdict,
        console: run.console.clone(),
        trace: run.trace.clone(),
        exchanges: run.exchanges.iter().filter_map(|i| places.get(i).copied()).collect(),
        asks_permission: run.asks_for.is_some(),
    }
}

/// Which of the actual response's headers a script may read, where the response may be read at all.
fn headers(evidence: &Evidence<'_>, request: &preflight_fetch::Request) -> Vec<(String, bool)> {
    let Some(response) =
        evidence.actual().filter(|_| evidence.passes()).and_then(|s: Shown<'_>| s.response())
    else {
        return Vec::new();
    };
    let cross = !request.origin().is_same_origin_with(request.url());
    let readable = FilteredResponse::cors_header_list(response, request.credentials_mode());
    let mut seen = BTreeSet::new();
    response
        .header_list
        .iter()
        .filter(|h| seen.insert(h.name.to_ascii_lowercase()))
        .map(|h| {
            let visible = if cross {
                readable.contains(&h.name)
            } else {
                !is_forbidden_response_header_name(&h.name)
            };
            (h.name.to_string(), visible)
        })
        .collect()
}

impl Cause {
    /// The page, parsed. The pages' form is held by tests, so a page that does not parse is our bug.
    #[must_use]
    pub fn page(&self) -> Page<'static> {
        match Page::parse(self.page) {
            Ok(page) => page,
            Err(error) => {
                unreachable!("bug in preflight, please report: page {}: {error}", self.id)
            }
        }
    }
}
