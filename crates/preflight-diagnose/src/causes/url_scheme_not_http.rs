#![doc = include_str!("url_scheme_not_http.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "url-scheme-not-http",
    rank: Rank::NoHttp,
    page: include_str!("url_scheme_not_http.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    if let Some(refused) = evidence.refused(|b| matches!(b, Because::SchemeNotHttp)) {
        let url = &refused.refusal.url;
        if matches!(url.scheme(), "ws" | "wss") {
            return None;
        }
        let needed = match meant(url.as_str()) {
            Some(meant) => format!("a URL with its scheme: {meant}"),
            None => "an http:// or https:// URL".to_owned(),
        };
        return Some(
            Draft::new(Certainty::Certain)
                .blocking(evidence.blocked_because(|b| matches!(b, Because::SchemeNotHttp)))
                .spec(refused.refusal.at)
                .unsent("URL", url.as_str(), &needed),
        );
    }
    let leads_nowhere = |b: &Because| {
        matches!(b, Because::RedirectSchemeNotHttp(_) | Because::RedirectLocationInvalid(_))
    };
    let shown = evidence.refused(leads_nowhere)?.shown?;
    let draft = Draft::at(Certainty::Certain, evidence, &shown);
    Some(draft.header(&shown, "Location", "an http:// or https:// URL"))
}

/// `http://localhost:3000/x` for `localhost:3000/x`, where what looks like a scheme is a host: a port
/// follows it.
fn meant(url: &str) -> Option<String> {
    let port = url.split_once(':')?.1;
    port.starts_with(|c: char| c.is_ascii_digit()).then(|| format!("http://{url}"))
}
