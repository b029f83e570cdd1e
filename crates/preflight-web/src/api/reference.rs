//! `GET /api/reference`: every cause, status, header and concept; `GET /api/reference/{kind}/{id}`: the
//! page of one; `GET /api/reference/cause/{id}/fixes/{target}`: what to change on one target.

use super::ApiError;
use crate::fields::Fields;
use crate::markdown::{self, Node};
use crate::pages::{self, PAGES};
use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use preflight_diagnose::{CAUSES, Cause, Finder, Names, Rank, Scenario};
use preflight_fetch::{CredentialsMode, RedirectMode, RequestMode};
use preflight_report::page::CaseKind;
use preflight_report::{CheckRequest, PageKind, ReferencePage};
use preflight_targets::{TARGETS, Target};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// All pages, without their texts.
pub(crate) async fn list() -> Json<Value> {
    let mut groups: Vec<(&str, Vec<Value>)> = Vec::new();
    for page in PAGES.iter() {
        let heading = heading(page);
        if groups.last().is_none_or(|(last, _)| *last != heading) {
            groups.push((heading, Vec::new()));
        }
        if let Some((_, pages)) = groups.last_mut() {
            pages.push(entry(page));
        }
    }
    let groups =
        groups.iter().map(|(heading, pages)| json!({ "heading": heading, "pages": pages }));
    Json(json!({ "groups": groups.collect::<Vec<_>>() }))
}

/// One page.
pub(crate) async fn page(
    Path((kind, id)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    let page = pages::page(&kind, &id).ok_or_else(|| unknown(&kind, &id))?;
    let cause = cause(page);
    let sections = page.sections.iter().map(
        |(heading, text)| json!({ "heading": heading, "blocks": markdown::tree_on(page.id, text) }),
    );
    let causes = page.causes.iter().filter(|_| cause.is_none()).map(|cause| {
        json!({ "id": cause.id, "title": cause.title, "certainty": cause.certainty.as_str() })
    });
    let fixes = TARGETS.iter().filter(|target| cause.is_some() && target.fix(page.id).is_some());
    let fixes = fixes.map(|target| json!({ "target": target.id, "name": target.name }));
    let check = cause.and_then(check);
    Ok(Json(json!({
        "kind": page.kind.as_str(),
        "id": page.id,
        "title": page.title,
        "also_called": page.also_called,
        "sections": sections.collect::<Vec<_>>(),
        "causes": causes.collect::<Vec<_>>(),
        "clinic": cause.filter(|cause| clinic_case(cause).is_some()).map(|cause| cause.id),
        "fixes": fixes.collect::<Vec<_>>(),
        "probe": check.as_ref().map(probe),
        "check": check.as_ref().map(Fields::deciding),
    })))
}

/// What to change on one target, where a cause is met.
pub(crate) async fn fix(
    Path((id, target)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    let page = pages::page(PageKind::Cause.as_str(), &id);
    let page = page.ok_or_else(|| unknown(PageKind::Cause.as_str(), &id))?;
    let target = Target::by_id(&target);
    let text = target.and_then(|target| Some((target, target.fix(page.id)?)));
    let (target, text) = text.ok_or_else(|| {
        ApiError::new(StatusCode::NOT_FOUND, "nothing is known of this cause on this target")
            .correct("what to do in general stands on the cause's page")
    })?;
    let blocks: Vec<Node> = markdown::tree_on(page.id, text);
    Ok(Json(json!({ "target": target.id, "name": target.name, "blocks": blocks })))
}

fn unknown(kind: &str, id: &str) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, format_args!("the reference has no {kind} called {id}"))
        .correct("search the list for what it is called")
}

fn entry(page: &ReferencePage) -> Value {
    json!({ "kind": page.kind.as_str(), "id": page.id, "title": page.title, "words": words(page) })
}

/// What a page is found by beside its id and title: its other names; of a cause, what it mentions.
fn words(page: &ReferencePage) -> String {
    let mentioned = page.sections.iter().filter(|_| page.kind == PageKind::Cause);
    // The headers, methods and values of a text stand in code.
    let mentioned = mentioned.flat_map(|(_, text)| text.split('`').skip(1).step_by(2));
    let mentioned = mentioned.filter(|text| text.len() <= 40 && !text.contains('\n'));
    let mut seen = BTreeSet::new();
    let all = page.also_called.iter().copied().chain(mentioned);
    all.filter(|word| seen.insert(word.to_ascii_lowercase())).collect::<Vec<_>>().join(", ")
}

fn heading(page: &ReferencePage) -> &'static str {
    match page.kind {
        PageKind::Cause => cause(page).map_or("", |cause| cause.rank.heading()),
        PageKind::Status => "Statuses, and what they mean on a preflight",
        PageKind::Header => "Headers",
        PageKind::Concept => "Words",
    }
}

