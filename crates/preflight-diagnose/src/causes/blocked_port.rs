#![doc = include_str!("blocked_port.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_fetch::spec::BAD_PORT;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "blocked-port",
    rank: Rank::NoHttp,
    page: include_str!("blocked_port.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let blocked = |b: &Because| matches!(b, Because::BadPort(_));
    let refused = evidence.refused(blocked)?;
    let Because::BadPort(port) = refused.refusal.because else { return None };
    let needed = format!("another port: browsers block {port}");
    Some(
        Draft::new(Certainty::Certain)
            .blocking(evidence.blocked_because(blocked))
            .spec(BAD_PORT.step(""))
            .unsent("URL", refused.refusal.url.as_str(), &needed),
    )
}
