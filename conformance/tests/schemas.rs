//! Generated configurations of services that nobody can run here: each is valid by the schema or
//! service model that a package of its vendor carries, and says what the policy means, or less where
//! the service cannot express it. `conformance/schemas/validate.py` reads them.

use conformance::equivalence::{Subject, calls, subjects};
use http::{HeaderMap, HeaderValue, Method};
use preflight_policy::{Action, PolicyConfig};
use preflight_targets::Target;
use preflight_targets::generate::{Generated, Plan};
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const SERVICES: [&str; 10] = [
    "alb",
    "api-gateway",
    "api-gateway-rest",
    "azure-apim",
    "azure-front-door",
    "azure-storage",
    "cloudfront",
    "gcs",
    "google-load-balancer",
    "s3",
];

/// Their headers allow credentials wherever the origin is not `*`, as they know none.
const WITHOUT_CREDENTIALS: [&str; 2] = ["azure-storage", "s3"];

/// Their `*` for request headers covers `authorization`.
const GRANTS_ANY_HEADER: [&str; 3] = ["azure-apim", "azure-storage", "s3"];

/// What a person might mistype in the document for the subject `credentials`.
const SLIPS: [(&str, &str, &str); 26] = [
    ("alb", "access_control_allow_origin", "access_control_allow_origins"),
    ("alb", "Protocol: HTTPS", "Protocol: HTPPS"),
    ("alb", "https://app.example.com", "*"),
    ("api-gateway", "AllowOrigins", "AllowOrigin"),
    ("api-gateway", "MaxAge: 600", "MaxAge: 90000"),
    ("api-gateway", "\"PURGE\"", "\"PURGE\", \"PATCH\""),
    ("api-gateway-rest", "DEFAULT_4XX", "DEFAULT_4X"),
    ("api-gateway-rest", "AuthorizationType: NONE", "AuthorizationTyp: NONE"),
    ("api-gateway-rest", "$origin == ", "$origin != "),
    ("api-gateway-rest", "#else", ""),
    ("azure-apim", "<base />\n  </inbound>", "</inbound>"),
    ("azure-apim", "<allowed-headers>", "<allow-headers>"),
    ("azure-front-door", "\"headerAction\": \"Overwrite\"", "\"headerAction\": \"Set\""),
    ("azure-front-door", "\"matchValues\"", "\"values\""),
    ("azure-front-door", "[\"https://app.example.com\"]", "[\"https://example.com\"]"),
    ("azure-storage", "exposedHeaders", "exposeHeaders"),
    ("azure-storage", "\"PUT\"", "\"PURGE\""),
    ("cloudfront", "OriginOverride: true", "OriginOverrides: true"),
    ("cloudfront", "\"PUT\"", "\"PURGE\""),
    ("cloudfront", "https://app.example.com", "https://*.example.com"),
    ("gcs", "maxAgeSeconds", "maxAge"),
    ("google-load-balancer", "allowOrigins", "allowOrigin"),
    ("google-load-balancer", "priority: 1", "priority: first"),
    ("s3", "\"AllowedOrigins\"", "\"AllowedOrigin\""),
    ("s3", "\"PUT\"", "\"PATCH\""),
    ("s3", "https://app.", "https://*"),
];

/// What one service is told of one subject.
struct Document {
    service: &'static str,
    subject: &'static str,
    generated: Generated,
    /// What stands in its files, after a slip.
    contents: Vec<String>,
}

/// A preflight.
#[derive(Debug, serde::Serialize)]
struct Probe {
    origin: &'static str,
    path: String,
}

/// What `validate.py` says of one file.
#[derive(Debug, Deserialize)]
struct Validated {
    errors: Vec<String>,
    blocks: Vec<Block>,
    answers: Vec<Mocked>,
}

/// What one policy became.
#[derive(Debug, Deserialize)]
struct Block {
    origins: Vec<String>,
    methods: Vec<String>,
    headers: Vec<String>,
    expose: Vec<String>,
    credentials: bool,
    max_age: Option<u32>,
}

/// A service's answer to a preflight.
#[derive(Debug, Deserialize)]
struct Mocked {
    status: u16,
    headers: BTreeMap<String, String>,
}

