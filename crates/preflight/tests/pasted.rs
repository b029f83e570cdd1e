use crate::program::{Run, preflight, run};
use crate::raw_server::RawServer;
use serde_json::Value;
use std::io::{Read, Write};
use std::process::Stdio;
use std::sync::{Arc, Mutex};

const PAGE: &str = "http://localhost:5173";
const BODY: &str = "{\"a\":\"it's 100%! \\\"x\\\" $5 `b` ^c é\"}";
const SECRETS: [&str; 3] = ["s3cr3t-t0ken-value", "c00kie-value-1", "qu3ry-t0ken"];

/// A server that records whole requests, and lets the page do everything.
struct Recorder {
    server: RawServer,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    fn new() -> Self {
        let seen = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&seen);
        let server = RawServer::new(move |mut stream| {
            while let Some(request) = whole(&mut stream) {
                let is_preflight = request.starts_with("OPTIONS");
                kept.lock().unwrap().push(request);
                let more = if is_preflight {
                    "Access-Control-Allow-Methods: PUT, PATCH, DELETE\r\n\
                     Access-Control-Allow-Headers: authorization, content-type, x-requested-with\r\n"
                } else {
                    "Set-Cookie: fresh=c00kie-value-1; Path=/\r\n"
                };
                // Echoes what must not turn up in a report.
                let echo = format!("you sent {}", SECRETS.join(" and "));
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: {PAGE}\r\nVary: Origin\r\n\
                     Access-Control-Allow-Credentials: true\r\n{more}Content-Length: {}\r\n\r\n{echo}",
                    echo.len()
                );
                if stream.write_all(answer.as_bytes()).is_err() {
                    return;
                }
            }
        });
        Self { server, seen }
    }

    /// What the browsers themselves sent since the last time, without probes.
    fn take(&self) -> Vec<String> {
        let seen = std::mem::take(&mut *self.seen.lock().unwrap());
        seen.into_iter().filter(|request| !request.contains("preflight-probe=")).collect()
    }
}

fn whole(stream: &mut std::net::TcpStream) -> Option<String> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).ok()?;
        request.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).ok()?;
    request.extend(body);
    Some(String::from_utf8_lossy(&request).into_owned())
}

fn check(args: &[&str]) -> Run {
    run(preflight().args(["check", "--send-actual"]).args(args), None)
}

fn piped(command: &str, args: &[&str], input: &[u8]) -> Run {
    let mut program = preflight();
    program.arg(command).args(args).stdin(Stdio::piped());
    run(&mut program, Some(input.to_vec()))
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {run:#?}"))
}

/// A JavaScript or JSON string.
fn js(text: &str) -> String {
    Value::from(text).to_string()
}

/// As Chromium quotes for cmd: a backslash before quotes and backslashes, a caret before all that is
/// not plain.
fn cmd(text: &str) -> String {
    let mut quoted = String::from("^\"");
    for c in text.replace('\\', "\\\\").replace('"', "\\\"").chars() {
        let plain =
            c.is_ascii_alphanumeric() || c.is_whitespace() || "_-:=+~'/.,?;()*`".contains(c);
        if c == '\n' {
            quoted.push_str("^\n\n");
        } else {
            quoted.extend((!plain).then_some('^'));
            quoted.push(c);
        }
    }
    quoted + "^\""
}

/// As Chromium quotes for bash.
fn bash(text: &str) -> String {
    if !text.contains(['\'', '!', '\n']) {
        return format!("'{text}'");
    }
    let text = text.replace('\\', "\\\\").replace('\'', "\\'").replace('\n', "\\n");
    format!("$'{}'", text.replace('!', "\\u0021"))
}

/// As Chromium quotes for PowerShell.
fn powershell(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '`' | '$' | '"' => quoted.extend(['`', c]),
            ' '..='~' => quoted.push(c),
            other => {
                let mut units = [0; 2];
                for unit in other.encode_utf16(&mut units) {
                    quoted.push_str(&format!("$([char]{unit})"));
                }
            }
        }
    }
    quoted + "\""
}

