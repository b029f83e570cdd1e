use crate::served::{APP, EVIL, config, get, layer as ours, preflight, request, said};
use http::header::{AUTHORIZATION, HeaderName};
use http::{HeaderValue, Method, Request, Response};
use preflight_tower::{CorsLayer, Policies, PolicyConfig, Problems};
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;
use tower::{Layer, Service, ServiceExt as _, service_fn};
use tower_http::cors as theirs;

const PREFLIGHT_VARY: &str =
    "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

fn value(text: &'static str) -> HeaderValue {
    HeaderValue::from_static(text)
}

/// The same as `config()`.
fn their_layer() -> theirs::CorsLayer {
    theirs::CorsLayer::new()
        .allow_origin([value(APP)])
        .allow_methods([Method::PUT])
        .allow_headers([HeaderName::from_static("x-token")])
        .expose_headers([HeaderName::from_static("x-total")])
        .allow_credentials(true)
}

/// What a layer makes of a request: the lines of the response, and behind its status who gave it.
async fn asked<L, S>(layer: L, request: Request<&'static str>) -> Vec<String>
where
    L: Layer<Inner, Service = S>,
    S: Service<Request<&'static str>, Response = Response<&'static str>, Error = Infallible>,
{
    saying(&[], layer, request).await
}

type Inner =
    tower::util::BoxCloneService<Request<&'static str>, Response<&'static str>, Infallible>;

/// The same around a service whose responses have these headers.
async fn saying<L, S>(
    own: &'static [(&'static str, &'static str)],
    layer: L,
    request: Request<&'static str>,
) -> Vec<String>
where
    L: Layer<Inner, Service = S>,
    S: Service<Request<&'static str>, Response = Response<&'static str>, Error = Infallible>,
{
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let inner = service_fn(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        let mut response = Response::new("the application");
        for (name, line) in own {
            response.headers_mut().append(*name, value(line));
        }
        async { Ok(response) }
    });
    let response = layer.layer(Inner::new(inner)).oneshot(request).await.unwrap();
    let mut lines = said(&response);
    lines[0] += match calls.load(Ordering::Relaxed) {
        0 => " from the layer",
        _ => " from the application",
    };
    lines
}

/// What a policy is refused for, without the corrections.
fn problems(config: PolicyConfig) -> Problems {
    config.build().expect_err("the policy makes no sense")
}

#[tokio::test]
async fn an_options_request_that_is_no_preflight() {
    for headers in [&[][..], &[("origin", APP)], &[("access-control-request-method", "PUT")]] {
        let options = request("OPTIONS", "/", headers);
        assert_eq!(asked(their_layer(), options.clone()).await[0], "200 from the layer");
        assert_eq!(asked(ours(config()), options).await[0], "200 from the application");
    }
}

#[tokio::test]
async fn the_status_of_a_preflight() {
    assert_eq!(asked(their_layer(), preflight("/", APP, "PUT")).await[0], "200 from the layer");
    assert_eq!(asked(ours(config()), preflight("/", APP, "PUT")).await[0], "204 from the layer");
    assert_eq!(asked(their_layer(), preflight("/", EVIL, "PUT")).await[0], "200 from the layer");
    assert_eq!(asked(ours(config()), preflight("/", EVIL, "PUT")).await[0], "403 from the layer");
}

#[tokio::test]
async fn what_others_are_told() {
    assert_eq!(
        asked(their_layer(), preflight("/", EVIL, "PUT")).await,
        [
            "200 from the layer",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-token",
            "access-control-allow-methods: PUT",
            "vary: origin",
        ]
    );
    assert_eq!(
        asked(ours(config()), preflight("/", EVIL, "PUT")).await,
        ["403 from the layer", PREFLIGHT_VARY,]
    );
    for request in [get("/", EVIL), request("GET", "/", &[])] {
        assert_eq!(
            asked(their_layer(), request.clone()).await,
            [
                "200 from the application",
                "access-control-allow-credentials: true",
                "access-control-expose-headers: x-total",
                "vary: origin",
            ]
        );
        let told = asked(ours(config()), request).await;
        assert_eq!(told, ["200 from the application", "vary: Origin"]);
    }
}

#[tokio::test]
async fn one_origin_alone() {
    let single = their_layer().allow_origin(value(APP));
    let told = asked(single, get("/", EVIL)).await;
    assert!(told.contains(&format!("access-control-allow-origin: {APP}")), "{told:?}");
    let told = asked(ours(config()), get("/", EVIL)).await;
    assert_eq!(told, ["200 from the application", "vary: Origin"]);
}

#[tokio::test]
async fn cors_headers_of_the_application() {
    let own: &[_] = &[
        ("access-control-allow-origin", "*"),
        ("access-control-allow-origin", "https://other.example"),
        ("access-control-allow-methods", "DELETE"),
    ];
    assert_eq!(
        saying(own, their_layer(), get("/", EVIL)).await,
        [
            "200 from the application",
            "access-control-allow-credentials: true",
            "access-control-allow-methods: DELETE",
            "access-control-allow-origin: *",
            "access-control-allow-origin: https://other.example",
            "access-control-expose-headers: x-total",
            "vary: origin",
        ]
    );
    let told = saying(own, ours(config()), get("/", EVIL)).await;
    assert_eq!(told, ["200 from the application", "vary: Origin"]);
}

