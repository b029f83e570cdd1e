//! Which of a gateway's latest decisions are new.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What stands at `/decisions`.
#[derive(Debug, Deserialize)]
pub(super) struct Latest {
    /// All since the gateway's start.
    total: u64,
    /// Those that it keeps, the newest first.
    decisions: Vec<Map<String, Value>>,
}

impl Latest {
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let latest: Self = serde_json::from_slice(json).ok()?;
        let is_known = |entry: &Map<String, Value>| {
            let texts = ["time", "method", "target", "verdict"];
            texts.iter().all(|name| entry.get(*name).is_some_and(Value::is_string))
        };
        latest.decisions.iter().all(is_known).then_some(latest)
    }
}

/// What was told already.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The number of the newest, counted from 1 at the gateway's start, and when it was made.
    newest: Option<(u64, Value)>,
    begun: bool,
}

/// What is new.
#[derive(Debug, Serialize)]
pub(super) struct News {
    total: u64,
    /// How many were made that the gateway keeps no more.
    missed: u64,
    /// Whether the gateway was started anew, and counts from 1 again.
    restarted: bool,
    /// Newest last, each with its number.
    pub(super) decisions: Vec<Map<String, Value>>,
    #[serde(skip)]
    first: bool,
}

impl Seen {
    pub(super) fn news(&mut self, latest: Latest) -> News {
        let Latest { total, decisions } = latest;
        let kept = decisions.len() as u64;
        let time = |number: u64| {
            let at = usize::try_from(total.checked_sub(number)?).ok()?;
            decisions.get(at).map(|entry| &entry["time"])
        };
        let is_another = |(number, made): &(u64, Value)| {
            *number > total || time(*number).is_some_and(|time| time != made)
        };
        let restarted = self.newest.as_ref().is_some_and(is_another);
        let known = match &self.newest {
            Some((number, _)) if !restarted => *number,
            // Of those before the first look nobody expects to hear.
            None if !self.begun => total.saturating_sub(kept),
            _ => 0,
        };
        let new = total.saturating_sub(known);
        let shown = new.min(kept);
        let first = !std::mem::replace(&mut self.begun, true);
        self.newest = decisions.first().map(|entry| (total, entry["time"].clone()));
        let numbered = decisions.into_iter().zip((0..=total).rev()).map(|(mut entry, number)| {
            entry.insert("number".to_owned(), number.into());
            entry
        });
        let mut decisions: Vec<_> =
            numbered.take(usize::try_from(shown).unwrap_or(usize::MAX)).collect();
        decisions.reverse();
        News { total, missed: new - shown, restarted, decisions, first }
    }
}

impl News {
    /// Whether there is nothing to tell: the first time there always is.
    pub(super) fn is_none(&self) -> bool {
        !self.first && self.decisions.is_empty() && !self.restarted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn latest(total: u64, times: &[&str]) -> Latest {
        let entries = times.iter().map(
            |time| json!({ "time": time, "method": "GET", "target": "/", "verdict": "allowed" }),
        );
        let page = json!({ "total": total, "decisions": entries.collect::<Vec<_>>() });
        Latest::read(page.to_string().as_bytes()).expect("decisions")
    }

    fn told(news: &News) -> (u64, bool, Vec<u64>) {
        let numbers = news.decisions.iter().map(|entry| entry["number"].as_u64().expect("one"));
        (news.missed, news.restarted, numbers.collect())
    }

    #[test]
    fn each_is_told_once_and_what_is_missed_is_counted() {
        let mut seen = Seen::default();
        assert_eq!(told(&seen.news(latest(7, &["g", "f"]))), (0, false, vec![6, 7]));
        let none = seen.news(latest(7, &["g", "f"]));
        assert!(none.is_none() && told(&none) == (0, false, vec![]));
        assert_eq!(told(&seen.news(latest(8, &["h", "g"]))), (0, false, vec![8]));
        assert_eq!(told(&seen.news(latest(12, &["l", "k"]))), (2, false, vec![11, 12]));
    }

    #[test]
    fn a_gateway_that_was_started_anew_is_noticed() {
        let mut seen = Seen::default();
        let first = seen.news(latest(0, &[]));
        assert!(!first.is_none() && told(&first) == (0, false, vec![]));
        assert_eq!(told(&seen.news(latest(2, &["b", "a"]))), (0, false, vec![1, 2]));
        assert_eq!(told(&seen.news(latest(1, &["x"]))), (0, true, vec![1]));
        // It made as many as the other before it.
        assert_eq!(told(&seen.news(latest(2, &["z", "y"]))), (0, true, vec![1, 2]));
        let gone = seen.news(latest(0, &[]));
        assert!(!gone.is_none() && told(&gone) == (0, true, vec![]));
    }

    #[test]
    fn what_is_something_else_is_not_read() {
        for text in [
            "",
            "{}",
            "[]",
            "{\"total\":1}",
            "{\"total\":-1,\"decisions\":[]}",
            "{\"total\":1,\"decisions\":[{}]}",
            "{\"total\":1,\"decisions\":[{\"time\":1,\"method\":\"\",\"target\":\"\",\"verdict\":\"\"}]}",
        ] {
            assert!(Latest::read(text.as_bytes()).is_none(), "{text}");
        }
        // More decisions than were made: a liar, and no reason to fall over.
        let mut seen = Seen::default();
        assert_eq!(told(&seen.news(latest(1, &["b", "a"]))).2, [1]);
    }
}
