use super::syntax::SYNTAX;
use super::*;
use crate::problem::{Field, Place};
use std::time::Duration;

fn said(text: &str) -> Vec<String> {
    let faults = match File::read(text) {
        Ok(file) => file.notes,
        Err(faults) => faults,
    };
    faults.iter().map(ToString::to_string).collect()
}

fn ids(text: &str) -> Vec<String> {
    let faults = match File::read(text) {
        Ok(file) => file.notes,
        Err(faults) => faults,
    };
    faults.iter().map(|found| format!("{} {}", found.position, found.fault.id)).collect()
}

const DESIGN: &str = r#"
[[policy]]                                  # first match by path wins
paths = ["/api/*"]
allow_origins = ["https://app.example.com", "https://*.example.org", "http://localhost:*"]
allow_methods = ["GET", "PUT", "DELETE"]
allow_headers = ["Authorization", "Content-Type"]
expose_headers = ["X-Request-Id"]
allow_credentials = true
max_age = "10m"

[gateway]                                   # for `preflight serve`
listen = "127.0.0.1:8080"
upstream = "http://127.0.0.1:3000"

[[check]]                                   # for `preflight test`
url = "https://api.example.com/users"
expect = "allowed"
"#;

#[test]
fn a_whole_file_is_read_and_the_tables_of_others_are_passed_over() {
    let file = File::read(DESIGN).expect("it is right");
    assert_eq!(file.notes, Faults::default());
    let configs = file.policies.configs();
    assert_eq!(configs.len(), 1);
    assert_eq!(configs[0].allow_headers, ["authorization", "content-type"]);
    assert_eq!(configs[0].max_age, Some(crate::MaxAge(600)));
    assert!(configs[0].allow_credentials && !configs[0].debug);
    let at = |field, entry| {
        let place = Place { policy: 0, field, entry };
        file.places.position(DESIGN, place).to_string()
    };
    assert_eq!(at(Field::AllowOrigins, Some(1)), "4:45");
    assert_eq!(at(Field::AllowOrigins, None), "4:17");
    assert_eq!(at(Field::MaxAge, None), "9:11");
}

