//! Every case of every page: the cause is found where it must be, and nowhere else.

use preflight_diagnose::CAUSES;
use std::path::Path;

#[test]
fn every_page_keeps_its_word() {
    let bless = std::env::var_os("BLESS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/causes");
    let render = preflight_report::render::human::finding_text;
    let mut wrong = Vec::new();
    for cause in CAUSES {
        let path = folder.join(format!("{}.md", cause.id.replace('-', "_")));
        wrong.extend(
            casebook::check_page(&path, cause, &render, bless).expect("the page can be read"),
        );
    }
    assert!(wrong.is_empty(), "{} cases are wrong\n\n{}", wrong.len(), wrong.join("\n\n"));
}
