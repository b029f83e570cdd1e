//! How many requests a client may send: so many a second, after a burst.
//!
//! The table has a fixed size, whoever asks: a client's address, hashed with a key that nobody
//! outside knows, gives its place, and two that share a place share what is allowed. A place is one
//! number, the time at which everything counted so far is paid off (the generic cell rate
//! algorithm), so that counting is one compare-and-swap and needs no sweeping.

use crate::settings::Admission;
use std::hash::{BuildHasher as _, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Places: 512 KiB. With 1,000 clients at once, one in 66 shares with another.
const PLACES: usize = 1 << 16;

/// How much a client may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests a second, at least 1.
    pub per_second: u32,
    /// Requests at once, at least 1.
    pub burst: u32,
}

/// What each client has sent lately.
#[derive(Debug)]
pub struct RateLimit {
    /// Nanoseconds that one request costs.
    cost: u64,
    /// Nanoseconds by which a client may be ahead.
    tolerance: u64,
    begun: Instant,
    hasher: RandomState,
    /// Nanoseconds after `begun`.
    paid_off: Box<[AtomicU64]>,
}

impl RateLimit {
    /// Nobody has sent anything at `now`.
    #[must_use]
    pub fn new(rate: Rate, now: Instant) -> Self {
        let cost = 1_000_000_000 / u64::from(rate.per_second.max(1));
        Self {
            cost,
            tolerance: cost * u64::from(rate.burst.max(1) - 1),
            begun: now,
            hasher: RandomState::new(),
            paid_off: (0..PLACES).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "any 16 bits of the hash are as good")]
    fn place(&self, client: IpAddr) -> usize {
        self.hasher.hash_one(network(client)) as usize % PLACES
    }
}

impl Admission for RateLimit {
    /// A request that is not admitted is not counted.
    fn admit(&self, peer: IpAddr, now: Instant) -> Result<(), Duration> {
        let now = u64::try_from(now.duration_since(self.begun).as_nanos()).unwrap_or(u64::MAX);
        let place = &self.paid_off[self.place(peer)];
        let mut seen = place.load(Ordering::Relaxed);
        loop {
            let ahead = seen.saturating_sub(now);
            if ahead > self.tolerance {
                return Err(Duration::from_nanos(ahead - self.tolerance));
            }
            let paid_off = seen.max(now).saturating_add(self.cost);
            match place.compare_exchange_weak(seen, paid_off, Ordering::Relaxed, Ordering::Relaxed)
            {
                Ok(_) => return Ok(()),
                Err(other) => seen = other,
            }
        }
    }
}

/// What one client holds: an IPv4 address, or the /64 of an IPv6 address, since a host may choose
/// the rest of it anew for each request.
fn network(client: IpAddr) -> u64 {
    match client.to_canonical() {
        IpAddr::V4(address) => u64::from(address.to_bits()),
        IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { per_second: 10, burst: 3 };

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_burst_then_the_rate() {
        let begun = Instant::now();
        let limit = RateLimit::new(RATE, begun);
        let after = |ms| begun + Duration::from_millis(ms);
        let client = ip("192.0.2.1");
        let taken: Vec<bool> = (0..5).map(|_| limit.admit(client, begun).is_ok()).collect();
        assert_eq!(taken, [true, true, true, false, false]);
        assert_eq!(limit.admit(client, after(40)), Err(Duration::from_millis(60)));
        assert_eq!(limit.admit(client, after(100)), Ok(()));
        assert_eq!(limit.admit(client, after(100)), Err(Duration::from_millis(100)));
        // After a pause a whole burst is allowed again, and no more.
        let taken = (0..5).filter(|_| limit.admit(client, after(10_000)).is_ok()).count();
        assert_eq!(taken, 3);
    }

    #[test]
    fn over_a_long_time_the_rate_is_what_was_said() {
        let begun = Instant::now();
        let limit = RateLimit::new(RATE, begun);
        let taken = (0..100_000)
            .filter(|ms| limit.admit(ip("192.0.2.1"), begun + Duration::from_millis(*ms)).is_ok())
            .count();
        assert!((1_000..=1_003).contains(&taken), "{taken} in 100 seconds");
    }

    #[test]
    fn clients_are_counted_apart_but_not_the_addresses_of_one_host() {
        let begun = Instant::now();
        let one = || RateLimit::new(Rate { per_second: 1, burst: 1 }, begun);
        for (first, same) in
            [("2001:db8:0:1::1", "2001:db8:0:1:ffff::2"), ("::ffff:192.0.2.1", "192.0.2.1")]
        {
            let limit = one();
            assert_eq!(limit.admit(ip(first), begun), Ok(()));
            assert!(limit.admit(ip(same), begun).is_err(), "{same}");
        }
        // By chance two may share a place, hardly three.
        let (limit, others) = (one(), ["192.0.2.2", "192.0.2.3", "2001:db8:0:2::1"]);
        let taken = others.iter().filter(|other| limit.admit(ip(other), begun).is_ok()).count();
        assert!(taken >= 2, "{taken} of {}", others.len());
    }

    #[test]
    fn threads_together_take_no_more_than_one_would() {
        let begun = Instant::now();
        let limit = RateLimit::new(Rate { per_second: 1, burst: 100 }, begun);
        let taken: usize = std::thread::scope(|scope| {
            let count = || (0..1_000).filter(|_| limit.admit(ip("::1"), begun).is_ok()).count();
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(count)).collect();
            threads.into_iter().map(|thread| thread.join().expect("a count")).sum()
        });
        assert_eq!(taken, 100);
    }
}
