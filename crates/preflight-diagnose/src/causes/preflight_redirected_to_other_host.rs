#![doc = include_str!("preflight_redirected_to_other_host.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use crate::redirected::{is_login, redirected_preflight};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "preflight-redirected-to-other-host",
    rank: Rank::WhoAnswered,
    page: include_str!("preflight_redirected_to_other_host.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let (shown, target) = redirected_preflight(evidence)?;
    let url = &shown.request().url;
    let upgraded =
        url.scheme() == "http" && target.scheme() == "https" && url.host_str() == target.host_str();
    let elsewhere = url.origin() != target.origin() && !upgraded && !is_login(&target);
    elsewhere.then(|| {
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Location", "no redirect: call that host itself")
            .status(&shown, "200 to 299")
    })
}
