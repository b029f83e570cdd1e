use crate::program::{fetch, jsonl, preflight, run};
use crate::raw_server::{RawServer, read_request};
use std::io::Write as _;
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

const OK: &str = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\n";

#[test]
fn urls() {
    fetch(&["http://["]).ends(2, "error: `http://[` is no URL (invalid IPv6 address)");
    fetch(&["localhost:3000/x"]).ends(2, "has no scheme; write `http://localhost:3000/x`");
    fetch(&["example.com/x"]).ends(2, "write `http://example.com/x` or `https://example.com/x`");
    fetch(&[]).ends(2, "<URL");
}

#[test]
fn flags() {
    fetch(&["http://a.test", "--orign", "http://b.test"]).ends(2, "'--origin'");
    fetch(&["http://a.test", "--origin", "http://b.test/"]).ends(2, "write `http://b.test`");
    fetch(&["http://a.test", "--mode", "navigate"]).ends(2, "possible values: cors, no-cors");
    fetch(&["http://a.test", "-m", "never"]).ends(2, "write a number of seconds");
    fetch(&["http://a.test", "--resolve", "a.test:80"]).ends(2, "`HOST:PORT:ADDRESS`");
    fetch(&["http://a.test", "-x", "socks5://b.test"]).ends(2, "is no proxy that can be used");
    fetch(&["http://a.test", "-H", "nonsense"]).ends(2, "write `Name: value`");
    fetch(&["http://a.test", "-d", "@/no/such/file"]).ends(2, "No such file or directory");
}

#[test]
fn addresses_of_the_workbench() {
    let ui = |args: &[&str]| run(preflight().arg("ui").args(args), None);
    ui(&["--listen", "9341"]).ends(2, "write `127.0.0.1:9341`");
    ui(&["--listen", "0.0.0.0:0"]).ends(2, "say by `--token` what lets them in");
    ui(&["--token", "short"]).ends(2, "a token is 16 to 256 letters");
    ui(&["--host", "build.example"]).ends(2, "--listen");
}

#[test]
fn files_of_certificates() {
    fetch(&["https://a.test", "--cacert", "/no/such/file"])
        .ends(2, "cannot read the certificates in `/no/such/file` (No such file or directory)");
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    fetch(&["https://a.test", "--cacert", here]).ends(2, "holds no certificate");
    jsonl(&["--cacert", here], Vec::new()).ends(2, "holds no certificate");
}

#[test]
fn what_a_browser_throws_at() {
    fetch(&["http://a.test", "-X", "TRACE"]).ends(1, "new Request(input, init), step 25");
    fetch(&["http://a.test", "-X", "GET", "-d", "x"]).ends(1, "a GET request cannot have a body");
    fetch(&["http://localhost:22/"]).ends(1, "blocked: port 22 is blocked");
}

#[test]
fn nothing_answers() {
    let free = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    fetch(&[&format!("http://{free}/")]).ends(3, "unreachable: nothing listens at this port");
    let run = fetch(&["http://nonexistent.test/", "--resolve", "nonexistent.*=!"]);
    run.ends(3, "unreachable: the host name does not resolve");
    run.ends(3, "HTTP-network fetch  https://fetch.spec.whatwg.org/#concept-http-network-fetch");
}

#[test]
fn what_is_not_http() {
    let server = RawServer::once("garbage \x1b[31m garbage\r\n\r\n");
    let run = fetch(&[&server.url("/")]);
    run.ends(3, "unreachable: what came back is not valid HTTP");
    assert!(!run.err.contains('\x1b'), "{:?}", run.err);
    let server = RawServer::once("");
    fetch(&[&server.url("/")]).ends(3, "the server closed the connection without an answer");
    let server = RawServer::once("HTTP/1.1 200 OK\r\nX-Fo");
    fetch(&[&server.url("/")]).ends(3, "it breaks off in the middle of the head");
    let server = RawServer::once("\x15\x03\x01\x00\x02\x02\x46");
    fetch(&[&server.url("/")]).ends(3, "this port answers with TLS; ask by https://");
}

#[test]
fn heads_without_end() {
    let server = RawServer::new(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(OK.as_bytes());
        while stream.write_all(b"x-a: ").and_then(|()| stream.write_all(&[b'a'; 4096])).is_ok() {}
    });
    let run = fetch(&[&server.url("/")]);
    run.ends(3, "the response's headers exceed the limit");
    assert!(run.took < Duration::from_secs(10), "{run:?}");

    let lines: String = (0..10_000).map(|i| format!("x-{i}: {i}\r\n")).collect();
    let server = RawServer::once(format!("{OK}{lines}Content-Length: 0\r\n\r\n"));
    fetch(&[&server.url("/")]).ends(3, "the response's headers exceed the limit");

    let server = RawServer::new(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(OK.as_bytes());
        thread::sleep(Duration::from_secs(5));
    });
    let run = fetch(&[&server.url("/"), "-m", "0.5"]);
    run.ends(3, "timed out waiting for the response's head");
    assert!(run.took < Duration::from_secs(4), "{run:?}");
}

#[test]
fn bodies_that_break_off_or_drip() {
    let server = RawServer::once(format!("{OK}Content-Length: 100\r\n\r\nhello"));
    fetch(&[&server.url("/")]).ends(3, "the body breaks off after 5 of 100 bytes");
    let server = RawServer::once(format!("{OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"));
    fetch(&[&server.url("/")]).ends(3, "the body breaks off after 5 bytes");

    let server = RawServer::new(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(format!("{OK}Content-Length: 1000\r\n\r\n").as_bytes());
        while stream.write_all(b"x").is_ok() {
            thread::sleep(Duration::from_millis(50));
        }
    });
    let run = fetch(&[&server.url("/"), "-m", "1"]);
    run.ends(3, "timed out waiting for the response's body");
    assert!(run.took < Duration::from_secs(4), "{run:?}");
}

#[test]
fn bodies_that_are_too_large() {
    for framing in ["Content-Length: 104857600", "Connection: close"] {
        let head = format!("{OK}{framing}\r\n\r\n");
        let server = RawServer::new(move |mut stream| {
            read_request(&mut stream);
            let _ = stream.write_all(head.as_bytes());
            let block = vec![b'x'; 1 << 20];
            for _ in 0..100 {
                if stream.write_all(&block).is_err() {
                    return;
                }
            }
        });
        let run = fetch(&[&server.url("/")]);
        run.ends(3, "the response's body exceed the limit");
        assert!(run.out.is_empty());
    }
    let bomb = gzip(&gzip(&vec![0; 64 << 20]));
    assert!(bomb.len() < 10_000);
    let head =
        format!("{OK}Content-Encoding: gzip, gzip\r\nContent-Length: {}\r\n\r\n", bomb.len());
    let server = RawServer::once([head.into_bytes(), bomb].concat());
    fetch(&[&server.url("/")]).ends(3, "the response's body exceed the limit");
}

#[test]
fn bodies_that_are_not_what_their_coding_says() {
    let server = RawServer::once(format!("{OK}Content-Encoding: br\r\n\r\nnot brotli"));
    fetch(&[&server.url("/")]).ends(3, "the body is not br");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use flate2::{Compression, write::GzEncoder};
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
