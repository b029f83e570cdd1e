//! Whole fetches: no panic, and what holds whatever a script asks and a server answers.

use super::strategies::{PAGE, answer, init, page, streams_as_the_standard, url};
use preflight_fetch::browsers::{EveryHop, Habits, SeveralLocations};
use preflight_fetch::http::methods::is_cors_safelisted_method;
use preflight_fetch::http::statuses::{is_ok_status, is_redirect_status};
use preflight_fetch::{
    Body, Browser, Connection, ConnectionError, CredentialsMode, Fetch, HttpRequest, HttpResponse,
    Next, Origin, Outcome, Profile, Request, RequestInit, RequestKind, RequestMode, Trace, Url,
};
use proptest::collection::vec;
use proptest::prelude::*;
use std::time::{Duration, SystemTime};

type Answer = Result<HttpResponse, ConnectionError>;

/// A server that answers by kind and URL alone, so that every browser meets the same one.
#[derive(Debug, Clone)]
struct Server {
    preflights: Vec<Answer>,
    actuals: Vec<Answer>,
}

impl Server {
    fn answer(&self, request: &HttpRequest) -> Answer {
        let list = match request.kind {
            RequestKind::Preflight => &self.preflights,
            RequestKind::Actual | RequestKind::Probe => &self.actuals,
        };
        let sum: usize = request.url.as_str().bytes().map(usize::from).sum();
        list[sum % list.len()].clone()
    }
}

fn server() -> impl Strategy<Value = Server> {
    (vec(answer(), 1..4), vec(answer(), 1..4))
        .prop_map(|(preflights, actuals)| Server { preflights, actuals })
}

/// What one fetch did.
#[derive(Debug, Clone, PartialEq)]
struct Ran {
    exchanges: Vec<(HttpRequest, Answer)>,
    outcome: Outcome,
    trace: Trace,
    console: Vec<String>,
}

fn run(request: Request, browser: Browser, server: &Server, profile: &mut Profile, at: u64) -> Ran {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(at);
    let mut fetch = Fetch::new(request, browser);
    let mut exchanges = Vec::new();
    let outcome = loop {
        let request = match fetch.next(profile, now) {
            Next::Send(request) => request.clone(),
            Next::Done(outcome) => break outcome.clone(),
        };
        let connection = Connection { address_space: None, http2: at.is_multiple_of(2) };
        if fetch.connected(connection, profile) {
            let answer = server.answer(&request);
            exchanges.push((request, answer.clone()));
            fetch.receive(answer, profile, now);
        }
        assert!(exchanges.len() < 300, "it does not end");
    };
    let (trace, console) = (fetch.trace().clone(), fetch.console().to_vec());
    Ran { exchanges, outcome, trace, console }
}

#[derive(Debug, Clone)]
struct Asked {
    page: Origin,
    url: Url,
    init: RequestInit,
    pause: u64,
}

impl Asked {
    fn request(&self) -> Option<Request> {
        Request::new(self.url.clone(), self.page.clone(), self.init.clone()).ok()
    }
}

fn asked() -> impl Strategy<Value = Asked> {
    (page(), url(), init(), 0..8_u64).prop_map(|(page, url, init, pause)| Asked {
        page,
        url,
        init,
        pause,
    })
}

/// What a preflight asked for and what permitted it, as a later reader sees it.
fn permits(preflight: &HttpRequest, answer: &Answer, method: &str, include: bool) -> bool {
    let Ok(response) = answer else { return false };
    let joined = |name: &str| -> Option<String> {
        let lines: Vec<String> = response
            .header_list
            .values(name)
            .map(|v| v.iter().map(|&b| char::from(b)).collect())
            .collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    };
    let origin = preflight.header_list.first("origin").expect("a preflight has one").text();
    let allowed_origin = joined("access-control-allow-origin").unwrap_or_default();
    let origin_passes = allowed_origin == *origin || (!include && allowed_origin == "*");
    let credentials = joined("access-control-allow-credentials");
    let credentials_pass = !include || credentials.as_deref() == Some("true");
    let methods = joined("access-control-allow-methods");
    let flag = methods.is_none();
    let methods = methods.unwrap_or_default();
    let listed = methods.split(',').map(|m| m.trim_matches([' ', '\t']));
    let method_passes = is_cors_safelisted_method(method)
        || flag
        || listed.clone().any(|m| m == method)
        || (listed.clone().any(|m| m == "*") && !include);
    is_ok_status(response.status) && origin_passes && credentials_pass && method_passes
}

