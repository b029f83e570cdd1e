//! `POST /api/fix`: how to put a report's root cause right on another target.

use super::{ApiError, Body, target};
use crate::markdown::tree;
use crate::reports::Kept;
use crate::state::State;
use axum::Json;
use axum::extract::State as Of;
use axum::http::StatusCode;
use preflight_diagnose::remedy;
use preflight_report::render::Options;
use preflight_report::{FixFile, Secrets};
use preflight_targets::Target;
use serde::Deserialize;
use serde_json::{Value, json};

/// What is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wanted {
    /// The number of a report.
    report: u64,
    /// The id of a target.
    target: String,
}

/// Answers.
pub(crate) async fn fix(
    Of(state): Of<State>,
    Body(wanted): Body<Wanted>,
) -> Result<Json<Value>, ApiError> {
    let forgotten = || {
        ApiError::new(StatusCode::NOT_FOUND, "this report is forgotten: only the latest are kept")
            .correct("run the check again")
    };
    let target = target(&wanted.target)?;
    let kept = state.reports.get(wanted.report).ok_or_else(forgotten)?;
    Ok(Json(told(&kept, target)))
}

fn told(Kept { report, read, secrets }: &Kept, target: &'static Target) -> Value {
    let (fix, why) = remedy::on(target, report, read);
    let options = Options { secrets: secrets.clone(), ..Options::default() };
    let secrets = Secrets::of(report, &options);
    let (text, files) = fix.map(|fix| (fix.text, fix.files)).unwrap_or_default();
    let file = |file: FixFile| json!({ "name": file.name, "content": secrets.text(&file.content) });
    json!({
        "target": target.id,
        "name": target.name,
        "blocks": tree(&secrets.text(&text)),
        "files": files.into_iter().map(file).collect::<Value>(),
        "reason": why.map(|why| why.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clinic::examined;
    use crate::told;
    use preflight_diagnose::remedy::{configuration, remedy};
    use preflight_diagnose::{CAUSES, Names, Scenario};
    use preflight_report::page::CaseKind;
    use preflight_targets::TARGETS;

    #[test]
    fn it_is_the_fix_of_the_report_in_that_targets_words() {
        let cases = CAUSES.iter().flat_map(|cause| cause.page().cases());
        let shown = cases.filter(|case| case.kind == CaseKind::Clinic);
        let mut written = 0;
        for (case, target) in shown.zip(TARGETS.iter().cycle()) {
            let scenario = Scenario::parse(case.exchange, &Names::casebook()).expect("a scenario");
            let read = scenario.question.read.clone();
            let report = examined(scenario.question.clone(), |request| scenario.answer(request));
            let kept = Kept { report, read, secrets: vec!["example".to_owned()] };
            let fix = super::told(&kept, target);

            let why = configuration(&kept.report, &kept.read, target).err();
            assert_eq!(fix["reason"], json!(why.map(|why| why.to_string())));
            let mut whole = kept.report.clone();
            remedy(&mut whole, &kept.read, Some(target));
            let whole = told::report(&whole, kept.secrets.clone());
            let fixes = whole["causes"][0]["fixes"].as_array();
            let same = fixes.and_then(|all| all.iter().find(|fix| fix["target"] == target.id));
            let part = |name: &str| same.map_or_else(|| json!([]), |fix| fix[name].clone());
            assert_eq!((&fix["blocks"], &fix["files"]), (&part("blocks"), &part("files")));
            written += usize::from(fix["files"] != json!([]));
        }
        assert!(written > 20, "{written}");
    }
}
