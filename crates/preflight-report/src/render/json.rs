//! The report for programs: one JSON object, and its schema.

mod shape;

use self::shape::{
    AnsweredApart, Asked, Browsers, Cause, Change, Check, Ended, FailedSide, Failure, File, Kind,
    Received, Refused, Run, RunEnded, Sent, SentRequest, Shown, Spec, Sure, Target, Times,
};
use super::escape::{MASKED, text_start};
use super::{Options, not_sent};
use crate::Secrets;
use crate::report::ReportedExchange;
use crate::{BrowserVerdict, Certainty, Evidence, Finding, Layer, Outcome, Part, Report, Verdict};
use preflight_fetch::{
    Browser, ConnectionError, HeaderList, HttpResponse, RequestKind, Side, SpecRef, Timing,
};
use serde_json::Value;
use std::time::Duration;

/// The version of the format; it changes when a field goes or changes its meaning.
pub const VERSION: u32 = 1;
/// The longest excerpt of a body, in bytes.
const BODY: usize = 2048;

/// The report as one JSON object. Of the options only [`Options::show_secrets`] counts.
#[must_use]
pub fn report(report: &Report, options: &Options) -> Value {
    let secrets = Secrets::of(report, options);
    bug_free(serde_json::to_value(Writer { secrets: &secrets }.check(report)))
}

/// One exchange as it stands in [`report`]'s object, for whoever shows it before there is a report.
#[must_use]
pub fn exchange(sent: &ReportedExchange, secrets: &Secrets) -> Value {
    bug_free(serde_json::to_value(Writer { secrets }.sent(sent)))
}

/// The JSON Schema of [`report`]'s object.
#[must_use]
pub fn schema() -> Value {
    bug_free(serde_json::to_value(schemars::schema_for!(Check)))
}

pub(super) fn bug_free(value: serde_json::Result<Value>) -> Value {
    value.unwrap_or_else(|error| unreachable!("bug in preflight, please report: JSON: {error}"))
}

struct Writer<'a> {
    secrets: &'a Secrets,
}

