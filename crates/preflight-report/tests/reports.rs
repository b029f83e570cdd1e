use preflight_fetch::spec::{CORS_CHECK, HTTP_NETWORK_FETCH};
use preflight_fetch::{
    Browser, Connection, ConnectionError, Exchange, Fetch, HttpRequest, HttpResponse, HttpVersion,
    Next, Outcome as Ended, Profile, Request, RequestInit, RequestKind, Timing,
};
use preflight_report::report::ReportedExchange;
use preflight_report::{
    BrowserVerdict, Certainty, Evidence, Finding, Fix, Layer, Outcome, Part, Report, Verdict,
};
use std::time::{Duration, SystemTime};

/// What came of a request.
pub(crate) type Answer = Result<HttpResponse, ConnectionError>;

/// The request that a page of `https://shop.example` makes.
pub(crate) fn request(url: &str, init: RequestInit) -> Request {
    Request::new(url.parse().unwrap(), "https://shop.example".parse().unwrap(), init).unwrap()
}

/// A report without findings: every browser run against `server`.
pub(crate) fn run(request: Request, server: impl Fn(&HttpRequest) -> Answer) -> Report {
    let mut exchanges: Vec<ReportedExchange> = Vec::new();
    let browsers: Vec<BrowserVerdict> =
        Browser::ALL.into_iter().map(|b| browse(&request, b, &server, &mut exchanges)).collect();
    let blocked = browsers.iter().any(|b| b.browser != Browser::Standard && b.verdict.is_blocked());
    let answered = exchanges.iter().any(|e| e.exchange.answer.is_ok());
    Report {
        same_origin: request.origin().is_same_origin_with(request.url()),
        request,
        asked: Browser::ENGINES.to_vec(),
        outcome: match (blocked, answered) {
            (false, _) => Outcome::Allowed,
            (true, false) if !exchanges.is_empty() => Outcome::Unreachable,
            (true, _) => Outcome::Blocked,
        },
        browsers,
        causes: Vec::new(),
        warnings: Vec::new(),
        target: None,
        answered_apart: None,
        deciding: exchanges.len().checked_sub(1),
        exchanges,
        actual_not_sent: false,
        origin_assumed: false,
        notes: Vec::new(),
        headers: Vec::new(),
    }
}

fn browse(
    request: &Request,
    browser: Browser,
    server: &impl Fn(&HttpRequest) -> Answer,
    exchanges: &mut Vec<ReportedExchange>,
) -> BrowserVerdict {
    let (mut profile, now) = (Profile::default(), SystemTime::UNIX_EPOCH);
    let mut fetch = Fetch::new(request.clone(), browser);
    let mut used = Vec::new();
    let outcome = loop {
        let wanted = match fetch.next(&mut profile, now) {
            Next::Done(outcome) => break outcome.clone(),
            Next::Send(wanted) => wanted.clone(),
        };
        fetch.connected(Connection { address_space: None, http2: true }, &mut profile);
        let known = exchanges.iter().position(|e| {
            (&e.exchange.request.method, &e.exchange.request.url) == (&wanted.method, &wanted.url)
        });
        used.push(known.unwrap_or_else(|| {
            exchanges.push(sent(wanted.clone(), server(&wanted)));
            exchanges.len() - 1
        }));
        fetch.receive(server(&wanted), &mut profile, now);
    };
    BrowserVerdict {
        browser,
        verdict: match outcome {
            Ended::NetworkError(refusal) => Verdict::Blocked(refusal),
            Ended::Response(response) => {
                Verdict::Allowed { readable: response.header_list, opaque: false }
            }
        },
        console: fetch.console().to_vec(),
        trace: fetch.trace().clone(),
        exchanges: used,
        asks_permission: false,
    }
}

/// An exchange that took 12 ms.
pub(crate) fn sent(request: HttpRequest, answer: Answer) -> ReportedExchange {
    let purpose = match request.kind {
        RequestKind::Preflight => "preflight",
        RequestKind::Actual => "request",
        RequestKind::Probe => "probe: GET without Origin",
    };
    ReportedExchange {
        purpose: purpose.to_owned(),
        layer: None,
        exchange: Exchange {
            request,
            answer,
            http_version: HttpVersion::Http11,
            via_tls: true,
            address: None,
            timing: Timing { total: Some(Duration::from_millis(12)), ..Timing::default() },
        },
    }
}

