use crate::served::{APP, EVIL, Served, config, get, layer, preflight, request, said};
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get as on_get, options, put};
use http::HeaderValue;
use http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION, VARY,
};
use tower_http::catch_panic::CatchPanicLayer;

/// What `APP` is told on every response.
const READABLE: [&str; 4] = [
    "access-control-allow-credentials: true",
    "access-control-allow-origin: https://app.example.com",
    "access-control-expose-headers: x-total",
    "vary: Origin",
];

fn with_status(status: &str) -> Vec<String> {
    [&[status][..], &READABLE].concat().into_iter().map(str::to_owned).collect()
}

async fn own_headers() -> Response {
    let mut response = "own".into_response();
    let headers = response.headers_mut();
    headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.append(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("https://other.example"));
    headers.append(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("DELETE"));
    headers.append(VARY, HeaderValue::from_static("Accept-Encoding, origin"));
    headers.append(VARY, HeaderValue::from_static("Cookie"));
    response
}

fn app() -> Router {
    let guarded = Router::new().route("/account", put(|| async { "changed" })).layer(from_fn(
        |request: axum::extract::Request, next: axum::middleware::Next| async move {
            match request.headers().contains_key(AUTHORIZATION) {
                true => next.run(request).await,
                false => StatusCode::UNAUTHORIZED.into_response(),
            }
        },
    ));
    Router::new()
        .route("/", on_get(|| async { "hello" }))
        .route("/own", on_get(own_headers))
        .route("/moved", on_get(|| async { Redirect::permanent("/") }))
        .route("/broken", on_get(|| async { (StatusCode::INTERNAL_SERVER_ERROR, "broken") }))
        .route("/panics", on_get(|| async { panic!("on purpose") as &str }))
        .route("/described", options(|| async { ([("allow", "GET")], "the application's own") }))
        .merge(guarded)
        .fallback(|| async { (StatusCode::NOT_FOUND, "nothing here") })
        .layer(CatchPanicLayer::new())
        .layer(layer(config()))
}

#[tokio::test]
async fn every_response_is_readable_whatever_its_status() {
    let served = Served::start(app()).await;
    for (path, status, body) in [
        ("/", "200", Some("hello")),
        ("/described", "405", None),
        ("/broken", "500", Some("broken")),
        ("/moved", "308", None),
        ("/nowhere", "404", Some("nothing here")),
        ("/panics", "500", None),
    ] {
        let response = served.ask(get(path, APP)).await;
        assert_eq!(said(&response), with_status(status), "{path}");
        if let Some(body) = body {
            assert_eq!(response.body(), body, "{path}");
        }
        // Others get the same response, and are told nothing but that it depends on who asks.
        for request in [get(path, EVIL), request("GET", path, &[])] {
            assert_eq!(said(&served.ask(request).await), [status, "vary: Origin"], "{path}");
        }
    }
}

#[tokio::test]
async fn a_preflight_is_answered_before_authentication() {
    let served = Served::start(app()).await;
    let unauthorized = served.ask(request("PUT", "/account", &[("origin", APP)])).await;
    assert_eq!(said(&unauthorized), with_status("401"));

    let response = served.ask(preflight("/account", APP, "PUT")).await;
    assert_eq!(
        said(&response),
        [
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-token",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example.com",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ]
    );
    assert!(response.body().is_empty());

    let refused = served.ask(preflight("/account", EVIL, "PUT")).await;
    let vary = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    assert_eq!(said(&refused), ["403", vary]);
}

#[tokio::test]
async fn an_options_route_of_the_application_is_reached() {
    let served = Served::start(app()).await;
    for (request, readable) in [
        (request("OPTIONS", "/described", &[]), false),
        (request("OPTIONS", "/described", &[("origin", APP)]), true),
        (request("OPTIONS", "/described", &[("access-control-request-method", "GET")]), false),
    ] {
        let response = served.ask(request).await;
        assert_eq!(response.body(), "the application's own");
        assert_eq!(response.headers()["allow"], "GET");
        let vary = vec!["200".to_owned(), "vary: Origin".to_owned()];
        assert_eq!(said(&response), if readable { with_status("200") } else { vary });
    }
    assert_eq!(served.ask(preflight("/described", APP, "GET")).await.status(), 204);
}

#[tokio::test]
async fn what_a_handler_says_of_cors_is_replaced_and_vary_kept() {
    let served = Served::start(app()).await;
    assert_eq!(
        said(&served.ask(get("/own", APP)).await),
        [
            "200",
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example.com",
            "access-control-expose-headers: x-total",
            "vary: Accept-Encoding, origin",
            "vary: Cookie",
        ]
    );
    for request in [get("/own", EVIL), request("GET", "/own", &[])] {
        let lines = said(&served.ask(request).await);
        assert_eq!(lines, ["200", "vary: Accept-Encoding, origin", "vary: Cookie"]);
    }
}
