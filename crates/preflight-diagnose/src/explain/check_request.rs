//! The request that decides, for `preflight check`: everything that the text says about it.

use super::groups::Failure;
use preflight_report::CheckRequest;

/// The request, where the text names the URL of a server, and what had to be assumed for it.
pub(super) fn check_request(failure: &Failure) -> (Option<CheckRequest>, Vec<&'static str>) {
    let Some(mut url) = failure.target() else { return (None, Vec::new()) };
    url.set_fragment(None);
    let mut assumed = Vec::new();
    let says = failure.main().map_or("", |said| said.template.saying.id);
    let known_method = failure.method.as_deref().filter(|m| !m.eq_ignore_ascii_case("options"));
    let mut headers = failure.headers.clone();
    let method = match known_method {
        Some(method) => Some(method.to_owned()),
        None if says == "method-refused" => {
            assumed.push("the text does not name the method: put yours behind -X");
            Some("PUT".to_owned())
        }
        // Without a reason for a preflight there would be none.
        None if failure.preflight == Some(true) && headers.is_empty() => {
            assumed.push("the text names neither method nor headers: put those of your request behind -X and -H");
            headers.push("content-type".to_owned());
            Some("POST".to_owned())
        }
        None => None,
    };
    let read = if says == "header-hidden" { std::mem::take(&mut headers) } else { Vec::new() };
    let origin = failure.page().map(|page| page.serialized().to_owned());
    if origin.is_none() {
        assumed.push("the text does not name the page: add its origin with --origin");
    }
    let check = CheckRequest {
        url: url.into(),
        method: method.filter(|method| method != "GET"),
        read,
        headers: headers.into_iter().map(with_value).collect(),
        origin,
        includes_credentials: matches!(
            says,
            "wildcard-with-credentials" | "credentials-not-allowed" | "cookie"
        ),
    };
    if check.words().iter().any(|word| word.contains("***")) {
        assumed.push("secrets are masked: put your own where `***` stands");
    }
    (Some(check), assumed)
}

/// A header with a value of the kind that it has.
fn with_value(name: String) -> (String, String) {
    let value = match &*name.to_ascii_lowercase() {
        "authorization" => "Bearer TOKEN",
        "content-type" => "application/json",
        "accept" => "application/json; charset=\"utf-8\"",
        _ => "1",
    };
    (name, value.to_owned())
}