/// A certain finding with this evidence that blocks every engine.
pub(crate) fn finding(id: &'static str, title: &str, evidence: Vec<Evidence>) -> Finding {
    Finding {
        id,
        title: title.to_owned(),
        certainty: Certainty::Certain,
        blocks: Browser::ALL.to_vec(),
        spec: Some(CORS_CHECK.step("4")),
        evidence,
        note: None,
        consequence_of: None,
        fixes: vec![fix("any", "Change the *server*: answer with `Vary: Origin`. Then test it.")],
    }
}

/// Words on what to change.
pub(crate) fn fix(target: &str, text: &str) -> Fix {
    Fix { target: target.to_owned(), text: text.to_owned(), files: Vec::new() }
}

/// A line of evidence about an exchange.
pub(crate) fn line(exchange: usize, part: Part, seen: &str, needed: &str) -> Evidence {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Evidence { exchange: Some(exchange), part, seen: some(seen), needed: some(needed) }
}

/// Evidence in a response header.
pub(crate) fn header(exchange: usize, name: &str, seen: &str, needed: &str) -> Evidence {
    line(exchange, Part::Header(name.to_owned()), seen, needed)
}

/// The example of our wording: `*` does not cover credentials.
pub(crate) fn wildcard() -> Report {
    let credentials_mode = preflight_fetch::CredentialsMode::Include;
    let init = RequestInit { credentials_mode, ..RequestInit::default() };
    let mut report = run(request("https://api.example/cart", init), |_| {
        Ok(HttpResponse { status_text: b"OK".to_vec(), ..HttpResponse::new(200) }
            .with("Date", "Thu, 01 Jan 1970 00:00:00 GMT")
            .with("Content-Type", "application/json")
            .with("X-Frame-Options", "DENY")
            .with("Access-Control-Allow-Origin", "*"))
    });
    let evidence = vec![header(0, "Access-Control-Allow-Origin", "*", "https://shop.example")];
    let title = "`*` does not cover a request with credentials";
    report.causes = vec![finding("wildcard-with-credentials", title, evidence)];
    report
}

/// A preflight that a login refuses, behind nginx, with what follows from it, another cause, a
/// probe, and secrets all over.
pub(crate) fn login() -> Report {
    let init = RequestInit {
        method: "PUT".to_owned(),
        headers: vec![
            ("Authorization".to_owned(), b"Bearer secret-of-mine".to_vec()),
            ("Content-Type".to_owned(), b"application/json".to_vec()),
        ],
        ..RequestInit::default()
    };
    let url = "https://api.example/cart?token=very-secret&page=2";
    let nginx = Layer {
        id: "nginx",
        name: "nginx",
        certainty: Certainty::Certain,
        shown_by: "Server: nginx/1.22.1".to_owned(),
        behind: Vec::new(),
    };
    let refuse = || HttpResponse {
        status_text: b"Unauthorized".to_vec(),
        body: b"<html>\n<center><h1>401 Authorization Required</h1></center>\n</html>".to_vec(),
        ..HttpResponse::new(401)
            .with("Server", "nginx/1.22.1")
            .with("Set-Cookie", "sid=0123456789; Path=/")
            .with("WWW-Authenticate", "Basic realm=\"api\"")
    };
    let mut report = run(request(url, init), |_| Ok(refuse()));
    let mut probe = HttpRequest::new(RequestKind::Probe, "GET", report.request.url().clone());
    probe.url.set_query(Some("token=very-secret&page=2&preflight-probe=7"));
    probe.header_list.append("Authorization", &b"Bearer secret-of-mine"[..]);
    report.exchanges.push(sent(probe, Ok(refuse())));
    for exchange in &mut report.exchanges {
        exchange.layer = Some(nginx.clone());
    }
    report.target = Some(nginx);
    let mut root = finding(
        "auth-before-cors",
        "authentication refuses the preflight before CORS can answer it",
        vec![
            line(0, Part::Status, "401", "200 to 299"),
            header(0, "WWW-Authenticate", "Basic realm=\"api\"", ""),
            line(1, Part::Status, "401", ""),
        ],
    );
    root.note = Some("the token secret-of-mine never goes with a preflight".to_owned());
    root.fixes.insert(0, fix("nginx", "Answer it above `auth_basic`:\n\n```nginx\nif ($request_method = OPTIONS) {\n\treturn 204; # a line of code that is longer than the eighty columns of the terminal\n}\n```"));
    let mut follows = finding("no-cors-headers", "the server sends no CORS header at all", vec![]);
    follows.consequence_of = Some("auth-before-cors");
    let mut other = finding(
        "spa-fallback-answers-options",
        "the web app's start page answers the preflight",
        vec![line(0, Part::Body, "401 Authorization Required", "JSON")],
    );
    other.certainty = Certainty::Possible;
    other.blocks = vec![Browser::WebKit];
    report.causes = vec![root, follows, other];
    report
}

