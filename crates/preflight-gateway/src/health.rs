//! Whether an upstream is fit to be asked: by what checks say, and by what requests met.
//!
//! Two opinions, kept apart. Checks ask a path at intervals; an upstream that fails some in a row is
//! down until it passes some in a row. Requests notice sooner: one that gets no answer takes the
//! upstream out for a while, after which the next request tries again. Time is an argument.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How an upstream is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthSettings {
    /// The checks; none where no path to ask is known.
    pub check: Option<CheckSettings>,
    /// Requests in a row that must fail to take an upstream out, at least 1.
    pub failures: u32,
    /// How long it is out then.
    pub out_for: Duration,
}

impl Default for HealthSettings {
    fn default() -> Self {
        Self { check: None, failures: 1, out_for: Duration::from_secs(10) }
    }
}

/// How an upstream is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckSettings {
    /// The path to `GET`; any 2xx or 3xx passes.
    pub path: String,
    /// From one check to the next.
    pub interval: Duration,
    /// The longest time one may take.
    pub timeout: Duration,
    /// Checks in a row that must pass to bring an upstream back, at least 1.
    pub healthy_after: u32,
    /// Checks in a row that must fail to take it out, at least 1.
    pub unhealthy_after: u32,
}

impl Default for CheckSettings {
    fn default() -> Self {
        Self {
            path: "/".to_owned(),
            interval: Duration::from_secs(5),
            timeout: Duration::from_secs(2),
            healthy_after: 2,
            unhealthy_after: 3,
        }
    }
}

/// The state of one upstream. It starts healthy: nothing bad is known.
#[derive(Debug)]
pub struct Health {
    begun: Instant,
    /// By the checks.
    is_down: AtomicBool,
    /// Checks in a row that contradict `is_down`.
    contradictions: AtomicU32,
    /// Requests that failed in a row.
    failures: AtomicU32,
    /// Milliseconds after `begun` until which it is out; 0: it is not.
    out_until: AtomicU64,
}

impl Health {
    /// An upstream of which nothing is known.
    #[must_use]
    pub fn new(now: Instant) -> Self {
        Self {
            begun: now,
            is_down: AtomicBool::new(false),
            contradictions: AtomicU32::new(0),
            failures: AtomicU32::new(0),
            out_until: AtomicU64::new(0),
        }
    }

    /// Whether the checks say that it is down.
    #[must_use]
    pub fn is_down(&self) -> bool {
        self.is_down.load(Ordering::Relaxed)
    }

    /// Whether requests failed so lately that others should be asked first.
    #[must_use]
    pub fn is_out(&self, now: Instant) -> bool {
        let until = self.out_until.load(Ordering::Relaxed);
        until != 0 && self.millis(now) < until
    }

    /// Whether it may be asked without a second thought.
    #[must_use]
    pub fn is_good(&self, now: Instant) -> bool {
        !self.is_down() && !self.is_out(now)
    }

    /// A check passed or failed; whether that changes what the checks say.
    pub fn checked(&self, passed: bool, settings: &CheckSettings) -> bool {
        let was_down = self.is_down();
        if passed != was_down {
            self.contradictions.store(0, Ordering::Relaxed);
            return false;
        }
        let needed = if was_down { settings.healthy_after } else { settings.unhealthy_after };
        let contradictions = self.contradictions.fetch_add(1, Ordering::Relaxed) + 1;
        if contradictions < needed {
            return false;
        }
        self.contradictions.store(0, Ordering::Relaxed);
        self.is_down.store(!was_down, Ordering::Relaxed);
        if was_down {
            self.answered();
        }
        true
    }

    /// It answered a request.
    pub fn answered(&self) {
        // Loads first: this is said for every request, and almost always it is no news.
        if self.failures.load(Ordering::Relaxed) != 0 {
            self.failures.store(0, Ordering::Relaxed);
            self.out_until.store(0, Ordering::Relaxed);
        }
    }

    /// A request could not reach it, or got no answer.
    pub fn failed(&self, now: Instant, settings: &HealthSettings) {
        let failures = self.failures.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        if failures >= settings.failures {
            self.out_until.store(self.millis(now + settings.out_for), Ordering::Relaxed);
        }
    }

    fn millis(&self, at: Instant) -> u64 {
        u64::try_from(at.duration_since(self.begun).as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_must_agree_several_times_in_a_row() {
        let settings = CheckSettings { healthy_after: 2, unhealthy_after: 3, ..Default::default() };
        let health = Health::new(Instant::now());
        let results = [false, false, true, false, false, false, true, false, true, true];
        let changed: Vec<bool> =
            results.iter().map(|passed| health.checked(*passed, &settings)).collect();
        let expected: Vec<bool> = (0..10).map(|at| at == 5 || at == 9).collect();
        assert_eq!(changed, expected);
        assert!(!health.is_down());
    }

    #[test]
    fn an_upstream_that_refuses_is_out_for_a_while() {
        let now = Instant::now();
        let after = |seconds| now + Duration::from_secs(seconds);
        let settings = HealthSettings { failures: 2, ..Default::default() };
        let health = Health::new(now);
        health.failed(now, &settings);
        assert!(health.is_good(now));
        health.failed(now, &settings);
        assert!(health.is_out(after(9)) && !health.is_out(after(10)));
        // The request that tries again decides.
        health.failed(after(10), &settings);
        assert!(health.is_out(after(19)));
        health.answered();
        assert!(health.is_good(after(19)));
        health.failed(after(19), &settings);
        assert!(health.is_good(after(19)));
    }

    #[test]
    fn checks_that_bring_it_back_forget_what_requests_met() {
        let now = Instant::now();
        let health = Health::new(now);
        let settings = HealthSettings::default();
        let check = CheckSettings { healthy_after: 1, unhealthy_after: 1, ..Default::default() };
        assert!(health.checked(false, &check));
        health.failed(now, &settings);
        assert!(health.checked(true, &check));
        assert!(health.is_good(now));
    }
}
