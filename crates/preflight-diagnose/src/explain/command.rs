//! The command that decides: `preflight check …` with everything that the text says about the request.

use super::groups::Failure;
use preflight_report::render::curl::quoted;

/// The words of the command, and what had to be assumed for it.
pub(super) fn next(failure: &Failure) -> (Vec<String>, Vec<&'static str>) {
    let Some(mut url) = failure.target() else { return (Vec::new(), Vec::new()) };
    url.set_fragment(None);
    let mut assumed = Vec::new();
    let mut words = vec!["preflight check".to_owned(), quoted(url.as_str().as_bytes())];
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
    if let Some(method) = method.filter(|m| m != "GET") {
        words.push(format!("-X {}", quoted(method.as_bytes())));
    }
    if says == "header-hidden" {
        words.extend(headers.drain(..).map(|name| format!("--read {}", quoted(name.as_bytes()))));
    }
    for name in headers {
        words.push(format!("-H {}", quoted(header_line(&name).as_bytes())));
    }
    match failure.page() {
        Some(page) => words.push(format!("--origin {}", quoted(page.serialized().as_bytes()))),
        None => assumed.push("the text does not name the page: add its origin with --origin"),
    }
    if matches!(says, "wildcard-with-credentials" | "credentials-not-allowed" | "cookie") {
        words.push("--credentials include".to_owned());
    }
    if words.iter().any(|word| word.contains("***")) {
        assumed.push("secrets are masked: put your own where `***` stands");
    }
    (words, assumed)
}

/// A header with a value of the kind that it has.
fn header_line(name: &str) -> String {
    let value = match &*name.to_ascii_lowercase() {
        "authorization" => "Bearer TOKEN",
        "content-type" => "application/json",
        "accept" => "application/json; charset=\"utf-8\"",
        _ => "1",
    };
    format!("{name}: {value}")
}
