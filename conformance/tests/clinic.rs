//! The clinic's page in real Chromium: every scenario ends as the model predicted, and the console
//! says what the model said it would.

use conformance::engines::chromium::RECORDED;
use conformance::engines::{Chromium, ConsoleLine, Engine};
use preflight::clinic::{Clinic, Ports, Prediction, Served, predict};
use preflight_fetch::Browser;
use serde_json::Value;

/// Resolves when the page has run every scenario, or after a minute with what there is.
const WAIT: &str = "
    const done = arguments[arguments.length - 1];
    const until = Date.now() + 60000;
    (function look() {
        if (window.clinicResults || Date.now() > until) done(window.clinicResults ?? null);
        else setTimeout(look, 50);
    })();";

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

/// Where the console differs from the model's.
fn console(served: &Served, predicted: &Prediction, lines: &[ConsoleLine]) -> Option<String> {
    let path = format!("/{}", served.id());
    // A scenario knows its page's origin, not that it runs in a frame of the clinic's.
    let frame = format!("/frame{path}'");
    let said: Vec<String> = lines
        .iter()
        .filter(|l| l.source.contains(&path) || l.text.contains(&path))
        .map(|l| l.text.replace(&frame, "/'"))
        .collect();
    (said != predicted.console).then(|| {
        format!(
            "{}: the model's console\n    {}\n  the browser's\n    {}",
            served.id(),
            predicted.console.join("\n    "),
            said.join("\n    ")
        )
    })
}

#[tokio::test]
async fn every_scenario_ends_in_chromium_as_the_model_says() {
    let clinic = Clinic::open(Ports::Free).await.expect("the clinic opens");
    let flags: Vec<String> =
        clinic.chromium_flags().iter().cloned().chain(ONE_PROCESS.map(str::to_owned)).collect();
    let mut engine = Chromium::start_with(&flags).await.expect("Chromium starts");
    engine.open(&format!("{}/?run", clinic.addresses().page)).await.expect("the page opens");
    let results = engine.run(WAIT, Vec::new()).await.expect("the page's results");
    let lines = engine.console().await.expect("the console");
    let version = engine.version().to_owned();
    engine.close().await;

    let scenarios = results["scenarios"].as_array().expect("results of every scenario");
    assert_eq!(scenarios.len(), clinic.served().len());
    let (mut wrong, mut wording) = (Vec::new(), Vec::new());
    for (served, result) in clinic.served().iter().zip(scenarios) {
        let predicted = predict(&served.scenario, Browser::Chromium);
        wrong.extend(outcome(served, &predicted, &result["seen"]));
        wording.extend(console(served, &predicted, &lines));
    }
    println!(
        "{} scenarios in Chromium {version}, {} as predicted",
        scenarios.len(),
        scenarios.len() - wrong.len()
    );
    // On another version than the recorded one the wording may differ: printed, not failed.
    if version.starts_with(RECORDED) {
        wrong.append(&mut wording);
    } else {
        println!("{}", wording.join("\n"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
