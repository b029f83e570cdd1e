//! An examination always ends, whatever the server does, and never says that all is well with a
//! request that an engine blocks.

use crate::refusals::unnamed;
use preflight_diagnose::examination::LIMIT;
use preflight_diagnose::{Examination, Question};
use preflight_fetch::{
    AddressSpace, Body, Browser, ConnectionError, CredentialsMode, Exchange, HttpRequest,
    HttpResponse, Request, RequestInit,
};
use preflight_report::{Outcome, Report};
use proptest::prelude::*;
use std::time::SystemTime;

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("*".to_owned()),
        Just("https://shop.example".to_owned()),
        Just("https://shop.example/".to_owned()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("GET, PUT".to_owned()),
        Just("put; x".to_owned()),
        Just("x-a, authorization".to_owned()),
        Just("https://api.example/elsewhere".to_owned()),
        Just("http://10.0.0.1/".to_owned()),
        "[ -~\u{80}-\u{ff}]{0,24}",
    ]
}

fn response() -> impl Strategy<Value = Result<HttpResponse, ConnectionError>> {
    let name = prop_oneof![
        Just("access-control-allow-origin"),
        Just("access-control-allow-credentials"),
        Just("access-control-allow-methods"),
        Just("access-control-allow-headers"),
        Just("access-control-expose-headers"),
        Just("location"),
        Just("vary"),
        Just("allow"),
        Just("cache-control"),
        Just("content-type"),
    ];
    let status = prop_oneof![
        Just(200),
        Just(204),
        Just(301),
        Just(307),
        Just(401),
        Just(403),
        Just(404),
        Just(502),
        100u16..600
    ];
    let answered =
        (status, prop::collection::vec((name, value()), 0..8)).prop_map(|(status, headers)| {
            let mut response = HttpResponse::new(status);
            for (name, value) in headers {
                response
                    .header_list
                    .append(name, value.chars().map(|c| c as u8).collect::<Vec<u8>>());
            }
            Ok(response)
        });
    prop_oneof![
        9 => answered,
        1 => prop_oneof![Just(Err(ConnectionError::Closed)), Just(Err(ConnectionError::Dns)), Just(Err(ConnectionError::TimedOut("it")))],
    ]
}

fn question() -> impl Strategy<Value = Question> {
    let method = prop_oneof![Just("GET"), Just("PUT"), Just("POST"), Just("patch")];
    let credentials = prop_oneof![Just(CredentialsMode::Include), Just(CredentialsMode::Omit)];
    let header = prop_oneof![
        Just(None),
        Just(Some(("x-a", "1"))),
        Just(Some(("authorization", "Bearer t")))
    ];
    let page = prop_oneof![Just("https://shop.example"), Just("http://shop.example"), Just("null")];
    (method, credentials, header, page, any::<bool>()).prop_map(
        |(method, credentials_mode, header, page, send_actual)| {
            let init = RequestInit {
                method: method.to_owned(),
                credentials_mode,
                headers: header
                    .map(|(n, v)| (n.to_owned(), v.as_bytes().to_vec()))
                    .into_iter()
                    .collect(),
                body: (method == "POST").then(|| Body::Bytes(b"{}".to_vec())),
                page_address: Some(AddressSpace::Public),
                ..RequestInit::default()
            };
            let url = "https://api.example/a/b".parse().expect("a URL");
            Question {
                request: Request::new(url, page.parse().expect("an origin"), init)
                    .expect("a request"),
                engines: Browser::ENGINES.to_vec(),
                profile: preflight_fetch::Profile::default(),
                read: vec!["x-total".to_owned()],
                send_actual,
                target_address: None,
                origin_assumed: false,
            }
        },
    )
}

/// Examines against a server that gives the answers in turn, over and over.
fn examine(
    question: Question,
    answers: &[Result<HttpResponse, ConnectionError>],
) -> (Report, Vec<HttpRequest>) {
    let examination = Examination::new(question, SystemTime::UNIX_EPOCH, 7);
    let mut sent = Vec::new();
    let report = examination.played(|wanted| {
        let answer = answers[sent.len() % answers.len()].clone();
        sent.push(wanted.request.clone());
        Exchange { via_tls: true, ..Exchange::made_up(wanted.request.clone(), answer) }
    });
    (report, sent)
}

proptest! {
    #[test]
    fn it_ends_and_its_verdict_follows_from_the_engines(question in question(), answers in prop::collection::vec(response(), 1..6)) {
        let may_change = !question.send_actual;
        let (report, sent) = examine(question, &answers);
        prop_assert!(sent.len() <= LIMIT + 8);
        prop_assert_eq!(report.exchanges.len(), sent.len());
        let blocked = report.browsers.iter().any(|b| b.browser != Browser::Standard && b.verdict.is_blocked());
        prop_assert_eq!(blocked, report.outcome != Outcome::Allowed);
        if report.outcome == Outcome::Allowed {
            prop_assert!(report.causes.is_empty());
        }
        prop_assert!(unnamed(&report).is_empty(), "no cause names {:?}", unnamed(&report));
        for finding in report.causes.iter().chain(&report.warnings) {
            prop_assert!(finding.evidence.iter().all(|e| e.exchange.is_none_or(|i| i < report.exchanges.len())));
        }
        if may_change {
            prop_assert!(sent.iter().all(|r| matches!(&*r.method, "GET" | "HEAD" | "OPTIONS")));
        }
    }
}
