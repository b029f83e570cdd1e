//! The clinic's page in each real browser: every scenario ends as the model predicted, and the console
//! says what the model said it would, and the same requests arrive.

use conformance::engines::{Chromium, ConsoleLine, Engine, Firefox, WebKit};
use conformance::verdict::FIREFOX_WARNING;
use preflight_clinic::{Clinic, PUBLIC_PAGE_HOST, Ports, Prediction, Served, predict};
use preflight_fetch::{Browser, HttpRequest};
use serde_json::Value;
use std::time::{Duration, Instant};

/// Resolves when the page has run every scenario, or after two minutes with what there is.
const WAIT: &str = "
    const done = arguments[arguments.length - 1];
    const until = Date.now() + 120000;
    (function look() {
        if (window.clinicResults || Date.now() > until) done(window.clinicResults ?? null);
        else setTimeout(look, 50);
    })();";

/// What the page says on the console when it is done.
const RESULTS: &str = "clinic: ";

/// ChromeDriver's log leaves out what frames in processes of their own say, so there are none.
const ONE_PROCESS: [&str; 2] = [
    "--disable-site-isolation-trials",
    "--disable-features=IsolateSandboxedIframes,OptimizationHints,MediaRouter,Translate",
];

/// Where the model's outcome and the page's differ; `None` where they agree.
fn outcome(served: &Served, predicted: &Prediction, seen: &Value) -> Option<String> {
    let allowed = predicted.status.is_some();
    let expected = if allowed { "allowed" } else { "blocked" };
    let status = predicted.status.map(u64::from);
    let read =
        predicted.read.iter().all(|(name, value)| seen["read"][name].as_str() == value.as_deref());
    let same =
        seen["outcome"] == expected && (!allowed || seen["status"].as_u64() == status) && read;
    (!same).then(|| {
        format!("{}: the model says {expected} {status:?}, the browser {seen}", served.id())
    })
}

