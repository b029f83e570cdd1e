//! What a cluster is told is valid by the schema of the Gateway API's CRD, and for every path allows
//! what the policy does, or less where the API cannot express it. `conformance/schemas/gateway_api.mjs`
//! reads the routes.

use conformance::equivalence::{Call, Subject, calls, subjects};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use preflight_policy::{Action, MaxAge, Policies, PolicyConfig};
use preflight_targets::Target;
use preflight_targets::generate::{Generated, Plan};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The [subjects] that it cannot express.
const CANNOT: [&str; 10] = [
    "anything",
    "credentials",
    "subdomains",
    "any port",
    "addresses",
    "an app's scheme",
    "asked each time",
    "hostile names",
    "hostile paths",
    "paths",
];

/// What a person might mistype.
const SLIPS: [(&str, &str); 7] = [
    ("allowOrigins", "allowOrigin"),
    ("https://app.example.com", "https://*.example.com"),
    ("https://app.example.com", "https://app.example.com/"),
    ("\"PATCH\"", "\"PURGE\""),
    ("PathPrefix", "Exact"),
    ("type: CORS", "type: Cors"),
    ("x-total", "x-totals"),
];

/// What the script says of a route.
#[derive(Debug, Deserialize)]
struct Read {
    errors: Vec<String>,
    filters: Vec<Option<Filter>>,
}

/// A filter as the API has it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Filter {
    allow_origins: Vec<String>,
    allow_methods: Vec<String>,
    allow_headers: Vec<String>,
    expose_headers: Vec<String>,
    allow_credentials: bool,
    max_age: Option<u32>,
}

#[test]
fn a_route_is_valid_and_allows_what_the_policy_does() {
    let subjects = subjects();
    let generated: Vec<Generated> = subjects.iter().map(generated).collect();
    let contents: Vec<&str> = generated.iter().map(|g| g.files[0].content.as_str()).collect();
    let read = read(&subjects.iter().zip(contents).collect::<Vec<_>>());
    let mut faults = Vec::new();
    for ((subject, generated), read) in subjects.iter().zip(&generated).zip(&read) {
        let exact = generated.approximations.is_empty();
        let found = faults_of(subject, exact, read);
        faults.extend(found.into_iter().map(|fault| format!("{}: {fault}", subject.name)));
    }
    let approximated = subjects.iter().zip(&generated);
    let approximated: BTreeSet<&str> = approximated
        .filter(|(_, generated)| !generated.approximations.is_empty())
        .map(|(subject, _)| subject.name)
        .collect();
    assert_eq!(approximated, CANNOT.into_iter().collect());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn a_slip_in_a_route_is_noticed() {
    let subjects = subjects();
    let subject = subjects.iter().find(|s| s.name == "several origins").expect("a subject");
    let content = &generated(subject).files[0].content;
    let slipped = SLIPS.map(|(from, to)| content.replace(from, to));
    let read = read(&slipped.iter().map(|s| (subject, s.as_str())).collect::<Vec<_>>());
    for (((from, to), slipped), read) in SLIPS.iter().zip(&slipped).zip(&read) {
        assert_ne!(slipped, content, "nothing is written as `{from}`");
        assert!(!faults_of(subject, true, read).is_empty(), "`{to}` for `{from}` goes unnoticed");
    }
}

fn generated(subject: &Subject) -> Generated {
    let target = Target::by_id("gateway-api").expect("a target");
    let plan = Plan::new(&subject.policies);
    target.generate(&plan).expect("a generator").unwrap_or_else(|_| {
        let approximated = target.generate(&Plan { approximate: true, ..plan });
        approximated.expect("a generator").expect("approximations are allowed")
    })
}

/// What the script says of each route, for the paths of the subject's calls.
fn read(routes: &[(&Subject, &str)]) -> Vec<Read> {
    let asked: Vec<_> = routes
        .iter()
        .map(|(subject, content)| {
            let paths: Vec<String> = asked(subject).into_iter().map(|call| call.path).collect();
            json!({ "content": content, "paths": paths })
        })
        .collect();
    let conformance = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut script = Command::new("node")
        .arg(conformance.join("schemas/gateway_api.mjs"))
        .env("NODE_PATH", conformance.join("../target/node/node_modules"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node, with what ./test installs");
    let asked = serde_json::to_vec(&asked).expect("JSON");
    script.stdin.take().expect("a pipe").write_all(&asked).expect("a script that reads");
    let output = script.wait_with_output().expect("a script that ends");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| {
        panic!("{e} in {}", String::from_utf8_lossy(&output.stdout));
    })
}

/// The calls, and the bare path of each folder beside them.
fn asked(subject: &Subject) -> Vec<Call> {
    let mut asked = calls(subject, |_| false);
    let bare = asked.iter().filter(|call| call.path.ends_with("/ok")).map(|call| {
        let path = call.path.trim_end_matches("/ok");
        let path = if path.is_empty() { "/" } else { path };
        Call { path: path.to_owned(), ..call.clone() }
    });
    let bare: Vec<Call> = bare.collect();
    asked.extend(bare);
    asked
}

/// Where the route says something else than the policies.
fn faults_of(subject: &Subject, exact: bool, read: &Read) -> Vec<String> {
    let mut faults = read.errors.clone();
    for (call, filter) in asked(subject).iter().zip(&read.filters) {
        let there = filter.as_ref().and_then(Filter::policies);
        let there = there.as_ref().map(|policies| said(policies, call));
        let (allowed, here) = said(&subject.policies, call);
        let fault = match (there, filter) {
            (Some((true, _)), _) if !allowed => true,
            (Some((_, there)), _) => exact && there != here,
            // A filter that allows nobody.
            (None, Some(_)) => exact,
            (None, None) => allowed,
        };
        if fault {
            faults.push(format!("{call}: {filter:?}"));
        }
    }
    faults.truncate(3);
    faults
}

impl Filter {
    /// The policy that it is; `None` where it allows nobody.
    fn policies(&self) -> Option<Policies> {
        let config = PolicyConfig {
            allow_origins: self.allow_origins.clone(),
            allow_methods: self.allow_methods.clone(),
            allow_headers: self.allow_headers.clone(),
            expose_headers: self.expose_headers.clone(),
            allow_credentials: self.allow_credentials,
            max_age: self.max_age.map(MaxAge),
            ..PolicyConfig::default()
        };
        config.build().ok()
    }
}

/// Whether the call's preflight is granted, and the headers on its answer and on the response.
fn said(policies: &Policies, call: &Call) -> (bool, [HeaderMap; 2]) {
    let mut headers = HeaderMap::new();
    headers.insert("origin", HeaderValue::from_static(call.origin));
    let forwarded = policies.evaluate(&Method::GET, &call.path, &headers).action;
    headers.insert("access-control-request-method", value(&call.init.method));
    for (name, _) in &call.init.headers {
        headers.append(HeaderName::from_static("access-control-request-headers"), value(name));
    }
    let decision = policies.evaluate(&Method::OPTIONS, &call.path, &headers);
    let allowed = decision.ruling.verdict.is_allowed();
    (allowed, [answered(decision.action), answered(forwarded)])
}

fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("a value")
}

fn answered(action: Action) -> HeaderMap {
    match action {
        Action::Answer(answer) => answer.headers,
        Action::Forward(edits) => {
            let mut headers = HeaderMap::new();
            edits.apply(&mut headers);
            headers
        }
    }
}
