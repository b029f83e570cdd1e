use crate::program::{preflight, run};
use preflight_clinic::{Clinic, ClinicError, Ports};
use preflight_diagnose::CAUSES;
use preflight_report::page::CaseKind;
use serde_json::Value;
use std::io::{BufRead as _, BufReader, ErrorKind};
use std::process::Command;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// `127.0.0.1:PORT` of an origin.
fn address(origin: &str) -> String {
    format!("127.0.0.1:{}", origin.rsplit(':').next().unwrap())
}

/// What comes back, to the end of the connection.
async fn raw(origin: &str, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address(origin)).await?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(answer)
}

async fn get(origin: &str, path: &str) -> String {
    let host = origin.split("://").nth(1).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    String::from_utf8(raw(origin, request.as_bytes()).await.unwrap()).unwrap()
}

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test]
async fn every_clinic_case_is_served() {
    let clinic = Clinic::open(Ports::Free).await.unwrap();
    let with_case: Vec<&str> = CAUSES
        .iter()
        .filter(|cause| cause.page().cases().iter().any(|case| case.kind == CaseKind::Clinic))
        .map(|cause| cause.id)
        .collect();
    let served: Vec<&str> = clinic.served().iter().map(|s| s.id()).collect();
    assert_eq!(served, with_case);
    for served in clinic.served() {
        let url = served.question().request.url();
        assert!(url.path().ends_with(&format!("/{}", served.id())), "{url}");
        // A URL without a host (`localhost:3000/…`, whose scheme is `localhost`) leads nowhere.
        let Some(host) = url.host_str() else { continue };
        let loopback = matches!(host, "127.0.0.1" | "localhost");
        assert!(loopback || host.ends_with(".invalid"), "{url}");
    }
}

