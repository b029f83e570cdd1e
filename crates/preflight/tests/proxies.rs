use crate::program::{fetch, preflight, run};
use crate::raw_server::{RawServer, ok, read_request};
use crate::tls_server::{Shows, TlsServer};
use std::io::Write as _;
use std::net::{Shutdown, TcpStream};
use std::thread;

/// A proxy that connects wherever it is told, as long as that is `app.test`, which is here.
fn tunnel() -> RawServer {
    RawServer::new(|mut stream| {
        let Some(head) = read_request(&mut stream) else { return };
        let target = head.split(' ').nth(1).unwrap_or_default().replace("app.test", "127.0.0.1");
        if !head.starts_with("CONNECT 127") && !head.starts_with("CONNECT app.test") {
            let _ = stream.write_all(b"HTTP/1.1 403 Not through me\r\n\r\n");
            return;
        }
        let Ok(mut server) = TcpStream::connect(&target) else { return };
        let _ = stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n");
        let (mut up, mut down) = (stream.try_clone().unwrap(), server.try_clone().unwrap());
        let upward = thread::spawn(move || {
            let _ = std::io::copy(&mut up, &mut server);
            let _ = server.shutdown(Shutdown::Both);
        });
        let _ = std::io::copy(&mut down, &mut stream);
        let _ = stream.shutdown(Shutdown::Both);
        let _ = upward.join();
    })
}

#[test]
fn https_goes_through_a_tunnel() {
    let (proxy, server) = (tunnel(), TlsServer::new(Shows::Good, &[b"h2", b"http/1.1"]));
    let file = server.authority.to_str().unwrap();
    // The proxy resolves the name.
    let url = server.url("app.test");
    let through = fetch(&[&url, "--cacert", file, "-x", &proxy.address.to_string(), "-v"]);
    through.ends(0, "< HTTP/2 200");
    assert!(through.out.starts_with("HTTP/2.0 "), "{through:?}");
    let mut command = preflight();
    command.args(["fetch", &url, "--cacert", file]).env("HTTPS_PROXY", proxy.url(""));
    run(&mut command, None).ends(0, "");
    command.env("NO_PROXY", "app.test").args(["--resolve", "app.test=!"]);
    run(&mut command, None).ends(3, "the host name does not resolve");
    let refused = fetch(&["https://other.test/", "-x", &proxy.url("")]);
    refused.ends(3, "it answered `HTTP/1.1 403 Not through me` to CONNECT");
}

#[test]
fn http_goes_to_the_proxy_whole() {
    let proxy = RawServer::answering(|_| Some(ok("from the proxy")));
    let url = proxy.url("").replace("http://", "http://u:p@");
    let through = fetch(&["http://app.test/x?y", "-x", &url]);
    assert_eq!(through.out, "from the proxy", "{through:?}");
    let head = &proxy.heads()[0];
    assert!(head.starts_with("GET http://app.test/x?y HTTP/1.1\r\nHost: app.test\r\n"), "{head}");
    assert!(head.to_lowercase().contains("\r\nproxy-authorization: basic dtpw\r\n"), "{head}");
}

#[test]
fn a_proxy_that_wants_a_password_or_is_not_there() {
    let proxy = RawServer::once("HTTP/1.1 407 Who\r\nContent-Length: 0\r\n\r\n");
    let asked = fetch(&["http://app.test/", "-x", &proxy.url("")]);
    asked.ends(3, "the proxy did not connect: 127.0.0.1:");
    asked.ends(3, "it wants a user name and a password (407)");
    let gone = proxy.address;
    drop(proxy);
    let refused = fetch(&["https://app.test/", "-x", &gone.to_string(), "-m", "5"]);
    refused.ends(3, "the proxy did not connect");
}
