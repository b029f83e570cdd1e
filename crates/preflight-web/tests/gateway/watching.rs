use crate::world::{APP, Watching, admin, gateway, preflight, preflight_of, workbench};
use serde_json::{Value, json};

fn rows(decisions: &Value) -> Vec<[&Value; 3]> {
    let all = decisions["decisions"].as_array().expect("decisions");
    all.iter().map(|row| [&row["number"], &row["origin"], &row["verdict"]]).collect()
}

#[tokio::test]
async fn decisions_are_told_once_and_in_order() {
    let (gateway, workbench) = (gateway("127.0.0.1:0").await, workbench(true).await);
    preflight(&gateway, APP, "PUT").await;
    preflight(&gateway, "https://evil.example", "PUT").await;
    let mut watching = Watching::new(&workbench, &admin(&gateway).to_string(), None).await;
    assert_eq!(watching.status, 200);
    let first = watching.event("decisions").await;
    assert_eq!(
        rows(&first),
        [
            [&json!(1), &json!(APP), &json!("preflight-allowed")],
            [&json!(2), &json!("https://evil.example"), &json!("origin-not-listed")],
        ]
    );
    assert_eq!(first["decisions"][0]["allowed"], true);
    assert_eq!(first["decisions"][1]["allowed"], false);
    assert_eq!((&first["total"], &first["missed"]), (&json!(2), &json!(0)));
    assert_eq!(first["decisions"][0]["edited"], Value::Null);
    let metrics = watching.event("metrics").await;
    assert_eq!(metrics["requests"], 2);
    assert_eq!(metrics["by_verdict"], json!({ "origin-not-listed": 1, "preflight-allowed": 1 }));

    preflight(&gateway, APP, "DELETE").await;
    let second = watching.event("decisions").await;
    assert_eq!(rows(&second), [[&json!(3), &json!(APP), &json!("method-refused")]]);
    gateway.stop().await.expect("it ends");
}

#[tokio::test]
async fn an_edited_policy_says_what_would_change() {
    let (gateway, workbench) = (gateway("127.0.0.1:0").await, workbench(true).await);
    preflight(&gateway, APP, "PUT").await;
    preflight(&gateway, APP, "DELETE").await;
    preflight(&gateway, "https://new.example.com", "PUT").await;
    preflight(&gateway, &format!("https://{}.example", "a".repeat(300)), "PUT").await;
    let edited = "[[policy]]\nallow_origins = ['https://new.example.com']\nallow_methods = ['PUT']";
    let admin = format!("http://{}/decisions", admin(&gateway));
    let mut watching = Watching::new(&workbench, &admin, Some(edited)).await;
    let told = watching.event("decisions").await;
    let edited = |at: usize| &told["decisions"][at]["edited"];
    assert_eq!(edited(0)["verdict"], "origin-not-listed");
    assert_eq!((&edited(0)["allowed"], &edited(0)["changes"]), (&json!(false), &json!(true)));
    assert!(edited(0)["why"].as_str().is_some_and(|why| why.contains(APP)), "{}", edited(0));
    // Refused before and after, though for another reason.
    assert_eq!(edited(1)["changes"], false);
    assert_eq!((&edited(2)["allowed"], &edited(2)["changes"]), (&json!(true), &json!(true)));
    // The gateway keeps no more than the beginning of so long an origin.
    assert_eq!(edited(3), &Value::Null);
    gateway.stop().await.expect("it ends");
}

/// A gateway does not say what a preflight asked for where no policy speaks for its path.
#[tokio::test]
async fn what_is_not_told_is_not_guessed() {
    let (gateway, workbench) = (gateway("127.0.0.1:0").await, workbench(true).await);
    preflight_of(&gateway, "/files", APP, "PUT").await;
    let edited = format!("[[policy]]\nallow_origins = ['{APP}']");
    let admin = admin(&gateway).to_string();
    let mut watching = Watching::new(&workbench, &admin, Some(&edited)).await;
    let told = watching.event("decisions").await;
    assert_eq!(told["decisions"][0]["verdict"], "no-policy");
    assert_eq!(told["decisions"][0]["edited"], Value::Null);
    gateway.stop().await.expect("it ends");
}

#[tokio::test]
async fn a_gateway_that_ends_is_said_to_have_ended() {
    let (running, workbench) = (gateway("127.0.0.1:0").await, workbench(true).await);
    let mut watching = Watching::new(&workbench, &admin(&running).to_string(), None).await;
    assert_eq!(rows(&watching.event("decisions").await), [[&Value::Null; 3]; 0]);
    running.stop().await.expect("it ends");
    let failed = watching.event("failed").await;
    assert!(failed["reason"].is_string(), "{failed}");
}
