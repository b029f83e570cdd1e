use crate::program::{jsonl, preflight};
use crate::raw_server::{RawServer, ok};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

fn lines(requests: &[Value]) -> Vec<u8> {
    requests.iter().map(|r| format!("{r}\n")).collect::<String>().into_bytes()
}

fn replies(out: &str) -> BTreeMap<String, Value> {
    let mut replies = BTreeMap::new();
    for line in out.lines() {
        let reply: Value = serde_json::from_str(line).expect(line);
        let earlier = replies.insert(reply["id"].to_string(), reply);
        assert!(earlier.is_none(), "answered twice: {earlier:?}");
    }
    replies
}

#[test]
fn a_thousand_requests_at_once() {
    let busy = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (now, peak) = (Arc::clone(&busy), Arc::clone(&most));
    let server = RawServer::answering(move |head| {
        peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(2));
        now.fetch_sub(1, Ordering::SeqCst);
        Some(ok(head.split(' ').nth(1).unwrap_or_default()))
    });
    let request = |id: usize| json!({"id": id, "url": server.url(&format!("/{id}")), "origin": "http://a.test"});
    let requests: Vec<Value> = (0..1000).map(request).collect();
    let run = jsonl(&[], lines(&requests));
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(run.err, "");
    let replies = replies(&run.out);
    assert_eq!(replies.len(), 1000);
    for (id, reply) in &replies {
        assert_eq!(reply["outcome"], "response", "{reply}");
        assert_eq!(reply["body_base64"], base64(&format!("/{id}")), "{reply}");
    }
    let most = most.load(Ordering::SeqCst);
    assert!((8..=64).contains(&most), "{most} at the same time");
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// A server whose paths answer what the protocol has words for.
fn paths() -> RawServer {
    RawServer::answering(|head| {
        Some(match head.split(' ').nth(1) {
            Some("/seen") => b"HTTP/1.1 201 Made\r\nX-A: 1\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: x-a\r\nx-a: \xe9\r\nContent-Length: 2\r\n\r\n\xff\x00".to_vec(),
            Some("/null") => b"HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: *\r\n\r\n".to_vec(),
            Some("/redirect") => b"HTTP/1.1 302 Found\r\nAccess-Control-Allow-Origin: *\r\nLocation: /seen#b\r\nContent-Length: 0\r\n\r\n".to_vec(),
            _ => b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".to_vec(),
        })
    })
}

#[test]
fn replies_as_the_protocol_says() {
    let server = paths();
    let origin = format!("http://{}", server.address);
    let cross = |id: &str, path: &str| json!({"id": id, "url": server.url(path), "origin": "http://a.test"});
    let with = |mut request: Value, field: &str, value: Value| {
        request[field] = value;
        request
    };
    let run = jsonl(
        &[],
        lines(&[
            cross("seen", "/seen#f"),
            cross("seen2", "/seen"),
            cross("null", "/null"),
            cross("redirect", "/redirect"),
            with(cross("manual", "/redirect#f"), "redirect", "manual".into()),
            with(cross("opaque", "/"), "mode", "no-cors".into()),
            with(cross("head", "/"), "method", "HEAD".into()),
            with(cross("basic", "/"), "origin", origin.into()),
            cross("blocked", "/"),
            json!({"id": "userinfo", "url": server.url("/seen").replace("://", "://u:p@"), "origin": "http://a.test", "initiator": "fetch"}),
            json!({"id": "data", "url": "data:text/plain,hi", "origin": "http://a.test"}),
            json!({"id": "port", "url": "http://localhost:22/", "origin": "http://a.test"}),
            json!({"id": "dns", "url": "http://nonexistent.test/", "origin": "http://a.test"}),
        ]),
    );
    assert_eq!(run.code, Some(0), "{}", run.err);
    let replies = replies(&run.out);
    assert_eq!(replies.len(), 13);
    let reply = |id: &str| replies[&format!("\"{id}\"")].clone();
    assert_eq!(
        reply("seen2"),
        json!({"id": "seen2", "outcome": "response", "type": "cors", "status": 201, "statusText": "Made",
               "headers": [["X-A", "1"], ["X-A", "\u{e9}"], ["Content-Length", "2"]],
               "body_base64": "/wA=", "url": server.url("/seen"), "redirected": false})
    );
    assert_eq!(reply("seen")["outcome"], "response");
    assert_eq!(reply("null")["body_base64"], Value::Null);
    assert_eq!(reply("redirect")["url"], server.url("/seen"));
    assert_eq!(reply("redirect")["redirected"], true);
    assert_eq!(reply("manual")["type"], "opaqueredirect");
    assert_eq!(reply("manual")["url"], server.url("/redirect"));
    let opaque = json!({"id": "opaque", "outcome": "response", "type": "opaque", "status": 0,
        "statusText": "", "headers": [], "body_base64": null, "url": "", "redirected": false});
    assert_eq!(reply("opaque"), opaque);
    assert_eq!(reply("head")["outcome"], "network-error");
    assert_eq!(reply("basic")["type"], "basic");
    assert_eq!(
        reply("blocked"),
        json!({"id": "blocked", "outcome": "network-error",
               "error": "allow-origin-missing: Access-Control-Allow-Origin is missing",
               "reason": {"because": "allow-origin-missing", "step": "2",
                          "spec": "https://fetch.spec.whatwg.org/#concept-cors-check"}})
    );
    assert_eq!(reply("userinfo")["outcome"], "response");
    assert_eq!(reply("data")["body_base64"], base64("hi"));
    assert_eq!(reply("port")["reason"]["because"], "bad-port");
    assert_eq!(reply("dns")["reason"]["because"], "connection-dns");
    let heads = server.heads().concat();
    assert!(!heads.contains("Authorization") && !heads.contains("u:p"), "{heads}");
}

