//! Thousands of generated cases in a real browser and in the model: the same requests on the wire,
//! the same for the script, the same on the console, for the same reason.
//!
//! `PREFLIGHT_CASES=20000` plays so many, `PREFLIGHT_SEED=2` plays others, and both together with
//! `PREFLIGHT_CASE=17` play one of them again, verbosely. `PREFLIGHT_FILE=case.txt` plays a case
//! pasted into a file.

use conformance::cases::Case;
use conformance::cases::generate::generate;
use conformance::cases::recorded;
use conformance::engines::{
    Chromium, Engine, EngineError, Firefox, WebKit, chromium, firefox, webkit,
};
use conformance::lab::Lab;
use conformance::model;
use conformance::observed::Observed;
use conformance::shrink::shrink;
use conformance::verdict::{About, disagreements, is_modelled};
use preflight_fetch::Browser;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// The seed of a plain run.
const SEED: u64 = 1;
/// How many cases a plain run plays.
const CASES: u64 = 5000;
/// How many are handed to the page at once.
const BATCH: usize = 500;
/// How many disagreements are shrunk and printed, one of each kind.
const SHOWN: usize = 25;

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable}={value} is no number")))
}

/// A case that the browser and the model see differently.
struct Disagreement {
    index: u64,
    case: Case,
    about: Vec<About>,
    kind: String,
}

#[test]
fn a_habit_was_seen_in_a_recorded_case() {
    for browser in Browser::ENGINES {
        for divergence in browser.habits().divergences {
            let seen = divergence.seen;
            if seen.starts_with("conformance/") {
                assert!(recorded::is_recorded(seen), "{browser}: {seen} does not exist");
            }
        }
    }
}

#[tokio::test]
async fn chromium_agrees_with_the_model() {
    agrees("Chromium", Chromium::start().await, chromium::RECORDED, About::Console).await;
}

#[tokio::test]
async fn firefox_agrees_with_the_model() {
    agrees("Firefox", Firefox::start().await, firefox::RECORDED, About::Ends).await;
}

#[tokio::test]
async fn webkit_agrees_with_the_model() {
    agrees("WebKitGTK", WebKit::start().await, webkit::RECORDED, About::Ends).await;
}

/// `strict`: the last thing that must agree, on the recorded version. On another one neither reasons
/// nor consoles count.
async fn agrees<E: Engine>(
    name: &str,
    engine: Result<E, EngineError>,
    recorded: &str,
    strict: About,
) {
    let engine = engine.unwrap_or_else(|error| panic!("{error}"));
    let version = engine.version().to_owned();
    let strict = if version.starts_with(recorded) { strict } else { strict.min(About::Ends) };
    let mut lab = Lab::start(engine).await.unwrap_or_else(|error| panic!("{error}"));
    let seed = number("PREFLIGHT_SEED").unwrap_or(SEED);
    if let Some(cases) = cases_asked_for(seed) {
        play_verbosely(&mut lab, cases).await;
        return lab.close().await;
    }
    agrees_on_recorded_cases(&mut lab, strict).await;
    let count = number("PREFLIGHT_CASES").unwrap_or(CASES);
    println!("{name} {version}, seed {seed}, {count} cases");
    let (started, mut found, mut played) = (Instant::now(), Vec::new(), Played::default());
    let indices: Vec<u64> = (0..count).collect();
    for batch in indices.chunks(BATCH) {
        let cases = batch.iter().map(|&index| (index, generate(seed, index))).collect();
        found.extend(play(&mut lab, cases, strict, &mut played).await);
    }
    let seconds = started.elapsed().as_secs_f64();
    let Played { requests, consoles, once } = played;
    println!(
        "{count} cases, {requests} requests, {:.0} cases/s; {once} disagreed once but not again, {consoles} about the console",
        count as f64 / seconds
    );
    let shown = describe(&mut lab, &found, seed).await;
    lab.close().await;
    assert!(found.is_empty(), "{} of {count} cases disagree\n{shown}", found.len());
}

/// The cases that show a habit come first.
async fn agrees_on_recorded_cases<E: Engine>(lab: &mut Lab<E>, strict: About) {
    let recorded = recorded::recorded();
    let cases: Vec<Case> = recorded.iter().map(|recorded| recorded.case.clone()).collect();
    let seen = lab.play(&cases).await.unwrap_or_else(|error| panic!("{error}"));
    let mut report = String::new();
    for (recorded::Recorded { name, case }, browser) in recorded.iter().zip(seen) {
        let model = model::play(case, lab.engine().browser(), lab.origins(), 0);
        let mut about = disagree(&browser, &model, strict);
        about.retain(|_| is_modelled(case, lab.engine().browser()));
        if !about.is_empty() {
            report +=
                &format!("\n## {name}: {about:?}\n{case}  browser\n{browser}  model\n{model}");
        }
    }
    assert!(report.is_empty(), "recorded cases disagree\n{report}");
}