/// One request of Chromium's, in each form in which it is copied.
fn variants(url: &str) -> Vec<(&'static str, String)> {
    let headers = [
        ("accept", "application/json, text/plain, */*"),
        ("accept-language", "en-US,en;q=0.9"),
        ("authorization", "Bearer s3cr3t-t0ken-value"),
        ("content-type", "application/json"),
        ("origin", PAGE),
        ("priority", "u=1, i"),
        ("referer", "http://localhost:5173/"),
        ("sec-ch-ua", "\"Chromium\";v=\"142\", \"Not_A Brand\";v=\"99\""),
        ("sec-ch-ua-mobile", "?0"),
        ("sec-fetch-dest", "empty"),
        ("sec-fetch-mode", "cors"),
        ("sec-fetch-site", "same-site"),
        ("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0"),
        ("x-requested-with", "XMLHttpRequest"),
    ];
    let cookie = "sid=c00kie-value-1; theme=dark";
    let curl = |quote: fn(&str) -> String, joint: &str, body: &str| {
        let lines = headers.iter().map(|(n, v)| format!("-H {}", quote(&format!("{n}: {v}"))));
        let parts = [format!("curl {}", quote(url)), format!("-X {}", quote("PUT"))];
        let parts = parts.into_iter().chain(lines.take(2)).chain([format!("-b {}", quote(cookie))]);
        let lines =
            headers.iter().skip(2).map(|(n, v)| format!("-H {}", quote(&format!("{n}: {v}"))));
        let parts = parts.chain(lines).chain([format!("{body} {}", quote(BODY))]);
        parts.collect::<Vec<_>>().join(joint)
    };
    let object = |skip: &[&str], more: &[(&str, &str)]| {
        let kept = headers.iter().filter(|(n, _)| !skip.contains(n)).chain(more);
        let members: Vec<String> = kept.map(|(n, v)| format!("    {}: {}", js(n), js(v))).collect();
        members.join(",\n")
    };
    let managed = ["origin", "referer", "user-agent"];
    let fetch = format!(
        "fetch({}, {{\n  \"headers\": {{\n{}\n  }},\n  \"referrer\": \"http://localhost:5173/\",\n  \
         \"body\": {},\n  \"method\": \"PUT\",\n  \"mode\": \"cors\",\n  \"credentials\": \"include\"\n}});",
        js(url),
        object(&managed, &[]),
        js(BODY)
    );
    let node = format!(
        "fetch({}, {{\n  \"headers\": {{\n{}\n  }},\n  \"body\": {},\n  \"method\": \"PUT\"\n}});",
        js(url),
        object(&[], &[("cookie", cookie)]),
        js(BODY)
    );
    let firefox = format!(
        "await fetch({}, {{\n    \"credentials\": \"include\",\n    \"headers\": {{\n{}\n    }},\n    \
         \"referrer\": \"http://localhost:5173/\",\n    \"body\": {},\n    \"method\": \"PUT\",\n    \"mode\": \"cors\"\n}});",
        js(url),
        object(&["origin", "referer"], &[]),
        js(BODY)
    );
    let by_hand = format!(
        "const response = await fetch('{url}', {{\n  method: 'PUT', // replaces it\n  headers: {{\n    \
         Accept: 'application/json, text/plain, */*',\n    Authorization: `Bearer s3cr3t-t0ken-value`,\n    \
         'Content-Type': 'application/json', Origin: '{PAGE}', 'X-Requested-With': 'XMLHttpRequest',\n  }},\n  \
         body: JSON.stringify({{ a: {} }}),\n  credentials: 'include',\n  signal: controller.signal,\n}})\n  .then(r => r.json());",
        js("it's 100%! \"x\" $5 `b` ^c é")
    );
    let table = |skip: &[&str]| {
        let rows = headers.iter().filter(|(n, _)| !skip.contains(n));
        rows.map(|(n, v)| format!("  {}={}\n", powershell(n), powershell(v))).collect::<String>()
    };
    let invoke = format!(
        "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n\
         $session.UserAgent = \"Mozilla/5.0\"\n\
         $session.Cookies.Add((New-Object System.Net.Cookie(\"sid\", \"c00kie-value-1\", \"/\", \"127.0.0.1\")))\n\
         $session.Cookies.Add((New-Object System.Net.Cookie(\"theme\", \"dark\", \"/\", \"127.0.0.1\")))\n\
         Invoke-WebRequest -UseBasicParsing -Uri {} `\n-Method \"PUT\" `\n-WebSession $session `\n-Headers @{{\n{}}} `\n\
         -ContentType \"application/json\" `\n-Body ([System.Text.Encoding]::UTF8.GetBytes({}))",
        powershell(url),
        table(&["content-type", "user-agent"]),
        powershell(BODY)
    );
    let pairs: Vec<Value> = headers
        .iter()
        .chain(&[("cookie", cookie)])
        .map(|(n, v)| serde_json::json!({"name": n, "value": v}))
        .collect();
    let entry = serde_json::json!({
        "_resourceType": "fetch",
        "request": {"method": "PUT", "url": url, "httpVersion": "HTTP/1.1", "headers": pairs,
            "cookies": [{"name": "sid", "value": "c00kie-value-1"}],
            "postData": {"mimeType": "application/json", "text": BODY}},
        "response": {"status": 0, "headers": []},
    });
    let preflight = serde_json::json!({"request": {"method": "OPTIONS", "url": url,
        "headers": [{"name": "Access-Control-Request-Method", "value": "PUT"}]}});
    let har = serde_json::json!({"log": {"version": "1.2", "entries": [preflight, entry]}});
    vec![
        ("cURL (bash)", curl(bash, " \\\n  ", "--data-raw")),
        ("cURL (cmd)", curl(cmd, " ^\n  ", "--data-raw")),
        ("cURL (cmd), CRLF", curl(cmd, " ^\r\n  ", "--data-raw")),
        ("cURL of Safari", curl(bash, " \\\n", "--data-binary")),
        (
            "curl.exe in PowerShell",
            curl(powershell, " `\n  ", "--data-raw").replacen("curl", "curl.exe", 1),
        ),
        ("fetch", fetch),
        ("fetch (Node.js)", node),
        ("fetch of Firefox", firefox),
        ("fetch by hand", by_hand),
        ("PowerShell", invoke),
        ("HAR entry", format!("{entry:#}")),
        ("HAR", har.to_string()),
    ]
}

