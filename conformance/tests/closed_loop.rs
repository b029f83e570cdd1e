//! The closed loop: a server broken as people have it → `preflight check` names the cause first and the
//! layer → what is generated for it is put in place of what is broken → the server accepts it →
//! `preflight check` says allowed, and a real browser's `fetch()`, which failed, succeeds.
//!
//! `PREFLIGHT_TARGETS=nginx,apache` runs these only.

use conformance::engines::{Chromium, Engine};
use conformance::gateway::preflight;
use conformance::proven::recorded;
use conformance::real_server::{Running, Setup};
use preflight_report::FixFile;
use preflight_targets::proven::CURED;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::sync::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Calls its last argument with the status, or with the error's name.
const FETCH: &str = "
    const [url, init, done] = arguments;
    fetch(url, init).then(response => done(response.status), error => done(error.name));";

/// A setup before and after.
struct Cured {
    setup: Setup,
    /// The `request` of the report.
    request: Value,
    broken: Running,
    fixed: Running,
}

#[tokio::test]
async fn a_broken_setup_is_named_cured_and_passes() {
    let only = std::env::var("PREFLIGHT_TARGETS").unwrap_or_default();
    let wanted = |setup: &Setup| only.is_empty() || only.split(',').any(|id| id == setup.server.id);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let page = format!("http://localhost:{}", listener.local_addr().expect("an address").port());
    let serving = tokio::spawn(blank_pages(listener));
    let setups: Vec<Setup> = Setup::all()
        .into_iter()
        .filter(|setup| setup.is_curable() && wanted(setup))
        .map(|setup| setup.for_page(&page))
        .collect();
    let (origin, count) = (page.clone(), setups.len());
    let ran: BTreeSet<&str> = setups.iter().map(|setup| setup.server.id).collect();
    let cured = tokio::task::spawn_blocking(move || cure_all(setups, &origin)).await;
    let (cured, mut faults) = cured.expect("setups that start");
    faults.extend(ask_chromium(&page, &cured).await);
    serving.abort();
    let ran: Vec<&str> = ran.into_iter().collect();
    if faults.is_empty() {
        faults.extend(recorded(CURED, &ran, table(&cured)).err());
    }
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
}

/// Two groups at a time: most of the time they wait for each other's servers.
fn cure_all(setups: Vec<Setup>, page: &str) -> (Vec<Cured>, Vec<String>) {
    let groups = Mutex::new(Setup::in_groups(setups).into_iter());
    let (cured, faults) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let next = || groups.lock().expect("a lock").next();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(group) = next() {
                    for result in cure(group, page) {
                        match result {
                            Ok(one) => cured.lock().expect("a lock").push(one),
                            Err(fault) => faults.lock().expect("a lock").push(fault),
                        }
                    }
                }
            });
        }
    });
    (cured.into_inner().expect("a lock"), faults.into_inner().expect("a lock"))
}

/// Setups that start together: all broken, and then all of them put right.
fn cure(group: Vec<Setup>, page: &str) -> Vec<Result<Cured, String>> {
    let broken = Running::start_all(&group);
    let (mut named, mut results) = (Vec::new(), Vec::new());
    for (setup, broken) in group.into_iter().zip(broken) {
        match diagnosed(&setup, page, &broken) {
            Ok(found) => named.push((setup, found, broken)),
            Err(fault) => results.push(Err(fault)),
        }
    }
    let put_right = named.iter().map(|(setup, (_, files), _)| setup.fixed(files.clone()));
    let fixed = Running::start_all(&put_right.collect::<Vec<_>>());
    results.extend(named.into_iter().zip(fixed).map(|((setup, (request, _), broken), fixed)| {
        let after = check(&setup.check, page, &fixed)?;
        if after["outcome"] != "allowed" {
            let (outcome, causes) = (&after["outcome"], &after["causes"]);
            return Err(format!("{}: still {outcome}:\n{causes:#}", name(&setup)));
        }
        Ok(Cured { setup, request, broken, fixed })
    }));
    results
}

fn name(setup: &Setup) -> String {
    format!("{} {}", setup.server.id, setup.name)
}