#[test]
fn one_profile_for_all() {
    let preflights = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&preflights);
    let server = RawServer::answering(move |head| {
        if head.starts_with("OPTIONS") {
            counted.fetch_add(1, Ordering::SeqCst);
        }
        let cookie = head.lines().find(|l| l.starts_with("Cookie: ")).unwrap_or("none");
        let length = cookie.len();
        Some(format!("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: http://127.0.0.1:1\r\nAccess-Control-Allow-Credentials: true\r\nAccess-Control-Allow-Methods: PUT\r\nAccess-Control-Max-Age: 100\r\nSet-Cookie: a=1\r\nContent-Length: {length}\r\n\r\n{cookie}").into())
    });
    let request = |id: u8| json!({"id": id, "url": server.url("/"), "origin": "http://127.0.0.1:1", "method": "PUT", "credentials": "include"});
    let mut child = preflight().args(["fetch", "--jsonl"]).stdin(Stdio::piped()).spawn().unwrap();
    let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut bodies = Vec::new();
    for id in 0..2 {
        // One after the other: the second finds the jar and the preflight cache filled.
        stdin.write_all(&lines(&[request(id)])).unwrap();
        let mut line = Vec::new();
        while line.last() != Some(&b'\n') {
            let mut byte = [0];
            stdout.read_exact(&mut byte).unwrap();
            line.push(byte[0]);
        }
        bodies.push(serde_json::from_slice::<Value>(&line).unwrap()["body_base64"].clone());
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(bodies, [base64("none"), base64("Cookie: a=1")]);
    assert_eq!(preflights.load(Ordering::SeqCst), 1);
}

#[test]
fn lines_that_are_none() {
    let mut input = b"nonsense\n\n[1]\n{\"id\":true}\n".to_vec();
    input.extend(vec![b'x'; (16 << 20) + 10]);
    input.extend_from_slice(b"\n{\"id\":1,\"url\":\"data:,x\",\"origin\":\"null\"}");
    let run = jsonl(&[], input);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let lines: Vec<Value> = run.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let invalid =
        |r: &&Value| r["outcome"] == "invalid" && r["id"].is_null() && r["error"].is_string();
    assert_eq!(lines.iter().filter(invalid).count(), 4, "{lines:?}");
    assert!(lines.iter().any(|r| r["id"] == 1 && r["outcome"] == "response"), "{lines:?}");
}

#[test]
fn no_proxy_from_the_environment_and_another_browser() {
    let server = RawServer::answering(|head| {
        Some(ok(if head.contains("AppleWebKit/605") { "webkit" } else { "?" }))
    });
    let port = server.address.port();
    let request = json!({"id": 1, "url": format!("http://www.app.test:{port}/"), "origin": "null"});
    let mut command = preflight();
    command.args(["fetch", "--jsonl", "--browser", "webkit", "--resolve", "*.app.test=127.0.0.1"]);
    command.env("HTTP_PROXY", "http://127.0.0.1:1").stdin(Stdio::piped());
    let run = crate::program::run(&mut command, Some(lines(&[request])));
    assert_eq!(replies(&run.out)["1"]["body_base64"], base64("webkit"), "{run:?}");
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let server = RawServer::answering(|_| Some(ok("x")));
    let mut child = preflight().args(["fetch", "--jsonl"]).stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    let request = lines(&[json!({"id": 1, "url": server.url("/"), "origin": "null"})]);
    // It ends while its input is still open.
    let _ = stdin.write_all(&request);
    let _ = stdin.write_all(&request);
    let begun = std::time::Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code();
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not end");
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(code, Some(0));
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(err, "");
}
