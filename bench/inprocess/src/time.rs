//! How long a request takes.

use bench_inprocess::{
    case::Case,
    subject::{Asked, Subject, batch, measured},
};
use std::time::{Duration, Instant};

/// Nanoseconds a request.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    /// The median of the rounds.
    pub(crate) median: f64,
    /// The fastest round.
    pub(crate) least: f64,
}

/// How many batches a round has at most, and how long it lasts at most.
const BATCHES: usize = 30;
const ROUND: Duration = Duration::from_millis(250);

/// Measures all in turn, as many rounds as asked.
pub(crate) fn rounds(pairs: &[(Subject, &Case)], count: usize) -> Vec<Time> {
    let mut prepared: Vec<_> = pairs
        .iter()
        .map(|(subject, case)| (subject.prepare(case), batch(*subject, case)))
        .collect();
    let mut rounds = vec![Vec::new(); pairs.len()];
    for round in 1..=count {
        eprintln!("round {round} of {count}");
        for ((asked, batch), rounds) in prepared.iter_mut().zip(&mut rounds) {
            rounds.push(once(asked.as_mut(), *batch));
        }
    }
    rounds
        .into_iter()
        .map(|rounds| Time { least: least(&rounds), median: median(rounds) })
        .collect()
}

/// The median of a round's batches, so that one interrupted by something else does not count. What a
/// batch needs is made ready before its clock starts.
fn once(asked: &mut dyn Asked, batch: usize) -> f64 {
    measured(asked.batch(batch));
    let begun = Instant::now();
    let mut batches = Vec::new();
    while batches.len() < 3 || (batches.len() < BATCHES && begun.elapsed() < ROUND) {
        let work = asked.batch(batch);
        let start = Instant::now();
        measured(work);
        batches.push(start.elapsed().as_nanos() as f64 / batch as f64);
    }
    median(batches)
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