/// What was played so far.
#[derive(Default)]
struct Played {
    /// How many requests arrived.
    requests: usize,
    /// How many cases disagreed about the console, whether or not that counts.
    consoles: usize,
    /// How many cases disagreed, but not when they were played once more.
    once: usize,
}

/// Plays cases, and those that disagree once more: Chromium's preflight cache, when it is full,
/// throws out entries at random.
async fn play<E: Engine>(
    lab: &mut Lab<E>,
    cases: Vec<(u64, Case)>,
    strict: About,
    played: &mut Played,
) -> Vec<Disagreement> {
    let first = disagreeing(lab, cases, strict, played).await;
    let again = first.iter().map(|found| (found.index, found.case.clone())).collect();
    let second = disagreeing(lab, again, strict, &mut Played::default()).await;
    played.once += first.len() - second.len();
    second
}

async fn disagreeing<E: Engine>(
    lab: &mut Lab<E>,
    cases: Vec<(u64, Case)>,
    strict: About,
    played: &mut Played,
) -> Vec<Disagreement> {
    let values: Vec<Case> = cases.iter().map(|(_, case)| case.clone()).collect();
    let seen = lab.play(&values).await.unwrap_or_else(|error| panic!("{error}"));
    let mut found = Vec::new();
    for ((index, case), browser) in cases.into_iter().zip(seen) {
        played.requests += browser.requests.len();
        if !is_modelled(&case, lab.engine().browser()) {
            continue;
        }
        let model = model::play(&case, lab.engine().browser(), lab.origins(), 0);
        played.consoles += usize::from(disagreements(&browser, &model).contains(&About::Console));
        let about = disagree(&browser, &model, strict);
        if !about.is_empty() {
            let kind = kind(&about, &browser, &model);
            found.push(Disagreement { index, case, about, kind });
        }
    }
    found
}

/// The cases that the environment asks for, if it does: one of a seed, or those of a file, between
/// lines of `---`.
fn cases_asked_for(seed: u64) -> Option<Vec<Case>> {
    if let Some(index) = number("PREFLIGHT_CASE") {
        return Some(vec![generate(seed, index)]);
    }
    let path = std::env::var_os("PREFLIGHT_FILE")?;
    Some(recorded::read(Path::new(&path)).into_iter().map(|recorded| recorded.case).collect())
}

/// What counts of their disagreements.
fn disagree(browser: &Observed, model: &Observed, strict: About) -> Vec<About> {
    let mut about = disagreements(browser, model);
    about.retain(|about| *about <= strict);
    about
}

/// What tells one kind of disagreement from another, roughly.
fn kind(about: &[About], browser: &Observed, model: &Observed) -> String {
    let outline = |observed: &Observed| {
        let ends = observed.ends.iter().map(|end| end.to_string().chars().take(9).collect());
        let ends: Vec<String> = ends.collect();
        let methods: Vec<_> = observed.requests.iter().map(|r| r.method.as_str()).collect();
        format!(
            "{ends:?} {:?} {}",
            observed.reasons.as_ref().filter(|_| about.contains(&About::Reasons)),
            methods.len()
        )
    };
    format!("{about:?}: {} / {}", outline(browser), outline(model))
}

async fn describe<E: Engine>(lab: &mut Lab<E>, found: &[Disagreement], seed: u64) -> String {
    let mut text = String::new();
    let mut kinds: BTreeMap<&str, Vec<&Disagreement>> = BTreeMap::new();
    for disagreement in found {
        kinds.entry(&disagreement.kind).or_default().push(disagreement);
    }
    let mut kinds: Vec<_> = kinds.into_values().collect();
    kinds.sort_by_key(|same| std::cmp::Reverse(same.len()));
    for same in kinds.iter().take(SHOWN) {
        let (Disagreement { index, case, about, .. }, count) = (same[0], same.len());
        let smallest = shrink(lab, case.clone(), about[0]).await.unwrap_or_else(|_| case.clone());
        let seen = lab.play(std::slice::from_ref(&smallest)).await.unwrap_or_default();
        let browser = seen.first().cloned().unwrap_or_default();
        let model = model::play(&smallest, lab.engine().browser(), lab.origins(), 0);
        let about = about.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        text += &format!(
            "\n## PREFLIGHT_SEED={seed} PREFLIGHT_CASE={index} ({count} of this kind): {about}\n{smallest}  browser\n{browser}  model\n{model}"
        );
    }
    text
}

async fn play_verbosely<E: Engine>(lab: &mut Lab<E>, cases: Vec<Case>) {
    let seen = lab.play(&cases).await.unwrap_or_else(|error| panic!("{error}"));
    let mut disagreeing = 0;
    for (case, seen) in cases.iter().zip(seen) {
        let model = model::play(case, lab.engine().browser(), lab.origins(), 0);
        let about = disagreements(&seen, &model);
        println!("{case}  browser\n{seen}  model\n{model}  disagree about {about:?}\n");
        disagreeing += usize::from(!about.is_empty());
    }
    assert_eq!(disagreeing, 0, "cases disagree");
}
