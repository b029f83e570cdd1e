//! How long keys take.

use super::Visitor;
use crate::engines::Hands;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

/// Between two keys of somebody who types fast, in milliseconds.
const BETWEEN: u64 = 90;

/// What is shorter, engines do not tell.
const TOLD: f64 = 16.0;

/// How long an engine may take to tell.
const LAG: Duration = Duration::from_millis(500);

impl<E: Hands> Visitor<E> {
    /// Types where the focus is, one key after the other, and says how long they took until the page showed
    /// it: by [Event Timing](https://www.w3.org/TR/event-timing/), or where the engine has none until the
    /// next frame.
    pub async fn type_timed(&mut self, text: &str) -> String {
        let measured = self.look("timeKeys", json!([])).await == true;
        let stroke = |key: char| {
            [
                json!({ "type": "keyDown", "value": key }),
                json!({ "type": "keyUp", "value": key }),
                json!({ "type": "pause", "duration": BETWEEN }),
            ]
        };
        let actions: Vec<Value> = text.chars().flat_map(stroke).collect();
        self.act(json!([{ "type": "key", "id": "keyboard", "actions": actions }])).await;
        sleep(LAG).await;
        let times = self.look("keyTimes", json!([])).await;
        let times: Vec<f64> = serde_json::from_value(times).expect("times");
        let how = if measured { "until the next paint" } else { "until the next frame" };
        format!("{} {how}", said(times, text.chars().count()))
    }
}

/// The longest and the median. Keys that nothing is told of were quick.
fn said(mut times: Vec<f64>, keys: usize) -> String {
    times.resize(keys.max(times.len()), 0.0);
    times.sort_by(f64::total_cmp);
    let told = |time: f64| match time < TOLD {
        true => format!("under {TOLD} ms"),
        false => format!("{time:.0} ms"),
    };
    let (longest, median) = (times.last().copied().unwrap_or_default(), times[times.len() / 2]);
    format!("{keys} keys, longest {}, median {}", told(longest), told(median))
}
