//! A page in a real browser, on the other side of `preflight serve`: it reads the errors of the gateway
//! and of the application, and gets through to one that wants authentication.

use conformance::engines::{Chromium, Engine, Firefox, WebKit};
use conformance::gateway::Serving;
use conformance::real_server::free_port;
use conformance::upstream::{Answer, Message, Upstream};
use preflight_fetch::Browser;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// What the page says on the console when it is done.
const DONE: &str = "gateway: ";

/// Resolves when the page has asked everything, or after a minute with what there is.
const WAIT: &str = "
    const done = arguments[arguments.length - 1];
    const until = Date.now() + 60000;
    (function look() {
        if (window.outcomes || Date.now() > until) done(window.outcomes ?? null);
        else setTimeout(look, 50);
    })();";

/// The page asks one after the other, and tells what it could read of each.
const PAGE: &str = "<!doctype html><title>page</title><script>
const api = '{api}';
const calls = {
    dead: ['/dead', {}],
    missing: ['/missing', {}],
    broken: ['/broken', { credentials: 'include' }],
    moved: ['/moved', {}],
    unauthorized: ['/items', {}],
    put: ['/items', {
        method: 'PUT',
        headers: { Authorization: 'Bearer token', 'Content-Type': 'application/json' },
        body: '{}',
    }],
    'method refused': ['/items', { method: 'DELETE', headers: { Authorization: 'Bearer token' } }],
    'header refused': ['/items', { headers: { Authorization: 'Bearer token', 'X-Other': '1' } }],
};
(async () => {
    const outcomes = { api };
    for (const [name, [path, init]] of Object.entries(calls)) {
        try {
            const response = await fetch(api + path, init);
            const body = await response.text();
            outcomes[name] = [response.status, body, response.headers.get('x-request-id')];
        } catch (error) {
            outcomes[name] = [error.name];
        }
    }
    window.outcomes = outcomes;
    console.info('gateway: ' + JSON.stringify(outcomes));
})();
</script>";

/// An application that knows nothing of CORS, and lets nobody in without a token.
fn application(request: &Message) -> Answer {
    let answer = |status: u16, body: &str| Answer {
        status,
        headers: vec![("X-Request-Id", "7".to_owned())],
        body: body.to_owned(),
        ..Answer::default()
    };
    match request.second_word() {
        "/missing" => answer(404, "no such thing"),
        "/broken" => answer(500, "a bug"),
        "/moved" => {
            Answer { headers: vec![("Location", "/missing".to_owned())], ..answer(302, "") }
        }
        _ if request.header("authorization") != Some("Bearer token") => answer(401, "who are you?"),
        _ => answer(200, &format!("{} done", request.method())),
    }
}

fn config(page: &str, application: &Upstream) -> String {
    let dead = free_port();
    let application = application.address;
    format!(
        r#"
[[policy]]
allow_origins = ["{page}"]
allow_methods = ["PUT"]
allow_headers = ["Authorization", "Content-Type"]
expose_headers = ["X-Request-Id"]
allow_credentials = true

[gateway]
listen = "{{listen}}"

[[gateway.route]]
path = "/"
upstream = "http://{application}"

[[gateway.route]]
path = "/dead"
upstream = "http://127.0.0.1:{dead}"
"#
    )
}

/// What the page found. WebKitGTK runs no script for us, so there its line on the console is waited for.
async fn outcomes<E: Engine>(engine: &mut E, page: &str) -> Value {
    engine.open(page).await.expect("the page opens");
    if engine.browser() != Browser::WebKit {
        return engine.run(WAIT, Vec::new()).await.expect("the page's outcomes");
    }
    let (started, mut lines) = (Instant::now(), Vec::new());
    while started.elapsed() < Duration::from_secs(60) {
        lines.extend(engine.console().await.expect("the console"));
        if let Some(found) = lines.iter().find_map(|line| line.text.strip_prefix(DONE)) {
            return serde_json::from_str(found).expect("JSON of the page");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the page has not ended within a minute; the console: {lines:#?}")
}

async fn reads_what_it_may<E: Engine>(mut engine: E) {
    let application = Upstream::start(application).await.expect("a free port");
    // The page has to know the gateway's address, and the gateway the page's.
    let page_port = free_port();
    let page = format!("http://localhost:{page_port}");
    let gateway = Serving::start(&config(&page, &application));
    let api = format!("http://{}", gateway.address);
    let html = PAGE.replace("{api}", &api);
    let html = move |_: &Message| Answer {
        status: 200,
        headers: vec![("Content-Type", "text/html".to_owned())],
        body: html.clone(),
        ..Answer::default()
    };
    let address = ([127, 0, 0, 1], page_port).into();
    let _pages = Upstream::start_at(address, html).await.expect("the port is free");

    let found = outcomes(&mut engine, &page).await;
    let name = format!("{} {}", engine.browser().name(), engine.version());
    engine.close().await;
    println!("{name}: {found}");

    let dead = &found["dead"];
    assert_eq!(dead[0], 502, "{name}: {found:#}");
    let body: Value = serde_json::from_str(dead[1].as_str().expect("a body")).expect("JSON");
    assert_eq!(body["error"], "connect-failed", "{name}: {found:#}");
    let expected = json!({
        "api": api,
        "dead": dead,
        "missing": [404, "no such thing", "7"],
        "broken": [500, "a bug", "7"],
        "moved": [404, "no such thing", "7"],
        "unauthorized": [401, "who are you?", "7"],
        "put": [200, "PUT done", "7"],
        "method refused": ["TypeError"],
        "header refused": ["TypeError"],
    });
    assert_eq!(found, expected, "{name}");
    // No preflight, and nothing that one refused, has reached the application.
    assert_eq!(application.requests(), 6, "{name}");
}

#[tokio::test]
async fn chromium_reads_the_errors_of_the_gateway() {
    let _one = crate::ONE_BROWSER.lock().await;
    reads_what_it_may(Chromium::start().await.expect("Chromium starts")).await;
}

#[tokio::test]
async fn firefox_reads_the_errors_of_the_gateway() {
    let _one = crate::ONE_BROWSER.lock().await;
    reads_what_it_may(Firefox::start().await.expect("Firefox starts")).await;
}

#[tokio::test]
async fn webkit_reads_the_errors_of_the_gateway() {
    let _one = crate::ONE_BROWSER.lock().await;
    reads_what_it_may(WebKit::start().await.expect("WebKit starts")).await;
}