/// What holds for the requests of one fetch; `earlier` are the exchanges of the same profile.
fn check_requests(asked: &Asked, browser: Browser, ran: &Ran, earlier: &[(HttpRequest, Answer)]) {
    let stream = matches!(asked.init.body, Some(Body::Stream(_)));
    let becomes_cors = stream && browser.habits().stream_body_makes_mode_cors;
    let answered = ran.exchanges.iter().filter(|(_, a)| !matches!(a, Err(ConnectionError::Closed)));
    assert!(answered.count() <= 2 + 20 * 2);
    for (index, (request, _)) in ran.exchanges.iter().enumerate() {
        assert!(request.url.fragment().is_none() && request.url.username().is_empty());
        if request.kind == RequestKind::Preflight {
            assert_eq!(request.method, "OPTIONS");
            assert!(request.body.is_none() && !request.includes_credentials);
            for name in ["cookie", "authorization"] {
                assert!(!request.header_list.contains(name), "{name} on a preflight");
            }
            continue;
        }
        let crosses = !asked.page.is_same_origin_with(&request.url);
        let stays = asked.init.mode == RequestMode::SameOrigin && !becomes_cors;
        assert!(!(crosses && stays), "mode same-origin left the origin");
        if crosses && asked.init.mode == RequestMode::Cors {
            assert!(request.header_list.contains("origin"));
            let include = asked.init.credentials_mode == CredentialsMode::Include;
            let before = ran.exchanges[..index].iter().chain(earlier);
            let permitted = before
                .filter(|(p, _)| p.kind == RequestKind::Preflight && p.url == request.url)
                .any(|(p, answer)| permits(p, answer, &request.method, include));
            assert!(
                is_cors_safelisted_method(&request.method) || permitted,
                "{} without permission",
                request.method
            );
        }
        if !request.includes_credentials {
            assert!(!request.header_list.contains("cookie"));
        }
    }
}

/// Why an engine may differ from the standard on this request at all.
fn has_recorded_reason(asked: &Asked, ran: &Ran, browser: Browser) -> bool {
    let habits = browser.habits();
    let set = |name: &str| {
        asked.init.headers.iter().filter(|(n, _)| n.eq_ignore_ascii_case(name)).count()
    };
    let stream = matches!(asked.init.body, Some(Body::Stream(_)));
    let total: usize = asked.init.headers.iter().map(|(_, value)| value.len()).sum();
    let non_ascii = asked.init.headers.iter().any(|(_, value)| !value.is_ascii());
    let repeated = asked.init.headers.iter().any(|(name, _)| set(name) > 1);
    let to_loopback = |(r, _): &(HttpRequest, Answer)| r.url.scheme() == "http";
    let closed = |(_, a): &(HttpRequest, Answer)| matches!(a, Err(ConnectionError::Closed));
    let odd = |(_, a): &(HttpRequest, Answer)| {
        a.as_ref().is_ok_and(|r| odd_redirect(r, habits) || odd_exposure(r, habits))
    };
    set("authorization") > 0
        || habits.also_safelisted.iter().any(|safe| set(safe.name) > 0)
        || (habits.joins_repeated_headers && repeated)
        || (habits.non_ascii_is_unsafe && non_ascii)
        || (!habits.sums_safelisted_values && total > 1024)
        || (!habits.flag_allows_method && (stream || asked.init.use_cors_preflight))
        || (habits.range_limit.is_some() && set("range") > 0)
        || (stream && !streams_as_the_standard(habits.stream_body))
        || asked.url.scheme() == "http"
        || ran.exchanges.iter().any(to_loopback)
        || (habits.preflights_every_hop != EveryHop::AsNeeded && spares_a_hop(&ran.exchanges))
        || ran.exchanges.iter().any(closed)
        || ran.exchanges.iter().any(odd)
}