impl Writer<'_> {
    fn check(&self, report: &Report) -> Check {
        let warnings = not_sent::warnings(report);
        let names = |readable: bool| {
            let named = report.headers.iter().filter(|(_, r)| *r == readable);
            named.map(|(name, _)| name.clone()).collect()
        };
        Check {
            version: VERSION,
            preflight: env!("CARGO_PKG_VERSION"),
            request: self.asked(report),
            outcome: match report.outcome {
                Outcome::Allowed => Ended::Allowed,
                Outcome::Blocked => Ended::Blocked,
                Outcome::Unreachable => Ended::Unreachable,
            },
            browsers: self.browsers(report),
            causes: report.causes.iter().map(|f| self.cause(f, report)).collect(),
            warnings: warnings.iter().map(|f| self.cause(f, report)).collect(),
            target: report.target.as_ref().map(|l| self.target(l)),
            answered_apart: answered_apart(report),
            readable_headers: names(true),
            hidden_headers: names(false),
            exchanges: report.exchanges.iter().map(|e| self.sent(e)).collect(),
        }
    }

    fn asked(&self, report: &Report) -> Asked {
        let request = &report.request;
        Asked {
            url: self.secrets.url(request.url()),
            origin: request.origin().serialized().to_owned(),
            origin_assumed: report.origin_assumed,
            same_origin: report.same_origin,
            method: request.method().to_owned(),
            headers: self.headers(request.header_list()),
            credentials: request.credentials_mode().to_string(),
            mode: request.mode().to_string(),
            redirect: request.redirect_mode().to_string(),
            notes: report.notes.iter().map(|note| self.secrets.text(note)).collect(),
        }
    }

    fn browsers(&self, report: &Report) -> Browsers {
        let mut browsers = Browsers::default();
        for verdict in &report.browsers {
            let place = match verdict.browser {
                Browser::Standard => &mut browsers.standard,
                Browser::Chromium => &mut browsers.chromium,
                Browser::Firefox => &mut browsers.firefox,
                Browser::WebKit => &mut browsers.webkit,
            };
            *place = Some(self.run(verdict));
        }
        browsers
    }

    fn run(&self, run: &BrowserVerdict) -> Run {
        let refusal = match &run.verdict {
            Verdict::Blocked(refusal) => Some(Refused {
                text: self.secrets.text(&refusal.because.to_string()),
                spec: spec(refusal.at),
            }),
            Verdict::Allowed { .. } | Verdict::NotSent => None,
        };
        let console = run.console.iter().map(|line| self.secrets.text(line)).collect();
        Run {
            outcome: if refusal.is_some() { RunEnded::Blocked } else { RunEnded::Allowed },
            console: (run.browser != Browser::Standard).then_some(console),
            refusal,
            actual_not_sent: run.verdict == Verdict::NotSent,
            asks_permission: run.asks_permission,
        }
    }

    fn cause(&self, finding: &Finding, report: &Report) -> Cause {
        let asked = |b: &&Browser| **b != Browser::Standard || report.asked.contains(b);
        let change = |fix: &crate::Fix| Change {
            target: fix.target.clone(),
            text: self.secrets.text(&fix.text),
            files: fix
                .files
                .iter()
                .map(|f| File { name: f.name.clone(), content: self.secrets.text(&f.content) })
                .collect(),
        };
        Cause {
            id: finding.id.to_owned(),
            title: self.secrets.text(&finding.title),
            certainty: sure(finding.certainty),
            blocks: finding.blocks.iter().filter(asked).map(|b| b.id().to_owned()).collect(),
            spec: finding.spec.map(spec),
            evidence: finding.evidence.iter().map(|e| self.evidence(e, report)).collect(),
            note: finding.note.as_ref().map(|n| self.secrets.text(n)),
            consequence_of: finding.consequence_of.map(str::to_owned),
            fixes: finding.fixes.iter().map(change).collect(),
        }
    }

    fn evidence(&self, line: &Evidence, report: &Report) -> Shown {
        let sent = line.exchange.and_then(|index| report.exchanges.get(index));
        let seen = line.seen.as_ref();
        let seen = seen.map(|seen| match &line.part {
            Part::Header(name) | Part::Request(name) => self.secrets.value(name, seen),
            Part::Body | Part::Connection | Part::Status => self.secrets.text(seen),
        });
        let mut shown = Shown {
            exchange: line.exchange,
            needed: line.needed.as_ref().map(|n| self.secrets.text(n)),
            ..Shown::default()
        };
        match &line.part {
            Part::Body => shown.body = Some(seen.clone().unwrap_or_default()),
            Part::Connection => {
                let error = sent.and_then(|s| s.exchange.answer.as_ref().err());
                shown.connection = Some(error.map_or("", ConnectionError::code).to_owned());
            }
            Part::Header(name) => shown.header = Some(name.clone()),
            Part::Request(name) => shown.request = Some(name.clone()),
            Part::Status => {
                let status = sent.and_then(|s| s.exchange.response()).map(|r| r.status);
                shown.status = Some(status.unwrap_or_default());
            }
        }
        Shown { seen, ..shown }
    }

    fn target(&self, layer: &Layer) -> Target {
        Target {
            id: layer.id.to_owned(),
            certainty: sure(layer.certainty),
            name: layer.name.to_owned(),
            shown_by: self.secrets.text(&layer.shown_by),
        }
    }

    fn layer(&self, layer: &Layer) -> shape::Layer {
        shape::Layer {
            id: layer.id.to_owned(),
            certainty: sure(layer.certainty),
            evidence: self.secrets.text(&layer.shown_by),
            name: layer.name.to_owned(),
        }
    }

    fn sent(&self, sent: &ReportedExchange) -> Sent {
        let exchange = &sent.exchange;
        Sent {
            kind: match exchange.request.kind {
                RequestKind::Preflight => Kind::Preflight,
                RequestKind::Actual => Kind::Actual,
                RequestKind::Probe => Kind::Probe,
            },
            purpose: sent.purpose.clone(),
            request: SentRequest {
                method: exchange.request.method.to_string(),
                url: self.secrets.url(&exchange.request.url),
                headers: self.headers(&exchange.request.header_list),
            },
            response: exchange.response().map(|response| Received {
                http_version: exchange.http_version.as_str().to_owned(),
                via_tls: exchange.via_tls,
                ..self.received(response)
            }),
            error: exchange.answer.as_ref().err().map(|error| self.failure(error)),
            layer: sent.layer.as_ref().map(|l| self.layer(l)),
            through: sent.layer.iter().flat_map(|l| &l.behind).map(|l| self.layer(l)).collect(),
            timing_ms: times(exchange.timing),
        }
    }

    fn received(&self, response: &HttpResponse) -> Received {
        // Masked before it is cut, lest half a secret stand at the end.
        let body = self.secrets.body(&text_start(&response.body, BODY + MASKED));
        Received {
            status: response.status,
            http_version: String::new(),
            headers: self.headers(&response.header_list),
            body_excerpt: text_start(body.as_bytes(), BODY).into_owned(),
            body_length: response.body.len(),
            via_tls: false,
        }
    }

    fn failure(&self, error: &ConnectionError) -> Failure {
        Failure {
            side: match error.side() {
                Side::Client => FailedSide::Client,
                Side::Network => FailedSide::Network,
                Side::Server => FailedSide::Server,
            },
            code: error.code().to_owned(),
            text: self.secrets.text(&error.to_string()),
        }
    }

    /// One char for each byte, whatever the bytes are.
    fn headers(&self, list: &HeaderList) -> Vec<(String, String)> {
        let pair = |header: &preflight_fetch::Header| {
            let value: String = header.value.iter().map(|&b| char::from(b)).collect();
            (header.name.to_string(), self.secrets.value(&header.name, &value))
        };
        list.iter().map(pair).collect()
    }
}

fn answered_apart(report: &Report) -> Option<AnsweredApart> {
    let [preflight, other] = report.answered_apart?;
    let text = report.who_answered_apart()?;
    Some(AnsweredApart { preflight, other, text })
}

fn sure(certainty: Certainty) -> Sure {
    match certainty {
        Certainty::Certain => Sure::Certain,
        Certainty::Likely => Sure::Likely,
        Certainty::Possible => Sure::Possible,
    }
}

fn spec(at: SpecRef) -> Spec {
    Spec { url: at.url(), step: at.step.to_owned(), algorithm: at.algorithm.name.to_owned() }
}

fn times(timing: Timing) -> Times {
    Times {
        dns: milliseconds(timing.dns),
        connect: milliseconds(timing.connect),
        tls: milliseconds(timing.tls),
        first_byte: milliseconds(timing.first_byte),
        total: milliseconds(timing.total),
    }
}

/// With three decimals.
fn milliseconds(time: Option<Duration>) -> Option<f64> {
    time.map(|t| (t.as_secs_f64() * 1e6).round() / 1e3)
}