#[test]
fn every_problem_has_its_line_and_column() {
    let text = r#"
[[policy]]
paths = ["api/*", "/x"]
allow_origins = [
  "https://app.example.com/",
  # a comment
  "null", 'https://é.example',
  7,
]
allow_methods = "PUT"
allow_credentials = "true"
max_age = "1d"
debugg = true

[[policy]]
allow_origins = ["https://a.example"]
max_age = 100000

[gatewya]
listen = 1
"#;
    assert_eq!(
        ids(text),
        [
            "3:10 path-not-absolute",
            "5:3 trailing-slash",
            "7:3 null-origin",
            "7:11 unicode",
            "8:3 wrong-type",
            "10:17 wrong-type",
            "11:21 wrong-type",
            "12:11 not-a-duration",
            "13:1 unknown-key",
            "17:11 max-age-too-long",
            "19:2 unknown-key",
        ]
    );
    let said = said(text).join("\n");
    for line in [
        "write `\"https://app.example.com\"`",
        "an entry of `allow_origins` is a text, this is an integer; write `\"7\"`",
        "`allow_methods` is a list of texts, this is a text; write `[\"PUT\"]`",
        "`allow_credentials` is `true` or `false`, this is a text; write `true`",
        "`debugg` means nothing here; write `debug`",
        "write `86400`",
        "`gatewya` means nothing here; write `gateway`",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}

#[test]
fn one_table_where_several_stand_is_said_so() {
    let text = "[policy]\nallow_origins = ['https://a.example']";
    assert_eq!(
        said(text),
        [
            "1:1: error[wrong-type]: `policy` is an array of tables, each with the header `[[policy]]`, \
          this is a table"
        ]
    );
}

#[test]
fn a_syntax_error_hides_neither_others_nor_what_else_is_wrong() {
    let text = "[[policy]]\nallow_origins = [\"https://a.example/\"]\nmax_age = = 5\nquiet = yes\n\
                allow_methods = [\"PUT\"\n";
    let ids = ids(text);
    assert!(ids.contains(&"2:18 trailing-slash".to_owned()), "{ids:?}");
    let syntax = ids.iter().filter(|id| id.ends_with(SYNTAX)).count();
    assert!(syntax >= 3, "{ids:?}");
    assert!(ids.iter().all(|id| !id.ends_with("unknown-key")), "{ids:?}");
}

#[test]
fn notes_leave_the_policies_in_force() {
    let file = File::read("[[policy]]\nallow_origins = ['*']\nmax_age = '1h'\n").expect("no error");
    let notes: Vec<_> = file.notes.iter().map(|found| found.fault.id).collect();
    assert_eq!(notes, ["max-age-capped-by-webkit"]);
    assert_eq!(ids(""), ["1:1 no-policy"]);
}

#[test]
fn hostile_files_are_bounded() {
    let long = "#".repeat(FILE_LIMIT + 1);
    assert_eq!(ids(&long), ["1:1 file-too-long"]);
    let deep = "a.".repeat(100_000);
    for nested in
        [format!("a = {}", "[".repeat(100_000)), format!("{deep}a = 1"), format!("[{deep}a]")]
    {
        assert!(ids(&nested).iter().any(|id| id.ends_with(SYNTAX)), "{:?}", ids(&nested));
    }
    assert!(ids(&"=\n".repeat(100_000)).len() <= FAULTS_LIMIT);
    let Err(faults) =
        File::read(&format!("[[policy]]\nallow_origins = [{}]", "'null',".repeat(20_000)))
    else {
        panic!("`null` is no origin");
    };
    assert_eq!((faults.iter().len(), faults.left_out()), (FAULTS_LIMIT, 20_000 - FAULTS_LIMIT));
    assert_eq!(ids(&"[[policy]]\n".repeat(POLICIES_LIMIT + 1)), ["1001:1 too-many-policies"]);
}

#[test]
fn a_section_is_read_key_by_key() {
    let text = r#"
[gateway]
listen = "127.0.0.1:8080"
header_limit = "64KiB"
body_limit = "64k"
idle = "5m"
read = 10
write = "1 s"
connections = 0
workers = 4

[gateway.tls]
cert = "a.pem"

[[gateway.route]]
paths = ["/a"]

[[gateway.route]]
pats = ["/b"]
"#;
    let mut document = Document::parse(text);
    let read = document.table("gateway", |gateway| {
        assert_eq!(gateway.text("listen").expect("a text").value, "127.0.0.1:8080");
        assert_eq!(gateway.size("header_limit").map(|size| size.value), Some(64 << 10));
        assert_eq!(gateway.size("body_limit"), None);
        assert_eq!(gateway.duration("idle").map(|time| time.value), Some(Duration::from_secs(300)));
        assert_eq!(gateway.duration("read").map(|time| time.value), Some(Duration::from_secs(10)));
        assert_eq!(gateway.duration("write"), None);
        assert_eq!(gateway.integer("connections", 1..=10), None);
        assert_eq!(gateway.integer("workers", 1..=10).map(|n| n.value), Some(4));
        assert_eq!(gateway.boolean("absent"), None);
        let cert = gateway.table("tls", |tls| tls.text("cert")).flatten();
        let routes = gateway.tables("route", |route| route.strings("paths").len());
        (cert.map(|cert| cert.value), routes)
    });
    assert_eq!(read, Some((Some("a.pem".to_owned()), vec![1, 0])));
    assert_eq!(document.table("absent", |_| ()), None);
    let faults: Vec<String> = document.finish().iter().map(ToString::to_string).collect();
    assert_eq!(
        faults,
        [
            "5:14: error[not-a-size]: `body_limit` is a number of bytes, or a text such as `\"64KiB\"`; \
             write `\"64KiB\"`",
            "8:9: error[not-a-duration]: `write` is a number of seconds, or a text such as `\"10s\"`, \
             `\"250ms\"` or `\"5m\"`; write `\"1s\"`",
            "9:15: error[out-of-range]: `connections` is an integer from 1 to 10",
            "19:1: error[unknown-key]: `pats` means nothing here; write `paths`",
        ]
    );
}
