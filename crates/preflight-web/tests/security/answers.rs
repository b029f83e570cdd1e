use crate::{ABOUT, Answer, ask, ask_with, bearer, open, send};
use preflight_web::Workbench;

/// Answers of every kind: files, results, and each way to be refused.
async fn answers(workbench: &Workbench) -> Vec<(&'static str, Answer)> {
    let token = bearer();
    let (json, post) = ("Content-Type: application/json", "POST /api/explain HTTP/1.1");
    vec![
        ("page", ask(workbench, "GET / HTTP/1.1", &[]).await),
        ("script", ask(workbench, "GET /app.js HTTP/1.1", &[]).await),
        ("style", ask(workbench, "GET /style/base.css HTTP/1.1", &[]).await),
        ("icon", ask(workbench, "GET /icon.svg HTTP/1.1", &[]).await),
        ("head", ask(workbench, "HEAD / HTTP/1.1", &[]).await),
        ("result", ask(workbench, ABOUT, &[&token]).await),
        ("explanation", ask_with(workbench, post, &[&token, json], r#"{"text":"cors"}"#).await),
        ("no file", ask(workbench, "GET /nothing.js HTTP/1.1", &[]).await),
        ("no endpoint", ask(workbench, "GET /api/nothing HTTP/1.1", &[&token]).await),
        ("no method", ask(workbench, "PUT / HTTP/1.1", &[]).await),
        ("no method of the endpoint", ask(workbench, "PUT /api/about HTTP/1.1", &[&token]).await),
        ("no token", ask(workbench, ABOUT, &[]).await),
        ("another page", ask(workbench, "GET / HTTP/1.1", &["Origin: https://evil.example"]).await),
        ("another name", send(workbench, "GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n").await),
        ("no JSON", ask_with(workbench, post, &[&token, json], "{").await),
        (
            "another kind",
            ask_with(workbench, post, &[&token, "Content-Type: text/plain"], "{}").await,
        ),
    ]
}

#[tokio::test]
async fn every_answer_tells_the_browser_to_be_strict() {
    let workbench = open().await;
    for (name, answer) in answers(&workbench).await {
        assert!(answer.status > 0, "{name}: no answer");
        for (header, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(header), Some(value), "{name}: {answer:?}");
        }
        let policy = answer.header("content-security-policy").expect("a policy");
        is_strict(policy, workbench.address().port());
        let granted = answer.headers.iter().find(|(n, _)| n.starts_with("access-control"));
        assert_eq!(granted, None, "{name}");
        assert_eq!(answer.header("set-cookie"), None, "{name}");
    }
}

/// Nothing from elsewhere, nothing inline, no text that becomes a script.
fn is_strict(policy: &str, own_port: u16) {
    let directives: Vec<(&str, Vec<&str>)> = policy
        .split(';')
        .map(|directive| {
            let mut words = directive.split_whitespace();
            (words.next().expect("a name"), words.collect())
        })
        .collect();
    let of = |name: &str| {
        let found = directives.iter().find(|(n, _)| *n == name);
        found.map_or_else(|| panic!("{policy} has no {name}"), |(_, values)| values.as_slice())
    };
    for name in ["default-src", "base-uri", "form-action", "frame-ancestors"] {
        assert_eq!(of(name), ["'none'"], "{name}");
    }
    for name in ["script-src", "style-src", "img-src", "connect-src"] {
        assert_eq!(of(name), ["'self'"], "{name}");
    }
    assert_eq!(of("require-trusted-types-for"), ["'script'"]);
    assert_eq!(of("trusted-types"), ["'none'"]);
    for (name, values) in &directives {
        for value in values {
            let ours = ["http://127.0.0.1:", "http://localhost:", "http://*.localhost:"];
            let is_ours = ours.iter().any(|ours| value.starts_with(ours));
            let is_frame =
                *name == "frame-src" && is_ours && !value.contains(&own_port.to_string());
            let is_quoted = ["'none'", "'self'", "'script'"].contains(value);
            assert!(is_quoted || is_frame, "{name} {value}");
        }
    }
}

#[tokio::test]
async fn what_was_asked_is_not_said_again_as_markup() {
    let workbench = open().await;
    let markup = "<script>alert(1)</script>";
    let (token, json) = (bearer(), "Content-Type: application/json");
    for path in ["/%3Cscript%3Ealert(1)%3C/script%3E", "/api/%3Cscript%3Ealert(1)%3C/script%3E"] {
        let answer = ask(&workbench, &format!("GET {path}?q={markup} HTTP/1.1"), &[&token]).await;
        assert!([400, 404].contains(&answer.status), "{answer:?}");
        assert!(!answer.body.contains(markup), "{answer:?}");
    }
    for body in
        [format!("{{\"text\":\"{markup}\"}}"), markup.to_owned(), format!("{{\"{markup}\":1}}")]
    {
        let start = "POST /api/explain HTTP/1.1";
        let answer = ask_with(&workbench, start, &[&token, json], &body).await;
        assert_eq!(answer.header("content-type"), Some("application/json"), "{answer:?}");
    }
}

/// The types of files are ours to say, and no file has one that it has not.
#[tokio::test]
async fn files_say_what_they_are() {
    let workbench = open().await;
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/style/base.css", "text/css; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
    ] {
        let answer = ask(&workbench, &format!("GET {path} HTTP/1.1"), &[]).await;
        assert_eq!(answer.header("content-type"), Some(kind), "{path}");
    }
}

/// Compressed or not, the answer is the same, and says no more to who measures it.
#[tokio::test]
async fn answers_are_compressed_for_who_takes_that() {
    let workbench = open().await;
    let plain = ask(&workbench, "GET /app.js HTTP/1.1", &[]).await;
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(plain.header("vary"), Some("accept-encoding"));
    let small = ask(&workbench, "GET /app.js HTTP/1.1", &["Accept-Encoding: gzip, br"]).await;
    assert_eq!(small.header("content-encoding"), Some("gzip"));
    assert!(small.body.len() < plain.body.len());
    assert_eq!(small.header("content-type"), plain.header("content-type"));
}

/// One mistake is one answer, whichever endpoint it is made at.
#[tokio::test]
async fn a_target_that_there_is_not_is_refused_alike_everywhere() {
    let workbench = open().await;
    let (token, json) = (bearer(), "Content-Type: application/json");
    for (path, body) in [
        ("/api/check", r#"{"url":"http://127.0.0.1:1/","target":"nothing"}"#),
        ("/api/fix", r#"{"report":0,"target":"nothing"}"#),
    ] {
        let start = format!("POST {path} HTTP/1.1");
        let answer = ask_with(&workbench, &start, &[&token, json], body).await;
        assert_eq!(answer.status, 422, "{path}: {answer:?}");
        let error = r#"{"error":{"reason":"there is no target `nothing`","correction":"`preflight targets` lists them","field":"target"}}"#;
        assert_eq!(answer.body, error, "{path}");
    }
}
