//! Check: a request pasted in, the diagram, the verdicts, the fix.

use conformance::engines::Hands;
use conformance::upstream::{Answer, Message, Upstream};
use conformance::workbench::{Key, Role, Visitor};
use serde_json::Value;
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

pub(super) const PASTE: &str = "Paste a URL, curl line, fetch call or console message";
pub(super) const RUN: &str = "Run the check";
pub(super) const STEPS: &str = "What was sent, step by step";

pub(super) fn url(request: &Value) -> &str {
    request["url"].as_str().expect("a URL")
}

async fn unfold<E: Hands>(visitor: &mut Visitor<E>) {
    if visitor.attribute(Role::Fold, "The request", "aria-expanded").await.is_none()
        && !visitor.names(Role::Field).await.iter().any(|name| name == "URL")
    {
        visitor.click(Role::Fold, "The request").await;
    }
}

pub(super) async fn a_blocked_request<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/check").await;
    let request = visitor.scenario("options-method-not-allowed").await;
    visitor.paste(PASTE, url(&request)).await;
    unfold(visitor).await;
    visitor.see_value(Role::Field, "URL", url(&request)).await;
    visitor.write("Method", request["method"].as_str().unwrap_or("GET")).await;
    visitor.write("Origin of the page", request["origin"].as_str().expect("an origin")).await;
    visitor.click(Role::Button, RUN).await;

    visitor.see_in("main", "Blocked").await;
    visitor.see_in(STEPS, "The browser asks for permission first").await;
    visitor.see_in(STEPS, "The script gets a TypeError").await;
    visitor.see_in(STEPS, "Stopped in").await;
    for engine in ["Chromium", "Firefox", "WebKit", "The standard"] {
        visitor.see_in("In each browser", engine).await;
    }
    visitor.see_in("In each browser", "has been blocked by CORS policy").await;
    visitor.see("What to change").await;
    visitor.audit("a blocked request").await;

    visitor.click(Role::Button, "Copy the console lines of Chromium").await;
    visitor.see("Copied").await;
    visitor.choose("on", "nginx").await;
    visitor.see("add_header").await;
    visitor.choose("on", "Express").await;
    visitor.see("cors({").await;
    visitor.see_in("The same on the command line", "preflight check").await;

    let said = visitor.paste_copied(PASTE).await;
    assert!(said.contains("has been blocked by CORS policy"), "not copied: {said}");
    visitor.see_in("main", "Explain it in full").await;
}

pub(super) async fn the_first_step_that_is_red<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/check").await;
    let request = visitor.scenario("wildcard-with-credentials").await;
    let (from, to) = (request["origin"].as_str().expect("an origin"), url(&request));
    let call = format!("fetch(\"{to}\", {{ credentials: \"include\" }})");
    visitor.paste(PASTE, &call).await;
    visitor.see_value(Role::Field, "URL", to).await;
    visitor.see_value(Role::List, "Credentials", "include").await;
    visitor.write("Origin of the page", from).await;
    visitor.press_with_control(Key::Enter).await;
    visitor.see_in(STEPS, "Access-Control-Allow-Origin").await;
    visitor.see_in(STEPS, "*").await;
    visitor.see_in(STEPS, from).await;
    visitor.audit("a header at fault").await;

    // The link leads back to the request; nothing is sent by itself.
    visitor.reload().await;
    visitor.see_value(Role::Field, "URL", to).await;
    visitor.see_value(Role::Field, "Origin of the page", from).await;
    visitor.see("Nothing was sent yet").await;
    visitor.audit("a request from the address").await;
    visitor.click(Role::Button, RUN).await;
    visitor.see_in(STEPS, "The script gets a TypeError").await;
}

pub(super) async fn a_curl_line<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/check").await;
    let line = "curl 'https://api.example.com/items/1' -X PUT -H 'origin: https://app.example.com' \
                -H 'content-type: application/json' -H 'x-tenant: 7' --data-raw '{\"a\":1}'";
    visitor.paste(PASTE, line).await;
    visitor.see_value(Role::Field, "URL", "https://api.example.com/items/1").await;
    visitor.see_value(Role::Field, "Method", "PUT").await;
    visitor.see_value(Role::Field, "Origin of the page", "https://app.example.com").await;
    visitor.see_value(Role::Field, "Body", "{\"a\":1}").await;
    visitor.audit("a curl line").await;
}

