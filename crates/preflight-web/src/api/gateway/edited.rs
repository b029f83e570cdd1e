//! What an edited policy would have decided.

use http::Method;
use http::header::{
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue, ORIGIN,
};
use preflight_diagnose::policy_rules;
use preflight_policy::{Policies, Verdict};
use serde::Serialize;
use serde_json::{Map, Value};

/// What a gateway puts behind a text that it cut.
const CUT: char = '…';

/// A decision.
#[derive(Debug, Serialize)]
pub(super) struct Edited {
    verdict: &'static str,
    /// Whether the page may go on; `None` where no policy speaks for the path.
    allowed: Option<bool>,
    /// Whether that is something else than what the gateway decided.
    changes: bool,
    /// Which policy, counted from 0.
    policy: Option<usize>,
    why: String,
}

/// The decision about the request of an entry; `None` where the entry does not say all about it.
pub(super) fn decision(policies: &Policies, entry: &Map<String, Value>) -> Option<Edited> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str);
    // Of several origins the entry has one.
    let verdict = text("verdict").filter(|label| *label != Verdict::OriginRepeated.label())?;
    let before = allowed(verdict)?;
    let method: Method = text("method")?.parse().ok()?;
    // Where no policy spoke for the path, nobody asked whether it was a preflight.
    if method == Method::OPTIONS && verdict == Verdict::NoPolicy.label() {
        return None;
    }
    let target = text("target").filter(|target| !target.ends_with(CUT))?;
    let path = target.split('?').next()?;
    let explanation = policies.explain(&method, path, &headers(&text)?);
    let asked = text("request_method").unwrap_or(method.as_str());
    let rules = policy_rules::of(&explanation, text("origin").unwrap_or_default(), asked);
    let refusing = rules.iter().find(|rule| rule.allowed == Some(false));
    let deciding = refusing.or_else(|| rules.iter().find(|rule| rule.name == "origin"));
    let verdict = explanation.ruling.verdict;
    let after = allowed(verdict.label())?;
    Some(Edited {
        verdict: verdict.label(),
        allowed: after,
        changes: before != after,
        policy: explanation.ruling.policy,
        why: deciding.or(rules.first()).map_or_else(String::new, |rule| rule.text.clone()),
    })
}

/// The headers that decide, as they were sent.
fn headers<'a>(text: &impl Fn(&str) -> Option<&'a str>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    let written = [
        (ORIGIN, "origin"),
        (ACCESS_CONTROL_REQUEST_METHOD, "request_method"),
        (ACCESS_CONTROL_REQUEST_HEADERS, "request_headers"),
    ];
    for (name, written) in written {
        let Some(value) = text(written) else { continue };
        if value.ends_with(CUT) || value.contains(char::REPLACEMENT_CHARACTER) {
            return None;
        }
        headers.insert(name, HeaderValue::from_bytes(value.as_bytes()).ok()?);
    }
    Some(headers)
}

/// What a verdict means to the page: may it go on? `Some(None)` where nothing is decided; `None` for a
/// verdict that this version does not know.
pub(super) fn allowed(label: &str) -> Option<Option<bool>> {
    match label {
        "no-policy" | "not-cors" => Some(None),
        "allowed" | "preflight-allowed" => Some(Some(true)),
        refused => Verdict::LABELS.contains(&refused).then_some(Some(false)),
    }
}
