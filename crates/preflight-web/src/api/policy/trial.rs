//! What browsers would do with the policies: both machines are run against each other, and nothing is
//! sent.

use super::mend::Mend;
use crate::api::ApiError;
use crate::fields::Fields;
use crate::told;
use preflight_diagnose::Question;
use preflight_diagnose::policy_rules::Rule;
use preflight_diagnose::policy_server::{self, Answered, Trial};
use preflight_fetch::AddressSpace;
use preflight_policy::explain::{MethodStep, OriginStep};
use preflight_policy::{Place, Policies};
use preflight_report::Secrets;
use serde_json::{Value, json};

/// How the request ends and what the policies say to it; or what is wrong with the request.
pub(super) fn trial(fields: &Fields, policies: &Policies) -> Value {
    tried(fields, policies).unwrap_or_else(|error| json!({ "fault": error.told() }))
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
    let mut decisions = trial.decisions(place);
    for (n, answered) in trial.answered.iter().enumerate() {
        for (m, mend) in permissions(&trial, answered).into_iter().enumerate() {
            decisions[n]["rules"][m]["mend"] = json!(mend);
        }
    }
    Ok(json!({ "outcome": trial.outcome(), "decisions": decisions, "report": report }))
}

/// The entry that would let the request past each rule that refuses it.
fn permissions(trial: &Trial, answered: &Answered) -> Vec<Option<Mend>> {
    let steps = answered.explanation.policy.as_ref();
    let preflight = steps.and_then(|steps| steps.preflight.as_ref());
    let mut headers = preflight.into_iter().flat_map(|steps| &steps.headers);
    let entry = |rule: Rule| {
        let asked = &trial.report.request;
        let is_refused = rule.allowed == Some(false);
        let value = match rule.name {
            "origin" => match steps?.origin {
                OriginStep::NotListed { .. } => asked.origin().serialized(),
                _ => return None,
            },
            "method" => match preflight?.method {
                MethodStep::NotListed { .. } => asked.method(),
                _ => return None,
            },
            "header" => headers.next()?.name.as_str(),
            _ => return None,
        };
        is_refused.then(|| Mend::permission(value))
    };
    trial.rules(answered).into_iter().map(entry).collect()
}

fn place(Place { policy, field, entry }: Place) -> Value {
    json!({ "policy": policy, "field": field.name(), "entry": entry })
}
