use crate::program::{fetch, preflight, run};
use crate::raw_server::{RawServer, ok, read_request};
use std::io::{Read as _, Write as _};
use std::process::Stdio;

#[test]
fn the_body_as_the_script_gets_it() {
    let server = RawServer::answering(|_| Some(ok("hello\n")));
    let run = fetch(&[&server.url("/x?y#z")]);
    run.ends(0, "note: the page is http://localhost:3000; name another with --origin");
    assert_eq!(run.out, "hello\n");
    let head = &server.heads()[0];
    assert!(head.starts_with("GET /x?y HTTP/1.1\r\nHost: 127.0.0.1"), "{head}");
    assert!(head.contains("\r\nUser-Agent: preflight/"), "{head}");
    assert_eq!(fetch(&[&server.url("/"), "-q"]).err, "");
    assert_eq!(fetch(&[&server.url("/"), "--origin", "https://a.test"]).err, "");
}

#[test]
fn the_readable_headers_in_their_order() {
    let server = RawServer::answering(|_| {
        let head = "HTTP/1.1 207 Many Things\r\nVary: a\r\nX-Seen: 1\r\nETag: x\r\nset-cookie: a=b\r\nx-seen: 2\r\nContent-Type: text/plain\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Expose-Headers: X-Seen\r\nContent-Length: 2\r\n\r\nhi";
        Some(head.into())
    });
    let run = fetch(&["-i", &server.url("/")]);
    assert_eq!(
        run.out,
        "HTTP/1.1 207 Many Things\nX-Seen: 1\nX-Seen: 2\nContent-Type: text/plain\nContent-Length: 2\n\nhi"
    );
    let verbose = fetch(&["-v", &server.url("/")]).err;
    assert!(
        verbose.contains("< Vary: a\n< X-Seen: 1\n< ETag: x\n< set-cookie: a=***\n< X-Seen: 2\n"),
        "{verbose}"
    );
    assert!(
        verbose.contains("* CORS check: the CORS check passes  https://fetch.spec."),
        "{verbose}"
    );
}

