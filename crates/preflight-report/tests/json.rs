use crate::reports;
use preflight_report::render::{Options, json};
use serde_json::{Value, json};

#[test]
fn every_report_is_described_by_the_schema() {
    let schema = json::schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for report in reports::all() {
        let value = json::report(&report, &Options::default());
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?} in {value:#}");
    }
    let mut wrong = json::report(&reports::allowed(), &Options::default());
    wrong["outcome"] = json!("maybe");
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn the_schema_describes_every_field() {
    fn described(value: &Value, path: &str, missing: &mut Vec<String>) {
        if let Some(properties) = value.get("properties").and_then(Value::as_object) {
            for (name, property) in properties {
                if property.get("description").is_none() {
                    missing.push(format!("{path}.{name}"));
                }
            }
        }
        if let Some(types) = value.get("$defs").and_then(Value::as_object) {
            types.iter().for_each(|(name, of)| described(of, name, missing));
        }
    }
    let mut missing = Vec::new();
    described(&json::schema(), "", &mut missing);
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_shape_is_the_one_promised() {
    let value = json::report(&reports::wildcard(), &Options::default());
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(value["version"], 1);
    assert_eq!(value["preflight"], env!("CARGO_PKG_VERSION"));
    assert_eq!(value["outcome"], "blocked");
    assert_eq!(keys(&value["browsers"]), ["standard", "chromium", "firefox", "webkit"]);
    assert_eq!(value["browsers"]["standard"].get("console"), None);
    let line = value["browsers"]["webkit"]["console"][0].as_str().unwrap();
    assert!(line.starts_with("Cannot use wildcard"), "{line}");
    let cause = &value["causes"][0];
    assert_eq!(cause["id"], "wildcard-with-credentials");
    assert_eq!(cause["blocks"], json!(["chromium", "firefox", "webkit"]));
    assert_eq!(cause["spec"]["step"], "4");
    assert_eq!(
        cause["evidence"],
        json!([{ "exchange": 0, "header": "Access-Control-Allow-Origin", "seen": "*", "needed": "https://shop.example" }])
    );
    assert_eq!(value["target"], Value::Null);
    let sent = &value["exchanges"][0];
    assert_eq!((&sent["kind"], &sent["error"]), (&json!("actual"), &Value::Null));
    assert_eq!(sent["response"]["headers"][3], json!(["Access-Control-Allow-Origin", "*"]));
    assert_eq!(sent["timing_ms"]["total"], json!(12.0));
}

#[test]
fn a_failed_connection_says_whose_side() {
    let value = json::report(&reports::unreachable(), &Options::default());
    assert_eq!(value["outcome"], "unreachable");
    assert_eq!(value["causes"][0]["evidence"][0]["connection"], "dns");
    let sent = &value["exchanges"][0];
    assert_eq!(sent["response"], Value::Null);
    let error =
        json!({ "side": "client", "code": "dns", "text": "the host name does not resolve" });
    assert_eq!(sent["error"], error);
}

#[test]
fn what_was_held_back_is_a_warning() {
    let value = json::report(&reports::not_sent(), &Options::default());
    assert_eq!(value["outcome"], "allowed");
    assert_eq!(value["browsers"]["chromium"]["actual_not_sent"], true);
    assert_eq!(value["warnings"][0]["id"], "actual-request-not-sent");
}

#[test]
fn secrets_stay_away_unless_asked_for() {
    let report = reports::login();
    let text = json::report(&report, &Options::default()).to_string();
    for secret in ["secret-of-mine", "very-secret", "0123456789"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let shown = json::report(&report, &Options { show_secrets: true, ..Options::default() });
    assert!(shown.to_string().contains("Bearer secret-of-mine"));
}

#[test]
fn odd_bytes_are_one_char_each_and_bodies_are_cut() {
    let mut report = reports::allowed();
    let response = report.exchanges[0].exchange.answer.as_mut().unwrap();
    response.header_list.append("X-Odd", &b"\xe9\x1b\xff"[..]);
    response.body = "é".repeat(5000).into_bytes();
    let value = json::report(&report, &Options::default());
    let received = &value["exchanges"][0]["response"];
    assert_eq!(received["headers"][3], json!(["X-Odd", "\u{e9}\u{1b}\u{ff}"]));
    assert_eq!(received["body_excerpt"].as_str().unwrap().len(), 2048);
    assert_eq!(received["body_length"], 10_000);
}