fn cause(page: &ReferencePage) -> Option<&'static Cause> {
    let is_cause = page.kind == PageKind::Cause;
    CAUSES.iter().copied().find(|cause| is_cause && cause.id == page.id)
}

/// The exchange that the clinic serves.
fn clinic_case(cause: &Cause) -> Option<&'static str> {
    let cases = cause.page().cases();
    cases.iter().find(|case| case.kind == CaseKind::Clinic).map(|case| case.exchange)
}

/// A request that shows the cause on a server of the user's own, without its URL; `None` where it takes
/// more than that, or no server can show it.
fn check(cause: &Cause) -> Option<CheckRequest> {
    if matches!(cause.find, Finder::ExplainOnly) || cause.rank == Rank::NoHttp {
        return None;
    }
    let question = Scenario::parse(clinic_case(cause)?, &Names::casebook()).ok()?.question;
    let request = &question.request;
    if request.mode() != RequestMode::Cors
        || request.redirect_mode() != RedirectMode::Follow
        || request.body().is_some()
    {
        return None;
    }
    let headers = request.header_list().iter();
    Some(CheckRequest {
        method: Some(request.method().to_owned()).filter(|method| method != "GET"),
        read: question.read,
        headers: headers.map(|h| (h.name.to_string(), h.text().into_owned())).collect(),
        includes_credentials: request.credentials_mode() == CredentialsMode::Include,
        ..CheckRequest::default()
    })
}

/// The command, with words in the places of the server's URL and of the page's origin.
fn probe(check: &CheckRequest) -> String {
    let (url, origin) = ("URL".to_owned(), Some("PAGE".to_owned()));
    CheckRequest { url, origin, ..check.clone() }.words().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn of(kind: &str, id: &str) -> Value {
        let path = Path((kind.to_owned(), id.to_owned()));
        page(path).await.expect("a page").0
    }

    #[tokio::test]
    async fn every_page_is_listed_once_under_a_heading_and_found() {
        let Json(list) = list().await;
        let groups = list["groups"].as_array().expect("groups");
        let headings: BTreeSet<&str> =
            groups.iter().map(|group| group["heading"].as_str().expect("a heading")).collect();
        assert_eq!((headings.len(), groups.len()), (9, 9), "{headings:?}");
        let pages = groups.iter().flat_map(|group| group["pages"].as_array().expect("pages"));
        let mut count = 0;
        for listed in pages {
            let text = |name: &str| listed[name].as_str().expect("a text");
            let page = of(text("kind"), text("id")).await;
            assert_eq!(page["title"], listed["title"]);
            assert!(!page["sections"].as_array().expect("sections").is_empty());
            count += 1;
        }
        assert_eq!(count, PAGES.len());
    }

    #[tokio::test]
    async fn a_cause_says_where_it_is_shown_and_what_to_change() {
        let page = of("cause", "auth-before-cors").await;
        assert_eq!(page["clinic"], "auth-before-cors");
        assert_eq!(
            page["probe"],
            "preflight check URL -X PUT -H 'content-type: application/json' --origin PAGE"
        );
        let check = &page["check"];
        assert_eq!((&check["url"], &check["method"]), (&json!(""), &json!("PUT")));
        assert_eq!(check["headers"], json!([["content-type", "application/json"]]));
        let fixes = page["fixes"].as_array().expect("fixes");
        assert!(fixes.contains(&json!({ "target": "nginx", "name": "nginx" })), "{fixes:?}");
        for offered in fixes {
            let target = offered["target"].as_str().expect("an id");
            let path = Path(("auth-before-cors".to_owned(), target.to_owned()));
            let Json(fix) = fix(path).await.expect("a fix");
            assert_eq!(fix["name"], offered["name"]);
            assert!(!fix["blocks"].as_array().expect("blocks").is_empty());
        }
        let status = of("status", "403").await;
        assert_eq!(status["causes"][0]["id"], "forbidden-before-cors");
        assert!(status["clinic"].is_null() && status["probe"].is_null());
    }

    #[tokio::test]
    async fn what_is_not_there_is_said_so() {
        for (kind, id) in [("cause", "nothing"), ("nothing", "auth-before-cors"), ("", "..")] {
            let path = Path((kind.to_owned(), id.to_owned()));
            assert!(page(path).await.is_err(), "{kind} {id}");
        }
        for (id, target) in [("auth-before-cors", "nothing"), ("nothing", "nginx")] {
            assert!(fix(Path((id.to_owned(), target.to_owned()))).await.is_err(), "{id} {target}");
        }
    }
}
