//! Any text as a cause page, and any of its exchange blocks as a scenario.

#![no_main]

use libfuzzer_sys::fuzz_target;
use preflight_diagnose::{Names, Scenario};
use preflight_report::Page;

fuzz_target!(|text: &str| {
    if let Ok(page) = Page::parse(text) {
        assert!(!page.title.is_empty());
        for case in page.cases() {
            assert!(text.contains(case.exchange));
        }
    }
    if let Ok(scenario) = Scenario::parse(text, &Names::casebook()) {
        let request = preflight_fetch::HttpRequest::new(
            preflight_fetch::RequestKind::Probe,
            "GET",
            scenario.question.request.url().clone(),
        );
        let _ = scenario.answer(&request);
    }
});
