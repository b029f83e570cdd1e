#![doc = include_str!("refused_by_cors_layer.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::{Evidence, Shown};
use crate::probe::Probe;
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "refused-by-cors-layer",
    rank: Rank::WhoAnswered,
    page: include_str!("refused_by_cors_layer.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let shown = evidence.refused_preflight().filter(|s| s.status().is_some_and(|n| n >= 400))?;
    let tell = shown.told(CAUSE.id);
    if tell.is_none() && !matches!(shown.status(), Some(400 | 403)) {
        return None;
    }
    // Both are asked for at once.
    let (plain, bare) =
        (evidence.probe(&Probe::PlainPreflight), evidence.probe(&Probe::PreflightWithoutHeaders));
    let passes = |s: Option<Shown<'_>>| s.is_some_and(|s| s.passes_preflight());
    let part = refused_part(&shown, passes(plain), passes(bare));
    let draft = |certainty| Draft::at(certainty, evidence, &shown).status(&shown, "200 to 299");
    match (tell, part) {
        (Some(tell), part) => {
            let draft = draft(tell.certainty).told(&shown, tell);
            Some(part.annotated(draft, &shown))
        }
        // A silent refusal of the origin looks like any other 403.
        (None, Part::Origin) => None,
        (None, part) => Some(part.annotated(draft(Certainty::Likely), &shown)),
    }
}

/// What of a preflight is refused.
enum Part {
    Headers,
    Method,
    Origin,
}

fn refused_part(shown: &Shown<'_>, plain_passes: bool, bare_passes: bool) -> Part {
    let asks_for_headers = shown.request_header("access-control-request-headers").is_some();
    match (plain_passes, bare_passes && asks_for_headers) {
        (_, true) => Part::Headers,
        (true, false) => Part::Method,
        (false, false) => Part::Origin,
    }
}

impl Part {
    /// The request's line that is refused, and the probe that tells.
    fn annotated(&self, draft: Draft, shown: &Shown<'_>) -> Draft {
        let (name, note) = match self {
            Self::Headers => (
                "Access-Control-Request-Headers",
                "without the headers the same preflight passes: one of them is not on the list",
            ),
            Self::Method => (
                "Access-Control-Request-Method",
                "a preflight for GET without headers passes: the method is not on the list",
            ),
            Self::Origin => (
                "Origin",
                "a preflight for GET without headers is refused too: the origin is not on the list",
            ),
        };
        let seen = shown.request_header(name).unwrap_or_default();
        draft.request(shown, name, &seen, "on the layer's list").note(note)
    }
}