/// A request that passes, with a warning.
pub(crate) fn allowed() -> Report {
    let mut report = run(request("https://api.example/cart", RequestInit::default()), |_| {
        Ok(HttpResponse {
            status_text: b"OK".to_vec(),
            body: b"[]".to_vec(),
            ..HttpResponse::new(200)
                .with("Access-Control-Allow-Origin", "https://shop.example")
                .with("Content-Type", "application/json")
                .with("X-Total", "2")
        })
    });
    let evidence = vec![
        header(0, "Vary", "", "Origin"),
        header(0, "Access-Control-Allow-Origin", "https://shop.example", ""),
    ];
    let mut warning = finding("vary-origin-missing", "no Vary header names Origin", evidence);
    warning.blocks.clear();
    warning.spec = None;
    report.warnings = vec![warning];
    report.headers = vec![("Content-Type".to_owned(), true), ("X-Total".to_owned(), false)];
    report
}

/// A request of which only the preflight was sent.
pub(crate) fn not_sent() -> Report {
    let init = RequestInit { method: "DELETE".to_owned(), ..RequestInit::default() };
    let mut report = run(request("https://api.example/cart/1", init), |_| {
        Ok(HttpResponse::new(204)
            .with("Access-Control-Allow-Origin", "https://shop.example")
            .with("Access-Control-Allow-Methods", "DELETE"))
    });
    report.exchanges.truncate(1);
    for run in &mut report.browsers {
        run.verdict = Verdict::NotSent;
        run.exchanges.truncate(1);
    }
    report.actual_not_sent = true;
    report.origin_assumed = true;
    report
}

/// A host that does not resolve.
pub(crate) fn unreachable() -> Report {
    let url = "https://nowhere.invalid/";
    let mut report = run(request(url, RequestInit::default()), |_| Err(ConnectionError::Dns));
    let evidence =
        vec![line(0, Part::Connection, "the host name does not resolve", "a name that does")];
    let mut cause = finding("dns-failure", "the host name does not resolve", evidence);
    cause.spec = Some(HTTP_NETWORK_FETCH.step(""));
    report.causes = vec![cause];
    report
}

/// An https page that asks an http URL: nothing is sent.
pub(crate) fn mixed_content() -> Report {
    let mut report = run(request("http://api.example/cart", RequestInit::default()), |_| {
        Err(ConnectionError::Refused)
    });
    let evidence = Evidence {
        exchange: None,
        part: Part::Request("URL".to_owned()),
        seen: Some("http://api.example/cart".to_owned()),
        needed: Some("an https:// URL".to_owned()),
    };
    report.causes =
        vec![finding("mixed-content", "an https page asks an http URL", vec![evidence])];
    report
}

/// The page's own origin.
pub(crate) fn same_origin() -> Report {
    run(request("https://shop.example/cart", RequestInit::default()), |_| {
        Ok(HttpResponse::new(404))
    })
}

/// Every report above.
pub(crate) fn all() -> Vec<Report> {
    vec![wildcard(), login(), allowed(), not_sent(), unreachable(), mixed_content(), same_origin()]
}
