//! Gateway: a real `preflight serve`, watched while it decides.

use conformance::engines::Hands;
use conformance::gateway::Serving;
use conformance::real_server::free_port;
use conformance::upstream::{Answer, Connection, Message, Upstream};
use conformance::workbench::{Role, Visitor};

fn config(upstream: &Upstream, admin: u16) -> String {
    format!(
        "[[policy]]\nallow_origins = ['https://app.example.com']\n\n\
         [gateway]\nlisten = '{{listen}}'\nadmin = '127.0.0.1:{admin}'\nupstream = 'http://{}'\n",
        upstream.address
    )
}

async fn ask(serving: &Serving, origin: &str) {
    let mut connection = Connection::open(serving.address).await.expect("a connection");
    let answer = connection.ask(&format!("GET /items\nOrigin: {origin}")).await.expect("an answer");
    assert_eq!(answer.status(), 200, "{answer:?}");
}

pub(super) async fn decisions_are_told_as_they_are_made<E: Hands>(visitor: &mut Visitor<E>) {
    let answer = |_: &Message| Answer { status: 200, ..Answer::default() };
    let upstream = Upstream::start(answer).await.expect("a server");
    let admin = free_port();
    let serving = Serving::start(&config(&upstream, admin));
    visitor.open("#/gateway").await;
    visitor.write("Admin address", &format!("127.0.0.1:{admin}")).await;
    visitor.click(Role::Button, "Watch").await;
    visitor.see_in("main", "Watching").await;
    ask(&serving, "https://app.example.com").await;
    visitor.see_in("Decisions", "https://app.example.com").await;
    ask(&serving, "https://staging.example.com").await;
    visitor.see_in("Decisions", "https://staging.example.com").await;
    visitor.audit("decisions").await;

    visitor.click(Role::Fold, "What would an edited policy change?").await;
    let edited = "[[policy]]\nallow_origins = ['https://*.example.com']";
    visitor.paste("The edited policy", edited).await;
    visitor.see_in("main", "1 of 2 would change").await;
    visitor.audit("an edited policy").await;
    visitor.click(Role::Box, "Only what would change").await;
    visitor.see_in("Decisions", "https://staging.example.com").await;
    assert!(!visitor.reads("Decisions", "https://app.example.com").await);
    visitor.click(Role::Box, "Only what would change").await;
    visitor.click(Role::Box, "By origin and decision").await;
    visitor.see_in("Decisions", "https://app.example.com").await;
    visitor
        .paste("The edited policy", "[[policy]]\nallow_origins = ['https://app.example.com/']")
        .await;
    visitor.see_in("main", "https://app.example.com").await;
    visitor.audit("an edited policy with a fault").await;

    drop(serving);
    visitor.see_in("main", "Nobody listens").await;
    visitor.audit("a gateway that is gone").await;
    visitor.click(Role::Button, "Stop").await;
}

pub(super) async fn a_gateway_that_is_not_there<E: Hands>(visitor: &mut Visitor<E>) {
    visitor.open_as_new().await;
    visitor.click(Role::Link, "Gateway").await;
    visitor.write("Admin address", "nowhere").await;
    visitor.click(Role::Button, "Watch").await;
    visitor.see_in("main", "is no address with a port").await;
    visitor.audit("no address").await;
    visitor.write("Admin address", &format!("127.0.0.1:{}", free_port())).await;
    visitor.click(Role::Button, "Watch").await;
    visitor.see_in("main", "Waiting for a gateway").await;
    visitor.audit("no gateway yet").await;
    visitor.click(Role::Button, "Stop").await;
}
