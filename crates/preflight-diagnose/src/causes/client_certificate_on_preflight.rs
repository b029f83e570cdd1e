#![doc = include_str!("client_certificate_on_preflight.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::{ConnectionError, TlsFault};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "client-certificate-on-preflight",
    rank: Rank::NoHttp,
    page: include_str!("client_certificate_on_preflight.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight()?;
    let draft = |certainty| Draft::at(certainty, evidence, &shown);
    if let Some(ConnectionError::Tls(TlsFault::ClientCertificate)) = shown.error() {
        let needed = "a handshake without one: a preflight never carries it";
        return Some(draft(Certainty::Certain).connection(&shown, needed));
    }
    let tell = shown.told(CAUSE.id)?;
    let needed = "200 to 299: a preflight never carries a certificate";
    Some(draft(tell.certainty).status(&shown, needed).told(&shown, tell))
}
