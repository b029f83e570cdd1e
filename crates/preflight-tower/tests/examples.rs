use crate::served::{APP, EVIL, Served, get, preflight, request, said};
use http::Request;

#[path = "../examples/axum_app.rs"]
#[expect(dead_code, reason = "an example has a `main`")]
mod axum_app;

#[path = "../examples/per_route.rs"]
#[expect(dead_code, reason = "an example has a `main`")]
mod per_route;

#[tokio::test]
async fn the_page_of_the_axum_example_gets_through_and_reads_its_401() {
    let served = Served::start(axum_app::app().unwrap()).await;
    let mut asks = preflight("/account", APP, "PUT");
    asks.headers_mut().insert("access-control-request-headers", "authorization".parse().unwrap());
    assert_eq!(
        said(&served.ask(asks).await),
        [
            "204",
            "access-control-allow-credentials: true",
            "access-control-allow-headers: authorization",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example.com",
            "access-control-max-age: 600",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ]
    );
    for (headers, status) in [
        (&[("origin", APP), ("authorization", "Bearer let-me-in")][..], "200"),
        (&[("origin", APP)], "401"),
    ] {
        assert_eq!(
            said(&served.ask(request("PUT", "/account", headers)).await),
            [
                status,
                "access-control-allow-credentials: true",
                "access-control-allow-origin: https://app.example.com",
                "vary: Origin",
            ]
        );
    }
}

#[tokio::test]
async fn the_example_of_several_policies_keeps_them_apart_and_changes_one() {
    let served = Served::start(per_route::app().unwrap()).await;
    let asset = ["200", "access-control-allow-origin: *"];
    let api = |origin: &str| {
        [
            "200".to_owned(),
            "access-control-allow-credentials: true".to_owned(),
            format!("access-control-allow-origin: {origin}"),
            "vary: Origin".to_owned(),
        ]
    };
    let refused = ["200", "vary: Origin"];
    let partner = |body: &'static str| Request::post("/admin/partner").body(body).unwrap();

    assert_eq!(said(&served.ask(get("/assets/logo.svg", EVIL)).await), asset);
    assert_eq!(said(&served.ask(get("/api/orders", EVIL)).await), refused);
    assert_eq!(said(&served.ask(get("/api/orders", APP)).await), api(APP));
    assert_eq!(
        said(&served.ask(get("/api/orders", "https://old.example.org")).await),
        api("https://old.example.org")
    );
    assert_eq!(said(&served.ask(preflight("/admin/partner", APP, "POST")).await), ["405"]);

    let wrong = served.ask(partner("https://new.example.org/")).await;
    assert_eq!(wrong.status(), 422);
    assert!(String::from_utf8_lossy(wrong.body()).contains("policy[1].allow_origins[1]"));
    assert_eq!(
        said(&served.ask(get("/api/orders", "https://old.example.org")).await),
        api("https://old.example.org")
    );

    assert_eq!(said(&served.ask(partner("https://new.example.org")).await), ["204"]);
    assert_eq!(said(&served.ask(get("/api/orders", "https://old.example.org")).await), refused);
    assert_eq!(
        said(&served.ask(get("/api/orders", "https://new.example.org")).await),
        api("https://new.example.org")
    );
}
