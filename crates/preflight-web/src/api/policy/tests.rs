use super::read::{self, Asked as ToRead};
use super::*;
use proptest::prelude::*;

fn asked(question: Value) -> Asked {
    serde_json::from_value(question).expect("a question")
}

fn said(question: Value) -> Value {
    answer(&asked(question)).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn a_policy_is_written_as_a_person_would() {
    let said = said(json!({
        "policies": [{ "allow_origins": ["https://a.example"], "max_age": "3600", "quiet": false }],
        "rest": { "after": "[gateway]\nlisten = \"127.0.0.1:80\"\n" },
    }));
    assert_eq!(
        said["toml"],
        "[[policy]]\nallow_origins = [\"https://a.example\"]\nmax_age = \"1h\"\n\n\
         [gateway]\nlisten = \"127.0.0.1:80\"\n"
    );
    assert_eq!(said["problems"][0]["id"], "max-age-capped-by-webkit");
    assert_eq!(said["generated"], Value::Null);
    let seconds: Vec<_> = said["max_age"].as_array().expect("engines").iter().collect();
    assert_eq!(seconds.iter().map(|each| &each["seconds"]).collect::<Vec<_>>(), [3600, 3600, 600]);
}

#[test]
fn problems_stand_at_their_field_with_what_to_write() {
    let said = said(json!({
        "policies": [
            { "allow_origins": ["https://a.example", "https://b.example/"] },
            { "max_age": "soon" },
        ],
        "selected": 1,
        "target": "nginx",
        "listen": "everywhere",
        "upstream": "http://127.0.0.1:3000/path",
    }));
    let problems = said["problems"].as_array().expect("problems");
    let wrong: Vec<_> = problems.iter().filter(|problem| problem["severity"] == "error").collect();
    let places: Vec<_> =
        wrong.iter().map(|it| json!([it["policy"], it["field"], it["entry"]])).collect();
    assert_eq!(
        places,
        [
            json!([1, "max_age", null]),
            json!([0, "allow_origins", 1]),
            json!([null, "listen", null]),
            json!([null, "upstream", null]),
        ]
    );
    assert_eq!(wrong[1]["correction"], "https://b.example");
    assert_eq!(said["max_age"], Value::Null, "what cannot be read is kept for no known time");
    assert_eq!(said["generated"], Value::Null);
}

#[test]
fn every_target_answers_and_what_it_cannot_express_is_said() {
    let policies = json!([{
        "allow_origins": ["https://a.example", "https://*.example.org"], "allow_methods": ["PUT"], "allow_credentials": true,
    }]);
    let targets = preflight_targets::TARGETS.iter().filter(|target| target.generator.is_some());
    let (mut refused, mut listening) = (0, Vec::new());
    for target in targets {
        let question = |approximate| json!({ "policies": policies, "target": target.id, "approximate": approximate });
        let strict = &said(question(false))["generated"];
        let short = strict["shortfalls"].as_array().expect("shortfalls");
        assert_eq!(short.is_empty(), !strict["files"].as_array().expect("files").is_empty());
        assert!(short.iter().all(|it| it["field"] != "" && it["alternative"] != ""), "{strict}");
        refused += usize::from(!short.is_empty());
        if strict["listens"] == true {
            listening.push(target.id);
        }
        let near = &said(question(true))["generated"];
        assert!(!near["files"].as_array().expect("files").is_empty(), "{}", target.id);
        assert_eq!(near["approximations"], strict["shortfalls"]);
    }
    assert!(refused > 0);
    assert!(listening.contains(&"nginx") && !listening.contains(&"s3"), "{listening:?}");
}

#[test]
fn origins_are_tried_while_the_rest_is_wrong() {
    let said = said(json!({
        "policies": [{
            "allow_origins": ["nonsense", "https://*.example.org", "https://app.example.com"],
            "allow_methods": ["TRACE"],
            "allow_credentials": true,
        }],
        "origins": [
            " https://a.example.org ", "https://example.org", "https://app.example.com:8443",
            "https://app.example.com/", "null", "", "\u{e9}\r\n", "https://elsewhere.example",
        ],
    }));
    let tried = said["origins"].as_array().expect("origins");
    let verdicts: Vec<_> = tried.iter().map(|it| json!([it["allowed"], it["entry"]])).collect();
    let no = json!([false, null]);
    assert_eq!(
        verdicts,
        [
            json!([true, 1]),
            json!([false, 1]),
            json!([false, 2]),
            no.clone(),
            no.clone(),
            no.clone(),
            no.clone(),
            no
        ]
    );
    assert_eq!(tried[3]["correction"], "https://app.example.com");
    assert!(tried.iter().all(|it| it["why"].as_str().is_some_and(|why| !why.is_empty())));
}

#[test]
fn what_is_no_question_is_refused() {
    let refused = |question: Value| {
        let error = answer(&asked(question)).expect_err("refused");
        (error.status.as_u16(), error.reason)
    };
    let (status, reason) = refused(json!({ "policies": [{ "allow_origin": ["*"] }] }));
    assert_eq!(status, 400);
    assert!(reason.contains("policy 0") && reason.contains("allow_origin"), "{reason}");
    for policy in [
        json!({ "quiet": "yes" }),
        json!({ "max_age": -1 }),
        json!({ "max_age": {} }),
        json!({ "paths": [1] }),
        json!({ "paths": null }),
    ] {
        assert_eq!(refused(json!({ "policies": [policy] })).0, 400, "{policy}");
    }
    assert_eq!(refused(json!({ "policies": vec![json!({}); POLICIES + 1] })).0, 422);
    let many = vec!["/a"; ENTRIES + 1];
    assert_eq!(refused(json!({ "policies": [{ "paths": many }] })).0, 422);
    let many = vec!["https://a.example"; ORIGINS + 1];
    assert_eq!(refused(json!({ "policies": [{}], "origins": many })).0, 422);
    assert_eq!(refused(json!({ "policies": [{}], "target": "cloudflare_access" })).0, 422);
    for question in [
        json!({}),
        json!({ "policies": {} }),
        json!({ "policies": [], "more": 1 }),
        json!({ "policies": [], "selected": -1 }),
    ] {
        assert!(serde_json::from_value::<Asked>(question.clone()).is_err(), "{question}");
    }
}

#[test]
fn nothing_asked_is_nothing_said() {
    let said = said(json!({ "policies": [], "selected": 7, "target": "nginx" }));
    assert_eq!(
        said,
        json!({ "problems": [], "toml": "", "origins": null, "max_age": null, "generated": null,
            "trial": null })
    );
    for target in preflight_targets::TARGETS.iter().filter(|target| target.generator.is_some()) {
        let shadowed = json!({ "allow_origins": ["*"], "shadow": true });
        let said = super::tests::said(json!({ "policies": [shadowed], "target": target.id }));
        assert_eq!(said["generated"], Value::Null, "{}", target.id);
    }
}

#[test]
fn a_file_with_wrong_entries_is_read_and_one_of_another_form_is_not() {
    let read = |toml: &str| {
        read::answer(&ToRead { toml: toml.to_owned() }).unwrap_or_else(|error| panic!("{error:?}"))
    };
    let said =
        read("[[policy]]\nallow_origins = ['https://a.example/']\n[gateway]\nlisten = 'x'\n");
    assert_eq!(said["policies"][0]["allow_origins"][0], "https://a.example/");
    assert_eq!(said["notes"][0]["id"], "trailing-slash");
    assert_eq!(said["rest"]["after"], "[gateway]\nlisten = 'x'\n");
    let said = read("[[policy]]\nallow_origin = ['https://a.example']\n");
    assert_eq!(said["faults"][0]["line"], 2);
    assert_eq!(said["faults"][0]["correction"], "allow_origins");
    assert_eq!(said["policies"], Value::Null);
    let many = ToRead { toml: "[[policy]]\n".repeat(POLICIES + 1) };
    assert_eq!(read::answer(&many).expect_err("too many").status.as_u16(), 422);
}

/// A policy for `/api/*`, and a request with credentials to it.
fn tried(path: &str, method: &str) -> Value {
    let said = said(json!({
        "policies": [{
            "paths": ["/api/*"], "allow_origins": ["https://*.example.org"], "allow_methods": ["PUT"],
            "allow_headers": ["Authorization"], "allow_credentials": true,
        }],
        "request": {
            "url": format!("https://api.example.net{path}"), "origin": "https://app.example.org",
            "method": method, "headers": [["Authorization", "Bearer hush"]], "credentials": "include",
        },
    }));
    said["trial"].clone()
}

#[test]
fn a_request_is_tried_by_both_machines() {
    let trial = tried("/api/users", "PUT");
    assert_eq!(trial["outcome"], "allowed", "{trial}");
    let kinds = trial["decisions"].as_array().expect("decisions").iter();
    assert_eq!(kinds.map(|it| &it["kind"]).collect::<Vec<_>>(), ["preflight", "actual"]);
    let rules = trial["decisions"][0]["rules"].as_array().expect("rules");
    let origin = rules.iter().find(|rule| rule["rule"] == "origin").expect("the origin's rule");
    assert_eq!(origin["place"], json!({ "policy": 0, "field": "allow_origins", "entry": 0 }));
    let exchanges = trial["report"]["exchanges"].as_array().expect("exchanges");
    let kinds: Vec<_> = exchanges.iter().map(|it| (&it["kind"], &it["purpose"])).collect();
    assert!(kinds.len() == 2, "{kinds:?}");
    assert!(!trial.to_string().contains("hush"), "secrets are masked");

    let trial = tried("/api/users", "DELETE");
    assert_eq!(trial["outcome"], "blocked");
    let rules = trial["decisions"][0]["rules"].as_array().expect("rules");
    let mends: Vec<_> = rules.iter().filter(|rule| !rule["mend"].is_null()).collect();
    assert_eq!(mends.len(), 1);
    assert_eq!(mends[0]["place"]["field"], "allow_methods");
    assert_eq!(
        mends[0]["mend"],
        json!({ "says": "Allow DELETE", "does": "add", "value": "DELETE" })
    );
    assert_eq!(trial["report"]["causes"][0]["id"], "method-not-allowed", "{trial}");
    assert_eq!(tried("/elsewhere", "PUT")["outcome"], "undecided");
}

#[test]
fn a_request_that_is_none_says_which_field_is_wrong() {
    for (fields, field) in [
        (json!({ "url": "nowhere" }), "url"),
        (json!({ "url": "https://a.example", "method": "TRACE" }), "method"),
        (json!({ "url": "https://a.example", "origin": "a.example" }), "origin"),
        (json!({ "url": "https://a.example", "mode": "loud" }), "mode"),
    ] {
        let policies = json!([{ "allow_origins": ["*"] }]);
        let said = said(json!({ "policies": policies, "request": fields }));
        assert_eq!(said["trial"]["fault"]["field"], field, "{said}");
    }
}

fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-z*.:/\\[\\]\"'\\\\%#\n]{0,12}",
        "https?://(\\*\\.)?[a-z]{1,5}\\.example(:[0-9]{1,5}|:\\*)?/?",
        Just("*".to_owned()),
        Just("null".to_owned()),
        Just("/*".to_owned()),
    ]
}

