//! The table of behaviours, played by the policy alone: what it answers itself, and what its edits make
//! of any response.

use casebook::behaviours::{Head, Seen, Subject, Table, Upstream, play};
use http::{HeaderMap, Method};
use preflight_policy::{Action, Live, Policies, PolicyConfig, Problems};

struct Policy(Live);

impl Subject for Policy {
    const BRINGS: &'static [&'static str] = &[];
    const IS_PROXY: bool = false;

    fn start(policies: &[PolicyConfig]) -> Result<Self, Problems> {
        Policies::new(policies).map(|(policies, _)| Self(Live::new(policies)))
    }

    fn reload(&mut self, policies: &[PolicyConfig]) -> Result<Problems, Problems> {
        self.0.reconfigure(policies)
    }

    fn ask(&mut self, request: &Head, upstream: &Upstream) -> Seen {
        let method = Method::from_bytes(request.method().as_bytes()).expect("a method");
        let path = request.target().split('?').next().expect("a path");
        let decision = self.0.evaluate(&method, path, &request.headers());
        let (status, headers, reached) = match decision.action {
            Action::Answer(answer) => (answer.status.as_u16(), answer.headers, 0),
            Action::Forward(edits) => {
                let (status, mut headers, reached) = answer(upstream);
                edits.apply(&mut headers);
                (status, headers, reached)
            }
        };
        Seen {
            status,
            headers: lines(&headers),
            body: Vec::new(),
            reached,
            rulings: Some((decision.ruling, decision.shadow)),
        }
    }
}

/// What would be answered without a policy: by the application, or in its place.
fn answer(upstream: &Upstream) -> (u16, HeaderMap, usize) {
    use casebook::behaviours::Failure::{Limited, Refuses};
    match upstream {
        Upstream::Answers(head) => (head.status(), head.headers(), 1),
        Upstream::Fails(failure) => {
            let reached = usize::from(!matches!(failure, Limited | Refuses));
            (failure.status(), HeaderMap::new(), reached)
        }
    }
}

fn lines(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

#[test]
fn every_behaviour_holds() {
    let wrong = play::<Policy>(&Table::read());
    assert!(wrong.is_empty(), "{} are wrong\n{}", wrong.len(), wrong.join("\n\n"));
}
