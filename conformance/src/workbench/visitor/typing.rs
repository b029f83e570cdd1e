//! How long keys take.

use super::Visitor;
use super::does::stroke;
use crate::engines::Hands;
use serde::Deserialize;
use serde_json::json;
use std::time::Duration;
use tokio::time::sleep;

/// Between two keys of somebody who types fast, in milliseconds.
const BETWEEN: u64 = 90;

/// What is shorter, engines do not tell, in milliseconds.
const TOLD: f64 = 16.0;

/// How long an engine may take to tell.
const LAG: Duration = Duration::from_millis(800);

/// How long each key took, in milliseconds.
#[derive(Debug, Deserialize)]
struct Times {
    /// Until the next frame was made: what the page takes.
    frames: Vec<f64>,
    /// Until it was seen, by [Event Timing](https://www.w3.org/TR/event-timing/). Chromium without a
    /// window shows frames of a long page late, and several at once; with one it does not.
    shown: Option<Vec<f64>>,
}

impl<E: Hands> Visitor<E> {
    /// Types where the focus is, one key after the other, and says how long they took.
    pub async fn type_timed(&mut self, text: &str) -> String {
        self.look("timeKeys", json!([])).await;
        let pause = json!({ "type": "pause", "duration": BETWEEN });
        let timed = |key: char| {
            let [down, up] = stroke(&key.to_string());
            [down, up, pause.clone()]
        };
        self.strike(text.chars().flat_map(timed).collect()).await;
        sleep(LAG).await;
        let times = self.look("keyTimes", json!([])).await;
        let times: Times = serde_json::from_value(times).expect("times");
        let keys = text.chars().count();
        let shown = times
            .shown
            .map_or_else(|| "a time that is not told".to_owned(), |shown| said(shown, keys));
        let (browser, frames) = (self.engine.browser().name(), said(times.frames, keys));
        format!("{browser}: {keys} keys: the next frame after {frames}; seen after {shown}")
    }
}

/// The longest and the median. Keys that nothing is told of were quick.
fn said(mut times: Vec<f64>, keys: usize) -> String {
    times.resize(keys.max(times.len()), 0.0);
    times.sort_by(f64::total_cmp);
    let told = |time: f64| match time < TOLD {
        true => format!("less than {TOLD} ms"),
        false => format!("{time:.0} ms"),
    };
    let longest = times.last().copied().unwrap_or_default();
    let median = times.get(times.len() / 2).copied().unwrap_or_default();
    format!("{} at most, {} in the middle", told(longest), told(median))
}
