use std::sync::Arc;
use std::time::Duration;

use preflight_gateway::settings::Settings;
use preflight_policy::{Policies, PolicyConfig};

use crate::world::{Fake, World, fields, first_line, route, settings};

const APP: &str = "https://app.example.com";

/// Lets the application at [`APP`] use `PUT` and `X-Token` with credentials.
fn with_policy(mut settings: Settings) -> Settings {
    let list = |entries: &[&str]| entries.iter().map(|entry| (*entry).to_owned()).collect();
    let config = PolicyConfig {
        allow_origins: list(&[APP]),
        allow_methods: list(&["PUT"]),
        allow_headers: list(&["X-Token"]),
        expose_headers: list(&["X-Total"]),
        allow_credentials: true,
        ..PolicyConfig::default()
    };
    let (policies, _) = Policies::new(&[config]).expect("a policy");
    settings.policies = Arc::new(policies);
    settings
}

fn cors_fields(response: &str) -> Vec<String> {
    let fields = fields(response).into_iter();
    fields
        .filter(|field| field.starts_with("access-control-") || field.starts_with("vary"))
        .collect()
}

/// What every response to a request of [`APP`] carries.
const READABLE: [&str; 4] = [
    "access-control-allow-credentials: true",
    "access-control-allow-origin: https://app.example.com",
    "access-control-expose-headers: x-total",
    "vary: Origin",
];

fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: a\r\nOrigin: {APP}\r\nConnection: close\r\n\r\n")
}

#[test]
fn a_preflight_is_answered_at_the_edge() {
    let upstream = Fake::answering("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n");
    let world = World::with(with_policy(settings(&[upstream.address])));
    let mut browser = world.connect();
    browser.write(&format!(
        "OPTIONS /x HTTP/1.1\r\nHost: a\r\nOrigin: {APP}\r\n\
         Access-Control-Request-Method: PUT\r\nAccess-Control-Request-Headers: x-token\r\n\r\n"
    ));
    let response = browser.read_until("\r\n\r\n");
    assert_eq!(first_line(&response), "HTTP/1.1 204 No Content");
    assert_eq!(
        fields(&response),
        [
            "access-control-allow-credentials: true",
            "access-control-allow-headers: x-token",
            "access-control-allow-methods: PUT",
            "access-control-allow-origin: https://app.example.com",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ]
    );
    // On the same connection: refused, and without a route for the path it makes no difference.
    browser.write(
        "OPTIONS /x HTTP/1.1\r\nHost: a\r\nOrigin: https://evil.example\r\n\
         Access-Control-Request-Method: PUT\r\n\r\n",
    );
    let response = browser.read_until("\r\n\r\n");
    assert_eq!(first_line(&response), "HTTP/1.1 403 Forbidden");
    let vary = "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
    assert_eq!(fields(&response), ["content-length: 0", vary]);
    assert_eq!(upstream.all_received(), [""; 0]);
    // Any other OPTIONS is the application's.
    browser.write("OPTIONS /x HTTP/1.1\r\nHost: a\r\n\r\n");
    let response = browser.read_until("\r\n\r\n");
    assert_eq!(first_line(&response), "HTTP/1.1 401 Unauthorized");
    assert!(upstream.received().starts_with("OPTIONS /x HTTP/1.1\r\n"));
}

#[test]
fn what_the_upstream_says_of_origins_is_replaced() {
    let upstream = Fake::answering(
        "HTTP/1.1 301 Moved Permanently\r\nlocation: /y\r\ncontent-length: 0\r\n\
         access-control-allow-origin: *\r\naccess-control-allow-origin: null\r\n\
         access-control-allow-methods: DELETE\r\nvary: Accept\r\n\r\n",
    );
    let world = World::with(with_policy(settings(&[upstream.address])));
    let response = world.ask(&get("/"));
    assert_eq!(first_line(&response), "HTTP/1.1 301 Moved Permanently");
    let mut expected = READABLE.to_vec();
    expected.insert(3, "vary: Accept");
    assert_eq!(cors_fields(&response), expected);
    let response = world.ask(&get("/").replace(APP, "https://evil.example"));
    assert_eq!(cors_fields(&response), ["vary: Accept", "vary: Origin"]);
}

#[test]
fn the_page_reads_every_error_of_the_gateway() {
    let hangs_up = Fake::new(|line| {
        line.read_head();
    });
    let silent = Fake::new(|line| {
        line.read_head();
        line.read_until("never");
    });
    let mut tight = with_policy(settings(&[]));
    tight.routes = vec![
        route("/502", &[hangs_up.address]),
        route("/503", &[]),
        route("/504", &[silent.address]),
    ];
    tight.times.response_head = Duration::from_millis(100);
    tight.limits.body_bytes = Some(2);
    tight.limits.head_bytes = 1024;
    let world = World::with(tight);
    let large = format!("X: {}\r\nOrigin", "x".repeat(1024));
    let requests = [
        (400, get("/").replace("Host: a", "Host: a b")),
        (404, get("/404")),
        (413, get("/502").replace("Origin", "Content-Length: 3\r\nOrigin")),
        (431, get("/502").replace("Origin", &large)),
        (501, get("/").replace("GET / ", "CONNECT a:1 ")),
        (502, get("/502")),
        (503, get("/503")),
        (504, get("/504")),
    ];
    for (status, request) in requests {
        let response = world.ask(&request);
        assert!(response.starts_with(&format!("HTTP/1.1 {status} ")), "{status}: {response}");
        assert_eq!(cors_fields(&response), READABLE, "{status}");
        assert!(response.contains(&format!("{{\"status\":{status},")), "{response}");
    }
    world.gateway.as_ref().expect("running").replace(with_policy(settings(&[world.address])));
    let response = world.ask(&get("/"));
    assert!(response.starts_with("HTTP/1.1 508 "), "{response}");
    assert_eq!(cors_fields(&response), READABLE);
}

#[test]
fn an_upgrade_carries_the_edits() {
    let upstream = Fake::answering(
        "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
    );
    let world = World::with(with_policy(settings(&[upstream.address])));
    let mut browser = world.connect();
    browser.write(&get("/").replace("close", "upgrade\r\nUpgrade: websocket"));
    let response = browser.read_until("\r\n\r\n");
    assert_eq!(first_line(&response), "HTTP/1.1 101 Switching Protocols");
    assert_eq!(cors_fields(&response), READABLE);
}

#[test]
fn every_request_is_told_of_once() {
    let upstream = Fake::answering("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello");
    let mut settings = with_policy(settings(&[upstream.address]));
    settings.routes[0].prefix = "/a".to_owned();
    let mut world = World::with(settings);
    world.ask(&get("/a?b"));
    world.ask(&get("/nowhere"));
    world.ask(
        &get("/a")
            .replace("GET", "OPTIONS")
            .replace("Connection", "Access-Control-Request-Method: DELETE\r\nConnection"),
    );
    let gateway = world.gateway.take().expect("running");
    gateway.stop();
    gateway.wait().expect("no thread failed");
    let by = "by=policy[0]";
    let own = world.told.lines()[1].rsplit(", ").next().expect("a count").to_owned();
    assert_eq!(
        world.told.lines(),
        [
            format!(
                "GET /a?b false allowed; {by}.allow_origins[0] 200 to an upstream, failure none, 5 bytes"
            ),
            format!(
                "GET /nowhere false allowed; {by}.allow_origins[0] 404 to nobody, \
                 failure no-route, {own}"
            ),
            format!(
                "OPTIONS /a false method-refused; {by}.allow_methods 204 to nobody, failure none, 0 bytes"
            ),
        ]
    );
}
