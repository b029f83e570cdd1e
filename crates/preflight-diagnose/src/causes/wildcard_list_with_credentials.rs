#![doc = include_str!("wildcard_list_with_credentials.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::headers_allowed::headers_refused;
use crate::methods_allowed::{MethodRefused, method_refused};
use crate::rank::Rank;
use preflight_fetch::CredentialsMode;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "wildcard-list-with-credentials",
    rank: Rank::Methods,
    page: include_str!("wildcard_list_with_credentials.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let needed = "names: with credentials `*` is a name like any other";
    if let Some((shown, why)) = method_refused(evidence) {
        return (why == MethodRefused::WildcardWithCredentials).then(|| {
            Draft::at(Certainty::Certain, evidence, &shown).header(
                &shown,
                "Access-Control-Allow-Methods",
                needed,
            )
        });
    }
    let refused = headers_refused(evidence)?;
    let include = evidence.question.request.credentials_mode() == CredentialsMode::Include;
    (include && refused.wildcard).then(|| {
        Draft::at(Certainty::Certain, evidence, &refused.shown)
            .header(&refused.shown, "Access-Control-Allow-Headers", needed)
            .note(format!("not allowed by name: {}", refused.missing.join(", ")))
    })
}
