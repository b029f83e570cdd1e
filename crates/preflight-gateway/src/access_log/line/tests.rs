use super::Line;
use crate::access_log::AccessLogFormat;
use crate::failure::Failure;
use crate::record::sample::record;
use http::{HeaderValue, StatusCode};
use preflight_policy::{Ruling, Verdict};
use std::time::{Duration, SystemTime};

fn written(line: &Line<'_>, format: AccessLogFormat) -> String {
    let mut bytes = Vec::new();
    line.write(format, &mut bytes);
    String::from_utf8(bytes).expect("ASCII")
}

fn time() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_280_400_250)
}

#[test]
fn a_request_in_both_forms() {
    let origin = HeaderValue::from_static("https://app.example.com");
    let line = record("/users?page=2", Some(&origin));
    let line = Line::new(&line, time());
    assert_eq!(
        written(&line, AccessLogFormat::Json),
        "{\"time\":\"2026-11-21T17:00:00.250Z\",\"client\":\"192.0.2.1\",\"method\":\"GET\",\
         \"target\":\"/users?page=2\",\"version\":\"HTTP/1.1\",\
         \"origin\":\"https://app.example.com\",\"request_method\":null,\
         \"request_headers\":null,\"status\":200,\"sent\":12,\
         \"verdict\":\"allowed\",\"policy\":0,\"shadow\":null,\
         \"upstream\":\"http://127.0.0.1:3000\",\"failure\":null,\"first_byte\":0.0015,\
         \"duration\":0.00225}\n"
    );
    assert_eq!(
        written(&line, AccessLogFormat::Text),
        "192.0.2.1 - - [21/Nov/2026:17:00:00 +0000] \"GET /users?page=2 HTTP/1.1\" 200 12 \
         \"https://app.example.com\" allowed http://127.0.0.1:3000 0.002250\n"
    );
}

#[test]
fn a_failure_is_named_beside_its_upstream() {
    let mut line = record("/", None);
    line.failure = Some(Failure::ConnectFailed);
    line.status = StatusCode::BAD_GATEWAY;
    line.ruling = Ruling { policy: None, verdict: Verdict::NotCors };
    line.shadow = Some(Ruling { policy: Some(1), verdict: Verdict::OriginNull });
    let line = Line::new(&line, time());
    assert_eq!(
        written(&line, AccessLogFormat::Text),
        "192.0.2.1 - - [21/Nov/2026:17:00:00 +0000] \"GET / HTTP/1.1\" 502 12 \"-\" not-cors \
         http://127.0.0.1:3000 connect-failed 0.002250\n"
    );
    let json = written(&line, AccessLogFormat::Json);
    assert!(json.contains("\"policy\":null,\"shadow\":\"origin-null\""), "{json}");
    assert!(json.contains("\"failure\":\"connect-failed\""), "{json}");
}

/// What a client sends ends no line, closes no string and steers no terminal.
#[test]
fn nothing_can_be_injected() {
    let origin =
        HeaderValue::from_bytes(b"a\" \\ \xc2\x9b1m \xff \t\xf0\x9f\x92\xa5").expect("one");
    let target = "/\u{9b}31m\u{2028}\"";
    for format in [AccessLogFormat::Json, AccessLogFormat::Text] {
        let text = written(&Line::new(&record(target, Some(&origin)), time()), format);
        let line = text.strip_suffix('\n').expect("an end");
        assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line}");
        assert!(line.contains(r#"/\u009b31m\u2028\""#), "{line}");
        assert!(line.contains(r#""a\" \\ \u009b1m \ufffd \t\ud83d\udca5""#), "{line}");
    }
    let json = written(&Line::new(&record(target, Some(&origin)), time()), AccessLogFormat::Json);
    let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(read["target"], target);
}