/// Whether a redirect was followed without a preflight.
fn spares_a_hop(exchanges: &[(HttpRequest, Answer)]) -> bool {
    exchanges.windows(2).any(|pair| pair.iter().all(|(r, _)| r.kind == RequestKind::Actual))
}

/// Whether some engine's habits are about this redirect.
fn odd_redirect(response: &HttpResponse, habits: &Habits) -> bool {
    let locations: Vec<&[u8]> = response.header_list.values("location").collect();
    let has = |byte: u8| locations.iter().any(|location| location.contains(&byte));
    let without = locations.iter().all(|location| location.is_empty());
    (without && is_redirect_status(response.status))
        || (habits.several_locations != SeveralLocations::Invalid && locations.len() > 1)
        || (habits.blocks_redirects_with_credentials && has(b'@'))
        || (habits.judges_target_before_redirect_mode && locations.iter().any(is_no_url))
}

/// Whether an engine may read a list of exposed names that the standard cannot parse.
fn odd_exposure(response: &HttpResponse, habits: &Habits) -> bool {
    habits.star_exposes_before_unparsable
        && response.header_list.extract_header_list_values("access-control-expose-headers").is_err()
}

fn is_no_url(location: &&[u8]) -> bool {
    let base = Url::parse(PAGE).expect("a URL");
    std::str::from_utf8(location).is_ok_and(|location| base.join(location).is_err())
}

/// What the script sees, without what only people see.
fn visible(outcome: &Outcome) -> Option<String> {
    outcome.response().map(|response| format!("{response:?}"))
}

proptest! {
    #[test]
    fn several_fetches_in_one_profile(sequence in vec((asked(), server()), 1..4)) {
        for browser in Browser::ALL {
            let mut profile = Profile::default();
            let (mut earlier, mut at) = (Vec::new(), 0);
            for (asked, server) in &sequence {
                at += asked.pause;
                let Some(request) = asked.request() else { continue };
                let fork = profile.clone();
                let ran = run(request.clone(), browser, server, &mut profile, at);
                check_requests(asked, browser, &ran, &earlier);
                let mut twin = fork;
                let again = run(request, browser, server, &mut twin, at);
                prop_assert_eq!(&ran, &again);
                prop_assert_eq!(&profile, &twin);
                earlier.extend(ran.exchanges);
            }
        }
    }

    #[test]
    fn an_engine_differs_from_the_standard_only_by_a_recorded_habit(
        asked in asked(), server in server()
    ) {
        let Some(request) = asked.request() else { return Ok(()) };
        let run = |browser| {
            run(request.clone(), browser, &server, &mut Profile::default(), 0)
        };
        let standard = run(Browser::Standard);
        for browser in Browser::ENGINES {
            let engine = run(browser);
            if visible(&engine.outcome) != visible(&standard.outcome) {
                prop_assert!(
                    has_recorded_reason(&asked, &standard, browser),
                    "{browser}: {:?}\n{:?}", engine.outcome, standard.outcome
                );
            }
        }
    }

    #[test]
    fn an_opaque_page_is_the_same_origin_as_nothing(asked in asked(), server in server()) {
        let page = asked.page.clone();
        prop_assume!(page == Origin::Opaque || page.serialized() == PAGE);
        let Some(request) = asked.request() else { return Ok(()) };
        let ran = run(request, Browser::Standard, &server, &mut Profile::default(), 0);
        if let (Origin::Opaque, Some(response)) = (page, ran.outcome.response()) {
            let basic = response.response_type == preflight_fetch::ResponseType::Basic;
            let local = matches!(asked.url.scheme(), "data" | "about");
            prop_assert!(!basic || local);
        }
    }
}
