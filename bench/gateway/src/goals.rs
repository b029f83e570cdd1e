//! What the gateway set out to reach, held against what was measured.

use crate::{
    load::Load,
    measure::Summary,
    memory::Memory,
    peers::{OURS, REFERENCE},
    plan::Field,
    table::Table,
};

/// A figure and where it is to lie.
pub(crate) struct Goal {
    what: String,
    measured: f64,
    bound: Bound,
}

enum Bound {
    AtLeast(f64),
    AtMost(f64),
}
use Bound::{AtLeast, AtMost};

impl Goal {
    fn new(what: impl Into<String>, measured: f64, bound: Bound) -> Goal {
        Goal { what: what.into(), measured, bound }
    }

    fn reached(&self) -> bool {
        match self.bound {
            AtLeast(bound) => self.measured >= bound,
            AtMost(bound) => self.measured <= bound,
        }
    }
}

/// Of one load on all: rate, CPU and the slowest hundredth.
pub(crate) fn one_load(load: &Load, field: &Field<'_>, busy: &[Summary]) -> Vec<Goal> {
    let (Some(ours), Some(nginx)) = (of(field, OURS, busy), of(field, REFERENCE, busy)) else {
        return Vec::new();
    };
    let actual = load.method != "OPTIONS";
    let (what, cpu, rate) = if actual { ("actual", 0.90, 1.10) } else { ("preflight", 0.95, 1.05) };
    let mut goals = vec![
        Goal::new(format!("{what}: CPU / nginx"), ours.cpu / nginx.cpu, AtMost(cpu)),
        Goal::new(format!("{what}: req/s / nginx"), ours.rate / nginx.rate, AtLeast(rate)),
        Goal::new(format!("{what}: p99 at c=64 / nginx"), ours.p99 / nginx.p99, AtMost(0.7)),
    ];
    if let (true, Some(haproxy)) = (actual, of(field, "haproxy", busy)) {
        let measured = ours.cpu / haproxy.cpu;
        goals.push(Goal::new(format!("{what}: CPU / haproxy"), measured, AtMost(0.90)));
    }
    goals
}

/// Of ever more origins; the summaries of a server are those of its origins and the hostile one.
pub(crate) fn many(field: &Field<'_>, rows: &[&[Summary]]) -> Vec<Goal> {
    let (Some(ours), Some(nginx)) = (of(field, OURS, rows), of(field, REFERENCE, rows)) else {
        return Vec::new();
    };
    vec![
        Goal::new("10,000 origins: CPU / 10 origins", ours[2].cpu / ours[0].cpu, AtMost(1.03)),
        Goal::new("6 KiB of commas: CPU / nginx", ours[3].cpu / nginx[3].cpu, AtMost(0.7)),
    ]
}

/// Of a thousand connections.
pub(crate) fn memory(field: &Field<'_>, memories: &[Memory]) -> Vec<Goal> {
    let mebibytes = |memory: &Memory| memory.loaded as f64 / 1_048_576.0;
    let goal = |ours| Goal::new("memory at 1,000 connections, MiB", mebibytes(ours), AtMost(20.0));
    of(field, OURS, memories).map(goal).into_iter().collect()
}

/// What one of the field has.
fn of<'a, T>(field: &Field<'_>, name: &str, all: &'a [T]) -> Option<&'a T> {
    let index = field.servers.iter().position(|server| server.peer.name == name)?;
    all.get(index)
}

/// The table of them; nothing where there are none.
pub(crate) fn table(goals: &[Goal]) -> String {
    if goals.is_empty() {
        return String::new();
    }
    let mut table = Table::new(&["what", "measured", "target", ""]);
    for goal in goals {
        let bound = match goal.bound {
            AtLeast(bound) => format!("at least {bound:.2}"),
            AtMost(bound) => format!("at most {bound:.2}"),
        };
        let verdict = if goal.reached() { "reached" } else { "**missed**" };
        table.row([goal.what.clone(), format!("{:.2}", goal.measured), bound, verdict.to_owned()]);
    }
    format!("## Targets\n\n{}", table.0)
}
