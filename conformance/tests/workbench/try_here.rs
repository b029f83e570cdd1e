//! Try it here: this browser's own `fetch()` beside the model's.

use conformance::engines::Hands;
use conformance::upstream::{Answer, Message, Upstream};
use conformance::workbench::{Role, Visitor};

/// What browsers say about requests that fail, as these shall.
const FAILURES: [&str; 3] = ["CORS policy", "Cross-Origin Request Blocked", "net::ERR_FAILED"];

async fn server(allowed: bool) -> Upstream {
    let answer = move |request: &Message| Answer {
        status: if request.method() == "OPTIONS" { 204 } else { 200 },
        headers: match allowed {
            true => vec![
                ("Access-Control-Allow-Origin", "*".to_owned()),
                ("Access-Control-Allow-Methods", "DELETE".to_owned()),
            ],
            false => Vec::new(),
        },
        ..Answer::default()
    };
    Upstream::start(answer).await.expect("a server")
}

async fn send<E: Hands>(visitor: &mut Visitor<E>, upstream: &Upstream, method: &str) {
    for part in FAILURES {
        visitor.expect_in_console(part);
    }
    visitor.open("#/try").await;
    visitor.write("URL", &format!("http://{}/items", upstream.address)).await;
    visitor.write("Method", method).await;
    visitor.click(Role::Button, "Send it with").await;
}

pub(super) async fn a_blocked_request<E: Hands>(visitor: &mut Visitor<E>) {
    let upstream = server(false).await;
    send(visitor, &upstream, "GET").await;
    visitor.see_in("main", "does what the model says").await;
    visitor.see_in("main", "Blocked").await;
    visitor.see_in("main", "TypeError").await;
    visitor.see_in("main", "http://localhost:3000").await;
    visitor.audit("a request that this browser blocks").await;
    visitor.click(Role::Link, "Open it in Check").await;
    visitor.see_value(Role::Field, "URL", &format!("http://{}/items", upstream.address)).await;
}

pub(super) async fn an_allowed_request<E: Hands>(visitor: &mut Visitor<E>) {
    let upstream = server(true).await;
    send(visitor, &upstream, "GET").await;
    visitor.see_in("main", "does what the model says").await;
    visitor.see_in("main", "Status 200").await;
    visitor.audit("a request that this browser lets through").await;
}

pub(super) async fn what_may_change_something_is_asked_about<E: Hands>(visitor: &mut Visitor<E>) {
    let upstream = server(true).await;
    send(visitor, &upstream, "DELETE").await;
    visitor.see("Really send DELETE?").await;
    visitor.audit("really?").await;
    visitor.click(Role::Button, "Cancel").await;
    visitor.see_gone("Really send DELETE?").await;
    assert_eq!(upstream.requests(), 0, "it was sent nevertheless");
    visitor.click(Role::Button, "Send it with").await;
    visitor.click(Role::Button, "Send DELETE").await;
    visitor.see_in("main", "Status 200").await;
    assert!(upstream.requests() > 0);
}

pub(super) async fn a_page_of_its_own_origin<E: Hands>(visitor: &mut Visitor<E>) {
    let upstream = server(true).await;
    visitor.open("#/try").await;
    visitor.write("URL", &format!("http://{}/items", upstream.address)).await;
    visitor.click(Role::Box, "An origin of its own").await;
    visitor.click(Role::Button, "Send it with").await;
    visitor.see_in("main", "does what the model says").await;
    visitor.see_in("main", "Sent by a page of http://127.0.0.1:").await;
}

pub(super) async fn what_no_script_may_send<E: Hands>(visitor: &mut Visitor<E>) {
    let upstream = server(true).await;
    // The model refuses it, and browsers note the status.
    visitor.expect_in_console("422");
    send(visitor, &upstream, "TRACE").await;
    visitor.click(Role::Button, "Send TRACE").await;
    visitor.see_in("main", "The model has no verdict").await;
    visitor.see_in("main", "No verdict").await;
    visitor.see_in("main", "Not possible").await;
    visitor.audit("a request that no script may send").await;
    assert_eq!(upstream.requests(), 0, "it was sent nevertheless");
}
