//! The latest decisions about requests across origins, for whoever looks.

use crate::access_log::{AccessLogFormat, Line};
use crate::record::{Observer, Record};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::SystemTime;

/// Decisions kept.
const KEPT: usize = 256;

/// The latest decisions about requests that had an `Origin`, newest last.
///
/// Each is kept as the JSON of the access log, its texts cut to 200 characters: 256 of them take some
/// 100 KiB, at worst 2.5 MiB. One that comes while another is written or all are read is left out:
/// nobody waits.
#[derive(Debug, Default)]
pub struct Decisions(Mutex<Latest>);

#[derive(Debug, Default)]
struct Latest {
    lines: VecDeque<Vec<u8>>,
    total: u64,
}

impl Decisions {
    /// `{"total": …, "decisions": […]}`, newest first; `total` counts those forgotten too.
    #[must_use]
    pub fn json(&self) -> Vec<u8> {
        let latest = self.latest();
        let mut json = format!("{{\"total\":{},\"decisions\":[", latest.total).into_bytes();
        for (n, line) in latest.lines.iter().rev().enumerate() {
            json.extend_from_slice(if n == 0 { b"\n" } else { b",\n" });
            json.extend_from_slice(line.trim_ascii_end());
        }
        json.extend_from_slice(b"\n]}\n");
        json
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Decisions {
    fn finished(&self, record: &Record<'_>) {
        if record.origin.is_none() {
            return;
        }
        let mut latest = match self.0.try_lock() {
            Ok(latest) => latest,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        latest.total += 1;
        let oldest = if latest.lines.len() < KEPT { None } else { latest.lines.pop_front() };
        let mut line = oldest.unwrap_or_default();
        line.clear();
        Line::new(record, SystemTime::now()).shortened().write(AccessLogFormat::Json, &mut line);
        latest.lines.push_back(line);
    }
}

#[cfg(test)]
mod tests {
    use super::{Decisions, KEPT};
    use crate::record::Observer as _;
    use crate::record::sample::record;
    use http::HeaderValue;

    #[test]
    fn the_latest_come_first_and_stay_bounded() {
        let decisions = Decisions::default();
        let empty: serde_json::Value = serde_json::from_slice(&decisions.json()).expect("JSON");
        assert_eq!(empty, serde_json::json!({ "total": 0, "decisions": [] }));
        decisions.finished(&record("/not-cors", None));
        let long = "é".repeat(10_000);
        let origin = HeaderValue::from_bytes(long.as_bytes()).expect("a value");
        for n in 0..KEPT + 3 {
            decisions.finished(&record(&format!("/{n}{long}"), Some(&origin)));
        }
        let json = decisions.json();
        assert!(json.len() < KEPT * 3_500, "{} bytes", json.len());
        let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!(json["total"], KEPT + 3);
        let all = json["decisions"].as_array().expect("a list");
        assert_eq!(all.len(), KEPT);
        let target = |n: usize| all[n]["target"].as_str().expect("a target").to_owned();
        assert!(target(0).starts_with("/258é") && target(KEPT - 1).starts_with("/3é"));
        assert!(target(0).ends_with("é…") && target(0).chars().count() == 201);
    }
}
