#![doc = include_str!("private_network_header_obsolete.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "private-network-header-obsolete",
    rank: Rank::Headers,
    page: include_str!("private_network_header_obsolete.md"),
    find: Finder::Exchanges(find),
};

/// What Private Network Access once asked servers to send.
const NAMES: [&str; 3] = [
    "Access-Control-Allow-Private-Network",
    "Private-Network-Access-Name",
    "Private-Network-Access-ID",
];

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let (shown, name) = evidence.browser_exchanges().find_map(|shown| {
        let name = NAMES.into_iter().find(|name| shown.header(name).is_some())?;
        Some((shown, name))
    })?;
    Some(Draft::new(Certainty::Certain).header(&shown, name, "no such header"))
}
