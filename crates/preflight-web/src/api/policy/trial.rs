//! What browsers would do with the policies: both machines are run against each other, and nothing is
//! sent.

use crate::api::ApiError;
use crate::fields::Fields;
use crate::told;
use preflight_diagnose::{Question, policy_server};
use preflight_fetch::AddressSpace;
use preflight_policy::{Place, Policies};
use preflight_report::Secrets;
use serde_json::{Value, json};

/// How the request ends and what the policies say to it; or what is wrong with the request.
pub(super) fn trial(fields: &Fields, policies: &Policies) -> Value {
    tried(fields, policies).unwrap_or_else(|error| {
        let ApiError { reason, correction, field, .. } = error;
        json!({ "fault": { "reason": reason, "correction": correction, "field": field } })
    })
}

fn tried(fields: &Fields, policies: &Policies) -> Result<Value, ApiError> {
    let asked = fields.asked()?;
    let secrets = Secrets::new(false);
    asked.teach(&secrets);
    // Whether a browser asks its user for the local network is no matter of policies.
    let page_address = asked.init.page_address.unwrap_or(AddressSpace::Loopback);
    let question = fields.question_from(asked, page_address)?;
    let trial = policy_server::examine(policies, Question { send_actual: true, ..question });
    let mut report = told::report(&trial.report, secrets.met());
    // Probes find out how a real server is made; this one is known.
    if let Some(all) = report["exchanges"].as_array_mut() {
        while all.pop_if(|last| last["kind"] == "probe").is_some() {}
    }
    Ok(json!({
        "outcome": trial.outcome(),
        "decisions": trial.decisions(place),
        "report": report,
    }))
}

fn place(Place { policy, field, entry }: Place) -> Value {
    json!({ "policy": policy, "field": field.name(), "entry": entry })
}
