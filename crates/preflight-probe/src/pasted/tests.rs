use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Pasted {
    let kind = recognise(text).unwrap_or_else(|| panic!("not recognised: {text}"));
    parse(text, kind, None).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn error(text: &str) -> String {
    let kind = recognise(text).unwrap_or_else(|| panic!("not recognised: {text}"));
    parse(text, kind, None).unwrap_err().to_string()
}

fn body(pasted: &Pasted) -> String {
    String::from_utf8_lossy(pasted.body.as_deref().unwrap_or_default()).into_owned()
}

fn headers(pasted: &Pasted) -> String {
    let lines = pasted.headers.iter().map(|(n, v)| format!("{n}: {}", v.escape_ascii()));
    lines.collect::<Vec<_>>().join(" | ")
}

#[test]
fn kinds() {
    for (text, kind) in [
        ("curl http://a.b", Some(Kind::Curl)),
        ("  $ curl http://a.b", Some(Kind::Curl)),
        ("```bash\ncurl http://a.b\n```", Some(Kind::Curl)),
        ("# the failing one\ncurl http://a.b", Some(Kind::Curl)),
        ("curl ^\"http://a.b^\"", Some(Kind::CurlCmd)),
        ("curl \"http://a.b\" ^\r\n -H \"a: b\"", Some(Kind::CurlCmd)),
        ("curl.exe \"http://a.b\" `\n -H \"a: b\"", Some(Kind::PowerShell)),
        ("$session = New-Object X", Some(Kind::PowerShell)),
        ("iwr http://a.b", Some(Kind::PowerShell)),
        ("fetch('http://a.b')", Some(Kind::Fetch)),
        ("const r = await fetch('http://a.b')", Some(Kind::Fetch)),
        ("{\"request\":{}}", Some(Kind::Har)),
        ("http://a.b/fetch(x)", None),
        ("curl.se/x", None),
        ("prefetch('http://a.b')", None),
        ("Access to fetch at 'https://a.b' has been blocked", None),
        ("", None),
    ] {
        assert_eq!(recognise(text), kind, "{text}");
    }
}

#[test]
fn options_of_curl() {
    let pasted = read(
        "curl -sSLX PUT 'http://a.b/x' -H'A: 1' -H 'B;' -H 'C:' -u me:secret -k --compressed -m 5 \
         -b 'a=1; b=2' -x http://proxy:8080 -A agent --max-time 9 -o /dev/null -d a=1 -d b=2",
    );
    assert_eq!(pasted.method.as_deref(), Some("PUT"));
    assert_eq!(headers(&pasted), "A: 1 | B:  | Content-Type: application/x-www-form-urlencoded");
    assert_eq!(body(&pasted), "a=1&b=2");
    assert_eq!(pasted.user.as_deref(), Some("me:secret"));
    assert_eq!(pasted.cookies, ["a=1; b=2"]);
    assert!(pasted.insecure);
    assert_eq!(pasted.proxy.as_deref(), Some("http://proxy:8080"));
    let pasted = read("curl -G http://a.b/x?c=3 -d a=1 --data-urlencode 'q=a b&c' -I");
    assert_eq!(pasted.url, "http://a.b/x?c=3&a=1&q=a+b%26c");
    assert_eq!((pasted.method.as_deref(), pasted.body), (Some("HEAD"), None));
    let pasted = read("curl --json '{\"a\":1}' localhost:3000/x");
    assert_eq!(headers(&pasted), "Content-Type: application/json | Accept: application/json");
    assert_eq!(pasted.url, "http://localhost:3000/x");
    let pasted = read("curl http://a.b -F 'a=1' -F 'f=@/etc/passwd'");
    assert!(body(&pasted).contains("name=\"a\"\r\n\r\n1\r\n"), "{}", body(&pasted));
    assert!(headers(&pasted).starts_with("Content-Type: multipart/form-data; boundary="));
    assert!(pasted.notes[0].contains("`/etc/passwd` of -F is not read"), "{:?}", pasted.notes);
    let pasted = read("curl http://a.b -d @secrets.txt --frobnicate -Z; rm -rf /");
    assert_eq!(body(&pasted), "");
    assert!(
        pasted.notes.iter().any(|n| n.contains("`@secrets.txt` is not read")),
        "{:?}",
        pasted.notes
    );
    assert!(pasted.notes.iter().any(|n| n.contains("`--frobnicate`, `-Z` is left out")));
    assert!(pasted.notes.iter().any(|n| n.contains("only the first is read")));
}

#[test]
fn a_lost_line_break_does_not_end_the_command() {
    let pasted = read("curl 'http://a.b/x' \n  -X DELETE\n  -H 'a: b'\n\ncurl http://c.d");
    assert_eq!(pasted.method.as_deref(), Some("DELETE"));
    assert_eq!(headers(&pasted), "a: b");
    assert_eq!(pasted.notes, ["of several commands only the first is read"]);
}

#[test]
fn browsers_own_headers_are_left_out() {
    let all = "-H 'Cache-Control: no-cache' -H 'Pragma: no-cache' -H 'DNT: 1' -H 'Host: a.b' \
               -H 'Sec-Fetch-Mode: no-cors' -H 'If-None-Match: x' -H 'Accept: */*' -H 'X-A: b'";
    let pasted = read(&format!("curl http://a.b {all}"));
    assert_eq!(headers(&pasted), "X-A: b");
    assert_eq!(pasted.mode, Some(RequestMode::NoCors));
    let note = "left out, since browsers write them by themselves: cache-control, pragma, dnt, host, \
                sec-fetch-mode, if-none-match";
    assert_eq!(pasted.notes, [note]);
    let alone = read("curl http://a.b -H 'Cache-Control: no-cache'");
    assert_eq!(headers(&alone), "Cache-Control: no-cache", "a script's own");
}

#[test]
fn the_page() {
    let page = |args: &str| {
        read(&format!("curl https://api.example/x {args}")).page.map(|o| o.to_string())
    };
    assert_eq!(page("-H 'Origin: https://a.b' -e https://a.b/c").as_deref(), Some("https://a.b"));
    assert_eq!(page("-H 'Origin: null'").as_deref(), Some("null"));
    assert_eq!(page("-e https://a.b/c?d").as_deref(), Some("https://a.b"));
    assert_eq!(page("-H 'sec-fetch-site: same-origin'").as_deref(), Some("https://api.example"));
    assert_eq!(page(""), None);
    let call =
        read("fetch('https://api.example/x', {referrer: 'https://a.b/c', credentials: 'omit'})");
    assert_eq!(call.page.unwrap().to_string(), "https://a.b");
    assert_eq!(call.referrer.as_deref(), Some("https://a.b/c"));
    assert_eq!(call.credentials, Some(CredentialsMode::Omit));
}

#[test]
fn calls_as_people_write_them() {
    let pasted = read(
        "useEffect(() => {\n  fetch(\"https://a.b/x\" + '?q=1', {\n    method: \"post\", ...defaults,\n    \
         headers: new Headers({ 'Content-Type': \"application/json\", Authorization: `Bearer ${token}`, }),\n    \
         body: JSON.stringify({ a: [1, 2.5, null], 'b': user.name, c: cond ? 1 : 2 }), signal,\n    \
         cache: 'no-store',\n  }).then(async (r) => { await r.json() });",
    );
    assert_eq!(pasted.url, "https://a.b/x?q=1");
    assert_eq!(headers(&pasted), "Content-Type: application/json | Authorization: Bearer ${token}");
    assert_eq!(body(&pasted), r#"{"a":[1,2.5,null],"b":"user.name","c":"cond ? 1 : 2"}"#);
    assert_eq!(pasted.cache, Some(CacheMode::NoStore));
    let form =
        read("fetch('https://a.b/', {method:'POST', body: new URLSearchParams({a: 1, b: 'x y'})})");
    assert_eq!(body(&form), "a=1&b=x+y");
    assert!(headers(&form).starts_with("Content-Type: application/x-www-form-urlencoded"));
    let plain = read("fetch('https://a.b/', {method:'POST', body: 'x', mode: 'no-cors'})");
    assert_eq!(headers(&plain), "Content-Type: text/plain;charset=UTF-8");
    assert_eq!(read("fetch('https://a.b/')").notes, Vec::<String>::new());
}

#[test]
fn powershell() {
    let pasted = read(
        "$headers = @{ \"X-A\" = 'it''s'; 'X-B' = \"a`\"b\" }\n$r = Invoke-RestMethod -Method Post `\n  \
         -Uri 'https://a.b/x' -Headers $headers -Body @{ q = \"a b\" } -SkipCertificateCheck",
    );
    assert_eq!(pasted.url, "https://a.b/x");
    assert_eq!(pasted.method.as_deref(), Some("POST"));
    assert_eq!(body(&pasted), "q=a+b");
    assert!(headers(&pasted).starts_with("X-A: it\\'s | X-B: a\\\"b"), "{}", headers(&pasted));
    assert!(pasted.insecure);
    let missing = "iwr -Uri $url -Method PUT";
    assert!(
        error(missing).contains("the value of $url is not in the paste; write it after `-Uri`")
    );
}

#[test]
fn errors_have_a_place_and_a_correction() {
    for (text, says) in [
        (
            "curl -H 'a: b'",
            "this `curl` command cannot be read: line 1, column 5: it names no URL; pipe",
        ),
        (
            "curl http://a.b \\\n  -H 'a: b",
            "line 2, column 6: the quote ' is not closed; pipe the whole",
        ),
        ("curl http://a.b -H", "line 1, column 17: `-H` has no value"),
        (
            "curl ^\"http://a.b",
            "Windows' cmd cannot be read: line 1, column 7: the quote \" is not",
        ),
        (
            "fetch(url)",
            "column 7: the value of `url` is not in the paste; write the whole URL in quotes",
        ),
        ("fetch('/x')", "`/x` is relative to the page"),
        (
            "fetch('http://a.b', {\n  method: 'PUT',\n  headers: h })",
            "line 3, column 12: the headers are",
        ),
        ("fetch('http://a.b', {credentials: 'yes'})", "`yes` is no value of `credentials`"),
        ("fetch('http://a.b', {method: 'PUT'", "the brace { is not closed"),
        ("{\"request\":{}}", "there is no `request` with a `url` in it"),
        ("{\"request\": nope}", "this HAR cannot be read: line 1, column 14"),
        ("$a = 1", "there is no Invoke-WebRequest in it"),
    ] {
        assert!(error(text).contains(says), "{}", error(text));
    }
    let long = format!("curl '{}'", "x".repeat(LIMIT));
    assert!(error(&long).contains("longer than 1048576 bytes"));
    let deep = format!("fetch('http://a.b', {}", "{a:".repeat(10_000));
    assert!(error(&deep).contains("nested more than 64 deep"));
}

/// One request as the network panel of Chromium 156 itself copied it.
#[test]
fn what_chromium_copies() {
    let body = "{\"a\":\"it's 100%! \\\"x\\\" $5 `b` ^c é\\n%PATH% 漢🦀\",\"n\":[1, 2]}\nline two!";
    let lossy = body.replace(['é', '漢'], " ").replace('🦀', "  ");
    for (text, kind, written) in [
        (include_str!("chromium/bash.txt"), Kind::Curl, body),
        // For cmd, Chromium writes a space for whatever is not ASCII.
        (include_str!("chromium/cmd.txt"), Kind::CurlCmd, &lossy),
        (include_str!("chromium/fetch.txt"), Kind::Fetch, body),
        (include_str!("chromium/node.txt"), Kind::Fetch, body),
        (include_str!("chromium/powershell.txt"), Kind::PowerShell, body),
    ] {
        assert_eq!(recognise(text), Some(kind));
        let pasted = read(text);
        assert_eq!(pasted.url, "http://127.0.0.1:4/cart?token=qu3ry-t0ken&page=2");
        assert_eq!(pasted.method.as_deref(), Some("PUT"));
        assert_eq!(self::body(&pasted), written, "{kind}");
        let mut lines: Vec<String> = headers(&pasted).split(" | ").map(str::to_lowercase).collect();
        lines.sort();
        let expected = [
            "accept: application/json, text/plain, */*",
            "authorization: bearer s3cr3t-t0ken-value",
            "content-type: application/json",
            "x-requested-with: xmlhttprequest",
        ];
        assert_eq!(lines, expected, "{kind}");
        assert_eq!(pasted.page.unwrap().to_string(), "http://localhost:5173");
        assert_eq!(pasted.referrer.as_deref(), Some("http://localhost:5173/"));
        let has_cookies = !pasted.cookies.is_empty();
        assert!(!has_cookies || pasted.cookies == ["sid=c00kie-value-1; theme=dark"]);
        let included = pasted.credentials == Some(CredentialsMode::Include);
        let is_lossy = pasted.notes.iter().any(|note| note.contains("not ASCII"));
        assert_eq!(is_lossy, kind == Kind::CurlCmd);
        assert_eq!(included, has_cookies || text.contains("\"credentials\""), "{kind}");
    }
}

/// The quoting of Chromium's developer tools, by its rules.
mod quoting {
    pub(super) fn bash(text: &str) -> String {
        let special = |c: char| c.is_control() || c == '!' || c == '\'';
        if !text.contains(special) {
            return format!("'{text}'");
        }
        let escape = |c: char| match c {
            '\\' => "\\\\".to_owned(),
            '\'' => "\\'".to_owned(),
            '\n' => "\\n".to_owned(),
            '\r' => "\\r".to_owned(),
            c if special(c) => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        };
        format!("$'{}'", text.chars().map(escape).collect::<String>())
    }

    pub(super) fn cmd(text: &str) -> String {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        let plain = |c: char| {
            c.is_ascii_alphanumeric() || c.is_whitespace() || "_-:=+~'/.,?;()*`".contains(c)
        };
        let mut quoted = String::new();
        let mut rest = escaped.chars().peekable();
        while let Some(c) = rest.next() {
            if c == '\n' {
                quoted.push_str("^\n\n");
                continue;
            }
            quoted.extend((!plain(c)).then_some('^'));
            quoted.push(c);
            let variable = rest.peek().is_some_and(|c| c.is_ascii_alphanumeric() || *c == '_');
            quoted.extend((c == '%' && variable).then_some('^'));
        }
        format!("^\"{quoted}^\"")
    }

    pub(super) fn powershell(text: &str) -> String {
        let escape = |c: char| match c {
            '`' | '$' | '"' => format!("`{c}"),
            ' '..='~' => c.to_string(),
            c => c.encode_utf16(&mut [0; 2]).iter().map(|u| format!("$([char]{u})")).collect(),
        };
        format!("\"{}\"", text.chars().map(escape).collect::<String>())
    }
}

proptest! {
    /// What the developer tools quote is read back as it was, whatever it is.
    #[test]
    fn quoted_bodies_come_back(text in "\\PC{0,24}[\n]?[ -~]{0,40}") {
        for (prefix, quoted) in [
            ("curl 'http://a.b' --data-raw ", quoting::bash(&text)),
            ("curl ^\"http://a.b^\" --data-raw ", quoting::cmd(&text)),
            ("iwr -Uri \"http://a.b\" -Body ", quoting::powershell(&text)),
            ("fetch('http://a.b', {body: ", serde_json::Value::from(&*text).to_string() + "})"),
        ] {
            let pasted = read(&format!("{prefix}{quoted}"));
            prop_assert_eq!(body(&pasted), &*text, "{}{}", prefix, quoted);
        }
    }

    /// Anything ends, and a mistake has a place in the text.
    #[test]
    fn anything_ends(text in "(curl|fetch\\(|\\$a=|iwr|\\{|\\[)([ -~\n\r^`é']{0,60})") {
        if let Some(kind) = recognise(&text)
            && let Err(error) = parse(&text, kind, None)
        {
            prop_assert!(error.line >= 1 && error.line <= text.lines().count() + 1);
        }
    }
}

#[test]
fn the_requests_of_a_har() {
    let entry = |method: &str, path: &str, status: u16, header: &str| {
        format!(
            r#"{{"request":{{"method":"{method}","url":"http://a.b{path}","headers":[{{"name":"{header}","value":"x"}}]}},"response":{{"status":{status}}}}}"#
        )
    };
    let har = |list: &[String]| format!(r#"{{"log":{{"entries":[{}]}}}}"#, list.join(","));
    let preflight = || entry("OPTIONS", "/2", 204, "Access-Control-Request-Method");
    let two = [entry("GET", "/1?a=1", 200, "A"), preflight(), entry("PUT", "/2", 0, "A")];
    let read = entries(&har(&two));
    let lines: Vec<_> = read
        .requests
        .iter()
        .map(|it| format!("{} {} {} {:?}", it.number, it.method, it.url, it.status))
        .collect();
    assert_eq!(lines, ["1 GET http://a.b/1 Some(200)", "3 PUT http://a.b/2 None"]);
    assert_eq!(read.meant, Some(3));
    assert_eq!(entries(&har(&[two[0].clone(), two[0].clone()])).meant, None);
    assert_eq!(entries(&har(&[preflight()])).meant, Some(1));
    let preflights = entries(&har(&[preflight(), preflight()]));
    assert_eq!((preflights.requests.len(), preflights.meant), (2, None));
    for none in ["", "[]", "{", "http://a.b", &har(&[])] {
        assert_eq!(entries(none), Entries::default(), "{none}");
    }
}