#[test]
fn every_form_sends_what_the_flags_send_and_ends_as_they_do() {
    let recorder = Recorder::new();
    let url = recorder.server.url("/cart?token=qu3ry-t0ken&page=2");
    let flags = [
        "-X",
        "PUT",
        "-H",
        "accept: application/json, text/plain, */*",
        "-H",
        "authorization: Bearer s3cr3t-t0ken-value",
        "-H",
        "content-type: application/json",
        "-H",
        "x-requested-with: XMLHttpRequest",
        "--data-raw",
        BODY,
        "--origin",
        PAGE,
        "--credentials",
        "include",
        "--format",
        "json",
        &url,
    ];
    let cookies = ["-b", "sid=c00kie-value-1; theme=dark"];
    let expected = |args: &[&str]| {
        let ran = check(args);
        ran.ends(0, "");
        (json(&ran), recorder.take())
    };
    let with_cookies = expected(&[&flags[..], &cookies].concat());
    let without = expected(&flags);
    assert!(with_cookies.1.last().unwrap().ends_with(BODY), "{:?}", with_cookies.1);
    assert!(with_cookies.1.last().unwrap().contains("c00kie-value-1; theme=dark"));
    for (name, paste) in variants(&url) {
        // The browser's own fetch has no cookies in it: it says that they go along.
        let has_cookies = paste.contains("c00kie-value-1");
        let (report, sent) = if has_cookies { &with_cookies } else { &without };
        let ran = check(&["--format", "json", &paste]);
        ran.ends(0, "");
        let (found, on_the_wire) = (json(&ran), recorder.take());
        let normal = |requests: &[String]| {
            let mut lines: Vec<String> = requests.iter().map(|r| r.to_ascii_lowercase()).collect();
            lines.sort();
            lines
        };
        assert_eq!(normal(&on_the_wire), normal(sent), "{name}:\n{paste}");
        for part in ["outcome", "causes", "target", "readable_headers"] {
            assert_eq!(found[part], report[part], "{name}: {part}");
        }
        for part in ["url", "origin", "origin_assumed", "method", "credentials", "mode", "redirect"]
        {
            assert_eq!(found["request"][part], report["request"][part], "{name}: {part}");
        }
        // From standard input it is the same.
        let ran = piped("check", &["--send-actual", "-q", "-"], paste.as_bytes());
        ran.ends(0, "");
        assert_eq!(normal(&recorder.take()), normal(sent), "{name}, piped");
    }
}

