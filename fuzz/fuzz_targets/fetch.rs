//! A whole fetch in all four browsers, the server answering whatever it likes: it ends, no preflight
//! carries cookies, and nothing unsafe goes out that no preflight permitted.

#![no_main]

use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use preflight_fetch::{
    Body, Browser, CredentialsMode, Fetch, HttpResponse, Next, Profile, Request, RequestInit, RequestKind,
};
use std::time::SystemTime;

const NAMES: [&str; 12] = [
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
    "content-type",
    "cross-origin-resource-policy",
    "location",
    "referrer-policy",
    "set-cookie",
    "vary",
];

#[derive(Debug, Arbitrary)]
struct Answer {
    status: u8,
    headers: Vec<(u8, Vec<u8>)>,
}

#[derive(Debug, Arbitrary)]
struct Input {
    method: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Option<Vec<u8>>,
    include: bool,
    answers: Vec<Answer>,
}

fn response(answer: &Answer) -> HttpResponse {
    let mut response = HttpResponse::new(200 + u16::from(answer.status));
    for (name, value) in &answer.headers {
        let value: Vec<u8> = value.iter().copied().filter(|b| !matches!(b, 0 | b'\r' | b'\n')).collect();
        response.header_list.append(NAMES[usize::from(*name) % NAMES.len()], value);
    }
    response
}

fuzz_target!(|input: Input| {
    let init = RequestInit {
        method: input.method.clone(),
        headers: input.headers.clone(),
        body: input.body.clone().map(Body::Bytes),
        credentials_mode: if input.include { CredentialsMode::Include } else { CredentialsMode::Omit },
        ..RequestInit::default()
    };
    let url = "https://api.example/a?b".parse().expect("a URL");
    let page = "https://shop.example".parse().expect("an origin");
    let Ok(request) = Request::new(url, page, init) else { return };
    for browser in Browser::ALL {
        let mut profile = Profile::default();
        let mut fetch = Fetch::new(request.clone(), browser);
        let mut preflighted = false;
        for step in 0.. {
            assert!(step < 300, "{browser} does not end");
            let Next::Send(sent) = fetch.next(&mut profile, SystemTime::UNIX_EPOCH) else { break };
            match sent.kind {
                RequestKind::Preflight => {
                    assert!(!sent.header_list.contains("cookie"));
                    preflighted = true;
                }
                _ => assert!(preflighted || matches!(&*sent.method, "GET" | "HEAD" | "POST")),
            }
            let answer = input.answers.get(step % input.answers.len().max(1));
            let answer = answer.map_or_else(|| HttpResponse::new(404), response);
            fetch.receive(Ok(answer), &mut profile, SystemTime::UNIX_EPOCH);
        }
    }
});
