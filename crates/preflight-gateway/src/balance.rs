//! Which upstream of several is asked.

use crate::health::{Health, HealthSettings};
use crate::settings::{Balance, Outcome};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// How one of several upstreams is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strategy {
    /// One after the other.
    #[default]
    RoundRobin,
    /// The one with the fewest requests under way; among equals, one after the other.
    LeastConnections,
}

/// Chooses among the upstreams of a group by their health.
#[derive(Debug)]
pub struct Balancer {
    members: Box<[Member]>,
    strategy: Strategy,
    health: HealthSettings,
    next: AtomicUsize,
}

#[derive(Debug)]
struct Member {
    health: Arc<Health>,
    under_way: AtomicUsize,
}

impl Balancer {
    /// Chooses among the upstreams with these states, in the group's order. States may be shared with
    /// other groups, and with the group that this one replaces.
    #[must_use]
    pub fn new(
        states: impl IntoIterator<Item = Arc<Health>>,
        strategy: Strategy,
        health: HealthSettings,
    ) -> Self {
        let members = states
            .into_iter()
            .map(|health| Member { health, under_way: AtomicUsize::new(0) })
            .collect();
        Self { members, strategy, health, next: AtomicUsize::new(0) }
    }

    /// The upstream for a request that comes at `now`; `None` where the checks say of each that was
    /// not tried that it is down.
    ///
    /// An upstream that failed lately is asked only where no other is left: it may be back, and a
    /// refusal of its own tells more than ours would.
    fn choose_at(&self, now: Instant, tried: &[usize]) -> Option<usize> {
        let untried = |at: &usize| !tried.contains(at) && !self.members[*at].health.is_down();
        let is_in = |at: &usize| untried(at) && !self.members[*at].health.is_out(now);
        let index = self.first(is_in).or_else(|| self.first(untried))?;
        self.members[index].under_way.fetch_add(1, Ordering::Relaxed);
        Some(index)
    }

    fn ended_at(&self, now: Instant, index: usize, outcome: Outcome) {
        let member = &self.members[index];
        member.under_way.fetch_sub(1, Ordering::Relaxed);
        match outcome {
            Outcome::Answered => member.health.answered(),
            Outcome::Failed => member.health.failed(now, &self.health),
            Outcome::Abandoned => {}
        }
    }

    fn first(&self, may: impl Fn(&usize) -> bool) -> Option<usize> {
        let candidates = || (0..self.members.len()).filter(&may);
        let count = candidates().count();
        if count < 2 {
            return candidates().next();
        }
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % count;
        match self.strategy {
            Strategy::RoundRobin => candidates().nth(turn),
            Strategy::LeastConnections => {
                let in_turn = candidates().skip(turn).chain(candidates().take(turn));
                in_turn.min_by_key(|at| self.members[*at].under_way.load(Ordering::Relaxed))
            }
        }
    }
}

impl Balance for Balancer {
    fn choose(&self, tried: &[usize]) -> Option<usize> {
        self.choose_at(Instant::now(), tried)
    }

    fn ended(&self, index: usize, outcome: Outcome) {
        self.ended_at(Instant::now(), index, outcome);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::CheckSettings;
    use std::time::Duration;

    fn balancer(count: usize, strategy: Strategy) -> (Balancer, Vec<Arc<Health>>, Instant) {
        let now = Instant::now();
        let states: Vec<_> = (0..count).map(|_| Arc::new(Health::new(now))).collect();
        (Balancer::new(states.clone(), strategy, HealthSettings::default()), states, now)
    }

    /// The choices for this many requests that all stay under way.
    fn choices(balancer: &Balancer, now: Instant, count: usize) -> Vec<Option<usize>> {
        (0..count).map(|_| balancer.choose_at(now, &[])).collect()
    }

    fn take_down(state: &Health) {
        let once = CheckSettings { unhealthy_after: 1, ..Default::default() };
        assert!(state.checked(false, &once));
    }

    #[test]
    fn one_after_the_other() {
        let (balancer, states, now) = balancer(3, Strategy::RoundRobin);
        assert_eq!(choices(&balancer, now, 4), [Some(0), Some(1), Some(2), Some(0)]);
        // The load of one that is down is shared by the others.
        take_down(&states[1]);
        let chosen = choices(&balancer, now, 8);
        assert_eq!(chosen.iter().filter(|index| **index == Some(0)).count(), 4, "{chosen:?}");
        assert_eq!(chosen.iter().filter(|index| **index == Some(2)).count(), 4, "{chosen:?}");
    }

    #[test]
    fn the_least_busy() {
        let (balancer, _, now) = balancer(3, Strategy::LeastConnections);
        let mut chosen = choices(&balancer, now, 3);
        chosen.sort_unstable();
        assert_eq!(chosen, [Some(0), Some(1), Some(2)]);
        for _ in 0..4 {
            balancer.ended_at(now, 1, Outcome::Abandoned);
            assert_eq!(balancer.choose_at(now, &[]), Some(1));
        }
    }

    #[test]
    fn what_is_out_is_asked_last_and_what_is_down_never() {
        let (balancer, states, now) = balancer(3, Strategy::RoundRobin);
        take_down(&states[2]);
        assert_eq!(balancer.choose_at(now, &[1]), Some(0));
        balancer.ended_at(now, 0, Outcome::Failed);
        assert_eq!(choices(&balancer, now, 4), [Some(1); 4]);
        assert_eq!(balancer.choose_at(now, &[1]), Some(0));
        assert_eq!(balancer.choose_at(now, &[0, 1]), None);
        let later = now + Duration::from_secs(10);
        assert!(choices(&balancer, later, 2).contains(&Some(0)));
    }

    #[test]
    fn where_all_are_down_nobody_is_asked() {
        let (balancer, states, now) = balancer(2, Strategy::LeastConnections);
        states.iter().for_each(|state| take_down(state));
        assert_eq!(balancer.choose_at(now, &[]), None);
    }

    #[test]
    fn the_only_upstream_is_asked_although_it_failed() {
        let (balancer, _, now) = balancer(1, Strategy::RoundRobin);
        assert_eq!(balancer.choose_at(now, &[]), Some(0));
        balancer.ended_at(now, 0, Outcome::Failed);
        assert_eq!(balancer.choose_at(now, &[]), Some(0));
    }
}
