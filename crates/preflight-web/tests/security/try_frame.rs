use crate::{ABOUT, Answer, TOKEN, ask, ask_with, bearer, open};
use preflight_web::Workbench;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Where the page stands, as the workbench says.
async fn authority(workbench: &Workbench) -> String {
    let about = ask(workbench, ABOUT, &[&bearer()]).await.body;
    let (_, rest) = about.split_once(r#""try_page":"http://"#).expect("it stands somewhere");
    rest.split('"').next().expect("an end").to_owned()
}

async fn get(authority: &str, host: &str, path: &str, line: &str) -> Answer {
    let address: SocketAddr = authority.parse().expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head =
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{line}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).await.expect("a write");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
    Answer::read(&answer)
}

#[tokio::test]
async fn it_has_no_api_and_no_other_file() {
    let workbench = open().await;
    let it = authority(&workbench).await;
    assert_eq!(get(&it, &it, "/", "X: y").await.status, 200);
    for path in [
        "/api/about",
        "/api/check",
        "/app.js",
        "/index.js",
        "/../app.js",
        "/%2e%2e/app.js",
        "/core/api.js",
        "/try/index.html",
        "//app.js",
    ] {
        let answer = get(&it, &it, path, &bearer()).await;
        assert!([400, 404].contains(&answer.status), "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn only_the_workbench_may_frame_it_and_it_is_asked_by_its_name() {
    let workbench = open().await;
    let it = authority(&workbench).await;
    let page = get(&it, &it, "/", "Origin: https://evil.example").await;
    let policy = page.header("content-security-policy").expect("a policy").to_owned();
    let ancestors = policy.split(';').find_map(|d| d.trim().strip_prefix("frame-ancestors "));
    let port = workbench.address().port();
    for ancestor in ancestors.expect("who may frame it").split(' ') {
        let ours = [format!("http://127.0.0.1:{port}"), format!("http://localhost:{port}")];
        assert!(ours.iter().any(|ours| ours == ancestor), "{ancestor}");
    }
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"));
    assert!(!policy.contains("unsafe") && policy.contains("require-trusted-types-for 'script'"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert!(page.headers.iter().all(|(name, _)| !name.starts_with("access-control")));
    assert!(!page.body.contains(TOKEN));
    for host in ["rebound.example", &format!("rebound.example:{port}"), "127.0.0.1", "localhost"] {
        assert_eq!(get(&it, host, "/", "X: y").await.status, 421, "{host}");
    }
}

/// It stands at the user's own origins only: a page that asks as another host would ask in its name.
#[tokio::test]
async fn it_stands_on_this_machine_only() {
    let workbench = open().await;
    let own = format!("http://{}", workbench.address());
    for origin in [
        "https://app.example.com",
        "http://192.0.2.1:3000",
        "http://localhost.evil.example:3000",
        "http://localhost:22",
        "null",
        "file:///",
        "http://localhost:3000/<script>",
        own.as_str(),
    ] {
        let body = format!(r#"{{"origin":"{origin}"}}"#);
        let lines = [&bearer(), "Content-Type: application/json"];
        let answer = ask_with(&workbench, "POST /api/try/stand HTTP/1.1", &lines, &body).await;
        assert!([400, 409].contains(&answer.status), "{origin}: {answer:?}");
    }
}