#[tokio::test]
async fn answers_go_out_as_they_are_written() {
    let clinic = Clinic::open(Ports::Free).await.unwrap();
    let (page, api) = (&clinic.addresses().page, &clinic.addresses().api);
    assert_eq!(
        get(api, "/allow-origin-added-twice?a=b").await,
        format!(
            "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n\
             Access-Control-Allow-Origin: {page}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    );
    let unknown = get(api, "/no/such/path").await;
    assert!(unknown.starts_with("HTTP/1.1 404 Not Found\r\n"), "{unknown}");
    assert_eq!(body(&unknown), "no such page");
    assert!(!unknown.to_ascii_lowercase().contains("access-control"));
}

#[tokio::test]
async fn connections_fail_for_real() {
    let clinic = Clinic::open(Ports::Free).await.unwrap();
    let addresses = clinic.addresses();
    let request = b"GET /connection-failed HTTP/1.1\r\nHost: x\r\n\r\n";
    let reset = raw(&addresses.api, request).await.unwrap_err();
    assert_eq!(reset.kind(), ErrorKind::ConnectionReset);
    let refused = TcpStream::connect(address(&addresses.closed)).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    // A TLS handshake at the plain port is answered in clear text.
    let hello = b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03";
    let answer = raw(&addresses.https_plain, hello).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 400 Bad Request\r\n"));
    // Whoever finds the way round the fault gets through.
    let answer = get(&addresses.api, "/wrong-scheme-for-port").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
}

#[tokio::test]
async fn what_is_too_large_or_no_http_ends_the_connection() {
    let clinic = Clinic::open(Ports::Free).await.unwrap();
    let api = &clinic.addresses().api;
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(100_000));
    for (request, status) in [
        (long.as_bytes(), "413"),
        (b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", "413"),
        (b"nonsense\r\n\r\n", "400"),
    ] {
        let answer = raw(api, request).await.unwrap();
        assert!(answer.starts_with(format!("HTTP/1.1 {status} ").as_bytes()), "{status}");
    }
}

#[tokio::test]
async fn it_ends_when_it_is_dropped() {
    let clinic = Clinic::open(Ports::Free).await.unwrap();
    let page = clinic.addresses().page.clone();
    let mut idle = TcpStream::connect(address(&page)).await.unwrap();
    drop(clinic);
    let mut nothing = Vec::new();
    // Aborted tasks go when the event loop turns.
    let _ =
        tokio::time::timeout(Duration::from_secs(5), idle.read_to_end(&mut nothing)).await.unwrap();
    assert!(nothing.is_empty());
    assert!(TcpStream::connect(address(&page)).await.is_err());
}

#[tokio::test]
async fn the_page_loads_nothing_from_outside_and_only_itself_may_frame_it() {
    let clinic = Clinic::open(Ports::Free).await.unwrap();
    let addresses = clinic.addresses();
    for path in ["/", "/clinic.css", "/clinic.js", "/perform.js", "/frame/dns-failure"] {
        let answer = get(&addresses.page, path).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{path}: {head}");
        assert!(head.contains(&format!(
            "Content-Security-Policy: frame-ancestors {} {} {}\r\n",
            addresses.page, addresses.page_https, addresses.page_http
        )));
        assert!(!head.contains("Access-Control-Allow-Origin"));
        for outside in ["src=\"http", "src=\"//", "href=\"http", "href=\"//", "@import", "url("] {
            assert!(!body.contains(outside), "{path}: {outside}");
        }
    }
    for path in ["/frame/no-such-cause", "/causes/no-such-cause", "/causes/../clinic.json"] {
        assert!(get(&addresses.page, path).await.starts_with("HTTP/1.1 404 "), "{path}");
    }
    // The page whose origin is `null` is sandboxed, the others are not.
    let null = get(&addresses.page, "/frame/page-origin-is-null").await;
    assert!(null.contains("; sandbox allow-scripts\r\n") && !null.contains("allow-same-origin"));
    let cause = get(&addresses.page, "/causes/auth-before-cors").await;
    assert!(cause.contains("<h2>Fix</h2>") && !cause.contains("```"), "{cause}");
}

#[tokio::test]
async fn the_page_knows_every_scenario_and_what_each_engine_makes_of_it() {
    let clinic = Clinic::open(Ports::Free).await.unwrap();
    let answer = get(&clinic.addresses().page, "/clinic.json").await;
    let data: Value = serde_json::from_str(body(&answer)).unwrap();
    let scenarios = data["scenarios"].as_array().unwrap();
    assert_eq!(scenarios.len(), clinic.served().len());
    for scenario in scenarios {
        for engine in ["chromium", "firefox", "webkit"] {
            let expected = &scenario["expected"][engine];
            let status = expected["status"].as_u64();
            assert_eq!(expected["outcome"], if status.is_some() { "allowed" } else { "blocked" });
        }
    }
    let of = |id: &str| scenarios.iter().find(|s| s["id"] == id).unwrap();
    assert_eq!(of("page-origin-is-null")["page"], "null");
    assert_eq!(of("method-case-differs")["request"]["method"], "patch");
    assert_eq!(
        of("response-header-not-exposed")["expected"]["webkit"]["read"]["x-total"],
        Value::Null
    );
    // Only Chromium guards the local network.
    let lna = &of("local-network-access")["expected"];
    assert_eq!(
        (&lna["chromium"]["outcome"], &lna["firefox"]["outcome"]),
        (&"blocked".into(), &"allowed".into())
    );
}

#[tokio::test]
async fn ports_are_taken_in_order_or_refused_with_a_reason() {
    // The first free block found is ours to try; another test may be faster, so try a few.
    for base in (20_100..29_000).step_by(100) {
        let Ok(clinic) = Clinic::open(Ports::From(base)).await else { continue };
        assert_eq!(clinic.addresses().page, format!("http://localhost:{base}"));
        assert_eq!(clinic.addresses().api, format!("http://127.0.0.1:{}", base + 1));
        let taken = Clinic::open(Ports::From(base)).await.unwrap_err();
        assert!(matches!(taken, ClinicError::Port { port, .. } if port == base), "{taken}");
        let ran = run(preflight().args(["clinic", "--port", &base.to_string()]), None);
        ran.ends(2, &format!("port {base} on 127.0.0.1 cannot be used"));
        let refused = Clinic::open(Ports::From(6665)).await.unwrap_err();
        assert!(matches!(refused, ClinicError::PortBlockedByBrowsers(6665)), "{refused}");
        return;
    }
    panic!("no free block of ports");
}

/// The commands that `preflight clinic` prints give what they promise, and Ctrl-C ends it.
#[cfg(unix)]
#[test]
fn the_commands_it_prints_work_and_ctrl_c_ends_it() {
    let mut clinic = preflight().arg("clinic").spawn().unwrap();
    let mut lines = BufReader::new(clinic.stdout.take().unwrap()).lines().map_while(Result::ok);
    let command =
        lines.find(|l| l.starts_with("preflight check") && l.ends_with("/no-cors-headers"));
    let command = command.unwrap();
    let ran = run(preflight().args(command.split(' ').skip(1)), None);
    ran.ends(1, "");
    assert!(ran.out.contains("error[no-cors-headers]"), "{}", ran.out);

    let begun = Instant::now();
    let id = clinic.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(clinic.wait().unwrap().code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(5));
}