fn hostile_policy() -> impl Strategy<Value = Value> {
    let list = || prop::collection::vec(hostile(), 0..3);
    let lists = (list(), list(), list(), list(), list());
    (lists, any::<[bool; 4]>(), prop::option::of(hostile())).prop_map(|(lists, flags, age)| {
        let (paths, origins, methods, headers, expose) = lists;
        json!({
            "paths": paths, "allow_origins": origins, "allow_methods": methods,
            "allow_headers": headers, "expose_headers": expose, "allow_credentials": flags[0],
            "max_age": age, "quiet": flags[1], "shadow": flags[2],
            "dangerously_allow_insecure_origins": flags[3],
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn whatever_is_typed_there_is_an_answer(
        policies in prop::collection::vec(hostile_policy(), 0..3),
        origins in prop::collection::vec(hostile(), 0..4),
        target in prop::sample::select(preflight_targets::TARGETS),
        address in hostile(),
        request in (hostile(), hostile(), hostile(), hostile()),
    ) {
        let (url, origin, method, header) = request;
        let target = target.generator.as_ref().map(|_| target.id);
        let said = said(json!({
            "policies": policies, "origins": origins, "target": target, "approximate": true,
            "listen": address, "upstream": address,
            "request": {
                "url": url, "origin": origin, "method": method, "headers": [[header, header]],
            },
        }));
        let errors = said["problems"].as_array().expect("a list");
        let wrong = errors.iter().any(|problem| problem["severity"] == "error" && !problem["policy"].is_null());
        prop_assert_eq!(said["trial"].is_null(), wrong);
    }
}
