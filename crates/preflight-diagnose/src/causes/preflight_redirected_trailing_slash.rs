#![doc = include_str!("preflight_redirected_trailing_slash.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use crate::redirected::redirected_preflight;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "preflight-redirected-trailing-slash",
    rank: Rank::WhoAnswered,
    page: include_str!("preflight_redirected_trailing_slash.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let (shown, target) = redirected_preflight(evidence)?;
    let url = &shown.request().url;
    let bare = |path: &str| path.trim_end_matches('/').to_owned();
    let only_slash = url.origin() == target.origin()
        && url.path() != target.path()
        && bare(url.path()) == bare(target.path());
    only_slash.then(|| {
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Location", "no redirect: call this URL itself")
            .status(&shown, "200 to 299")
    })
}