pub(super) async fn a_console_message<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/check").await;
    let message = "Access to fetch at 'https://api.example.com/items' from origin \
                   'https://app.example.com' has been blocked by CORS policy: Response to preflight \
                   request doesn't pass access control check: No 'Access-Control-Allow-Origin' header \
                   is present on the requested resource.";
    visitor.paste(PASTE, message).await;
    visitor.see("Explain it in full").await;
    visitor.see_value(Role::Field, "URL", "https://api.example.com/items").await;
    visitor.see_value(Role::Field, "Origin of the page", "https://app.example.com").await;
    visitor.audit("a console message").await;
    visitor.click(Role::Link, "Explain it in full").await;
    visitor.see_in("main", "What does not fix it").await;
}

pub(super) async fn what_is_no_request<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/check").await;
    visitor.click(Role::Button, RUN).await;
    visitor.see("there is no URL to check").await;
    assert_eq!(visitor.focused().await, "URL");
    visitor.write(PASTE, "what is this").await;
    visitor.press_with_control(Key::Enter).await;
    visitor.wait_for_focus(PASTE).await;
    visitor.audit("what is no request").await;
    // What is too long to be read is not run as the request that was there before.
    visitor.paste(PASTE, "https://api.example.com/items").await;
    visitor.see_value(Role::Field, "URL", "https://api.example.com/items").await;
    visitor.paste(PASTE, &"what is this? ".repeat(100_000)).await;
    visitor.see("the body is longer than").await;
    visitor.click(Role::Button, RUN).await;
    visitor.wait_for_focus(PASTE).await;
    visitor.see("the body is longer than").await;
}

pub(super) async fn an_allowed_request<E: Hands>(visitor: &mut Visitor<E>) {
    let granting = |_: &Message| Answer {
        status: 200,
        headers: vec![("Access-Control-Allow-Origin", "*".to_owned()), ("X-Total", "7".to_owned())],
        body: "<b>text</b>".to_owned(),
        ..Answer::default()
    };
    let upstream = Upstream::start(granting).await.expect("a server");
    visitor.open("#/check").await;
    visitor.paste(PASTE, &format!("http://{}/items", upstream.address)).await;
    visitor.press_with_control(Key::Enter).await;
    visitor.see_in("main", "Browsers let this request through").await;
    visitor.see_in(STEPS, "The script gets the response").await;
    visitor.see_in("Response headers", "x-total").await;
    visitor.audit("an allowed request").await;
}

pub(super) async fn a_server_that_is_not_there<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/check").await;
    let request = visitor.scenario("connection-refused").await;
    visitor.paste(PASTE, url(&request)).await;
    visitor.click(Role::Button, RUN).await;
    visitor.see_in("main", "No answer").await;
    visitor.see_in(STEPS, "No answer").await;
    visitor.audit("an unreachable server").await;
}

pub(super) async fn a_check_that_is_cancelled<E: Hands>(visitor: &mut Visitor<E>) {
    // Accepts connections, since the system does, and says nothing.
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
    visitor.open("#/check").await;
    visitor.paste(PASTE, &format!("http://{}/", silent.local_addr().expect("an address"))).await;
    visitor.click(Role::Button, RUN).await;
    visitor.see("Checking").await;
    visitor.see_in(STEPS, "The browser sends GET").await;
    visitor.audit("a check that runs").await;
    visitor.click(Role::Button, "Cancel").await;
    visitor.see("cancelled").await;
    visitor.see_gone("Checking").await;
    // The next one is not in its way.
    let request = visitor.scenario("no-cors-headers").await;
    visitor.paste(PASTE, url(&request)).await;
    visitor.click(Role::Button, RUN).await;
    visitor.see_in(STEPS, "The script gets a TypeError").await;
}

/// Tab, Enter and what is typed: no pointer.
pub(super) async fn with_the_keyboard_alone<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open("#/check").await;
    let request = visitor.scenario("no-cors-headers").await;
    visitor.press(Key::Tab).await;
    assert_eq!(visitor.focused().await, "Skip to the content");
    visitor.press(Key::Enter).await;
    visitor.tab_to("Paste a URL").await;
    visitor.type_keys(url(&request)).await;
    visitor.tab_to(RUN).await;
    visitor.press(Key::Enter).await;
    visitor.see_in(STEPS, "The script gets a TypeError").await;
    visitor.tab_to("Copy the console lines of Chromium").await;
    visitor.press(Key::Enter).await;
    visitor.see("Copied").await;
    visitor.tab_to("Copy the command").await;
}