#[test]
fn no_secret_is_in_any_output_unless_asked_for() {
    let recorder = Recorder::new();
    let url = recorder.server.url("/cart?token=qu3ry-t0ken&page=2");
    for (name, paste) in variants(&url) {
        // What the server alone knows, nobody can tell from other words.
        let secrets: Vec<&str> = SECRETS.into_iter().filter(|s| paste.contains(s)).collect();
        for args in [
            &["-v"][..],
            &["-v", "--format", "json"],
            &["-v", "--format", "markdown"],
            &["-v", "--origin", "http://localhost:4200"],
            &["-v", "--format", "markdown", "--mode", "same-origin"],
        ] {
            let ran = check(&[args, &[&paste]].concat());
            for secret in &secrets {
                assert!(!ran.out.contains(*secret), "{name} {args:?}: {secret} in\n{}", ran.out);
                assert!(!ran.err.contains(*secret), "{name} {args:?}: {secret} in\n{}", ran.err);
                assert!(!ran.out.contains(&secret[..5]), "{name} {args:?}: part of {secret}");
            }
        }
        let ran = run(preflight().args(["fetch", "-v", &paste]), None);
        assert!(secrets.iter().all(|secret| !ran.err.contains(*secret)), "{name}: {}", ran.err);
        let ran = run(preflight().args(["fetch", "-v", "--show-secrets", &paste]), None);
        assert!(ran.err.contains(SECRETS[0]), "{name}: {}", ran.err);
        assert!(check(&["-v", "--show-secrets", &paste]).out.contains(SECRETS[0]), "{name}");
        // What cannot be read is not repeated either.
        let cut: String = paste.chars().take(paste.chars().count() - 9).collect();
        let ran = check(&[&cut]);
        assert!(secrets.iter().all(|secret| !ran.err.contains(*secret)), "{name}: {}", ran.err);
    }
}

#[test]
fn the_first_lines_say_what_was_assumed() {
    let recorder = Recorder::new();
    let url = recorder.server.url("/x");
    let first = |paste: &str| {
        let ran = check(&[paste]);
        let lines: Vec<&str> = ran.out.lines().take_while(|l| !l.starts_with("GET")).collect();
        lines.iter().map(|l| l.trim()).collect::<Vec<_>>().join(" ")
    };
    let bare = first(&format!("fetch('{url}')"));
    assert_eq!(bare, "no --origin given: the page is http://localhost:3000");
    let same = first(&format!("curl '{url}' -H 'Sec-Fetch-Site: same-origin'"));
    assert!(
        same.contains("it has no Origin header, being a same-origin request of http://127"),
        "{same}"
    );
    let referer = first(&format!("curl '{url}' -e https://a.example/b"));
    assert!(referer.contains("the page is that of its Referer, https://a.example"), "{referer}");
    let dropped = first(&format!("curl '{url}' -H 'User-Agent: x' -H 'Origin: {PAGE}' --http9"));
    assert!(
        dropped.contains("left out, since browsers write them by themselves: user-agent"),
        "{dropped}"
    );
    assert!(dropped.contains("`--http9` is left out"), "{dropped}");
}

