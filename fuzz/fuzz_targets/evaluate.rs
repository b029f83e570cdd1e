//! Any request head against any policy: the answer has exactly the headers it should, `Vary` keeps what
//! it had, and `*` never stands beside credentials.

#![no_main]

use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use preflight_policy::{Action, Answer, MaxAge, Policies, PolicyConfig, Verdict};
use std::collections::BTreeSet;

const ORIGINS: [&str; 5] =
    ["https://a.test", "https://*.b.test", "http://localhost:*", "*", "https://a.test:8443"];
const METHODS: [&str; 4] = ["PUT", "patch", "*", "DELETE"];
const NAMES: [&str; 4] = ["authorization", "x-a", "*", "content-type"];
const PATHS: [&str; 3] = ["/a", "/b/*", "/*"];

/// A policy of the lists above: each bit takes one entry.
#[derive(Debug, Arbitrary)]
struct Config {
    lists: [u8; 5],
    flags: u8,
    max_age: Option<u32>,
}

impl Config {
    fn config(&self) -> PolicyConfig {
        let some = |all: &[&str], bits: u8| -> Vec<String> {
            let taken = all.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0);
            taken.map(|(_, text)| (*text).to_owned()).collect()
        };
        PolicyConfig {
            paths: some(&PATHS, self.lists[0]),
            allow_origins: some(&ORIGINS, self.lists[1]),
            allow_methods: some(&METHODS, self.lists[2]),
            allow_headers: some(&NAMES, self.lists[3]),
            expose_headers: some(&NAMES, self.lists[4]),
            allow_credentials: self.flags & 1 != 0,
            max_age: self.max_age.map(MaxAge),
            quiet: self.flags & 2 != 0,
            debug: self.flags & 4 != 0,
            shadow: self.flags & 8 != 0,
            ..PolicyConfig::default()
        }
    }
}

/// A header of a kind that is read, or any.
#[derive(Debug, Arbitrary)]
struct Line {
    name: u8,
    value: Vec<u8>,
    known: Option<u8>,
}

