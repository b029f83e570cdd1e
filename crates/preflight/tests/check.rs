use crate::program::{Run, preflight, run};
use crate::raw_server::{RawServer, read_request};
use preflight_clinic::{Clinic, Ports, predict};
use preflight_diagnose::CAUSES;
use preflight_fetch::Browser;
use serde_json::Value;
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

fn check(args: &[&str]) -> Run {
    run(preflight().arg("check").args(args), None)
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {run:#?}"))
}

/// The methods of the requests so far, in order.
fn methods(server: &RawServer) -> Vec<String> {
    let method = |head: &String| head.split(' ').next().unwrap_or_default().to_owned();
    server.heads().iter().map(method).collect()
}

/// Looks at a clinic, which serves meanwhile. Its scenarios are the same at every start but for their
/// ports.
fn with_clinic(look: impl FnOnce(&Clinic) + Send + 'static) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let looked = runtime.block_on(async {
        let clinic = Clinic::open(Ports::Free).await.unwrap();
        tokio::task::spawn_blocking(move || look(&clinic)).await
    });
    looked.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
}

#[test]
fn every_scenario_of_the_clinic_is_found_first_and_as_surely_as_in_its_page() {
    let ran = check(&["--format", "json"]);
    ran.ends(0, "");
    assert!(ran.took < Duration::from_secs(5), "{:?}", ran.took);
    let found = json(&ran);
    with_clinic(move |clinic| {
        let rows = found["scenarios"].as_array().unwrap();
        assert_eq!(rows.len(), clinic.served().len());
        assert!(rows.len() >= 46);
        for (row, served) in rows.iter().zip(clinic.served()) {
            let id = served.id();
            assert_eq!((&row["expected"], &row["found"]), (&id.into(), &id.into()));
            let scripted = casebook::play(&served.scenario);
            let expected = scripted.causes.first().or(scripted.warnings.first()).unwrap();
            let report = &row["report"];
            let live = report["causes"].get(0).or(report["warnings"].get(0)).unwrap();
            assert_eq!((&live["id"], expected.id), (&id.into(), id));
            assert_eq!(live["certainty"], expected.certainty.as_str(), "{id}");
            assert_eq!(row["outcome"], scripted.outcome.as_str(), "{id}");
            for browser in Browser::ENGINES {
                let prediction = predict(&served.scenario, browser);
                let outcome = if prediction.status.is_some() { "allowed" } else { "blocked" };
                let verdict = &report["browsers"][browser.id()];
                assert_eq!(verdict["outcome"], outcome, "{id} in {browser}");
                // The ports differ, and with them the lines; how many there are does not.
                let console = verdict["console"].as_array().map_or(0, Vec::len);
                assert_eq!(console, prediction.console.len(), "{id} in {browser}");
            }
        }
    });
}

#[test]
fn the_table_fits_80_columns_and_ends_with_the_sum() {
    let ran = check(&[]);
    ran.ends(0, "");
    for line in ran.out.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let shown = CAUSES.iter().filter(|cause| cause.page.contains("\n### Clinic: ")).count();
    let explained = shown + 1;
    assert_eq!(ran.out.matches('✓').count(), explained, "one for each, and one that explains it");
    assert!(!ran.out.contains('✗'));
    let sum = format!("{shown} scenarios, {shown} found first\n");
    assert!(ran.out.contains(&format!("\n{sum}")), "{}", ran.out);
    assert_eq!(check(&["-q"]).out, sum);
    let markdown = check(&["--format", "markdown"]).out;
    assert!(markdown.contains("| ✓ | auth-before-cors | auth-before-cors | certain | blocked |"));
}

#[test]
fn exit_codes() {
    with_clinic(|clinic| {
        let (page, api) = (&clinic.addresses().page, &clinic.addresses().api);
        let closed = &clinic.addresses().closed;
        let code = |args: &[&str]| check(&[&["-q"], args].concat()).code;
        let at = |origin: &str, path: &str| format!("{origin}/{path}");
        assert_eq!(code(&[&at(api, "no-cors-headers")]), Some(1));
        // The scenario allows its own page, and nobody else.
        assert_eq!(code(&[&at(api, "header-not-allowed")]), Some(1));
        assert_eq!(code(&["--origin", page, &at(api, "header-not-allowed")]), Some(0));
        assert_eq!(code(&[&at(closed, "x")]), Some(3));
        // The page's own origin: CORS does not apply.
        assert_eq!(code(&["--origin", api, &at(api, "no-cors-headers")]), Some(0));
    });
}

#[test]
fn what_is_wrong_with_the_command_line_is_said_with_its_correction() {
    for (args, says) in [
        (&["example.com/x"][..], "write `http://example.com/x` or `https://example.com/x`"),
        (&["curl 'https://api.example/"], "line 1, column 6: the quote ' is not closed; pipe"),
        (&["fetch(URL)"], "column 7: the value of `URL` is not in the paste; write the whole URL"),
        (&["-"], "the target is empty; give a URL, or a request copied"),
        (&["my request"], "`my request` is neither a URL nor a copied request; in the browser's"),
        (
            &["-H", "Authorization Bearer secretsecret", "http://127.0.0.1:9999/"],
            "-H `Authorization` is no header",
        ),
        (&["--origin", "https://a.com/", "https://api.example/"], "write `https://a.com`"),
        (&["-X", "TRACE", "http://127.0.0.1:9999/"], "scripts cannot use the method `TRACE`"),
        (&["-X", "PUT"], "<TARGET>"),
        (&["--send-actual"], "<TARGET>"),
        (&["-k"], "<TARGET>"),
        (&["--browser", "netscape", "http://127.0.0.1:9999/"], "chromium"),
        (&["--cacert", "/no/such/file", "https://127.0.0.1:9999/"], "/no/such/file"),
    ] {
        let ran = check(args);
        ran.ends(2, says);
        assert_eq!(ran.out, "", "{args:?}");
    }
}

