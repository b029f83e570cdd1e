#![doc = include_str!("preflight_redirected_to_https.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use crate::redirected::redirected_preflight;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "preflight-redirected-to-https",
    rank: Rank::WhoAnswered,
    page: include_str!("preflight_redirected_to_https.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let (shown, target) = redirected_preflight(evidence)?;
    let url = &shown.request().url;
    let upgraded =
        url.scheme() == "http" && target.scheme() == "https" && url.host_str() == target.host_str();
    upgraded.then(|| {
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Location", "no redirect: call the https:// URL")
            .status(&shown, "200 to 299")
    })
}
