use crate::{ABOUT, Answer, ask, ask_with, bearer, open};

fn is_refused(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{answer:?}");
    let cors: Vec<_> =
        answer.headers.iter().filter(|(n, _)| n.starts_with("access-control")).collect();
    assert!(cors.is_empty(), "{cors:?}");
}

#[tokio::test]
async fn no_other_page_may_ask() {
    let workbench = open().await;
    let port = workbench.address().port();
    let others = [
        "null".to_owned(),
        "https://evil.example".to_owned(),
        format!("http://evil.example:{port}"),
        format!("http://localhost:{port}"),
        format!("https://127.0.0.1:{port}"),
        format!("http://127.0.0.1:{}", port.wrapping_add(1)),
        "http://127.0.0.1".to_owned(),
        "http://localhost:3000".to_owned(),
        format!("http://127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port} http://evil.example"),
        String::new(),
    ];
    for origin in others {
        let origin = format!("Origin: {origin}");
        for start in [ABOUT, "GET / HTTP/1.1", "POST /api/explain HTTP/1.1"] {
            is_refused(&ask(&workbench, start, &[&origin, &bearer()]).await, 403);
        }
    }
    let ours = format!("Origin: http://127.0.0.1:{port}");
    assert_eq!(ask(&workbench, ABOUT, &[&ours, &bearer()]).await.status, 200);
    is_refused(
        &ask(&workbench, ABOUT, &[&ours, "Origin: https://evil.example", &bearer()]).await,
        400,
    );
}

#[tokio::test]
async fn what_the_browser_says_of_another_site_is_believed() {
    let workbench = open().await;
    for site in ["cross-site", "same-site", "Same-Origin", "same-origin, cross-site", ""] {
        let site = format!("Sec-Fetch-Site: {site}");
        is_refused(&ask(&workbench, ABOUT, &[&site, &bearer()]).await, 403);
    }
    let twice = ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site", &bearer()];
    is_refused(&ask(&workbench, ABOUT, &twice).await, 400);
    let ours = ["Sec-Fetch-Site: same-origin", &bearer()];
    assert_eq!(ask(&workbench, ABOUT, &ours).await.status, 200);
}

#[tokio::test]
async fn a_preflight_of_another_page_is_not_granted() {
    let workbench = open().await;
    let lines = [
        "Origin: https://evil.example",
        "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: authorization,content-type",
        "Access-Control-Request-Private-Network: true",
        "Access-Control-Request-Local-Network: true",
    ];
    for path in ["/api/check", "/api/about", "/", "/app.js", "*"] {
        is_refused(&ask(&workbench, &format!("OPTIONS {path} HTTP/1.1"), &lines).await, 403);
    }
}

/// What a form can send without a preflight, and what only looks like JSON.
#[tokio::test]
async fn a_form_is_not_read() {
    let workbench = open().await;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
        "application/jsonp",
    ] {
        let kind = format!("Content-Type: {kind}");
        let lines = [kind.as_str(), &bearer()];
        let body = r#"{"text":"No 'Access-Control-Allow-Origin' header is present"}"#;
        is_refused(&ask_with(&workbench, "POST /api/explain HTTP/1.1", &lines, body).await, 415);
    }
    let none = ask_with(&workbench, "POST /api/explain HTTP/1.1", &[&bearer()], "{}").await;
    is_refused(&none, 415);
}
