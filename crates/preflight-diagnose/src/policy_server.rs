//! A server that does nothing but what its policies say: the browsers' model is run against it.

use crate::policy_rules::{self, Rule};
use crate::{Examination, Question};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use preflight_fetch::{Exchange, HeaderList, HttpRequest, HttpResponse, RequestKind};
use preflight_policy::explain::Explanation;
use preflight_policy::{Action, Decision, Place, Policies};
use preflight_report::Report;
use serde_json::{Value, json};
use std::time::SystemTime;

/// How a request ends in each browser, and what the policies said on the way.
#[derive(Debug)]
pub struct Trial {
    /// What the browsers make of it.
    pub report: Report,
    /// Their requests, in order.
    pub answered: Vec<Answered>,
}

/// A browser's request, what it got, and why.
#[derive(Debug)]
pub struct Answered {
    /// The request.
    pub request: HttpRequest,
    /// What it got.
    pub response: HttpResponse,
    /// Why.
    pub explanation: Explanation,
    /// Whether the policy answered itself; else the application did, and the policy edited its answer.
    pub at_once: bool,
}

/// Runs the browsers until they want nothing more.
#[must_use]
pub fn examine(policies: &Policies, question: Question) -> Trial {
    let mut answered: Vec<Answered> = Vec::new();
    let examination = Examination::new(question, SystemTime::UNIX_EPOCH, 0);
    let report = examination.played(|wanted| {
        let answer = answer(policies, &wanted.request);
        let exchange = Exchange::made_up(wanted.request.clone(), Ok(answer.response.clone()));
        if wanted.request.kind != RequestKind::Probe {
            answered.push(answer);
        }
        exchange
    });
    Trial { report, answered }
}

impl Trial {
    /// Whether policies speak for the path: otherwise nothing can be said.
    #[must_use]
    pub fn is_decided(&self) -> bool {
        self.report.same_origin || self.answered.iter().all(|a| a.explanation.policy.is_some())
    }

    /// How it ends in one word, `undecided` where no policy speaks for the path.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        if self.is_decided() { self.report.outcome.as_str() } else { "undecided" }
    }

    /// The rules that one of the requests met.
    #[must_use]
    pub fn rules(&self, answered: &Answered) -> Vec<Rule> {
        let asked = &self.report.request;
        let method = match answered.request.kind {
            RequestKind::Preflight => asked.method(),
            _ => &answered.request.method,
        };
        policy_rules::of(&answered.explanation, asked.origin().serialized(), method)
    }

    /// The policies' decisions for programs; `place` says where a rule is written.
    #[must_use]
    pub fn decisions(&self, place: impl Fn(Place) -> Value) -> Value {
        let decisions = self.answered.iter().map(|answered| {
            let rules = self.rules(answered).into_iter().map(|rule| {
                json!({
                    "rule": rule.name,
                    "allowed": rule.allowed,
                    "reason": rule.text,
                    "place": rule.place.map(&place),
                })
            });
            json!({
                "kind": answered.request.kind.as_str(),
                "method": answered.request.method,
                "decision": answered.explanation.ruling.to_string(),
                "verdict": answered.explanation.ruling.verdict.label(),
                "policy": answered.explanation.ruling.policy,
                "shadow": answered.explanation.shadow.map(|shadow| shadow.to_string()),
                "answered_by_policy": answered.at_once,
                "rules": rules.collect::<Value>(),
            })
        });
        decisions.collect()
    }
}

fn answer(policies: &Policies, request: &HttpRequest) -> Answered {
    let method = Method::from_bytes(request.method.as_bytes()).unwrap_or_default();
    let headers = header_map(&request.header_list);
    let path = request.url.path();
    let explanation = policies.explain(&method, path, &headers);
    let decision = policies.evaluate(&method, path, &headers);
    let at_once = matches!(decision.action, Action::Answer(_));
    let response = response(decision, || HttpResponse::new(200));
    Answered { request: request.clone(), response, explanation, at_once }
}

/// What a browser gets from a server with these policies in front of an application.
#[must_use]
pub fn respond(
    policies: &Policies,
    request: &HttpRequest,
    application: impl FnOnce() -> HttpResponse,
) -> HttpResponse {
    let method = Method::from_bytes(request.method.as_bytes()).unwrap_or_default();
    let headers = header_map(&request.header_list);
    response(policies.evaluate(&method, request.url.path(), &headers), application)
}

fn response(decision: Decision, application: impl FnOnce() -> HttpResponse) -> HttpResponse {
    let (response, headers) = match decision.action {
        Action::Answer(answer) => (HttpResponse::new(answer.status.as_u16()), answer.headers),
        Action::Forward(edits) => {
            let response = application();
            let mut headers = header_map(&response.header_list);
            edits.apply(&mut headers);
            (response, headers)
        }
    };
    let header_list = headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect();
    HttpResponse { header_list, ..response }
}

/// The headers as a server's library hands them over: what is no header there never arrives.
fn header_map(list: &HeaderList) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for header in list.iter() {
        let name = HeaderName::from_bytes(header.name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(&header.value)) {
            headers.append(name, value);
        }
    }
    headers
}