impl Line {
    fn append(&self, headers: &mut HeaderMap) {
        const KNOWN: [&str; 9] = [
            "https://a.test",
            "https://x.b.test",
            "null",
            "PUT",
            "patch",
            "GET",
            "x-a",
            "authorization,x-a",
            "*",
        ];
        const HEADERS: [&str; 9] = [
            "origin",
            "access-control-request-method",
            "access-control-request-headers",
            "vary",
            "access-control-allow-origin",
            "access-control-allow-credentials",
            "access-control-expose-headers",
            "access-control-max-age",
            "x-other",
        ];
        let known = self.known.map(|n| KNOWN[usize::from(n) % KNOWN.len()].as_bytes());
        let name = HEADERS[usize::from(self.name) % HEADERS.len()];
        if let Ok(value) = HeaderValue::from_bytes(known.unwrap_or(&self.value)) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
}

#[derive(Debug, Arbitrary)]
struct Input {
    policies: Vec<Config>,
    options: bool,
    path: String,
    request: Vec<Line>,
    response: Vec<Line>,
}

fn names(headers: &HeaderMap) -> BTreeSet<&str> {
    headers.keys().map(HeaderName::as_str).collect()
}

/// The members of `Vary`, in lower case.
fn vary(headers: &HeaderMap) -> BTreeSet<Vec<u8>> {
    let lines = headers.get_all("vary").iter();
    let members = lines.flat_map(|line| line.as_bytes().split(|&b| b == b','));
    members
        .map(|member| member.trim_ascii().to_ascii_lowercase())
        .filter(|m| !m.is_empty())
        .collect()
}

fn never_star_with_credentials(headers: &HeaderMap) {
    let says_who = |name: &str| {
        name.starts_with("access-control-allow-") || name.starts_with("access-control-expose-")
    };
    if headers.contains_key("access-control-allow-credentials") {
        for (name, value) in headers {
            assert!(!says_who(name.as_str()) || value != "*", "{headers:?}");
        }
    }
}

/// A preflight's answer.
fn answered(answer: &Answer, config: &PolicyConfig, verdict: Verdict, request: &HeaderMap) {
    never_star_with_credentials(&answer.headers);
    let any = config.allow_origins.iter().any(|origin| origin == "*");
    let told = verdict.is_allowed() || !config.quiet && verdict.entry().is_some();
    let mut expected = BTreeSet::from(["vary"]);
    if config.debug {
        expected.insert("preflight-decision");
    }
    for member in ["origin", "access-control-request-method", "access-control-request-headers"] {
        assert!(vary(&answer.headers).contains(member.as_bytes()), "{answer:?}");
    }
    if !told {
        assert_eq!((answer.status, names(&answer.headers)), (StatusCode::FORBIDDEN, expected));
        return;
    }
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let origin = &answer.headers["access-control-allow-origin"];
    assert_eq!(origin, if any { "*" } else { request["origin"].to_str().expect("an origin") });
    expected.insert("access-control-allow-origin");
    let star = |list: &[String]| list.iter().any(|entry| entry == "*");
    let echoes_methods = config.allow_credentials && star(&config.allow_methods);
    let echoes_headers = config.allow_credentials && star(&config.allow_headers);
    for (name, present) in [
        ("access-control-allow-credentials", config.allow_credentials),
        ("access-control-max-age", config.max_age.is_some()),
        ("access-control-allow-methods", !config.allow_methods.is_empty() && !echoes_methods),
        ("access-control-allow-headers", !config.allow_headers.is_empty() && !echoes_headers),
    ] {
        if present {
            expected.insert(name);
        }
    }
    let mut seen = names(&answer.headers);
    if echoes_methods {
        let echoed = seen.remove("access-control-allow-methods");
        assert!(echoed || !verdict.is_allowed(), "{answer:?}");
    }
    if echoes_headers {
        seen.remove("access-control-allow-headers");
    }
    assert_eq!(seen, expected);
}

/// A response that was passed on, before and after.
fn edited(before: &HeaderMap, after: &HeaderMap, config: Option<&PolicyConfig>, verdict: Verdict) {
    let Some(config) = config else {
        assert_eq!(
            before.len() + usize::from(after.contains_key("preflight-decision")),
            after.len()
        );
        return;
    };
    never_star_with_credentials(after);
    let any = config.allow_origins.iter().any(|origin| origin == "*");
    let granted = any || verdict.entry().is_some();
    let mut expected: BTreeSet<&str> =
        names(before).into_iter().filter(|name| !name.starts_with("access-control-")).collect();
    expected.extend((!any).then_some("vary"));
    expected.extend(after.contains_key("preflight-decision").then_some("preflight-decision"));
    if granted {
        expected.insert("access-control-allow-origin");
        expected.extend(config.allow_credentials.then_some("access-control-allow-credentials"));
        let exposes = !config.expose_headers.is_empty();
        expected.extend(exposes.then_some("access-control-expose-headers"));
    }
    // The request's own kinds of headers are none of a response's: they stay as they are.
    for name in ["access-control-request-method", "access-control-request-headers"] {
        expected.extend(before.contains_key(name).then_some(name));
    }
    assert_eq!(names(after), expected);
    assert!(vary(after).is_superset(&vary(before)), "{before:?} {after:?}");
    assert!(any || vary(after).contains(&b"origin"[..]) || vary(after).contains(&b"*"[..]));
    assert_eq!(
        before.get_all("x-other").iter().collect::<Vec<_>>(),
        after.get_all("x-other").iter().collect::<Vec<_>>()
    );
}

fuzz_target!(|input: Input| {
    let configs: Vec<PolicyConfig> = input.policies.iter().take(3).map(Config::config).collect();
    let Ok((policies, _)) = Policies::new(&configs) else { return };
    let configs = policies.configs();
    let mut request = HeaderMap::new();
    input.request.iter().for_each(|line| line.append(&mut request));
    let mut before = HeaderMap::new();
    input.response.iter().for_each(|line| line.append(&mut before));
    let method = if input.options { Method::OPTIONS } else { Method::PUT };
    let decision = policies.evaluate(&method, &input.path, &request);
    let explanation = policies.explain(&method, &input.path, &request);
    assert_eq!(explanation.ruling, decision.ruling);
    let verdict = decision.ruling.verdict;
    let config = decision.ruling.policy.map(|index| &configs[index]);
    assert!(config.is_none_or(|config| !config.shadow), "a policy in shadow mode decides");
    match decision.action {
        Action::Answer(answer) => {
            assert!(input.options && request.contains_key("origin"));
            // A policy in shadow mode may want its decisions said too.
            let mut config = config.expect("a policy answers").clone();
            config.debug |= answer.headers.contains_key("preflight-decision");
            answered(&answer, &config, verdict, &request);
        }
        Action::Forward(edits) => {
            let mut after = before.clone();
            edits.clone().apply(&mut after);
            edited(&before, &after, config, verdict);
            let mut twice = after.clone();
            edits.apply(&mut twice);
            assert_eq!(twice, after, "editing twice is editing once");
        }
    }
});
