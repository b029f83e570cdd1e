//! The lines of the three engines, as a server read them off its socket, against the tables.
//!
//! `measured.txt` holds one block for each request: `= engine case METHOD`, then its lines. A case
//! that the tables do not give stands in [`EXCUSED`] with the reason; an excuse no longer needed fails.

use crate::cookies::SameSiteMode;
use crate::{
    Body, Browser, CacheMode, CredentialsMode, Fetch, HttpResponse, Initiator, Next, Profile,
    Referrer, ReferrerPolicy, Request, RequestInit, RequestMode, Url,
};
use std::fmt::Write as _;
use std::time::SystemTime;

const MEASURED: &str = include_str!("measured.txt");
const NOW: SystemTime = SystemTime::UNIX_EPOCH;

const HASHED: &str = "the script's headers stand in the order of a hash table";
const REDIRECTED: &str = "a redirected request's lines come in another order";

/// Engine, case, method, why.
const EXCUSED: &[(&str, &str, &str, &str)] = &[
    ("chromium", "xs_get_headers", "GET", HASHED),
    ("chromium", "xs_get_ua", "GET", HASHED),
    ("chromium", "xs_post_headers", "POST", HASHED),
    ("firefox", "redir_target", "GET", REDIRECTED),
    ("webkit", "redir_target", "GET", REDIRECTED),
    ("firefox", "xs_cookies_put", "OPTIONS", "Sec-Fetch-Storage-Access is on the preflight too"),
    ("webkit", "xs_get_ua", "OPTIONS", "a script's User-Agent is on the preflight too"),
    ("chromium", "mx_loop", "GET", "no Referer from https to http on loopback"),
    ("chromium", "mx_put", "OPTIONS", "no Referer from https to http on loopback"),
    ("chromium", "mx_put", "PUT", "no Referer from https to http on loopback"),
];

#[test]
fn as_measured() {
    let mut report = String::new();
    let mut stale: Vec<_> = EXCUSED.to_vec();
    let mut compared = 0;
    for block in MEASURED.split("\n\n") {
        let (head, lines) = block.split_once('\n').expect("a head and lines");
        let [_, engine, case, method] = head.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{head}: an engine, a case and a method")
        };
        let browser: Browser = engine.parse().expect("an engine");
        let ours = wire(browser, case, method);
        compared += 1;
        if ours.trim_end() == lines.trim_end() {
            continue;
        }
        let excuse = stale.iter().position(|&(e, c, m, _)| (e, c, m) == (engine, case, method));
        match excuse {
            Some(index) => drop(stale.remove(index)),
            None => {
                let _ = writeln!(report, "{head}\n-- measured\n{lines}\n-- ours\n{ours}");
            }
        }
    }
    assert!(report.is_empty(), "{report}");
    assert!(stale.is_empty(), "excuses that are no longer needed: {stale:?}");
    assert_eq!(compared, 139, "requests were lost");
}

/// The lines of the case's request with this method.
fn wire(browser: Browser, case: &str, method: &str) -> String {
    let (page, url, init) = question(case);
    let request = Request::new(url, page.parse().expect("an origin"), init).expect("a request");
    let mut profile = Profile::default();
    if case.contains("cookies") || case.starts_with("so_") {
        let names: &[&str] =
            if case.starts_with("xs_") { &["a=1", "b=2"] } else { &["pg=1", "a=1", "b=2"] };
        for cookie in names {
            let line = format!("{cookie}; Path=/");
            profile.cookie_jar.store(
                line.as_bytes(),
                request.url(),
                SameSiteMode::StrictOrLess,
                NOW,
            );
        }
    }
    let mut fetch = Fetch::new(request, browser);
    loop {
        let Next::Send(next) = fetch.next(&mut profile, NOW) else { panic!("{case}: not sent") };
        let target = case != "redir_target" || next.url.host_str() == Some("localhost");
        if next.method == method && target {
            let lines = browser.wire_headers(next);
            return lines
                .iter()
                .map(|h| format!("{h:?}\n"))
                .collect::<String>()
                .replace("\\\"", "\"");
        }
        let answer = if target {
            HttpResponse::new(200)
                .with("Access-Control-Allow-Methods", "PUT, DELETE")
                .with("Access-Control-Allow-Headers", next_headers(next))
        } else {
            HttpResponse::new(302).with("Location", "http://localhost:9102/x")
        };
        let answer = answer
            .with("Access-Control-Allow-Origin", page)
            .with("Access-Control-Allow-Credentials", "true");
        fetch.receive(Ok(answer), &mut profile, NOW);
    }
}

fn next_headers(preflight: &crate::HttpRequest) -> Vec<u8> {
    let asked = preflight.header_list.get("Access-Control-Request-Headers");
    asked.unwrap_or_default().into_owned()
}

