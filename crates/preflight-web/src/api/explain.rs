//! `POST /api/explain`: what a console's lines, a status, a header or a cause's id means.

use super::Body;
use crate::aside::aside;
use crate::fields::Fields;
use crate::markdown;
use axum::Json;
use preflight_report::render::explanation;
use preflight_report::{Explanation, Failure};
use serde::Deserialize;
use serde_json::{Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pasted {
    text: String,
}

/// Answers. Beside the explanation stand, for each of its failures, the request that decides and what
/// is said of it in words.
pub(crate) async fn explain(Body(pasted): Body<Pasted>) -> Json<Value> {
    Json(aside(move || answer(&pasted.text)).await)
}

fn answer(text: &str) -> Value {
    let answer = preflight_diagnose::explain(text);
    json!({
        "explanation": explanation::json::explanation(&answer),
        "checks": checks(&answer),
        "words": answer.failures.iter().map(words).collect::<Vec<_>>(),
    })
}

/// For each failure the request that decides, where the text names its URL.
pub(super) fn checks(answer: &Explanation) -> Vec<Option<Fields>> {
    answer.failures.iter().map(|failure| failure.check.as_ref().map(Fields::deciding)).collect()
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
        let check = &answer["checks"][0];
        assert_eq!(check["url"], "https://api.example/x");
        assert_eq!(check["headers"], json!([["x-trace", "1"]]));
        assert_eq!(check["origin"], "https://shop.example");
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