#[tokio::test]
async fn vary_of_the_application() {
    let vary = |lines: Vec<String>| -> Vec<String> {
        lines.into_iter().filter(|line| line.starts_with("vary")).collect()
    };
    let own: &[_] = &[("vary", "Accept-Encoding, Origin")];
    let told = vary(saying(own, their_layer(), get("/", APP)).await);
    assert_eq!(told, ["vary: Accept-Encoding, Origin", "vary: origin"]);
    let told = vary(saying(own, ours(config()), get("/", APP)).await);
    assert_eq!(told, ["vary: Accept-Encoding, Origin"]);
}

#[tokio::test]
async fn what_a_preflight_asks_for() {
    let mut asks = preflight("/", APP, "DELETE");
    asks.headers_mut().insert("access-control-request-headers", value("x-other"));
    let told = asked(their_layer(), asks.clone()).await;
    assert_eq!(told[0], "200 from the layer");

    let debug = PolicyConfig { debug: true, ..config() };
    let told = asked(ours(debug.clone()), asks.clone()).await;
    assert!(told.contains(&"access-control-allow-methods: PUT".to_owned()));
    assert!(
        told.contains(&"preflight-decision: method-refused; by=policy[0].allow_methods".to_owned())
    );
    let told = asked(ours(PolicyConfig { quiet: true, ..config() }), asks).await;
    assert_eq!(told, ["403 from the layer", PREFLIGHT_VARY]);
}

#[tokio::test]
async fn any_header_with_credentials() {
    let mirror = their_layer().allow_headers(theirs::AllowHeaders::mirror_request());
    let echo = PolicyConfig { allow_headers: vec!["*".to_owned()], ..config() };
    let mut split = preflight("/", APP, "PUT");
    for line in ["x-a", " X-B ,x-c"] {
        split.headers_mut().append("access-control-request-headers", value(line));
    }
    let told = asked(mirror.clone(), split.clone()).await;
    assert!(told.contains(&"access-control-allow-headers: x-a".to_owned()), "{told:?}");
    let told = asked(ours(echo.clone()), split).await;
    assert!(told.contains(&"access-control-allow-headers: x-a,x-b,x-c".to_owned()), "{told:?}");

    let mut odd = preflight("/", APP, "PUT");
    odd.headers_mut().insert("access-control-request-headers", value("x-a; no name"));
    let told = asked(mirror, odd.clone()).await;
    assert!(told.contains(&"access-control-allow-headers: x-a; no name".to_owned()), "{told:?}");
    let told = asked(ours(echo), odd).await;
    assert!(!told.iter().any(|line| line.contains("x-a")), "{told:?}");
}

#[tokio::test]
async fn authorization_beside_any_header() {
    let allow_headers = |lines: Vec<String>| -> Vec<String> {
        lines.into_iter().filter(|line| line.contains("allow-headers")).collect()
    };
    let asks = preflight("/", APP, "GET");
    let told = asked(theirs::CorsLayer::permissive(), asks.clone()).await;
    assert_eq!(allow_headers(told), ["access-control-allow-headers: *"]);

    let any = PolicyConfig {
        allow_origins: vec!["*".to_owned()],
        allow_headers: vec!["*".to_owned()],
        ..PolicyConfig::default()
    };
    let (_, notes) = Policies::new(std::slice::from_ref(&any)).unwrap();
    assert!(notes.to_string().contains("Authorization"), "{notes}");
    let both = vec!["*".to_owned(), AUTHORIZATION.to_string()];
    let told = asked(ours(PolicyConfig { allow_headers: both, ..any }), asks).await;
    assert_eq!(allow_headers(told), ["access-control-allow-headers: *,authorization"]);
}

#[tokio::test]
async fn two_origin_lines() {
    let two = request("GET", "/", &[("origin", APP), ("origin", EVIL)]);
    let told = asked(their_layer(), two.clone()).await;
    assert!(told.contains(&format!("access-control-allow-origin: {APP}")), "{told:?}");
    let told = asked(ours(config()), two).await;
    assert_eq!(told, ["200 from the application", "vary: Origin"]);
}

#[tokio::test]
async fn a_trailing_slash_in_the_configuration() {
    let slash = their_layer().allow_origin([value("https://app.example.com/")]);
    let told = asked(slash, get("/", APP)).await;
    assert!(!told.iter().any(|line| line.contains("allow-origin")), "{told:?}");

    let slash = vec!["https://app.example.com/".to_owned()];
    let problems = problems(PolicyConfig { allow_origins: slash, ..config() });
    let corrections: Vec<_> =
        problems.iter().map(|problem| problem.correction.as_deref()).collect();
    assert_eq!(corrections, [Some(APP)]);
}

