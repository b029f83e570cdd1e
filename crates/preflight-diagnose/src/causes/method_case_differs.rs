#![doc = include_str!("method_case_differs.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::methods_allowed::{MethodRefused, method_refused};
use crate::rank::Rank;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "method-case-differs",
    rank: Rank::Methods,
    page: include_str!("method_case_differs.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let (shown, why) = method_refused(evidence)?;
    let asked = shown.request_header("access-control-request-method")?;
    (why == MethodRefused::CaseDiffers).then(|| {
        Draft::at(Certainty::Certain, evidence, &shown)
            .header(&shown, "Access-Control-Allow-Methods", &format!("{asked}, in this case"))
            .request(&shown, "Access-Control-Request-Method", &asked, "")
    })
}
