//! Why a policy decides as it does, in words, one sentence for each rule.

use preflight_policy::explain::{
    Explanation, HeaderStep, HeaderVerdict, MethodStep, NearMiss, OriginStep, PolicySteps,
    PreflightSteps,
};
use preflight_policy::{Field, Place};

/// What one rule says.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `path`, `origin`, `method`, `header`, `shadow`.
    pub name: &'static str,
    /// Whether it lets the request through; `None` where it has no say.
    pub allowed: Option<bool>,
    /// Why.
    pub text: String,
    /// Where that is written.
    pub place: Option<Place>,
}

/// Each rule in turn, for a request from `origin` that is to use `method`.
#[must_use]
pub fn of(explanation: &Explanation, origin: &str, method: &str) -> Vec<Rule> {
    let mut rules = Rules { policy: 0, rules: Vec::new() };
    match &explanation.policy {
        None => {
            let text = format!(
                "no policy speaks for `{}`: what the application answers decides",
                explanation.path
            );
            rules.say("path", None, text, None);
        }
        Some(steps) => {
            rules.policy = steps.policy;
            rules.path(explanation, steps);
            rules.origin(&steps.origin, origin);
            if let Some(preflight) = &steps.preflight {
                rules.method(&preflight.method, method);
                rules.headers(preflight);
            }
        }
    }
    if let Some(shadow) = explanation.shadow {
        let policy =
            shadow.policy.map_or_else(String::new, |policy| format!(" by policy {policy}"));
        let text =
            format!("{}{policy}, in shadow mode: it changes nothing", shadow.verdict.label());
        rules.say("shadow", None, text, None);
    }
    rules.rules
}

struct Rules {
    policy: usize,
    rules: Vec<Rule>,
}

/// The field, and the entry of it.
type At = Option<(Field, Option<usize>)>;

impl Rules {
    fn say(&mut self, name: &'static str, allowed: Option<bool>, text: impl Into<String>, at: At) {
        let place = at.map(|(field, entry)| Place { policy: self.policy, field, entry });
        self.rules.push(Rule { name, allowed, text: text.into(), place });
    }

    fn path(&mut self, explanation: &Explanation, steps: &PolicySteps) {
        let what = match steps.path {
            Some(_) => format!("`{}`", explanation.path),
            None => "every path".to_owned(),
        };
        let first = if explanation.passed_over.is_empty() { "" } else { ", the first that does" };
        let text = format!("policy {} speaks for {what}{first}", steps.policy);
        self.say("path", Some(true), text, Some((Field::Paths, steps.path)));
    }

    fn origin(&mut self, step: &OriginStep, given: &str) {
        let (allowed, text, entry) = match step {
            OriginStep::Absent => {
                return self.say("origin", None, "there is none: nobody asks across origins", None);
            }
            OriginStep::Repeated => {
                (false, "there are several, which no browser sends".into(), None)
            }
            OriginStep::Allowed { entry } => (true, format!("`{given}` is allowed"), Some(*entry)),
            OriginStep::Null => {
                let why = "`null` is every sandboxed frame and local file: no entry stands for it";
                (false, why.to_owned(), None)
            }
            OriginStep::NotAnOrigin { correction } => {
                let would = correction.as_ref().map(|c| format!("; it would write `{c}`"));
                let why = format!("no browser writes `{given}`{}", would.unwrap_or_default());
                (false, why, None)
            }
            OriginStep::NotListed { near } => {
                let nearest = near.as_ref().map_or_else(String::new, nearest);
                let why = format!("no entry allows `{given}`{nearest}");
                (false, why, near.as_ref().map(|near| near.entry))
            }
        };
        self.say("origin", Some(allowed), text, Some((Field::AllowOrigins, entry)));
    }

    fn method(&mut self, step: &MethodStep, given: &str) {
        let (allowed, text, entry) = match step {
            MethodStep::Safelisted => {
                return self.say("method", Some(true), format!("`{given}` needs no entry"), None);
            }
            MethodStep::Repeated => (false, "several are asked for at once".to_owned(), None),
            MethodStep::Allowed { entry } => (true, format!("`{given}` is allowed"), Some(*entry)),
            MethodStep::NotListed { other_case: Some(other) } => {
                (false, format!("`{given}` is not `{other}`: methods are case-sensitive"), None)
            }
            MethodStep::NotListed { other_case: None } => {
                (false, format!("no entry allows `{given}`"), None)
            }
        };
        self.say("method", Some(allowed), text, Some((Field::AllowMethods, entry)));
    }

    fn headers(&mut self, steps: &PreflightSteps) {
        for HeaderStep { name, verdict } in &steps.headers {
            let (allowed, text, entry) = match verdict {
                HeaderVerdict::Allowed { entry } => {
                    (true, format!("`{name}` is allowed"), Some(*entry))
                }
                HeaderVerdict::NotCoveredByWildcard => {
                    (false, format!("`*` does not cover `{name}`: browsers want it named"), None)
                }
                HeaderVerdict::NotListed { near } => {
                    let near = near.as_ref().map(|near| format!("; nearest is `{near}`"));
                    let why = format!("no entry allows `{name}`{}", near.unwrap_or_default());
                    (false, why, None)
                }
            };
            self.say("header", Some(allowed), text, Some((Field::AllowHeaders, entry)));
        }
        if steps.headers_too_long {
            let why = "the list of names is longer than any list of allowed names can be";
            self.say("headers", Some(false), why, None);
        }
    }
}

fn nearest(near: &NearMiss) -> String {
    let differences: Vec<String> = near.differences.iter().map(ToString::to_string).collect();
    format!("; nearest is `{}`: {}", near.pattern, differences.join("; "))
}
