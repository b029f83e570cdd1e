use super::{Shown, explanation, request, verdict};
use preflight_gateway::dev::Seen;
use preflight_gateway::failure::Failure;
use preflight_policy::{Ruling, Verdict};
use std::time::{Duration, SystemTime};

fn seen(verdict: Verdict, status: u16) -> Seen {
    Seen {
        time: SystemTime::UNIX_EPOCH,
        method: "GET".to_owned(),
        target: "/users?page=2".to_owned(),
        origin: Some("http://localhost:5173".to_owned()),
        preflight: None,
        ruling: Ruling { policy: Some(0), verdict },
        status: status.try_into().expect("a status"),
        failure: None,
        duration: Duration::from_millis(12),
    }
}

fn preflight(method: &str, origin: &str, verdict: Verdict) -> Seen {
    Seen {
        method: "OPTIONS".to_owned(),
        origin: Some(origin.to_owned()),
        preflight: Some((method.to_owned(), Some("authorization,content-type".to_owned()))),
        ..seen(verdict, if verdict.is_allowed() { 204 } else { 403 })
    }
}

const ALLOWED: Verdict = Verdict::PreflightAllowed { entry: 0 };

#[test]
fn a_request_in_a_line() {
    let allowed = seen(Verdict::Allowed { entry: 0 }, 200);
    assert_eq!(verdict(&allowed).1, "allowed");
    assert_eq!(request(&allowed, 70), "GET /users?page=2 from http://localhost:5173: 200 in 12 ms");
    let asked = preflight("PUT", "http://localhost:5173", ALLOWED);
    assert_eq!(
        request(&asked, 70),
        "preflight for PUT /users?page=2 from http://localhost:5173: 204"
    );
    let long = Seen { target: format!("/{}", "a".repeat(500)), ..allowed };
    assert_eq!(request(&long, 70).chars().count(), 70);
    assert!(request(&long, 70).contains("a… from http://localhost:5173"));
    let plain = Seen { origin: None, ..seen(Verdict::NotCors, 404) };
    assert_eq!(
        (verdict(&plain).1, &*request(&plain, 70)),
        ("passed", "GET /users?page=2: 404 in 12 ms")
    );
}

#[test]
fn what_is_refused_says_why_and_what_to_do() {
    let refused = Seen {
        origin: Some("https://evil.example".to_owned()),
        ..seen(Verdict::OriginNotListed, 200)
    };
    assert_eq!(verdict(&refused).1, "refused");
    assert_eq!(
        explanation(&refused),
        [
            "no page of this machine: browsers do not let it read this",
            "to allow it: --allow-origin https://evil.example",
        ]
    );
    let null = Seen { origin: Some("null".to_owned()), ..seen(Verdict::OriginNull, 200) };
    assert!(explanation(&null)[0].contains("opened as a file"));
    let failed =
        Seen { failure: Some(Failure::ConnectFailed), ..seen(Verdict::Allowed { entry: 0 }, 502) };
    assert_eq!(verdict(&failed).1, "failed");
    assert_eq!(explanation(&failed), ["the server behind cannot be reached: is it running?"]);
    for line in [explanation(&refused), explanation(&null), explanation(&failed)].concat() {
        assert!(line.chars().count() <= 70, "{line}");
    }
}

#[test]
fn the_table_holds_each_preflight_once_the_latest_first() {
    let mut shown = Shown::default();
    assert_eq!(shown.rows(80), ["no preflights yet"]);
    for (method, origin, verdict) in [
        ("PUT", "http://localhost:5173", ALLOWED),
        ("DELETE", "https://evil.example", Verdict::OriginNotListed),
        ("PUT", "http://localhost:5173", ALLOWED),
    ] {
        shown.remember(&preflight(method, origin, verdict));
    }
    shown.remember(&seen(Verdict::Allowed { entry: 0 }, 200));
    assert_eq!(
        shown.rows(80),
        [
            "times  verdict  request        origin                 headers",
            "2      allowed  PUT /users     http://localhost:5173  authorizati…",
            "1      refused  DELETE /users  https://evil.example   authorizati…",
        ]
    );
    for n in 0..50 {
        shown.remember(&preflight(
            "PUT",
            &format!("http://localhost:{n}{}", "0".repeat(90)),
            ALLOWED,
        ));
    }
    let rows = shown.rows(80);
    assert_eq!(rows.len(), super::ROWS + 1);
    assert!(rows.iter().all(|row| row.chars().count() <= 80), "{rows:#?}");
}
