//! Any text can be explained: nothing that it suspects is excluded, the line endings do not matter, a
//! password planted in a URL is in no form of the answer, and the command is one for a shell.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_diagnose::explain;
use preflight_report::render::{Options, explanation};

const SECRET: &str = "Zq7RkW2mXv9TbN4cLp8s";

fuzz_target!(|text: &str| {
    if text.contains(SECRET) {
        return;
    }
    let planted = format!("{text}\nGET https://u:{SECRET}@api.example/?token={SECRET} net::ERR_FAILED");
    let answer = explain(&planted);
    let human = explanation::human::explanation(&answer, &Options::default());
    let json = explanation::json::explanation(&answer).to_string();
    let markdown = explanation::markdown::explanation(&answer);
    for form in [&human, &json, &markdown] {
        assert!(!form.contains(SECRET), "{form}");
    }
    for failure in &answer.failures {
        assert!(failure.causes.iter().all(|cause| !failure.excluded.contains(&cause.id)));
        assert!(failure.check.as_ref().is_none_or(|check| check.url.starts_with("http")));
    }
    let windows = planted.replace('\r', "").replace('\n', "\r\n");
    assert_eq!(explain(&windows), explain(&planted.replace('\r', "")));
});
