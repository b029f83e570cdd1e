#![doc = include_str!("local_network_access.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_fetch::spec::LOCAL_NETWORK_ACCESS;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "local-network-access",
    rank: Rank::NoHttp,
    page: include_str!("local_network_access.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let insecure = |b: &Because| matches!(b, Because::InsecureLocalNetwork(_));
    let page = evidence.question.request.page_address()?;
    let spec = LOCAL_NETWORK_ACCESS.step("");
    if let Some(refused) = evidence.refused(insecure) {
        let Because::InsecureLocalNetwork(target) = &refused.refusal.because else { return None };
        let seen = format!("a {page} page asks a {target} address");
        return Some(
            Draft::new(Certainty::Certain)
                .blocking(evidence.blocked_because(insecure))
                .spec(spec)
                .unsent("page", &seen, "a page served over https, and the user's permission"),
        );
    }
    let target = evidence.runs().find_map(|run| run.asks_for)?;
    let seen = format!("a {page} page asks a {target} address");
    Some(
        Draft::new(Certainty::Certain)
            .spec(spec)
            .unsent("page", &seen, "the user's permission")
            .note("Chromium asks the user first; without that permission it sends nothing"),
    )
}
