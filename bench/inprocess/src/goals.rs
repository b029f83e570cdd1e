//! What the middleware set out to reach, held against what was measured.

use crate::{Figures, Results, table::Table};
use bench_inprocess::subject::Subject::{Bare, Ours, TowerHttp};

/// A ratio that is to be at most so much.
struct Goal {
    what: String,
    /// By the fastest rounds, and by instructions.
    measured: [Option<f64>; 2],
    at_most: f64,
}

impl Goal {
    fn reached(&self) -> bool {
        self.measured.iter().flatten().all(|measured| *measured <= self.at_most)
    }
}

/// The table of them, as far as their cases were measured.
pub(crate) fn table(results: &Results) -> String {
    let goals: Vec<Goal> = [nets(results), scale(results), preflights(results), hostile(results)]
        .into_iter()
        .flatten()
        .collect();
    let more = allocations(results);
    if goals.is_empty() && more.is_empty() {
        return String::new();
    }
    let mut table = Table::new(["what", "by time", "by instructions", "target", ""].into_iter());
    for goal in &goals {
        let [time, instructions] =
            goal.measured.map(|ratio| ratio.map_or_else(|| "-".to_owned(), |r| format!("{r:.3}")));
        let target = format!("at most {}", goal.at_most);
        table.row([goal.what.clone(), time, instructions, target, verdict(goal.reached())]);
    }
    for (what, measured, at_most) in more {
        let reached = measured <= at_most;
        let counted = format!("{measured:.0} allocations");
        table.row([
            what,
            counted,
            String::new(),
            format!("at most {at_most:.0}"),
            verdict(reached),
        ]);
    }
    format!("## Targets\n\n{}", table.0)
}

fn verdict(reached: bool) -> String {
    if reached { "reached" } else { "**missed**" }.to_owned()
}

/// What costs something in a case, by time and by instructions.
type Cost<'a> = dyn Fn(fn(&Figures) -> Option<f64>) -> Option<f64> + 'a;

fn ratio(what: String, ours: &Cost<'_>, other: &Cost<'_>, at_most: f64) -> Option<Goal> {
    let by = |unit: fn(&Figures) -> Option<f64>| Some(ours(unit)? / other(unit)?);
    let measured = [by(|f| Some(f.time.least)), by(|f| f.instructions)];
    measured.iter().any(Option::is_some).then_some(Goal { what, measured, at_most })
}

/// Ours without the handler against tower-http without it, of actual requests and those without CORS.
fn nets(results: &Results) -> Vec<Goal> {
    let goal = |case: &&'static str| {
        let net = |subject| {
            move |unit: fn(&Figures) -> Option<f64>| {
                Some(unit(results.of(subject, case)?)? - unit(results.of(Bare, case)?)?)
            }
        };
        ratio(format!("{case}: net / tower-http's net"), &net(Ours), &net(TowerHttp), 0.33)
    };
    ["a", "b", "b'", "i 16K", "i' 16K"].iter().filter_map(goal).collect()
}

/// Many origins against one.
fn scale(results: &Results) -> Vec<Goal> {
    let net = |case: &'static str| {
        move |unit: fn(&Figures) -> Option<f64>| {
            Some(unit(results.of(Ours, case)?)? - unit(results.of(Bare, case)?)?)
        }
    };
    let goal = |(many, one): &(&'static str, &'static str)| {
        ratio(format!("{many}: net / net of {one}"), &net(many), &net(one), 1.5)
    };
    [("d", "b"), ("e 10k", "b"), ("d'", "b'")].iter().filter_map(goal).collect()
}

/// Preflights against tower-http, which checks nothing.
fn preflights(results: &Results) -> Vec<Goal> {
    let goal = |(case, at_most): &(&'static str, f64)| {
        let cost =
            |subject| move |unit: fn(&Figures) -> Option<f64>| unit(results.of(subject, case)?);
        ratio(format!("{case}: / tower-http"), &cost(Ours), &cost(TowerHttp), *at_most)
    };
    [("f", 0.65), ("f'", 0.4), ("g", 1.0), ("h 16K", 0.45), ("h' 16K", 0.45)]
        .iter()
        .filter_map(goal)
        .collect()
}

/// A mebibyte against 16 KiB: the same, but for what the clock and the cache make of it.
fn hostile(results: &Results) -> Vec<Goal> {
    let goal = |case: &&'static str| {
        let cost = |size: &'static str| {
            move |unit: fn(&Figures) -> Option<f64>| {
                unit(results.of(Ours, &format!("{case} {size}"))?)
            }
        };
        ratio(format!("{case} 1M: / 16K"), &cost("1M"), &cost("16K"), 1.1)
    };
    ["h", "h'", "i", "i'"].iter().filter_map(goal).collect()
}

/// Allocations: none more than the handler alone, and of a preflight's answer those of its headers.
fn allocations(results: &Results) -> Vec<(String, f64, f64)> {
    let ours = results.0.iter().filter(|figures| figures.subject == Ours);
    ours.map(|figures| {
        let id = figures.case.id;
        let allowed = results.of(Bare, id).map_or(2.0, |bare| bare.allocations);
        (format!("{id}: allocations"), figures.allocations, allowed)
    })
    .collect()
}