#[test]
fn what_services_are_told_is_valid_and_allows_what_the_policy_does() {
    // Whether a service compares paths decoded cannot be seen here.
    let plain = |subject: &Subject| subject.name != "hostile paths";
    let subjects: Vec<Subject> = subjects().into_iter().filter(plain).collect();
    let mut documents = Vec::new();
    for service in SERVICES {
        documents.extend(subjects.iter().map(|subject| document(service, subject)));
    }
    let slips = SLIPS.iter().map(|&(service, from, to)| {
        let subject = subjects.iter().find(|s| s.name == "credentials").expect("a subject");
        let mut document = document(service, subject);
        let before = document.contents.clone();
        document.contents = before.iter().map(|content| content.replace(from, to)).collect();
        assert_ne!(document.contents, before, "{service} writes nothing as `{from}`");
        document
    });
    let genuine = documents.len();
    documents.extend(slips);

    let validated = validate(&documents, &subjects);
    let mut faults = Vec::new();
    for (n, (document, validated)) in documents.iter().zip(&validated).enumerate() {
        let subject = subjects.iter().find(|s| s.name == document.subject).expect("a subject");
        let found = judged(document, subject, validated);
        if n < genuine {
            let place = format!("{}, {}", document.service, document.subject);
            faults.extend(found.into_iter().map(|fault| format!("{place}: {fault}")));
        } else if found.is_empty() {
            let (service, from, to) = SLIPS[n - genuine];
            faults.push(format!("{service}: `{to}` for `{from}` goes unnoticed"));
        }
    }
    for service in SERVICES {
        let of_it = documents[..genuine].iter().filter(|document| document.service == service);
        let exact = of_it.filter(|document| document.generated.approximations.is_empty()).count();
        println!("{service:21} {exact:2} policies, {:2} approximations", subjects.len() - exact);
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn document(service: &'static str, subject: &Subject) -> Document {
    let target = Target::by_id(service).expect("a target");
    let plan = Plan::new(&subject.policies);
    let generated = target.generate(&plan).expect("a generator").unwrap_or_else(|_| {
        let approximated = target.generate(&Plan { approximate: true, ..plan });
        approximated.expect("a generator").expect("approximations are allowed")
    });
    let contents = generated.files.iter().map(|file| file.content.clone()).collect();
    Document { service, subject: subject.name, generated, contents }
}

/// What the script says of each document's files.
fn validate(documents: &[Document], subjects: &[Subject]) -> Vec<Vec<Validated>> {
    let mut asked = Vec::new();
    for document in documents {
        let subject = subjects.iter().find(|s| s.name == document.subject).expect("a subject");
        for content in &document.contents {
            let (target, probes) = (document.service, probes(subject));
            asked.push(json!({ "target": target, "content": content, "probes": probes }));
        }
    }
    let conformance = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut script = Command::new(conformance.join("../target/venv/bin/python"))
        .arg(conformance.join("schemas/validate.py"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python, with what ./test installs");
    let asked = serde_json::to_vec(&asked).expect("JSON");
    script.stdin.take().expect("a pipe").write_all(&asked).expect("a script that reads");
    let output = script.wait_with_output().expect("a script that ends");
    let mut said: Vec<Validated> = serde_json::from_slice(&output.stdout).expect("JSON");
    documents.iter().map(|document| said.drain(..document.contents.len()).collect()).collect()
}

/// The preflights of all pages that try the subject.
fn probes(subject: &Subject) -> Vec<Probe> {
    let mut probes: Vec<Probe> = calls(subject, |_| true)
        .into_iter()
        .map(|call| Probe { origin: call.origin, path: call.path })
        .collect();
    probes.sort_by(|a, b| (a.origin, &a.path).cmp(&(b.origin, &b.path)));
    probes.dedup_by(|a, b| (a.origin, &a.path) == (b.origin, &b.path));
    probes
}

/// What is wrong with a document.
fn judged(document: &Document, subject: &Subject, validated: &[Validated]) -> Vec<String> {
    let exact = document.generated.approximations.is_empty();
    let mut faults: Vec<String> =
        validated.iter().flat_map(|validated| validated.errors.clone()).collect();
    for validated in validated {
        for (probe, mocked) in probes(subject).iter().zip(&validated.answers) {
            let said = said(subject, probe, mocked, exact);
            faults.extend(said.map(|said| format!("{probe:?}: {said}")));
        }
    }
    if !faults.is_empty() || document.service == "api-gateway-rest" {
        return faults;
    }
    let blocks: Vec<&Block> = validated.iter().flat_map(|validated| &validated.blocks).collect();
    let configs = subject.policies.configs();
    let approximations = &document.generated.approximations;
    let mut approximated: BTreeSet<&str> = approximations.iter().map(|a| &*a.element).collect();
    approximated.retain(|element| !element.starts_with("paths: "));
    // Nothing is written where none of the origins can be.
    if blocks.is_empty() {
        let origins = configs.iter().flat_map(|config| &config.allow_origins);
        let silent =
            origins.filter(|origin| !approximated.contains(&*format!("allow_origins: {origin}")));
        return silent.map(|origin| format!("nothing is written of {origin}")).collect();
    }
    if blocks.len() != configs.len() {
        faults.push(format!("{} blocks for {} policies", blocks.len(), configs.len()));
    }
    let mut missing = BTreeSet::new();
    for (block, config) in blocks.into_iter().zip(&configs) {
        faults.extend(more(block, config, document.service, subject));
        missing.extend(less(block, config, document.service));
    }
    if missing.iter().map(String::as_str).ne(approximated.iter().copied()) {
        faults.push(format!("{missing:?} is missing, and {approximated:?} is said to be"));
    }
    faults
}

/// Where a service answers a preflight otherwise than the policy.
fn said(subject: &Subject, probe: &Probe, mocked: &Mocked, exact: bool) -> Option<String> {
    let mut headers = HeaderMap::new();
    headers.insert("origin", HeaderValue::from_static(probe.origin));
    headers.insert("access-control-request-method", HeaderValue::from_static("POST"));
    let decision = subject.policies.evaluate(&Method::OPTIONS, &probe.path, &headers);
    let Action::Answer(answer) = decision.action else {
        // No policy speaks for the path; the service has nothing else to ask.
        return (mocked.status != 403).then(|| format!("{mocked:?} where there is no policy"));
    };
    let ours = |name: &str| answer.headers.get(name).and_then(|value| value.to_str().ok());
    let theirs = |name: &str| mocked.headers.get(name).map(String::as_str);
    let mut names = vec!["access-control-allow-origin", "access-control-allow-credentials"];
    if exact {
        names.push("access-control-max-age");
        // Where credentials go with `*`, ours names what was asked for.
        if !subject.policies.configs().iter().any(|c| c.allow_headers.contains(&"*".to_owned())) {
            names.push("access-control-allow-headers");
        }
    }
    let other = names.into_iter().find(|name| ours(name) != theirs(name));
    (mocked.status != answer.status.as_u16() || other.is_some())
        .then(|| format!("{mocked:?} in place of {answer:?}"))
}

/// Where a block allows more than the policy, even if each `*` in an origin stood for any text.
fn more(block: &Block, config: &PolicyConfig, service: &str, subject: &Subject) -> Vec<String> {
    let mut faults = Vec::new();
    for probe in probes(subject) {
        let matching = block.origins.iter().find(|origin| matches(origin, probe.origin));
        if let Some(origin) = matching.filter(|_| !allows(config, probe.origin)) {
            faults.push(format!("`{origin}` allows {}", probe.origin));
        }
    }
    let has = |list: &[String], name: &str| list.iter().any(|listed| listed == name);
    let any = |list: &[String]| has(list, "*");
    let grants = GRANTS_ANY_HEADER.contains(&service);
    for method in &block.methods {
        let safelisted = ["GET", "HEAD", "POST"].contains(&method.as_str());
        if !safelisted && !any(&config.allow_methods) && !has(&config.allow_methods, method) {
            faults.push(format!("method {method}"));
        }
    }
    let (any_header, authorization) =
        (any(&config.allow_headers), has(&config.allow_headers, "authorization"));
    for header in &block.headers {
        let allowed = match header.as_str() {
            "*" if grants => any_header && (authorization || config.allow_credentials),
            // Scripts cannot send it.
            "origin" => true,
            "authorization" => authorization,
            header => any_header || has(&config.allow_headers, header),
        };
        if !allowed {
            faults.push(format!("request header {header}"));
        }
    }
    for header in &block.expose {
        let safelisted = header == "content-type";
        if !safelisted && !any(&config.expose_headers) && !has(&config.expose_headers, header) {
            faults.push(format!("response header {header}"));
        }
    }
    if block.credentials && !config.allow_credentials {
        faults.push("credentials".to_owned());
    }
    if kept(block.max_age) > kept(config.max_age.map(|age| age.0)) {
        faults.push(format!("kept for {:?} s", block.max_age));
    }
    faults
}

/// The elements of the policy that a block does not say, as shortfalls name them.
fn less(block: &Block, config: &PolicyConfig, service: &str) -> Vec<String> {
    let mut missing = Vec::new();
    let lists = [
        ("allow_origins", &block.origins, &config.allow_origins),
        ("allow_methods", &block.methods, &config.allow_methods),
        ("allow_headers", &block.headers, &config.allow_headers),
        ("expose_headers", &block.expose, &config.expose_headers),
    ];
    for (field, written, wanted) in lists {
        let unsaid = wanted.iter().filter(|&name| !written.contains(name) && written != &["*"]);
        missing.extend(unsaid.map(|name| format!("{field}: {name}")));
    }
    let credentials = block.credentials || WITHOUT_CREDENTIALS.contains(&service);
    if config.allow_credentials && !credentials {
        missing.push("allow_credentials: true".to_owned());
    }
    let max_age = config.max_age.map(|age| age.0);
    if kept(block.max_age) < kept(max_age) {
        missing.push(format!("max_age: {}", kept(max_age)));
    }
    missing
}

/// For how long browsers keep a permission.
fn kept(max_age: Option<u32>) -> u32 {
    max_age.unwrap_or(5)
}

/// Whether the policy, whatever its paths, allows the origin.
fn allows(config: &PolicyConfig, origin: &'static str) -> bool {
    let policy = PolicyConfig { paths: Vec::new(), ..config.clone() };
    let mut headers = HeaderMap::new();
    headers.insert("origin", HeaderValue::from_static(origin));
    let policies = policy.build().expect("a policy without faults");
    policies.evaluate(&Method::GET, "/", &headers).ruling.verdict.is_allowed()
}

/// Whether the text matches, where each `*` in the pattern stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            (0..=rest.len()).any(|n| rest.get(n..).is_some_and(|rest| matches(after, rest)))
        }),
    }
}
