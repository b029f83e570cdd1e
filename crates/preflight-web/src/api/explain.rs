//! `POST /api/explain`: what a console's lines, a status, a header or a cause's id means.

use super::Body;
use crate::markdown;
use axum::Json;
use preflight_report::render::explanation;
use preflight_report::{CheckRequest, Failure};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pasted {
    text: String,
}

/// Answers. Beside the explanation stand, for each of its failures, the request that decides and what
/// is said of it in words.
pub(crate) async fn explain(Body(pasted): Body<Pasted>) -> Json<Value> {
    let answer = preflight_diagnose::explain(&pasted.text);
    let failures = answer.failures.iter();
    Json(json!({
        "explanation": explanation::json::explanation(&answer),
        "checks": failures.clone().map(|f| f.check.as_ref().map(fields)).collect::<Vec<_>>(),
        "words": failures.map(words).collect::<Vec<_>>(),
    }))
}

/// The request as the form has it.
pub(super) fn fields(check: &CheckRequest) -> Value {
    let CheckRequest { url, method, read, headers, origin, includes_credentials } = check;
    let known = [
        ("method", method.as_ref().map(|method| json!(method))),
        ("headers", (!headers.is_empty()).then(|| json!(headers))),
        ("read", (!read.is_empty()).then(|| json!(read))),
        ("origin", origin.as_ref().map(|origin| json!(origin))),
        ("credentials", includes_credentials.then(|| json!("include"))),
    ];
    let known = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let url = [("url".to_owned(), json!(url))];
    Value::Object(url.into_iter().chain(known).collect::<Map<_, _>>())
}

fn words(failure: &Failure) -> Value {
    let fix = failure.causes.first().map(|cause| markdown::tree(cause.fix));
    let see = failure.see.map(|(kind, id)| json!({ "kind": kind.as_str(), "id": id }));
    json!({ "fix": fix, "excluded": failure.excluded_in_words, "see": see })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn asked(text: &str) -> Value {
        let Json(answer) = explain(Body(Pasted { text: text.to_owned() })).await;
        answer
    }

    #[tokio::test]
    async fn the_form_is_filled_with_what_the_command_says() {
        let answer = asked(
            "Access to fetch at 'https://api.example/x#y' from origin 'https://shop.example' has \
             been blocked by CORS policy: Request header field x-trace is not allowed by \
             Access-Control-Allow-Headers in preflight response.",
        )
        .await;
        assert_eq!(
            answer["checks"],
            json!([{
                "url": "https://api.example/x",
                "headers": [["x-trace", "1"]],
                "origin": "https://shop.example",
            }])
        );
        assert_eq!(
            answer["explanation"]["next"],
            "preflight check https://api.example/x -H 'x-trace: 1' --origin https://shop.example"
        );
        let words = &answer["words"][0];
        assert_eq!(words["fix"][0]["tag"], "p");
        assert!(words["excluded"].as_array().is_some_and(|words| !words.is_empty()));
    }

    #[tokio::test]
    async fn what_cannot_be_checked_fills_no_form() {
        let answer = asked("TypeError: Failed to fetch").await;
        assert_eq!(answer["checks"], json!([null]));
        let page = asked("auth before CORS").await;
        assert_eq!(page["explanation"]["page"]["id"], "auth-before-cors");
        assert_eq!((&page["checks"], &page["words"]), (&json!([]), &json!([])));
        let nothing = asked("good morning").await;
        assert_eq!(nothing["explanation"]["failures"], json!([]));
        assert!(nothing["explanation"]["page"].is_null());
    }
}