#[tokio::test]
async fn subdomains() {
    const PATTERN: &str = "https://*.example.com";
    let told = asked(their_layer().allow_origin([value(PATTERN)]), get("/", APP)).await;
    assert!(!told.iter().any(|line| line.contains("allow-origin")), "{told:?}");

    let policy = PolicyConfig { allow_origins: vec![PATTERN.to_owned()], ..config() };
    for (origin, allowed) in [
        (APP, true),
        ("https://a.b.example.com", true),
        ("https://example.com", false),
        ("https://evilexample.com", false),
        ("https://app.example.com.evil.example", false),
        ("http://app.example.com", false),
        ("https://x/.example.com", false),
    ] {
        let told = asked(ours(policy.clone()), get("/", origin)).await;
        let granted = told.contains(&format!("access-control-allow-origin: {origin}"));
        assert_eq!(granted, allowed, "{origin}");
    }
}

#[tokio::test]
async fn origins_that_nobody_should_trust_with_credentials() {
    for origin in ["null", "http://app.example.com"] {
        let told = asked(their_layer().allow_origin([value(origin)]), get("/", origin)).await;
        assert!(told.contains(&format!("access-control-allow-origin: {origin}")), "{told:?}");
    }
    for origin in ["null", "http://app.example.com", "https://*.github.io"] {
        problems(PolicyConfig { allow_origins: vec![origin.to_owned()], ..config() });
    }
}

#[test]
fn what_makes_no_sense() {
    let panics = |layer: theirs::CorsLayer| {
        let inner = service_fn(|_: Request<()>| async { Ok::<_, Infallible>(Response::new(())) });
        catch_unwind(AssertUnwindSafe(|| layer.layer(inner))).is_err()
    };
    assert!(panics(their_layer().allow_origin(theirs::Any)));
    assert!(panics(their_layer().allow_headers(theirs::Any)));
    assert!(panics(their_layer().expose_headers(theirs::Any)));
    assert!(catch_unwind(|| theirs::AllowOrigin::list([value("*")])).is_err());
    // Built around the service instead of as a layer, it panics with the first request.
    let inner = service_fn(|_: Request<()>| async { Ok::<_, Infallible>(Response::new(())) });
    let mut late = theirs::Cors::new(inner).allow_credentials(true).allow_origin(theirs::Any);
    let mut context = Context::from_waker(Waker::noop());
    let polled = catch_unwind(AssertUnwindSafe(|| late.poll_ready(&mut context).is_ready()));
    assert!(polled.is_err());

    // All at once, as an error.
    let all = problems(PolicyConfig {
        allow_origins: vec!["*".to_owned()],
        expose_headers: vec!["*".to_owned()],
        allow_methods: vec!["TRACE".to_owned()],
        ..config()
    });
    assert_eq!(all.iter().count(), 3, "{all}");
}

#[tokio::test]
async fn how_long_an_answer_is_kept() {
    let max_age = |lines: Vec<String>| lines.into_iter().find(|line| line.contains("max-age"));
    for (given, said) in [
        (Duration::from_millis(500), "access-control-max-age: 0"),
        (Duration::from_secs(31_536_000), "access-control-max-age: 31536000"),
    ] {
        let told = asked(their_layer().max_age(given), preflight("/", APP, "PUT")).await;
        assert_eq!(max_age(told).as_deref(), Some(said));
    }
    problems(PolicyConfig { max_age: Some(preflight_tower::MaxAge(31_536_000)), ..config() });
}

#[tokio::test]
async fn a_policy_for_each_path() {
    let public = PolicyConfig {
        paths: vec!["/public/*".to_owned()],
        allow_origins: vec!["*".to_owned()],
        ..PolicyConfig::default()
    };
    let account = PolicyConfig { paths: vec!["/account".to_owned()], ..config() };
    let layer = CorsLayer::new(Policies::new(&[public, account]).unwrap().0);
    for (path, expected) in [
        ("/public/logo", &["200 from the application", "access-control-allow-origin: *"][..]),
        ("/account", &["200 from the application", "vary: Origin"]),
        ("/elsewhere", &["200 from the application"]),
    ] {
        assert_eq!(asked(layer.clone(), get(path, EVIL)).await, expected, "{path}");
    }
    // One of theirs speaks for all that it is put around.
    let told = |path| asked(their_layer(), get(path, EVIL));
    assert_eq!(told("/public/logo").await, told("/account").await);
}

/// The page has one row for each test here, and no other.
#[test]
fn each_row_of_the_page_is_run() {
    let tests: Vec<_> = include_str!("beside_tower_http.rs")
        .split("#[tokio::test]\nasync fn ")
        .flat_map(|part| part.split("#[test]\nfn "))
        .skip(1)
        .filter_map(|part| part.split_once("()"))
        .map(|(name, _)| name.replace('_', " "))
        .filter(|name| name != "each row of the page is run")
        .collect();
    let rows: Vec<_> = include_str!("../docs/coming-from-tower-http.md")
        .lines()
        .skip_while(|line| !line.starts_with("| | tower-http"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .filter_map(|line| line.split('|').nth(1))
        .map(|cell| cell.trim().replace(['`', ','], "").to_lowercase())
        .collect();
    assert_eq!(rows, tests);
}
