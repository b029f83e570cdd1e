//! A server that does nothing but what its policies say: the browsers' model is run against it.

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use preflight_diagnose::{Examination, Question, Wanted};
use preflight_fetch::{
    Exchange, HeaderList, HttpRequest, HttpResponse, HttpVersion, RequestKind, Timing,
};
use preflight_policy::explain::Explanation;
use preflight_policy::{Action, Policies};
use preflight_report::Report;
use std::time::SystemTime;

/// A browser's request, what it got, and why.
#[derive(Debug)]
pub(super) struct Answered {
    pub(super) request: HttpRequest,
    pub(super) response: HttpResponse,
    pub(super) explanation: Explanation,
    /// Whether the policy answered itself; else the application did, and the policy edited its answer.
    pub(super) at_once: bool,
}

/// Runs the browsers until they want nothing more.
pub(super) fn examine(policies: &Policies, question: Question) -> (Report, Vec<Answered>) {
    let mut answered: Vec<Answered> = Vec::new();
    let mut examination = Examination::new(question, SystemTime::UNIX_EPOCH, 0);
    loop {
        let wanted = examination.wanted();
        if wanted.is_empty() {
            return (examination.conclude(), answered);
        }
        for wanted in wanted {
            let answer = answer(policies, &wanted.request);
            examination.answer(wanted.clone(), exchange(&wanted, &answer.response));
            if wanted.request.kind != RequestKind::Probe {
                answered.push(answer);
            }
        }
    }
}

fn answer(policies: &Policies, request: &HttpRequest) -> Answered {
    let method = Method::from_bytes(request.method.as_bytes()).unwrap_or_default();
    let headers = header_map(&request.header_list);
    let path = request.url.path();
    let explanation = policies.explain(&method, path, &headers);
    let (at_once, status, headers) = match policies.evaluate(&method, path, &headers).action {
        Action::Answer(answer) => (true, answer.status.as_u16(), answer.headers),
        Action::Forward(edits) => {
            let mut headers = HeaderMap::new();
            edits.apply(&mut headers);
            (false, 200, headers)
        }
    };
    let header_list = headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect();
    let response = HttpResponse { header_list, ..HttpResponse::new(status) };
    Answered { request: request.clone(), response, explanation, at_once }
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

fn exchange(wanted: &Wanted, response: &HttpResponse) -> Exchange {
    Exchange {
        request: wanted.request.clone(),
        answer: Ok(response.clone()),
        http_version: HttpVersion::Http11,
        via_tls: wanted.request.url.scheme() == "https",
        address: None,
        timing: Timing::default(),
    }
}
