//! The warning that the actual request was held back.

use crate::{Certainty, Finding, Fix, Report};

/// Its id in reports and JSON.
const ID: &str = "actual-request-not-sent";

/// The report's warnings, and this one before them where the actual request was held back.
pub(crate) fn warnings(report: &Report) -> Vec<Finding> {
    let known = report.warnings.iter().any(|w| w.id == ID);
    let own = (report.actual_not_sent && !known).then(|| warning(report));
    own.into_iter().chain(report.warnings.iter().cloned()).collect()
}

fn warning(report: &Report) -> Finding {
    let method = report.request.method();
    Finding {
        id: ID,
        title: format!("the {method} itself was not sent, since it may change something"),
        certainty: Certainty::Certain,
        blocks: Vec::new(),
        spec: None,
        evidence: Vec::new(),
        note: Some(format!(
            "judged on the preflight alone; the answer to the {method} needs CORS headers too"
        )),
        consequence_of: None,
        fixes: vec![Fix {
            target: "any".to_owned(),
            text: format!("Where a {method} does no harm, check again with `--send-actual`."),
            files: Vec::new(),
        }],
    }
}
