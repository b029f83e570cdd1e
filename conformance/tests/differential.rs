//! Thousands of generated cases in each real browser and in the model, and the recorded ones:
//! `PREFLIGHT_CASES=20000` plays so many, `PREFLIGHT_SEED=2` others. What disagrees is looked into by
//! `cargo x differential`.

use conformance::cases::recorded;
use conformance::differential::Comparison;
use conformance::engines::{Chromium, Engine, EngineError, Firefox, WebKit};
use preflight_fetch::Browser;

/// The seed of a plain run.
const SEED: u64 = 1;
/// How many cases a plain run plays.
const CASES: u64 = 5000;

fn number(variable: &str) -> Option<u64> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable}={value} is no number")))
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
    agrees(Chromium::start()).await;
}

#[tokio::test]
async fn firefox_agrees_with_the_model() {
    agrees(Firefox::start()).await;
}

#[tokio::test]
async fn webkit_agrees_with_the_model() {
    agrees(WebKit::start()).await;
}

async fn agrees<E: Engine>(engine: impl Future<Output = Result<E, EngineError>>) {
    let _one = crate::ONE_BROWSER.lock().await;
    let engine = engine.await.unwrap_or_else(|error| panic!("{error}"));
    let name = format!("{} {}", engine.browser().name(), engine.version());
    let seed = number("PREFLIGHT_SEED").unwrap_or(SEED);
    let count = number("PREFLIGHT_CASES").unwrap_or(CASES);
    let mut comparison = Comparison::open(engine).await.expect("the lab opens");
    // The cases that show a habit come first.
    comparison.play(recorded::recorded()).await.expect("the recorded cases are played");
    comparison.play_generated(seed, count).await.expect("the generated cases are played");
    println!("{name}, recorded cases and seed {seed}: {}", comparison.tally());
    let shown = comparison.describe().await.expect("disagreements are shrunk");
    let found = comparison.found();
    comparison.close().await;
    assert!(found == 0, "{name}: {found} cases disagree\n{shown}");
}
