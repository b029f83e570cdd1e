use crate::program::{Run, fetch, jsonl};
use crate::raw_server::{RawServer, ok};
use crate::tls_server::{Shows, TlsServer};
use serde_json::{Value, json};

const RESOLVE: &str = "*.test=127.0.0.1";

fn trusting(server: &TlsServer, url: &str, more: &[&str]) -> Run {
    let file = server.authority.to_str().unwrap();
    fetch(&[&[url, "--resolve", RESOLVE, "--cacert", file], more].concat())
}

#[test]
fn whom_to_trust() {
    let server = TlsServer::new(Shows::Good, &[b"http/1.1"]);
    let url = server.url("app.test");
    trusting(&server, &url, &[]).ends(0, "");
    fetch(&[&url, "--resolve", RESOLVE]).ends(3, "no trusted authority signed the certificate");
    fetch(&[&url, "--resolve", RESOLVE, "-k"]).ends(0, "");
    let elsewhere = server.url("other.test");
    trusting(&server, &elsewhere, &[]).ends(3, "the certificate is for other host names");
    trusting(&server, &elsewhere, &["-k"]).ends(0, "");
}

#[test]
fn certificates_out_of_date() {
    let server = TlsServer::new(Shows::Expired, &[]);
    trusting(&server, &server.url("app.test"), &[]).ends(3, "the certificate is out of date");
}

#[test]
fn certificates_that_sign_themselves() {
    for shows in [Shows::SelfSigned, Shows::SelfSignedAuthority] {
        let server = TlsServer::new(shows, &[]);
        let url = server.url("app.test");
        fetch(&[&url, "--resolve", RESOLVE]).ends(3, "no trusted authority signed");
        trusting(&server, &url, &[]).ends(0, "");
        let elsewhere = server.url("other.test");
        trusting(&server, &elsewhere, &[]).ends(3, "the certificate is for other host names");
    }
}

#[test]
fn servers_that_want_a_certificate_of_the_client() {
    for version in rustls::ALL_VERSIONS {
        let server = TlsServer::wanting_certificate(version);
        let run = trusting(&server, &server.url("app.test"), &[]);
        run.ends(3, "the server wants a client certificate, and got none");
    }
}

#[test]
fn the_wrong_scheme_for_the_port() {
    let server = RawServer::answering(|_| Some(ok("x")));
    let https = server.url("/").replace("http://", "https://");
    // It reads the handshake as a head without end, so it has to answer at once.
    drop(server);
    let plain = RawServer::new(|mut stream| {
        let _ = std::io::Write::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n");
        let _ = std::io::Read::read(&mut stream, &mut [0; 4096]);
    });
    let run = fetch(&[&plain.url("/x").replace("http://", "https://")]);
    run.ends(3, "unreachable: the port answers in plain text, not TLS");
    run.ends(3, &format!("  try       {}", plain.url("/x")));
    fetch(&[&https]).ends(3, "unreachable: ");

    let server = TlsServer::new(Shows::Good, &[]);
    let http = server.url("app.test").replace("https://", "http://");
    fetch(&[&http, "--resolve", RESOLVE]).ends(3, "this port answers with TLS; ask by https://");
}

#[test]
fn http2_where_it_is_agreed_on() {
    let server = TlsServer::new(Shows::Good, &[b"h2", b"http/1.1"]);
    let run = trusting(&server, &server.url("app.test"), &["-i", "-v", "--browser", "firefox"]);
    run.ends(0, "> GET / HTTP/2\n> user-agent: Mozilla/5.0");
    assert!(run.out.starts_with("HTTP/2 200\n"), "{}", run.out);
    let names =
        "HTTP/2.0 user-agent,accept,accept-language,accept-encoding,referer,origin,priority";
    assert!(run.out.ends_with(names) || run.out.contains("sec-fetch-dest"), "{}", run.out);
    assert!(!run.out.contains(",host") && !run.out.contains(",connection"), "{}", run.out);
    let run = trusting(&server, &server.url("app.test"), &["-d", "x=1", "-i"]);
    assert!(run.out.starts_with("HTTP/2 200\n"), "{run:?}");
}

#[test]
fn one_connection_of_http2_for_all() {
    let server = TlsServer::new(Shows::Good, &[b"h2"]);
    let request =
        |id: usize| json!({"id": id, "url": server.url("app.test"), "origin": "http://a.test"});
    let input: String = (0..200).map(|id| format!("{}\n", request(id))).collect();
    let file = server.authority.to_str().unwrap();
    let run = jsonl(&["--resolve", RESOLVE, "--cacert", file], input.into_bytes());
    let replies: Vec<Value> = run.out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(replies.len(), 200, "{run:?}");
    assert!(replies.iter().all(|r| r["outcome"] == "response"), "{run:?}");
    assert_eq!(server.connections(), 1);
}