/// The request of the report that names the cause and the layer as the setup does, and the files that it
/// prints.
fn diagnosed(setup: &Setup, page: &str, broken: &Running) -> Result<(Value, Vec<FixFile>), String> {
    if let Some(before) = &setup.before {
        check(before, page, broken)?;
    }
    let mut report = check(&setup.check, page, broken)?;
    let cause = report["causes"][0]["id"].as_str().unwrap_or("none");
    let layer = report["target"]["id"].as_str().unwrap_or("none");
    if (cause, layer) != (&setup.cause, &setup.layer) {
        return Err(format!("{}: found {cause} on {layer}", name(setup)));
    }
    let mut files = fix(setup.server.id, &report);
    if files.is_empty() {
        // Another one answered, or nobody who is known.
        let named = format!("--target {} {}", setup.server.id, setup.check);
        files = fix(setup.server.id, &check(&named, page, broken)?);
    }
    if files.is_empty() {
        return Err(format!("{}: nothing is printed to put it right", name(setup)));
    }
    Ok((report["request"].take(), files))
}

/// The report of `preflight check`.
fn check(arguments: &str, page: &str, server: &Running) -> Result<Value, String> {
    let arguments = arguments.replace("{url}", &server.url);
    // What was asked before may have been asked by another page.
    let origin = if arguments.contains("--origin ") { vec![] } else { vec!["--origin", page] };
    let output = Command::new(preflight())
        .args(["check", "--format", "json"])
        .args(origin)
        .args(arguments.split_whitespace())
        .output()
        .map_err(|e| e.to_string())?;
    serde_json::from_slice(&output.stdout)
        .map_err(|e| format!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// The files that the report prints for a target.
fn fix(target: &str, report: &Value) -> Vec<FixFile> {
    let fixes = report["causes"][0]["fixes"].as_array().into_iter().flatten();
    let files =
        fixes.filter(|fix| fix["target"] == target).filter_map(|fix| fix["files"].as_array());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let file = |f: &Value| FixFile { name: text(&f["name"]), content: text(&f["content"]) };
    files.flatten().map(file).collect()
}

fn headers(request: &Value) -> impl Iterator<Item = (&str, &str)> {
    let lines = request["headers"].as_array().into_iter().flatten();
    lines.filter_map(|line| Some((line[0].as_str()?, line[1].as_str()?)))
}

/// In front of each broken server a page's call fails; in front of the one put right it does not.
async fn ask_chromium(page: &str, cured: &[Cured]) -> Vec<String> {
    let _one = crate::ONE_BROWSER.lock().await;
    let mut browser = Chromium::start().await.expect("Chromium starts");
    browser.open(page).await.expect("the page opens");
    let mut faults = Vec::new();
    for Cured { setup, request, broken, fixed } in cured {
        let url = request["url"].as_str().unwrap_or_default();
        let url = |server: &Running| url.replacen(&broken.url, &server.url, 1);
        let init = serde_json::json!({
            "method": request["method"],
            "headers": headers(request).collect::<BTreeMap<_, _>>(),
            "credentials": request["credentials"],
        });
        let before = browser.run(FETCH, vec![url(broken).into(), init.clone()]).await;
        let after = browser.run(FETCH, vec![url(fixed).into(), init]).await;
        let (before, after) = (before.expect("a result"), after.expect("a result"));
        if before != "TypeError" || !after.is_number() {
            let name = name(setup);
            faults.push(format!("{name}: Chromium says {before}, and then {after}"));
        }
    }
    browser.close().await;
    faults
}

/// The rows of [`CURED`].
fn table(cured: &[Cured]) -> Vec<String> {
    let mut ways: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for Cured { setup, .. } in cured {
        *ways.entry((setup.server.id, &setup.cause)).or_default() += 1;
    }
    let row = |((target, cause), ways)| format!("{target}\t{cause}\t{ways}");
    let rows: Vec<String> = ways.into_iter().map(row).collect();
    println!("{}", rows.join("\n"));
    rows
}

/// Answers everything with a page that has nothing in it.
async fn blank_pages(listener: TcpListener) {
    const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\
        Connection: close\r\n\r\n<!doctype html>";
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut head = [0; 4096];
        let _ = stream.read(&mut head).await;
        let _ = stream.write_all(PAGE).await;
    }
}
