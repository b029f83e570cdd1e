#![doc = include_str!("stale_preflight_cache.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Browser;
use preflight_fetch::fetching::cors_preflight_fetch::max_age;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "stale-preflight-cache",
    rank: Rank::ActualResponse,
    page: include_str!("stale_preflight_cache.md"),
    find: Finder::Exchanges(find),
};

/// Seconds; no engine keeps a permission longer than a day.
const DAY: u64 = 86_400;

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let preflight = evidence.preflight().filter(|_| evidence.passes())?;
    let value = preflight.header("access-control-max-age")?;
    value.trim().parse::<u64>().ok().filter(|&seconds| seconds > DAY)?;
    let list = &preflight.response()?.header_list;
    let kept: Vec<String> = evidence
        .question
        .engines
        .iter()
        .filter(|&&browser| browser != Browser::Standard)
        .map(|&b| format!("{} in {}", span(max_age(list, b.habits())), b.name()))
        .collect();
    Some(
        Draft::new(Certainty::Likely)
            .header(&preflight, "Access-Control-Max-Age", "7200 or less")
            .note(format!("browsers keep this answer for {}", kept.join(", "))),
    )
}

/// Seconds in the largest unit that divides them.
fn span(seconds: u32) -> String {
    match seconds {
        s if s % 3600 == 0 => format!("{} h", s / 3600),
        s if s % 60 == 0 => format!("{} min", s / 60),
        s => format!("{s} s"),
    }
}