/// The page, the URL and the init of a case.
fn question(case: &str) -> (&'static str, Url, RequestInit) {
    let (page, target, referrer) = match case.split_once('_').expect("a prefix").0 {
        "xs" => ("http://127.0.0.1:9101", "http://localhost:9102", "/drive?kind=full"),
        "ss" | "redir" => ("http://127.0.0.1:9101", "http://127.0.0.1:9102", "/drive?kind=full"),
        "so" => ("http://127.0.0.1:9101", "http://127.0.0.1:9101", "/drive?kind=full"),
        "pl" if case == "pl_same" => ("http://app.test:9101", "http://api.app.test:9102", "/"),
        "pl" => ("http://app.test:9101", "http://other.test:9102", "/"),
        "mx" if case == "mx_sub" => ("https://app.test:9143", "https://api.app.test:9144", "/"),
        "mx" => ("https://app.test:9143", "http://127.0.0.1:9102", "/"),
        "https" => ("https://localhost:9143", "https://127.0.0.1:9144", "/"),
        other => panic!("{other}?"),
    };
    let mut init = init(case.split_once('_').expect("a prefix").1);
    let referrer = Url::parse(&format!("{page}{referrer}")).expect("a URL");
    init.referrer = Referrer::Url(Box::new(referrer));
    if case.starts_with("so_put") {
        init.headers.insert(0, ("X-Foo".into(), b"1".to_vec()));
        init.headers.push(("Content-Type".into(), b"text/plain;charset=UTF-8".to_vec()));
        init.body = Some(Body::Bytes(b"x".to_vec()));
    }
    if matches!(case, "mx_put" | "pl_put_json") {
        init.headers.push(("X-Foo".into(), b"1".to_vec()));
    }
    (page, Url::parse(&format!("{target}/x")).expect("a URL"), init)
}

fn init(case: &str) -> RequestInit {
    let mut init = RequestInit::default();
    let text = [("Content-Type", "text/plain;charset=UTF-8")];
    let json = [("Content-Type", "application/json")];
    let json_foo = [("Content-Type", "application/json"), ("X-Foo", "1")];
    let (method, body, headers): (&str, Option<&str>, &[(&str, &str)]) = match case {
        "get_headers" => (
            "GET",
            None,
            &[
                ("X-Foo", "1"),
                ("Accept", "application/json"),
                ("Content-Type", "application/json"),
                ("x-bAr", "2"),
                ("Authorization", "Bearer t"),
                ("Accept-Language", "xx"),
                ("A-First", "3"),
            ],
        ),
        "get_ua" => (
            "GET",
            None,
            &[
                ("X-Foo", "1"),
                ("User-Agent", "mine"),
                ("Cache-Control", "no-cache"),
                ("Pragma", "p"),
                ("If-None-Match", "\"x\""),
                ("Range", "bytes=0-1"),
                ("Priority", "u=1"),
            ],
        ),
        "post_headers" => (
            "POST",
            Some("hello"),
            &[
                ("X-Foo", "1"),
                ("Accept", "application/json"),
                ("A-First", "3"),
                ("Content-Type", "text/plain;charset=UTF-8"),
            ],
        ),
        "post_text" => ("POST", Some("hello"), &text),
        "post" | "nocors_post" | "xhr_post" => ("POST", Some("x"), &text),
        "post_empty" => ("POST", None, &[]),
        "put_json" => ("PUT", Some("{}"), &json),
        "cookies_put" | "nostore_put" => ("PUT", Some("{}"), &json_foo),
        "put_none" | "put" => ("PUT", None, &[]),
        "delete" | "del" => ("DELETE", None, &[]),
        "head" => ("HEAD", None, &[]),
        "xhr" => ("GET", None, &[("X-Foo", "1")]),
        _ => ("GET", None, &[]),
    };
    init.method = method.into();
    init.body = body.map(|b| Body::Bytes(b.into()));
    init.headers = headers.iter().map(|(n, v)| ((*n).into(), v.as_bytes().to_vec())).collect();
    match case {
        "cookies" | "cookies_put" | "cred" => init.credentials_mode = CredentialsMode::Include,
        "nostore" | "nostore_put" => init.cache_mode = CacheMode::NoStore,
        "nocache" => init.cache_mode = CacheMode::NoCache,
        "noref" => init.referrer_policy = ReferrerPolicy::NoReferrer,
        "nocors" | "nocors_post" => {
            init.mode = RequestMode::NoCors;
            init.credentials_mode = CredentialsMode::Omit;
        }
        "xhr" | "xhr_post" => {
            init.initiator = Initiator::Xhr;
            init.use_cors_preflight = case == "xhr_post";
        }
        "img" => init.initiator = Initiator::Image,
        "css" => init.initiator = Initiator::Stylesheet,
        _ => {}
    }
    init
}
