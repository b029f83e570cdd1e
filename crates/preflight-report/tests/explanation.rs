//! An explanation in its three forms.

use preflight_fetch::Browser;
use preflight_report::render::Options;
use preflight_report::render::explanation::{human, json, markdown};
use preflight_report::{
    Certainty, CheckRequest, Explanation, Failure, PageKind, ReferencePage, Remedy, Suspect,
};

fn suspect(id: &'static str, certainty: Certainty) -> Suspect {
    Suspect {
        id,
        title: "the server does the wrong thing",
        certainty,
        fix: "Do the right thing. Then test.",
    }
}

fn explanation() -> Explanation {
    let failure = Failure {
        browser: Some(Browser::Chromium),
        code: Some(("chromium", "12 kSomething")),
        says: "the response is \u{1b}[31mwrong".to_owned(),
        url: Some("https://api.example/x".to_owned()),
        origin: Some("https://shop.example".to_owned()),
        method: Some("PUT".to_owned()),
        status: Some(401),
        preflight: Some(true),
        causes: vec![
            suspect("first-cause", Certainty::Likely),
            suspect("other-cause", Certainty::Possible),
        ],
        excluded: vec!["third-cause"],
        excluded_in_words: vec!["a third thing"],
        check: Some(CheckRequest {
            url: "https://api.example/x".to_owned(),
            method: Some("PUT".to_owned()),
            origin: Some("https://shop.example".to_owned()),
            ..CheckRequest::default()
        }),
        assumed: vec!["something was assumed"],
        does_not_fix: vec![Remedy { what: "a trick", why: "it is one" }],
        see: Some((PageKind::Concept, "preflight")),
    };
    Explanation { page: None, failures: vec![failure] }
}

fn page() -> Explanation {
    let page = ReferencePage {
        kind: PageKind::Status,
        id: "401",
        title: "a login was met",
        also_called: vec!["unauthorized"],
        sections: vec![("What it means", "This:\n\n- one\n- two")],
        causes: vec![suspect("first-cause", Certainty::Certain)],
    };
    Explanation { page: Some(page), failures: Vec::new() }
}

#[test]
fn the_first_screen_is_the_answer() {
    let text = human::explanation(&explanation(), &Options { quiet: true, ..Options::default() });
    assert_eq!(
        text,
        "\
Chromium: the response is \\x1b[31mwrong
  PUT https://api.example/x from https://shop.example
  message 12 kSomething, on the preflight, status 401

likely: the server does the wrong thing [first-cause]
  Fix: Do the right thing.

Run next
  preflight check https://api.example/x -X PUT --origin https://shop.example
  (something was assumed)
"
    );
}

#[test]
fn the_rest_stands_below_it() {
    let text = human::explanation(&explanation(), &Options::default());
    let rest = "
Also possible
  possible  the server does the wrong thing [other-cause]

Excluded by what it says
  - a third thing

Does not fix it
  - a trick: it is one

More
  preflight explain first-cause
  preflight explain preflight
";
    assert!(text.ends_with(rest), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn colour_repeats_what_words_say() {
    let colored =
        human::explanation(&explanation(), &Options { color: true, ..Options::default() });
    let mut plain = String::new();
    let mut rest = colored.as_str();
    while let Some((before, behind)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = behind.split_once('m').expect("the end of a colour").1;
    }
    plain.push_str(rest);
    assert_eq!(plain, human::explanation(&explanation(), &Options::default()));
}

#[test]
fn a_page_on_a_terminal() {
    let text = human::explanation(&page(), &Options::default());
    assert_eq!(
        text,
        "\
401: a login was met

What it means
  This:

  - one
  - two

Causes
  certain   the server does the wrong thing [first-cause]

What a server really does: preflight check URL --origin PAGE
"
    );
}

#[test]
fn markdown_names_the_same() {
    let text = markdown::explanation(&explanation());
    for part in [
        "## the response is",
        "Chromium, message `12 kSomething` for `PUT https://api.example/x` from `https://shop.example`.\n",
        "**likely: the server does the wrong thing** (`first-cause`)\n\nDo the right thing. Then test.\n",
        "```sh\npreflight check https://api.example/x -X PUT --origin https://shop.example\n```\n",
        "- possible: `other-cause`, the server does the wrong thing\n",
        "- a trick: it is one\n",
    ] {
        assert!(text.contains(part), "`{part}` is not in\n{text}");
    }
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn the_schema_describes_the_object() {
    let schema = json::schema();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for explanation in [explanation(), page(), Explanation::default()] {
        let object = json::explanation(&explanation);
        let errors: Vec<String> = validator.iter_errors(&object).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    let object = json::explanation(&explanation());
    assert_eq!(object["browser"], "chromium");
    assert_eq!(object["causes"][0]["id"], "first-cause");
    assert_eq!(object["causes"][0]["certainty"], "likely");
    assert_eq!(object["excluded"][0], "third-cause");
    assert_eq!(
        object["next"],
        "preflight check https://api.example/x -X PUT --origin https://shop.example"
    );
    assert_eq!(object["failures"][0]["code"]["name"], "12 kSomething");
    assert_eq!(json::explanation(&page())["causes"][0]["id"], "first-cause");
}
