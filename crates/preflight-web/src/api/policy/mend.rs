//! What puts a problem right, as one step that the page can take.

use preflight_policy::{Field, Problem, Reason};
use serde::Serialize;
use serde_json::{Value, json};

/// One step: what a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Mend {
    /// What it does, for the button.
    says: String,
    #[serde(flatten)]
    step: Step,
}

/// What is changed. `entry` is that of the problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "does", rename_all = "kebab-case")]
enum Step {
    /// Writes this in the place of the entry.
    Write { value: String },
    /// Takes the entry out.
    Remove,
    /// Adds an entry to the list.
    Add { value: String },
    /// Gives a field this value.
    Set { field: &'static str, value: Value },
    /// Puts the policy before all others.
    First,
}

impl Mend {
    /// What is asked for gets an entry.
    pub(super) fn permission(value: &str) -> Self {
        Self { says: format!("Allow {value}"), step: Step::Add { value: value.to_owned() } }
    }
}

/// The step; `None` where people have to think.
pub(super) fn mend(problem: &Problem) -> Option<Mend> {
    if let Some(correction) = &problem.correction {
        let says = format!("Write {correction}");
        let step = match problem.place.entry {
            Some(_) => Step::Write { value: correction.clone() },
            None => Step::Set { field: problem.place.field.name(), value: json!(correction) },
        };
        return Some(Mend { says, step });
    }
    let write = |value: String| (format!("Write {value}"), Step::Write { value });
    let (says, step) = match problem.reason {
        Reason::NullOrigin
        | Reason::FileOrigin
        | Reason::OriginCovered
        | Reason::ForbiddenMethod
        | Reason::ForbiddenRequestHeader
        | Reason::ForbiddenResponseHeader
        | Reason::ResponseHeader
        | Reason::RequestHeader
        | Reason::CoveredByWildcard
        | Reason::Duplicate => ("Remove it".to_owned(), Step::Remove),
        Reason::AnyOriginWithCredentials | Reason::ExposeAnyWithCredentials => {
            let field = Field::AllowCredentials.name();
            ("Switch credentials off".to_owned(), Step::Set { field, value: json!(false) })
        }
        Reason::InsecureWithCredentials => write(problem.given.replacen("http:", "https:", 1)),
        Reason::LowerCaseMethod => write(problem.given.to_ascii_uppercase()),
        Reason::AnyHeaderWithoutAuthorization => {
            let value = "Authorization".to_owned();
            (format!("Add {value}"), Step::Add { value })
        }
        Reason::NeverReached => ("Put it first".to_owned(), Step::First),
        _ => return None,
    };
    Some(Mend { says, step })
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_policy::{MaxAge, Policies, PolicyConfig};

    /// Takes the steps that are offered, one after the other, until nothing is offered any more.
    fn mended(mut policy: PolicyConfig) -> PolicyConfig {
        for _ in 0..20 {
            let problems = match Policies::new(std::slice::from_ref(&policy)) {
                Ok((_, notes)) => notes,
                Err(problems) => problems,
            };
            let Some((place, mend)) = problems.iter().find_map(|p| Some((p.place, mend(p)?)))
            else {
                return policy;
            };
            let list = match place.field {
                Field::AllowMethods => &mut policy.allow_methods,
                Field::AllowHeaders => &mut policy.allow_headers,
                Field::ExposeHeaders => &mut policy.expose_headers,
                Field::Paths => &mut policy.paths,
                _ => &mut policy.allow_origins,
            };
            match (mend.step, place.entry) {
                (Step::Write { value }, Some(entry)) => list[entry] = value,
                (Step::Remove, Some(entry)) => drop(list.remove(entry)),
                (Step::Add { value }, _) => list.push(value),
                (Step::Set { field: "allow_credentials", .. }, _) => {
                    policy.allow_credentials = false
                }
                (Step::Set { field: "max_age", value }, _) => {
                    let text = value.as_str().expect("a time");
                    policy.max_age = Some(text.parse().expect("a time"));
                }
                (step, entry) => panic!("{step:?} at {entry:?}"),
            }
        }
        panic!("the steps lead nowhere: {policy:?}");
    }

    #[test]
    fn step_by_step_a_wrong_policy_becomes_a_right_one() {
        let list = |entries: &[&str]| entries.iter().map(|&entry| entry.to_owned()).collect();
        let policy = mended(PolicyConfig {
            paths: list(&["api/*", "/a%2fb"]),
            allow_origins: list(&[
                "https://a.example/",
                "HTTPS://B.example",
                "null",
                "file:///x",
                "http://c.example",
                "https://a.example",
                "https://d.example:443",
                "e.example",
            ]),
            allow_methods: list(&["PUT", "patch", "TRACE", "PUT"]),
            allow_headers: list(&["Cookie", "ETag", "X-A", "x-a"]),
            expose_headers: list(&["Set-Cookie", "Origin", "*"]),
            allow_credentials: true,
            max_age: Some(MaxAge(100_000)),
            ..PolicyConfig::default()
        });
        let (_, notes) = Policies::new(std::slice::from_ref(&policy)).expect("right");
        assert_eq!(policy.allow_methods, ["PUT", "PATCH"]);
        assert_eq!(
            notes.iter().map(|note| note.reason).collect::<Vec<_>>(),
            [Reason::MaxAgeCapped]
        );
        let policy = mended(PolicyConfig {
            allow_origins: list(&["*"]),
            allow_headers: list(&["*", "x-a"]),
            allow_credentials: true,
            ..PolicyConfig::default()
        });
        assert!(!policy.allow_credentials && policy.allow_headers == ["*", "Authorization"]);
    }
}
