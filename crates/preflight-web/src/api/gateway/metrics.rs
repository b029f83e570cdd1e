//! What a gateway counts, out of its [text](https://prometheus.io/docs/specs/om/open_metrics_spec/).

use super::edited::allowed;
use serde::Serialize;
use std::collections::BTreeMap;

/// The numbers that are shown.
#[derive(Debug, Default, PartialEq, Serialize)]
pub(super) struct Metrics {
    /// Requests answered since the start.
    requests: u64,
    /// Requests across origins that were refused.
    refused: u64,
    /// By the first digit of the status: `2xx`.
    by_status: BTreeMap<String, u64>,
    /// Decisions by verdict, requests without an origin among them.
    by_verdict: BTreeMap<String, u64>,
    /// Requests that the gateway had to answer in the upstream's place, by kind.
    failures: BTreeMap<String, u64>,
    /// Clients' connections that are open.
    connections_open: u64,
    /// From the end of a request's head to the last byte of the response, in all.
    seconds: f64,
    /// Whether the checks call an upstream healthy, by its name.
    upstreams: BTreeMap<String, bool>,
}

impl Metrics {
    /// Reads them; `None` where they are no gateway's.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let mut metrics = Self::default();
        let mut is_gateway = false;
        let samples = text.lines().filter(|line| !line.starts_with('#')).filter_map(sample);
        for Sample { name, labels, value } in samples {
            let label = |wanted: &str| {
                labels.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.clone())
            };
            let mut count = |counts: fn(&mut Self) -> &mut BTreeMap<String, u64>, by: &str| {
                if let Some(label) = label(by).filter(|_| whole(value) > 0) {
                    let sum = counts(&mut metrics).entry(label).or_default();
                    *sum = plus(*sum, whole(value));
                }
            };
            match name {
                "preflight_requests_total" => {
                    is_gateway = true;
                    count(|metrics| &mut metrics.by_status, "status");
                    metrics.requests = plus(metrics.requests, whole(value));
                }
                "preflight_decisions_total" => count(|metrics| &mut metrics.by_verdict, "verdict"),
                "preflight_failures_total" => count(|metrics| &mut metrics.failures, "kind"),
                "preflight_connections_open" => metrics.connections_open = whole(value),
                "preflight_request_duration_seconds_sum" => metrics.seconds = value,
                "preflight_upstream_healthy" => {
                    metrics.upstreams.extend(label("upstream").map(|name| (name, value > 0.0)));
                }
                _ => {}
            }
        }
        let is_refused = |(label, _): &(&String, &u64)| allowed(label) == Some(Some(false));
        let refused = metrics.by_verdict.iter().filter(is_refused);
        metrics.refused = refused.fold(0, |sum, (_, count)| plus(sum, *count));
        is_gateway.then_some(metrics)
    }
}

/// `name{label="value",…} 1.5`
struct Sample<'a> {
    name: &'a str,
    labels: Vec<(&'a str, String)>,
    value: f64,
}

fn sample(line: &str) -> Option<Sample<'_>> {
    let (head, value) = line.rsplit_once(' ')?;
    let value: f64 = value.parse().ok().filter(|value: &f64| value.is_finite() && *value >= 0.0)?;
    let mut labels = Vec::new();
    let Some((name, mut rest)) = head.split_once('{') else {
        return Some(Sample { name: head, labels, value });
    };
    while let Some((label, quoted)) = rest.split_once("=\"") {
        let (text, behind) = unquoted(quoted)?;
        labels.push((label.trim_start_matches(','), text));
        rest = behind;
    }
    (rest == "}").then_some(Sample { name, labels, value })
}

/// What stands before the closing quote, and what behind it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => value.push(match chars.next()?.1 {
                'n' => '\n',
                other => other,
            }),
            other => value.push(other),
        }
    }
    None
}

/// The most that a page can count.
const MOST: u64 = 1 << 53;

/// Counts are whole; one that is not, or beyond [`MOST`], is cut.
fn whole(value: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
    let whole = value as u64;
    whole.min(MOST)
}

/// The sum of two that are [`whole`].
fn plus(sum: u64, count: u64) -> u64 {
    (sum + count).min(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_under_their_labels() {
        let text = "# HELP preflight_requests x\n\
            preflight_requests_total{status=\"2xx\",method=\"read\"} 3\n\
            preflight_requests_total{status=\"2xx\",method=\"write\"} 2\n\
            preflight_requests_total{status=\"4xx\",method=\"read\"} 0\n\
            preflight_decisions_total{policy=\"0\",verdict=\"allowed\"} 4\n\
            preflight_decisions_total{policy=\"none\",verdict=\"allowed\"} 1\n\
            preflight_decisions_total{policy=\"0\",verdict=\"method-refused\"} 3\n\
            preflight_connections_open 2\n\
            preflight_request_duration_seconds_sum 0.25\n\
            preflight_upstream_healthy{upstream=\"a\\\"}\\n\\\\ b\"} 1\n\
            preflight_unheard_of{x=\"y\"} 1\n\
            # EOF\n";
        let map = |pairs: &[(&str, u64)]| {
            pairs.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        let expected = Metrics {
            requests: 5,
            refused: 3,
            by_status: map(&[("2xx", 5)]),
            by_verdict: map(&[("allowed", 5), ("method-refused", 3)]),
            failures: BTreeMap::new(),
            connections_open: 2,
            seconds: 0.25,
            upstreams: BTreeMap::from([("a\"}\n\\ b".to_owned(), true)]),
        };
        assert_eq!(Metrics::read(text.as_bytes()), Some(expected));
    }

    #[test]
    fn more_than_can_be_counted_is_as_many_as_can() {
        let line = |name: &str, label: &str| format!("preflight_{name}_total{{{label}}} 1e300\n");
        let requests = line("requests", "status=\"2xx\"").repeat(3000);
        let verdicts = ["origin-null", "method-refused"]
            .map(|verdict| line("decisions", &format!("verdict=\"{verdict}\"")).repeat(3000));
        let metrics = Metrics::read((requests + &verdicts.concat()).as_bytes()).expect("metrics");
        assert_eq!((metrics.requests, metrics.refused), (MOST, MOST));
        assert_eq!(metrics.by_status["2xx"], MOST);
    }

    #[test]
    fn what_is_no_gateways_is_not_read() {
        for text in [
            "",
            "<html>",
            "go_threads 7\n",
            "preflight_requests_total{status=\"2xx",
            "preflight_requests_total{status=\"2xx\"} NaN",
            "preflight_requests_total{status=\"2xx\"} -1",
            "preflight_requests_total{status=\"2xx\"",
            "preflight_requests_total{} x",
        ] {
            assert_eq!(Metrics::read(text.as_bytes()), None, "{text}");
        }
        assert_eq!(Metrics::read(b"\xff"), None);
        let huge = Metrics::read(b"preflight_requests_total 1e300").expect("metrics");
        assert_eq!(huge.requests, MOST);
    }
}
