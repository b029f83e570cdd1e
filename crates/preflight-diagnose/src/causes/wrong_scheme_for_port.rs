#![doc = include_str!("wrong_scheme_for_port.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::evidence::Shown;
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::{Because, ConnectionError, RequestKind};
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "wrong-scheme-for-port",
    rank: Rank::NoHttp,
    page: include_str!("wrong_scheme_for_port.md"),
    find: Finder::Exchanges(find),
};

/// What nginx, Apache and Go answer to plain http on a TLS port.
const PLAIN_HTTP_ON_TLS: [&str; 3] = [
    "The plain HTTP request was sent to HTTPS port",
    "speaking plain HTTP to an SSL-enabled server port",
    "Client sent an HTTP request to an HTTPS server",
];

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let plaintext =
        |b: &Because| matches!(b, Because::Connection(ConnectionError::PlaintextOnTlsPort));
    if let Some(shown) = evidence.refused(plaintext).and_then(|r| r.shown) {
        let needed = "http:// for this port, or a port that speaks TLS";
        return Some(Draft::at(Certainty::Certain, evidence, &shown).connection(&shown, needed));
    }
    let shown = evidence.refused_anywhere().filter(|s| s.request().url.scheme() == "http")?;
    let body = shown.body();
    if let Some(sentence) = PLAIN_HTTP_ON_TLS.iter().find(|s| body.contains(**s)) {
        let draft = Draft::at(Certainty::Certain, evidence, &shown)
            .status(&shown, "https:// for this port");
        return Some(draft.body(&shown, sentence));
    }
    no_http_but_https(evidence, &shown)
}

/// Nothing that is HTTP came over http, and over https something did.
fn no_http_but_https(evidence: &Evidence<'_>, shown: &Shown<'_>) -> Option<Draft> {
    let silent = matches!(
        shown.error()?,
        ConnectionError::Closed | ConnectionError::Malformed(_) | ConnectionError::Reset
    );
    if !silent {
        return None;
    }
    // Both are asked for at once.
    let get = if shown.request().kind == RequestKind::Preflight {
        evidence.probe(&Probe::Get)
    } else {
        None
    };
    let other = evidence.probe(&Probe::OtherScheme)?;
    if get.is_some_and(|get| get.response().is_some()) {
        return None;
    }
    let speaks_tls =
        other.response().is_some() || matches!(other.error(), Some(ConnectionError::Tls(_)));
    speaks_tls.then(|| {
        Draft::at(Certainty::Certain, evidence, shown).connection(shown, "https:// for this port")
    })
}
