#![doc = include_str!("iis_verb_or_auth.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_fetch::RequestKind;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "iis-verb-or-auth",
    rank: Rank::WhoAnswered,
    page: include_str!("iis_verb_or_auth.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_anywhere().filter(is_of_iis)?;
    let draft = |certainty, needed| Draft::at(certainty, evidence, &shown).status(&shown, needed);
    let is_preflight = shown.request().kind == RequestKind::Preflight;
    let wants_windows = shown
        .lines("www-authenticate")
        .iter()
        .any(|v| v.starts_with("Negotiate") || v.starts_with("NTLM"));
    match shown.status()? {
        401 if is_preflight && wants_windows => {
            Some(
                draft(Certainty::Certain, "200 to 299: a preflight carries no Windows login")
                    .header(&shown, "WWW-Authenticate", ""),
            )
        }
        404 if shown.body().contains("404.6") => {
            Some(draft(Certainty::Certain, "200 to 299").body(&shown, "404.6"))
        }
        405 if is_preflight => {
            evidence.probe(&Probe::Get).filter(|get| get.status() != Some(405))?;
            Some(draft(Certainty::Likely, "200 to 299").mark(&shown, "Allow"))
        }
        405 => Some(
            draft(Certainty::Likely, "an answer of the application").mark(&shown, "Allow").note(
                "the preflight allowed this method, and IIS itself refuses it: WebDAV does so",
            ),
        ),
        _ => None,
    }
}

fn is_of_iis(shown: &Shown<'_>) -> bool {
    shown.layer().is_some_and(|layer| layer.id == "iis")
}