#[test]
fn a_copied_preflight_stands_for_the_request_it_asks_for() {
    let recorder = Recorder::new();
    let paste = format!(
        "curl '{}' -X 'OPTIONS' -H 'access-control-request-headers: authorization,content-type' \
         -H 'access-control-request-method: DELETE' -H 'origin: {PAGE}'",
        recorder.server.url("/x")
    );
    let report = json(&run(preflight().args(["check", "--format", "json", &paste]), None));
    assert_eq!(report["request"]["method"], "DELETE");
    assert_eq!(report["outcome"], "allowed");
    let sent = recorder.take();
    assert!(
        sent[0].contains("access-control-request-headers: authorization,content-type")
            || sent[0].contains("Access-Control-Request-Headers: authorization,content-type"),
        "{sent:?}"
    );
}

#[test]
fn flags_go_before_what_the_paste_says_and_words_after_curl_are_curls() {
    let recorder = Recorder::new();
    let url = recorder.server.url("/x");
    let paste =
        format!("curl '{url}' -X PUT -H 'Origin: {PAGE}' -H 'X-Requested-With: a' -d old -k");
    let flags =
        ["--format", "json", "-X", "PATCH", "-H", "x-requested-with: b", "--data-raw", "new"];
    check(&[&flags[..], &[&paste]].concat()).ends(0, "");
    let sent = recorder.take();
    let actual = sent.iter().find(|r| r.starts_with("PATCH")).unwrap();
    assert!(actual.ends_with("\r\n\r\nnew"), "{actual}");
    assert_eq!(actual.to_ascii_lowercase().matches("x-requested-with: b").count(), 1, "{actual}");
    let origin = format!("Origin: {PAGE}");
    let words =
        ["-q", "curl", &url, "-X", "PUT", "-H", &origin, "--compressed", "-sSL", "-d", "it's"];
    let ran = check(&words);
    ran.ends(0, "");
    let sent = recorder.take();
    assert!(sent.iter().any(|r| r.starts_with("PUT") && r.ends_with("\r\n\r\nit's")), "{sent:?}");
    let ran = run(preflight().args(["fetch", "curl", &url, "-H", &origin]), None);
    ran.ends(0, "");
    assert!(ran.out.starts_with("you sent"), "{ran:?}");
}

#[test]
fn input_of_powershell_is_utf_16() {
    let recorder = Recorder::new();
    let paste = format!("curl {} -H 'Origin: {PAGE}'\r\n", recorder.server.url("/x"));
    let units = std::iter::once(0xfeff).chain(paste.encode_utf16());
    let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    piped("check", &["-q", "-"], &bytes).ends(0, "");
    piped("check", &["-"], b"\xff\xff curl")
        .ends(2, "standard input cannot be read (it is no UTF-8)");
    let long = [b"curl '".to_vec(), vec![b'x'; 2 << 20]].concat();
    piped("check", &["-"], &long).ends(2, "it is longer than 1048576 bytes; paste one request");
    piped("check", &["-", "-d", "@-"], b"")
        .ends(2, "cannot be both the target `-` and the body `@-`");
}

#[test]
fn of_several_entries_one_is_chosen() {
    let recorder = Recorder::new();
    let entry = |path: &str, status: u16| {
        serde_json::json!({"request": {"method": "GET", "url": recorder.server.url(path),
            "headers": [{"name": "Origin", "value": PAGE}]}, "response": {"status": status}})
    };
    let har = |entries: &[Value]| serde_json::json!({"log": {"entries": entries}}).to_string();
    let several = har(&[entry("/1", 200), entry("/2", 200)]);
    check(&[&several]).ends(2, "it has 2 requests (1 GET http://127.0.0.1");
    check(&["--entry", "3", &several]).ends(2, "it has 2 entries, and none is number 3");
    check(&["-q", "--entry", "2", &several]).ends(0, "");
    assert!(recorder.take()[0].starts_with("GET /2 "));
    let ran = check(&[&har(&[entry("/1", 200), entry("/2", 0)])]);
    assert!(ran.out.contains("of 2 entries number 2 is taken: it alone failed"), "{}", ran.out);
}
