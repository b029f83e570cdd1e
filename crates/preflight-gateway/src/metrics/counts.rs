//! Counters that many threads add to.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Labels that one [`ByLabel`] has room for.
const LABELS: usize = 24;

/// A counter for each label of a small fixed set; a label takes a place when it is first seen.
#[derive(Debug, Default)]
pub(super) struct ByLabel {
    places: [(OnceLock<&'static str>, AtomicU64); LABELS],
}

impl ByLabel {
    pub(super) fn add(&self, label: &'static str) {
        for (taken, count) in &self.places {
            if *taken.get_or_init(|| label) == label {
                count.fetch_add(1, Ordering::Relaxed);
                return;
            }
        }
        debug_assert!(false, "more than {LABELS} labels");
    }

    /// The labels seen, and how often.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let seen = |(label, count): &(OnceLock<_>, AtomicU64)| {
            Some((*label.get()?, count.load(Ordering::Relaxed)))
        };
        self.places.iter().map_while(seen)
    }
}

/// Upper bounds of a histogram's buckets, in microseconds: what a proxy adds, what an upstream takes,
/// what a user notices.
const BOUNDS: [u64; 16] = [
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
    1_000_000, 2_500_000, 10_000_000, 60_000_000,
];

/// How long something took, each time.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    /// The last one for what exceeds all bounds.
    buckets: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
}

/// A histogram as it was at one moment. Durations are in seconds.
#[derive(Debug, PartialEq)]
pub(super) struct Snapshot {
    pub(super) sum: f64,
    pub(super) count: u64,
    /// Upper bound, how many in this bucket.
    pub(super) buckets: Vec<(f64, u64)>,
}

impl Histogram {
    pub(super) fn add(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BOUNDS.partition_point(|bound| *bound < micros);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        let bounds = BOUNDS.iter().map(|micros| seconds(*micros)).chain([f64::INFINITY]);
        let buckets: Vec<_> =
            bounds.zip(self.buckets.iter().map(|count| count.load(Ordering::Relaxed))).collect();
        Snapshot {
            sum: seconds(self.micros.load(Ordering::Relaxed)),
            count: buckets.iter().map(|(_, count)| count).sum(),
            buckets,
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "exact for 285 years")]
fn seconds(micros: u64) -> f64 {
    micros as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_label_has_its_count_whichever_thread_adds() {
        let counts = ByLabel::default();
        std::thread::scope(|scope| {
            for first in 0..4 {
                let counts = &counts;
                scope.spawn(move || {
                    for turn in 0..300 {
                        counts.add(["a", "b", "c"][(first + turn) % 3]);
                    }
                });
            }
        });
        let mut seen: Vec<_> = counts.iter().collect();
        seen.sort_unstable();
        assert_eq!(seen, [("a", 400), ("b", 400), ("c", 400)]);
    }

    #[test]
    fn a_bound_belongs_to_its_bucket() {
        let histogram = Histogram::default();
        for micros in [0, 100, 101, 250, 60_000_001] {
            histogram.add(Duration::from_micros(micros));
        }
        let snapshot = histogram.snapshot();
        assert_eq!((snapshot.count, snapshot.sum), (5, 60.000_452));
        let filled: Vec<_> = snapshot.buckets.iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(filled, [&(0.0001, 2), &(0.00025, 2), &(f64::INFINITY, 1)]);
    }
}
