#![doc = include_str!("credentials_in_url.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "credentials-in-url",
    rank: Rank::NoHttp,
    page: include_str!("credentials_in_url.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| matches!(b, Because::RedirectHasCredentials(_)))?;
    let shown = refused.shown?;
    let needed = "a URL without user name and password";
    Some(Draft::at(Certainty::Certain, evidence, &shown).header(&shown, "Location", needed))
}
