use crate::served::{APP, EVIL, config, get, layer, preflight, request, said};
use http::{Request, Response, StatusCode};
use preflight_tower::{CorsLayer, Decision, Observer, Policies, PolicyConfig, RequestHead};
use std::convert::Infallible;
use std::future::{Ready, pending, ready};
use std::sync::{Arc, Mutex};
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

type Lines = Arc<Mutex<Vec<String>>>;

fn lines(log: &Lines) -> Vec<String> {
    std::mem::take(&mut log.lock().unwrap())
}

/// Writes down decisions, and what became of them.
fn observed(log: &Lines) -> impl Observer + Clone {
    let log = log.clone();
    move |request: RequestHead<'_>, decision: &Decision| {
        let shadow =
            decision.shadow.map_or_else(String::new, |ruling| format!(" (shadow: {ruling})"));
        let line = format!("{} {}: {}{shadow}", request.method, request.uri, decision.ruling);
        log.lock().unwrap().push(line);
        let log = log.clone();
        move |status: StatusCode| log.lock().unwrap().push(status.as_u16().to_string())
    }
}

fn teapot() -> impl Service<
    Request<&'static str>,
    Response = Response<()>,
    Error = Infallible,
    Future = Ready<Result<Response<()>, Infallible>>,
> + Clone {
    service_fn(|_| ready(Ok(Response::builder().status(418).body(()).unwrap())))
}

/// In shadow, `EVIL` is allowed everywhere.
fn with_shadow(config: PolicyConfig) -> Policies {
    let shadow = PolicyConfig {
        allow_origins: vec![EVIL.to_owned()],
        shadow: true,
        ..PolicyConfig::default()
    };
    Policies::new(&[config, shadow]).unwrap().0
}

#[tokio::test]
async fn an_observer_is_told_of_the_decision_and_then_of_the_status() {
    let log = Lines::default();
    let cors = CorsLayer::new(with_shadow(config())).on_decision(observed(&log)).layer(teapot());
    for (request, expected) in [
        (
            get("/a", APP),
            [
                "GET /a: allowed; by=policy[0].allow_origins[0] (shadow: origin-not-listed; by=policy[1].allow_origins)",
                "418",
            ],
        ),
        (
            get("/a", EVIL),
            [
                "GET /a: origin-not-listed; by=policy[0].allow_origins (shadow: allowed; by=policy[1].allow_origins[0])",
                "418",
            ],
        ),
        (
            preflight("/b", APP, "DELETE"),
            [
                "OPTIONS /b: method-refused; by=policy[0].allow_methods (shadow: origin-not-listed; by=policy[1].allow_origins)",
                "204",
            ],
        ),
        (
            preflight("/b", EVIL, "PUT"),
            [
                "OPTIONS /b: origin-not-listed; by=policy[0].allow_origins (shadow: method-refused; by=policy[1].allow_methods)",
                "403",
            ],
        ),
    ] {
        cors.clone().oneshot(request).await.unwrap();
        assert_eq!(lines(&log), expected);
    }
}

#[tokio::test]
async fn without_a_response_nobody_is_told_of_one() {
    let log = Lines::default();
    let layer = layer(config()).on_decision(observed(&log));
    let decided = ["GET /: allowed; by=policy[0].allow_origins[0]"];

    let failing = service_fn(|_: Request<&str>| ready(Err::<Response<()>, _>("no upstream")));
    layer.layer(failing).oneshot(get("/", APP)).await.unwrap_err();
    assert_eq!(lines(&log), decided);

    let waiting = service_fn(|_: Request<&str>| pending::<Result<Response<()>, Infallible>>());
    drop(layer.layer(waiting).call(get("/", APP)));
    assert_eq!(lines(&log), decided);
}

#[tokio::test]
async fn a_debugging_policy_says_on_every_response_which_rule_decided() {
    let policies = with_shadow(PolicyConfig { debug: true, ..config() });
    let cors = CorsLayer::new(policies).layer(teapot());
    for (request, expected) in [
        (
            request("GET", "/", &[]),
            "preflight-decision: not-cors; by=policy[0]; shadow=not-cors; by=policy[1]",
        ),
        (
            get("/", EVIL),
            "preflight-decision: origin-not-listed; by=policy[0].allow_origins; shadow=allowed; by=policy[1]",
        ),
        (
            preflight("/", APP, "DELETE"),
            "preflight-decision: method-refused; by=policy[0].allow_methods; shadow=origin-not-listed; by=policy[1]",
        ),
    ] {
        let lines = said(&cors.clone().oneshot(request).await.unwrap());
        assert!(lines.contains(&expected.to_owned()), "{lines:#?}");
    }
}

#[tokio::test]
async fn a_shadow_policy_changes_nothing() {
    let alone = layer(config()).layer(teapot());
    let shadowed = CorsLayer::new(with_shadow(config())).layer(teapot());
    for request in [
        request("GET", "/", &[]),
        get("/", APP),
        get("/", EVIL),
        preflight("/", APP, "PUT"),
        preflight("/", EVIL, "GET"),
    ] {
        let expected = said(&alone.clone().oneshot(request.clone()).await.unwrap());
        assert_eq!(said(&shadowed.clone().oneshot(request).await.unwrap()), expected);
    }
}