/// Where the requests that arrived differ from the model's.
fn requests(served: &Served, predicted: &Prediction, visits: &[HttpRequest]) -> Option<String> {
    let path = served.question().request.url().path();
    let belongs = |request: &&HttpRequest| {
        let rest = request.url.path().strip_prefix(path);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let arrived: Vec<String> = visits.iter().filter(belongs).map(line).collect();
    let expected: Vec<String> = predicted.requests.iter().map(line).collect();
    let breaks = |request| served.scenario.answer(request).is_err();
    let same = if predicted.requests.iter().any(breaks) {
        but_for_resent(&arrived) == but_for_resent(&expected)
    } else {
        arrived == expected
    };
    (!same).then(|| {
        format!(
            "{}: the model's requests\n    {}\n  the browser's\n    {}",
            served.id(),
            expected.join("\n    "),
            arrived.join("\n    ")
        )
    })
}

/// How many connections to a server a browser keeps.
const KEPT_CONNECTIONS: usize = 6;

/// Each line with how often it stands there, few times being the same as once: whatever its method, a
/// request is sent once more where a connection breaks that was used before, and which of those that
/// are kept are used again is up to the engine.
fn but_for_resent(lines: &[String]) -> Vec<(&str, usize)> {
    let same = lines.chunk_by(|a, b| a == b);
    same.map(|same| (same[0].as_str(), same.len().max(1 + KEPT_CONNECTIONS))).collect()
}

/// What CORS is about in a request.
fn line(request: &HttpRequest) -> String {
    const NAMES: [&str; 3] =
        ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"];
    let mut line = format!("{} {}", request.method, request.url);
    for name in NAMES {
        if let Some(value) = request.header_list.get(name) {
            line += &format!(", {name}: {}", value.escape_ascii());
        }
    }
    if request.header_list.contains("cookie") {
        line += ", with cookies";
    }
    line
}

/// Where the console differs from the model's.
fn console(served: &Served, predicted: &Prediction, lines: &[ConsoleLine]) -> Option<String> {
    let path = format!("/{}", served.id());
    let names_it = |text: &str| {
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        text.split(&path).skip(1).any(ends)
    };
    // A scenario knows its page's origin, not that it runs in a frame of the clinic's.
    let frame = format!("/frame{path}'");
    let said: Vec<String> = lines
        .iter()
        .filter(|l| names_it(&l.source) || names_it(&l.text))
        .map(|l| l.text.replace(&frame, "/'"))
        .collect();
    let mut expected = predicted.console.clone();
    expected.retain(|line| !line.starts_with(FIREFOX_WARNING));
    (said != expected).then(|| {
        format!(
            "{}: the model's console\n    {}\n  the browser's\n    {}",
            served.id(),
            expected.join("\n    "),
            said.join("\n    ")
        )
    })
}

/// The page's results, and the console's lines. WebKitGTK runs no script for us, so there the page's
/// last line on the console is waited for.
async fn run<E: Engine>(engine: &mut E, page: &str) -> (Value, Vec<ConsoleLine>) {
    engine.open(page).await.expect("the page opens");
    if engine.browser() != Browser::WebKit {
        let results = engine.run(WAIT, Vec::new()).await.expect("the page's results");
        return (results, engine.console().await.expect("the console"));
    }
    let (started, mut lines) = (Instant::now(), Vec::new());
    while started.elapsed() < Duration::from_secs(120) {
        lines.extend(engine.console().await.expect("the console"));
        let results = lines.iter().find_map(|line| line.text.strip_prefix(RESULTS));
        if let Some(results) = results {
            return (serde_json::from_str(results).expect("results of the page"), lines);
        }
    }
    panic!("the page has not ended within two minutes; the console: {lines:#?}")
}

/// `unreachable`: origins of pages that this engine cannot be led to.
async fn ends_as_the_model_says<E: Engine>(mut engine: E, clinic: &Clinic, unreachable: &[&str]) {
    let page = format!("{}/?run", clinic.addresses().page);
    let (results, lines) = run(&mut engine, &page).await;
    let (browser, version) = (engine.browser(), engine.version().to_owned());
    let recorded = version.starts_with(engine.recorded());
    engine.close().await;
    let visits = clinic.visits();

    let scenarios = results["scenarios"].as_array().expect("results of every scenario");
    assert_eq!(scenarios.len(), clinic.served().len());
    let (mut wrong, mut wording, mut not_run) = (Vec::new(), Vec::new(), Vec::new());
    for (served, result) in clinic.served().iter().zip(scenarios) {
        if unreachable.contains(&served.scenario.page.as_str()) {
            assert_eq!(result["seen"]["outcome"], "not-run", "{} was reached", served.id());
            not_run.push(served.id());
            continue;
        }
        let predicted = predict(&served.scenario, browser);
        wrong.extend(outcome(served, &predicted, &result["seen"]));
        wrong.extend(requests(served, &predicted, &visits));
        wording.extend(console(served, &predicted, &lines));
    }
    println!(
        "{} scenarios in {} {version}: {} as predicted, {} with another console, not run: {not_run:?}",
        scenarios.len(),
        browser.name(),
        scenarios.len() - wrong.len() - not_run.len(),
        wording.len(),
    );
    // On another version than the recorded one the wording may differ: printed, not failed.
    if recorded {
        wrong.append(&mut wording);
    } else {
        println!("{}", wording.join("\n"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn clinic() -> Clinic {
    Clinic::open(Ports::Free).await.expect("the clinic opens")
}

#[tokio::test]
async fn every_scenario_ends_in_chromium_as_the_model_says() {
    let _one = crate::ONE_BROWSER.lock().await;
    let clinic = clinic().await;
    let flags: Vec<String> =
        clinic.chromium_flags().iter().cloned().chain(ONE_PROCESS.map(str::to_owned)).collect();
    let engine = Chromium::start_with(&flags).await.expect("Chromium starts");
    ends_as_the_model_says(engine, &clinic, &[]).await;
}

#[tokio::test]
async fn every_scenario_ends_in_firefox_as_the_model_says() {
    let _one = crate::ONE_BROWSER.lock().await;
    let clinic = clinic().await;
    let hosts = format!("\"{PUBLIC_PAGE_HOST}\"");
    let engine = Firefox::start_with(&[("network.dns.localDomains", &hosts)]).await;
    let engine = engine.expect("Firefox starts");
    // Its certificate would have to be accepted, and then the API's would be too.
    let https = clinic.addresses().page_https.clone();
    ends_as_the_model_says(engine, &clinic, &[&https]).await;
}

#[tokio::test]
async fn every_scenario_ends_in_webkit_as_the_model_says() {
    let _one = crate::ONE_BROWSER.lock().await;
    let clinic = clinic().await;
    let engine = WebKit::start().await.expect("WebKit starts");
    // It asks the system for names, and takes either no certificate or all.
    let pages = [clinic.addresses().page_https.clone(), clinic.addresses().page_http.clone()];
    ends_as_the_model_says(engine, &clinic, &pages.each_ref().map(String::as_str)).await;
}
