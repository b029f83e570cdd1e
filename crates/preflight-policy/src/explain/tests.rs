use super::*;
use crate::config::PolicyConfig;
use crate::decision::Verdict;

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|&text| text.to_owned()).collect()
}

fn policies() -> Policies {
    let api = PolicyConfig {
        paths: strings(&["/health", "/api/*"]),
        allow_origins: strings(&["https://app.example.com", "https://*.example.org"]),
        allow_methods: strings(&["PUT", "PATCH"]),
        allow_headers: strings(&["x-request-id", "authorization"]),
        ..PolicyConfig::default()
    };
    let any = PolicyConfig {
        paths: strings(&["/public/*"]),
        allow_origins: strings(&["*"]),
        allow_methods: strings(&["*"]),
        allow_headers: strings(&["*"]),
        ..PolicyConfig::default()
    };
    Policies::new(&[any, api]).expect("right").0
}

fn preflight(origin: &str, method: &str, names: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("origin", origin),
        ("access-control-request-method", method),
        ("access-control-request-headers", names),
    ] {
        headers.insert(name, value.parse().expect("a value"));
    }
    headers
}

fn explain(path: &str, headers: &HeaderMap) -> Explanation {
    policies().explain(&Method::OPTIONS, path, headers)
}

#[test]
fn every_rule_is_gone_through_though_the_first_refuses() {
    let headers = preflight("http://app.example.com:3000", "patch", "x-requestid, x-request-id");
    let explanation = explain("/api//x", &headers);
    assert_eq!(explanation.path, "/api/x");
    assert_eq!(explanation.passed_over, [0]);
    assert_eq!(explanation.ruling.verdict, Verdict::OriginNotListed);
    let steps = explanation.policy.expect("a policy");
    assert_eq!((steps.policy, steps.path), (1, Some(1)));
    let OriginStep::NotListed { near: Some(near) } = steps.origin else {
        panic!("{:?}", steps.origin)
    };
    assert_eq!((near.entry, &*near.pattern), (0, "https://app.example.com"));
    let said: Vec<String> = near.differences.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "the scheme is `http`, the entry has `https`",
            "the port is 3000, the entry has none, which is the scheme's default; `:*` stands for any",
        ]
    );
    let preflight = steps.preflight.expect("a preflight");
    let other_case = Some("PATCH".to_owned());
    assert_eq!(preflight.method, MethodStep::NotListed { other_case });
    let near = Some("x-request-id".to_owned());
    assert_eq!(
        preflight.headers,
        [
            HeaderStep {
                name: "x-requestid".to_owned(),
                verdict: HeaderVerdict::NotListed { near }
            },
            HeaderStep {
                name: "x-request-id".to_owned(),
                verdict: HeaderVerdict::Allowed { entry: 0 }
            },
        ]
    );
}

#[test]
fn the_nearest_entry_says_in_what_it_differs() {
    let differences = |origin: &str| {
        let steps = explain("/health", &preflight(origin, "GET", "")).policy.expect("a policy");
        match steps.origin {
            OriginStep::NotListed { near } => {
                near.map(|near| (near.entry, near.differences)).unwrap_or_default()
            }
            other => panic!("{origin}: {other:?}"),
        }
    };
    let text = str::to_owned;
    assert_eq!(
        differences("https://example.org"),
        (1, vec![Difference::BaseDomain { host: text("example.org") }])
    );
    assert_eq!(
        differences("https://x.app.example.com"),
        (0, vec![Difference::Subdomain { host: text("app.example.com") }])
    );
    assert_eq!(
        differences("https://evilexample.org"),
        (
            1,
            vec![Difference::OtherDomain {
                given: text("evilexample.org"),
                allowed: text("example.org")
            }]
        )
    );
    assert_eq!(
        differences("https://ap.example.com"),
        (
            0,
            vec![Difference::Slip {
                given: text("ap.example.com"),
                allowed: text("app.example.com")
            }]
        )
    );
    assert_eq!(
        differences("https://a.example.org:8443"),
        (1, vec![Difference::Port { given: Some(8443), allowed: None }])
    );
    assert_eq!(differences("https://elsewhere.test"), (0, vec![]));
}

#[test]
fn what_is_no_origin_is_said_to_be_none() {
    let step = |origin: &str| {
        explain("/health", &preflight(origin, "GET", "")).policy.expect("a policy").origin
    };
    assert_eq!(step("null"), OriginStep::Null);
    let correction = Some("https://app.example.com".to_owned());
    assert_eq!(step("https://app.example.com/"), OriginStep::NotAnOrigin { correction });
    assert_eq!(step("nonsense"), OriginStep::NotAnOrigin { correction: None });
    let mut twice = preflight("https://app.example.com", "GET", "");
    twice.append("origin", "https://app.example.com".parse().expect("a value"));
    assert_eq!(explain("/health", &twice).policy.expect("a policy").origin, OriginStep::Repeated);
}

#[test]
fn wildcards_allow_by_their_entry_and_lists_are_bounded() {
    let headers = preflight("https://anybody.test", "DELETE", "x-a,authorization");
    let steps = explain("/public/x", &headers).policy.expect("a policy");
    assert_eq!(steps.origin, OriginStep::Allowed { entry: 0 });
    let preflight_steps = steps.preflight.expect("a preflight");
    assert_eq!(preflight_steps.method, MethodStep::Allowed { entry: 0 });
    let verdicts: Vec<_> = preflight_steps.headers.into_iter().map(|step| step.verdict).collect();
    assert_eq!(
        verdicts,
        [HeaderVerdict::Allowed { entry: 0 }, HeaderVerdict::NotCoveredByWildcard]
    );
    let long = preflight("https://app.example.com", "PUT", &"authorization,".repeat(500));
    let steps = explain("/api/x", &long).policy.expect("a policy").preflight.expect("a preflight");
    assert!(steps.headers_too_long);
    assert_eq!(steps.headers.len(), HEADERS_LIMIT);
}

#[test]
fn no_policy_and_no_origin() {
    let none = explain("/elsewhere", &preflight("https://a.test", "GET", ""));
    assert_eq!((none.passed_over.as_slice(), &none.policy), (&[0, 1][..], &None));
    let steps = policies().explain(&Method::GET, "/health", &HeaderMap::new()).policy;
    let steps = steps.expect("a policy");
    assert_eq!((steps.origin, steps.preflight), (OriginStep::Absent, None));
}

#[test]
fn an_entry_is_counted_as_it_was_written() {
    let config = PolicyConfig {
        allow_origins: strings(&["https://a.example"]),
        allow_methods: strings(&["PUT", "PUT", "DELETE"]),
        allow_headers: strings(&["x-a", "X-A", "x-b"]),
        ..PolicyConfig::default()
    };
    let policies = Policies::new(&[config]).expect("right, with notes").0;
    let headers = preflight("https://a.example", "DELETE", "x-b");
    let explanation = policies.explain(&Method::OPTIONS, "/", &headers);
    let preflight = explanation.policy.expect("a policy").preflight.expect("a preflight");
    assert_eq!(preflight.method, MethodStep::Allowed { entry: 2 });
    assert_eq!(preflight.headers[0].verdict, HeaderVerdict::Allowed { entry: 2 });
}