#[test]
fn json_has_the_documented_shape() {
    let server =
        RawServer::answering(|_| Some(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".to_vec()));
    let ran = check(&["--format", "json", "--browser", "firefox", &server.url("/")]);
    ran.ends(1, "");
    let report = json(&ran);
    assert_eq!(report["outcome"], "blocked");
    assert_eq!(report["request"]["origin"], "http://localhost:3000");
    assert_eq!(report["causes"][0]["id"], "no-cors-headers");
    assert_eq!(report["browsers"]["firefox"]["outcome"], "blocked");
    assert!(report["browsers"].get("chromium").is_none_or(Value::is_null));
    assert_eq!(report["exchanges"][0]["kind"], "actual");
    assert_eq!(report["exchanges"].as_array().unwrap().len(), server.heads().len());
}

#[test]
fn a_server_that_never_answers_ends_with_the_time_given() {
    let server = RawServer::new(|mut stream| while read_request(&mut stream).is_some() {});
    let ran = check(&["-m", "0.5", "--format", "json", &server.url("/")]);
    assert!(ran.took < Duration::from_secs(3), "{:?}", ran.took);
    ran.ends(3, "");
    let report = json(&ran);
    assert_eq!(report["outcome"], "unreachable");
    assert_eq!(report["causes"][0]["id"], "connection-failed");
}

#[test]
fn a_preflight_that_hangs_ends_with_the_time_given() {
    let server = RawServer::new(|mut stream| {
        while let Some(head) = read_request(&mut stream) {
            if !head.starts_with("OPTIONS") {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            }
        }
    });
    let ran = check(&["-m", "0.5", "-X", "PUT", "--format", "json", &server.url("/")]);
    assert!(ran.took < Duration::from_secs(3), "{:?}", ran.took);
    let report = json(&ran);
    assert_eq!(report["browsers"]["chromium"]["outcome"], "blocked");
    assert_eq!(report["causes"][0]["id"], "connection-failed");
}

/// Allows the default page everything.
fn generous(head: &str) -> Option<Vec<u8>> {
    let answer = if head.starts_with("OPTIONS") {
        "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: http://localhost:3000\r\n\
         Access-Control-Allow-Methods: PUT, POST\r\nAccess-Control-Allow-Credentials: true\r\n\
         Access-Control-Allow-Headers: content-type\r\n\r\n"
    } else {
        "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: http://localhost:3000\r\n\
         Access-Control-Allow-Credentials: true\r\nVary: Origin\r\nContent-Length: 0\r\n\r\n"
    };
    Some(answer.into())
}

#[test]
fn a_request_that_may_change_something_is_sent_only_when_asked_for_and_once() {
    let is_unsafe = |method: &&String| !matches!(&***method, "GET" | "HEAD" | "OPTIONS");
    for args in [&["-X", "POST"][..], &["-X", "PUT"], &["-d", "a=1"], &["--json", "{}"]] {
        for (flag, times) in [(&[][..], 0), (&["--send-actual"], 1)] {
            let server = RawServer::answering(generous);
            let ran = check(&[&[&*server.url("/")], args, flag].concat());
            ran.ends(0, "");
            let methods = methods(&server);
            assert_eq!(methods.iter().filter(is_unsafe).count(), times, "{args:?}: {methods:?}");
        }
    }
}

#[test]
fn probes_are_harmless_fresh_and_four_at_a_time() {
    let (now, most) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
    let seen = Arc::clone(&most);
    let server = RawServer::answering(move |_| {
        seen.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        thread::sleep(Duration::from_millis(60));
        now.fetch_sub(1, Ordering::SeqCst);
        Some(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec())
    });
    check(&["-X", "DELETE", "--send-actual", &server.url("/api/items")]).ends(1, "");
    let heads = server.heads();
    let (own, probes): (Vec<_>, Vec<_>) =
        heads.iter().partition(|head| head.starts_with("OPTIONS /api/items HTTP"));
    assert_eq!(own.len(), 1, "three engines share one preflight: {heads:?}");
    assert!(!probes.is_empty());
    for probe in probes {
        assert!(probe.starts_with("GET ") || probe.starts_with("OPTIONS "), "{probe}");
        assert!(probe.lines().next().unwrap().contains("?preflight-probe="), "{probe}");
    }
    let most = most.load(Ordering::SeqCst);
    assert!((1..=4).contains(&most), "{most} at a time");
}

#[test]
fn cookies_go_along_with_credentials_and_are_masked() {
    let server = RawServer::answering(generous);
    let url = server.url("/");
    let args = ["-v", "-b", "sid=verysecret", "--credentials", "include", &url];
    let ran = check(&args);
    ran.ends(0, "");
    let heads = server.heads();
    assert!(heads[0].to_ascii_lowercase().contains("cookie: sid=verysecret"), "{heads:?}");
    assert!(!ran.out.contains("verysecret"), "{}", ran.out);
    assert!(check(&[&args[..], &["--show-secrets"]].concat()).out.contains("verysecret"));
}
