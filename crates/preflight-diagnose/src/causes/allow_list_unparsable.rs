#![doc = include_str!("allow_list_unparsable.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::rank::Rank;
use preflight_fetch::Because;
use preflight_fetch::http::header_list::text;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "allow-list-unparsable",
    rank: Rank::Methods,
    page: include_str!("allow_list_unparsable.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let refused = evidence.refused(|b| {
        matches!(b, Because::AllowMethodsUnparsable(_) | Because::AllowHeadersUnparsable(_))
    })?;
    let shown = refused.shown?;
    let (name, token, kind) = match &refused.refusal.because {
        Because::AllowMethodsUnparsable(token) => {
            ("Access-Control-Allow-Methods", token, "methods")
        }
        Because::AllowHeadersUnparsable(token) => {
            ("Access-Control-Allow-Headers", token, "header names")
        }
        _ => return None,
    };
    Some(
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, name, &format!("{kind} with commas between them"))
            .note(format!("`{}` cannot be one of the {kind}", text(token))),
    )
}
