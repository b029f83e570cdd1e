//! The acceptance test of the whole design: in front of a server run by a policy, each browser lets a
//! request through if and only if the policy allows its origin and credentials and, of its method and
//! header names, those that this browser preflights.
//!
//! Whether a policy allows is asked of an oracle that is naive on purpose: sets, and pieces of text
//! compared one by one; nothing is shared with the implementation. Of a browser it knows the list of
//! header names that it preflights, and whether `*` covers `Authorization` there.
//!
//! `PREFLIGHT_CASES` says how many policies are tried, each with several requests in four browsers.

mod oracle {
    pub(crate) mod naive;
    pub(crate) mod world;
}

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use oracle::naive::{self, Reading};
use oracle::world::{Asked, World, world};
use preflight_fetch::{
    Browser, Fetch, HttpRequest, HttpResponse, Next, Outcome, Profile, Request, RequestInit,
    RequestKind,
};
use preflight_policy::{Action, Policies};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use std::time::SystemTime;

/// How many policies a plain run tries.
const POLICIES: u32 = 4000;

/// The server: `policies` in front of an application that says everything of itself, wrongly. And what
/// the server says of a preflight to whoever counts.
fn served(policies: &Policies, request: &HttpRequest, asked: &Asked) -> (HttpResponse, bool) {
    let method = Method::from_bytes(request.method.as_bytes()).expect("a method");
    let mut headers = HeaderMap::new();
    for header in &request.header_list {
        let name = HeaderName::from_bytes(header.name.as_bytes()).expect("a name");
        headers.append(name, HeaderValue::from_bytes(&header.value).expect("a value"));
    }
    let decision = policies.evaluate(&method, request.url.path(), &headers);
    let (status, headers) = match decision.action {
        Action::Answer(answer) => (answer.status.as_u16(), answer.headers),
        Action::Forward(edits) => {
            let mut headers = asked.application_headers();
            edits.apply(&mut headers);
            (asked.status, headers)
        }
    };
    let mut response = HttpResponse::new(status);
    for (name, value) in &headers {
        response.header_list.append(name.as_str().to_owned(), value.as_bytes().to_vec());
    }
    (response, decision.ruling.verdict.is_allowed())
}

/// What a script learns in `browser`.
fn fetched(
    policies: &Policies,
    world: &World,
    asked: &Asked,
    browser: Browser,
    profile: &mut Profile,
) -> Result<Reading, String> {
    let now = SystemTime::UNIX_EPOCH;
    let mut fetch = Fetch::new(asked.request(), browser);
    for _ in 0..4 {
        match fetch.next(profile, now) {
            Next::Send(request) => {
                let (response, granted) = served(policies, request, asked);
                if request.kind == RequestKind::Preflight
                    && granted != naive::grants(world, asked, browser)
                {
                    return Err(format!("{browser} asks {asked}: granted is {granted}\n{world}"));
                }
                fetch.receive(Ok(response), profile, now);
            }
            Next::Done(Outcome::Response(response)) => {
                let mut names: Vec<String> =
                    response.header_list.iter().map(|h| h.name.to_ascii_lowercase()).collect();
                names.retain(|name| name.starts_with("x-"));
                names.sort();
                return Ok(Reading { status: Some(response.status), names });
            }
            Next::Done(Outcome::NetworkError(_)) => return Ok(Reading::default()),
        }
    }
    Err("the fetch does not end".to_owned())
}

fn holds(world: &World) -> Result<(), TestCaseError> {
    let (policies, _) = Policies::new(&world.configs())
        .map_err(|problems| TestCaseError::fail(format!("a policy is refused: {problems}")))?;
    for browser in Browser::ALL {
        let mut shared = Profile::default();
        for asked in &world.asked {
            let mut fresh = Profile::default();
            let profile = if world.one_profile { &mut shared } else { &mut fresh };
            let seen =
                fetched(&policies, world, asked, browser, profile).map_err(TestCaseError::fail)?;
            let expected = naive::reading(world, asked, browser);
            prop_assert_eq!(seen, expected, "{} asks {}\n{}", browser, asked, world);
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "how long to test is the caller's to say")]
fn cases() -> u32 {
    match std::env::var("PREFLIGHT_CASES") {
        Ok(given) => given.parse().unwrap_or_else(|_| panic!("PREFLIGHT_CASES={given}: a number")),
        Err(_) => POLICIES,
    }
}

#[test]
fn a_browser_lets_through_what_the_policy_allows_and_nothing_else() {
    let config = Config { failure_persistence: None, ..Config::with_cases(cases()) };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&world(), |world| holds(&world));
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// A generator that always says no would pass as well.
#[test]
fn the_generator_makes_all_sorts() {
    let mut runner = TestRunner::deterministic();
    let (mut allowed, mut refused, mut apart) = (0, 0, 0);
    for _ in 0..300 {
        let world = world().new_tree(&mut runner).expect("a world").current();
        for asked in &world.asked {
            let readings = Browser::ALL.map(|browser| naive::reading(&world, asked, browser));
            match readings.iter().filter(|r| r.status.is_some()).count() {
                0 => refused += 1,
                4 => allowed += 1,
                _ => apart += 1,
            }
        }
    }
    let seen = format!("{allowed} allowed, {refused} refused, {apart} told apart by the browser");
    assert!(allowed > 200 && refused > 200 && apart > 3, "{seen}");
}

/// The parts of the world stand for themselves: a request of it is one that a script can make.
#[test]
fn every_request_of_the_world_can_be_made() {
    let mut runner = TestRunner::deterministic();
    for _ in 0..100 {
        for asked in world().new_tree(&mut runner).expect("a world").current().asked {
            let init: RequestInit = asked.init();
            let url = asked.url();
            let origin = asked.page.origin();
            assert!(Request::new(url, origin, init).is_ok(), "{asked}");
        }
    }
}
