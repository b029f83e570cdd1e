//! Which entry allows an origin, and why none does.

use http::Method;
use http::header::{HeaderMap, HeaderValue, ORIGIN};
use preflight_diagnose::policy_rules;
use preflight_policy::explain::OriginStep;
use preflight_policy::{OriginPattern, Policies, PolicyConfig};
use serde_json::{Value, json};

/// What the policy says to each of these. Entries that are wrong allow nobody, and the rest of the
/// policy has no say: one tries origins while one writes it.
pub(super) fn tried(policy: &PolicyConfig, origins: &[String]) -> Option<Value> {
    let is_one = |(_, entry): &(usize, &String)| OriginPattern::parse(entry).is_ok();
    let entries = policy.allow_origins.iter().enumerate().filter(is_one);
    let (places, allow_origins): (Vec<usize>, Vec<String>) =
        entries.map(|(place, entry)| (place, entry.clone())).unzip();
    let readable = PolicyConfig { allow_origins, ..PolicyConfig::default() };
    let (policies, _) = Policies::new(&[readable]).ok()?;
    Some(origins.iter().map(|origin| one(&policies, &places, origin)).collect())
}

fn one(policies: &Policies, places: &[usize], origin: &str) -> Value {
    let given = origin.trim();
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(given) {
        headers.insert(ORIGIN, value);
    }
    let explanation = policies.explain(&Method::GET, "/", &headers);
    let rules = policy_rules::of(&explanation, given, Method::GET.as_str());
    let rule = rules.into_iter().find(|rule| rule.name == "origin");
    let entry = rule.as_ref().and_then(|rule| rule.place?.entry);
    let correction = match explanation.policy.map(|steps| steps.origin) {
        Some(OriginStep::NotAnOrigin { correction }) => correction,
        _ => None,
    };
    json!({
        "origin": origin,
        "allowed": rule.as_ref().is_some_and(|rule| rule.allowed == Some(true)),
        "entry": entry.and_then(|entry| places.get(entry)),
        "why": rule.map(|rule| rule.text),
        "correction": correction,
    })
}