#[test]
fn a_refusal_says_why_and_where() {
    let server =
        RawServer::answering(|_| Some(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n".to_vec()));
    let url = server.url("/cart");
    let run = fetch(&[&url, "-X", "PUT", "--browser", "chromium", "--origin", "https://shop.test"]);
    run.ends(1, "blocked: Access-Control-Allow-Origin is missing\n");
    run.ends(1, &format!("  on        the preflight OPTIONS {url}\n"));
    run.ends(
        1,
        "  standard  CORS check, step 2  https://fetch.spec.whatwg.org/#concept-cors-check\n",
    );
    run.ends(1, "  script    TypeError: Failed to fetch\n");
    run.ends(1, &format!("  console   Access to fetch at '{url}' from origin 'https://shop.test' has been blocked by CORS policy"));
    assert_eq!(run.out, "");
    assert_eq!(server.heads().len(), 1, "the request itself was not sent");
}

#[test]
fn an_opaque_response_says_so() {
    let server = RawServer::answering(|_| Some(ok("secret")));
    let run = fetch(&["-i", "--mode", "no-cors", &server.url("/")]);
    run.ends(0, "the response is opaque");
    assert_eq!(run.out, "");
}

#[test]
fn the_lines_of_an_engine_byte_for_byte() {
    let server = RawServer::answering(|head| {
        let answer = "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: http://a.test\r\nAccess-Control-Allow-Methods: PUT\r\nAccess-Control-Allow-Headers: x-bar, content-type\r\n\r\n";
        Some(if head.starts_with("OPTIONS") { answer.into() } else { ok("") })
    });
    let url = server.url("/");
    let args = ["-X", "PUT", "-d", "{}", "-H", "x-bAr: 1", "-H", "Content-Type: text/json"];
    let run =
        fetch(&[&[&url, "--origin", "http://a.test", "--browser", "firefox"], &args[..]].concat());
    run.ends(0, "");
    let heads = server.heads();
    let [preflight, actual] = &heads[..] else { panic!("{heads:?}") };
    let host = server.address;
    let agent = "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0\r\nAccept: */*\r\nAccept-Language: en-US,en;q=0.9\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n";
    let end = "Origin: http://a.test\r\nConnection: keep-alive\r\nSec-Fetch-Dest: empty\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Site: cross-site\r\nPriority: u=4\r\n\r\n";
    let referrer = "Referer: http://a.test/\r\n";
    let asked = "Access-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: content-type,x-bar\r\n";
    assert_eq!(
        *preflight,
        format!("OPTIONS / HTTP/1.1\r\nHost: {host}\r\n{agent}{asked}{referrer}{end}")
    );
    let own = "x-bAr: 1\r\nContent-Type: text/json\r\nContent-Length: 2\r\n";
    assert_eq!(*actual, format!("PUT / HTTP/1.1\r\nHost: {host}\r\n{agent}{referrer}{own}{end}"));
}

#[test]
fn cookies_credentials_and_redirects() {
    let server = RawServer::answering(|head| {
        let cors = "Access-Control-Allow-Origin: http://localhost:3000\r\nAccess-Control-Allow-Credentials: true\r\nAccess-Control-Allow-Headers: authorization\r\nContent-Length: 0\r\n";
        let status = if head.starts_with("GET /from") {
            "302 Found\r\nLocation: /to\r\nSet-Cookie: c=3; SameSite=None; Secure"
        } else {
            "200 OK"
        };
        Some(format!("HTTP/1.1 {status}\r\n{cors}\r\n").into())
    });
    let run = fetch(&[
        &server.url("/from"),
        "-b",
        "a=1; b=2",
        "--credentials",
        "include",
        "-u",
        "u:p",
        "-L",
    ]);
    run.ends(0, "");
    let actual: Vec<String> = server.heads().into_iter().filter(|h| h.starts_with("GET")).collect();
    assert_eq!(actual.len(), 2, "{actual:?}");
    assert!(actual[0].contains("\r\nCookie: a=1; b=2\r\n"), "{actual:?}");
    assert!(actual[0].contains("\r\nAuthorization: Basic dTpw\r\n"), "{actual:?}");
    assert!(
        actual[1].starts_with("GET /to ") && actual[1].contains("Cookie: a=1; b=2; c=3\r\n"),
        "{actual:?}"
    );
    let run = fetch(&[&server.url("/x"), "-b", "a=1"]);
    run.ends(0, "the cookies stay here: --credentials is `same-origin`");
}

#[test]
fn connect_to_and_resolve_lead_elsewhere() {
    let server = RawServer::answering(|head| Some(ok(head.lines().nth(1).unwrap_or_default())));
    let port = server.address.port();
    let run = fetch(&["http://a.test/", "--connect-to", &format!("a.test:80:127.0.0.1:{port}")]);
    assert_eq!(run.out, "Host: a.test");
    let run = fetch(&[
        &format!("http://b.test:{port}/"),
        "--resolve",
        &format!("b.test:{port}:127.0.0.1"),
    ]);
    assert_eq!(run.out, format!("Host: b.test:{port}"));
}

#[test]
fn a_request_is_not_sent_twice_on_a_used_connection() {
    // Answers one request on each connection, and says that it will stay open.
    let server = RawServer::new(|mut stream| {
        read_request(&mut stream);
        let _ = stream.write_all(&ok("x"));
        let _ = stream.shutdown(std::net::Shutdown::Both);
    });
    for method in ["GET", "POST"] {
        let line = |id: usize| {
            format!(
                "{{\"id\":{id},\"url\":\"{}\",\"origin\":\"http://a.test\",\"method\":\"{method}\"}}\n",
                server.url("/")
            )
        };
        let input: String = (0..20).map(line).collect();
        let run = crate::program::jsonl(&[], input.into_bytes());
        assert_eq!(run.out.matches("\"outcome\":\"response\"").count(), 20, "{}", run.out);
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let server = RawServer::answering(|_| Some(ok(&"x".repeat(1 << 20))));
    let mut child = preflight().args(["fetch", &server.url("/")]).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{err}");
    assert!(!err.contains("error") && !err.contains("panicked"), "{err}");
}

#[test]
fn colour_never_stands_alone() {
    let run_with = |args: &[&str]| {
        run(
            preflight().args(args).args(["fetch", "http://localhost:22/"]).stdin(Stdio::null()),
            None,
        )
    };
    assert!(!run_with(&[]).err.contains('\x1b'));
    let coloured = run_with(&["--color", "always"]).err;
    assert!(coloured.contains("\x1b[1;31mblocked: \x1b[0mport 22"), "{coloured:?}");
}
