use crate::program::{Run, preflight, run};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// A folder of its own for one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("preflight-{name}-{}", std::process::id()));
        std::fs::create_dir_all(path.join("a/b")).expect("a folder");
        Self(path)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), text).expect("a file");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn policy_in(folder: &Path, args: &[&str]) -> Run {
    run(preflight().current_dir(folder).arg("policy").args(args), None)
}

fn policy(args: &[&str]) -> Run {
    policy_in(&std::env::temp_dir(), args)
}

const WRONG: &str = "[[policy]]\nallow_origins = [\"https://app.example/\", 'null']\nmax_age = \"1d\"\n\
                     allow-methods = ['PUT']\n";
const RIGHT: &str = "[[policy]]\npaths = ['/api/*']\nallow_origins = ['https://app.example', \
                     'https://*.example.org']\nallow_methods = ['PUT']\nallow_headers = ['X-Request-Id']\n\
                     allow_credentials = true\nmax_age = 600\n";

#[test]
fn the_nearest_file_is_checked_and_all_its_problems_are_said() {
    let folder = Folder::new("policy-check");
    folder.write("preflight.toml", WRONG);
    let run = policy_in(&folder.0.join("a/b"), &["check"]);
    run.ends(1, "");
    assert_eq!(
        run.out,
        "error[trailing-slash]: an origin has no path, not even `/`: no browser sends one
 --> ../../preflight.toml:2:18
   |
 2 | allow_origins = [\"https://app.example/\", 'null']
   |                  ^^^^^^^^^^^^^^^^^^^^^^
   = write: \"https://app.example\"

error[null-origin]: `null` is the origin of every sandboxed frame and local
    file: whoever allows it allows every page on the web
 --> ../../preflight.toml:2:42
   |
 2 | allow_origins = [\"https://app.example/\", 'null']
   |                                          ^^^^^^

error[not-a-duration]: `max_age` is a number of seconds, or a text such as
    `\"90s\"`, `\"10m\"` or `\"1h\"`
 --> ../../preflight.toml:3:11
   |
 3 | max_age = \"1d\"
   |           ^^^^

error[unknown-key]: `allow-methods` means nothing here
 --> ../../preflight.toml:4:1
   |
 4 | allow-methods = ['PUT']
   | ^^^^^^^^^^^^^
   = write: allow_methods

4 errors in ../../preflight.toml
"
    );
}

#[test]
fn what_is_right_is_printed_as_it_is_meant() {
    let folder = Folder::new("policy-right");
    folder.write("other.toml", RIGHT);
    folder.write("preflight.toml", "[[policy]]\nallow_origins = ['*']\nmax_age = '1h'\n");
    let run = policy_in(&folder.0, &["check", "other.toml"]);
    run.ends(0, "");
    assert_eq!(
        run.out,
        "# other.toml, as it is meant\n[[policy]]\npaths = [\"/api/*\"]\nallow_origins = \
         [\"https://app.example\", \"https://*.example.org\"]\nallow_methods = [\"PUT\"]\n\
         allow_headers = [\"x-request-id\"]\nallow_credentials = true\nmax_age = \"10m\"\n"
    );
    assert_eq!(run.err, "");
    assert_eq!(policy_in(&folder.0, &["check", "--config", "other.toml"]).out, run.out);
    let notes = policy_in(&folder.0, &["check"]);
    notes.ends(0, "note[max-age-capped-by-webkit]: WebKit keeps an answer");
    assert!(notes.out.ends_with("max_age = \"1h\"\n"), "{}", notes.out);
}

#[test]
fn flags_are_checked_and_written_as_a_file() {
    let run =
        policy(&["check", "--allow-origin", "https://a.test", "--allow-method", "put, PATCH"]);
    run.ends(0, "");
    assert!(run.out.ends_with("allow_methods = [\"PUT\", \"PATCH\"]\n"), "{}", run.out);
    let wrong = policy(&["check", "--allow-origin", "https://a.test:443", "--max-age", "2000000"]);
    wrong.ends(1, "");
    assert!(
        wrong.out.contains(" --> --allow-origin https://a.test:443\n   = write: https://a.test\n")
    );
    assert!(wrong.out.ends_with("2 errors in the policy flags\n"), "{}", wrong.out);
    policy(&["check", "x.toml", "--max-age", "1"]).ends(2, "cannot be used with");
    policy(&["check", "--max-age", "1d"]).ends(2, "`1d` is no time");
}

#[test]
fn a_file_that_is_not_there_or_no_text_is_said_so() {
    let folder = Folder::new("policy-unreadable");
    policy_in(Path::new("/"), &["check"])
        .ends(2, "there is no `preflight.toml` in `/` nor in any folder above");
    policy_in(&folder.0, &["check", "none.toml"])
        .ends(2, "`none.toml` cannot be read (No such file");
    policy_in(&folder.0, &["check", "a"]).ends(2, "`a` cannot be read (Is a directory");
    folder.write("latin1.toml", b"# ok\n# \xe9\n");
    policy_in(&folder.0, &["check", "latin1.toml"]).ends(2, "is no UTF-8 from line 2 on");
    folder.write("long.toml", "#".repeat(5 << 20));
    let long = policy_in(&folder.0, &["check", "long.toml"]);
    long.ends(1, "");
    assert!(
        long.out.contains("error[file-too-long]: the file is longer than 4 MiB"),
        "{}",
        long.out
    );
}

#[test]
fn standard_input_is_a_file_too_and_json_is_for_programs() {
    let mut command = preflight();
    command.args(["policy", "check", "-", "--format", "json"]).stdin(Stdio::piped());
    let run = run(&mut command, Some(WRONG.into()));
    run.ends(1, "");
    let json: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(json["outcome"], "problems");
    assert_eq!(json["from"], "standard input");
    assert_eq!(json["policies"], Value::Null);
    let first = &json["problems"][0];
    assert_eq!(
        (&first["line"], &first["column"], &first["width"]),
        (&2.into(), &18.into(), &22.into())
    );
    assert_eq!(first["correction"], "\"https://app.example\"");
    let clean = policy(&["check", "--allow-origin", "https://a.test", "--format", "json"]);
    let json: Value = serde_json::from_str(&clean.out).expect("JSON");
    assert_eq!(json["outcome"], "clean");
    assert_eq!(json["policies"][0]["allow_origins"][0], "https://a.test");
}

#[test]
fn a_refusal_is_explained_rule_by_rule() {
    let folder = Folder::new("policy-explain");
    folder.write("preflight.toml", RIGHT);
    let args = [
        "explain",
        "--origin",
        "http://app.example",
        "-X",
        "PATCH",
        "-H",
        "X-Requestid: 1",
        "/api/x",
    ];
    let run = policy_in(&folder.0, &args);
    run.ends(1, "");
    let rules = "\
Preflight: OPTIONS https://your-server.example/api/x
  path     yes  policy 0 speaks for `/api/x` (preflight.toml:2:10)
  origin   no   no entry allows `http://app.example`; nearest is
                `https://app.example`: the scheme is `http`, the entry has
                `https` (preflight.toml:3:18)
  method   no   no entry allows `PATCH` (preflight.toml:4:17)
  header   no   no entry allows `x-requestid`; nearest is `x-request-id`
                (preflight.toml:5:17)
  = answered before the application: 403
    vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers
";
    assert!(run.out.contains(rules), "{}", run.out);
    assert!(
        run.out.contains("\nblocked  the standard, Chromium, Firefox, WebKit\n"),
        "{}",
        run.out
    );
    assert!(run.out.contains("  Chromium:\n    Access to fetch at"), "{}", run.out);
    assert!(!run.out.contains("\nRequest: "), "what is not sent is not shown: {}", run.out);
    assert!(run.out.lines().all(|line| line.chars().count() <= 80), "{}", run.out);
}

#[test]
fn what_is_allowed_shows_both_answers_with_all_their_headers() {
    let folder = Folder::new("policy-allowed");
    folder.write("preflight.toml", RIGHT);
    let args = [
        "explain",
        "--origin",
        "https://x.example.org",
        "-X",
        "PUT",
        "--credentials",
        "include",
        "https://api.test/api/x",
    ];
    let run = policy_in(&folder.0, &args);
    run.ends(0, "");
    let answers = "\
  = answered before the application: 204
    access-control-allow-origin: https://x.example.org
    access-control-allow-credentials: true
    access-control-allow-methods: PUT
    access-control-allow-headers: x-request-id
    access-control-max-age: 600
    vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers

Request: PUT https://api.test/api/x
  path     yes  policy 0 speaks for `/api/x` (preflight.toml:2:10)
  origin   yes  `https://x.example.org` is allowed (preflight.toml:3:41)
  = passed on; whatever comes back gets these headers
    access-control-allow-origin: https://x.example.org
    access-control-allow-credentials: true
    vary: Origin
";
    assert!(run.out.ends_with(answers), "{}", run.out);
    let mut colored = vec!["--color", "always", "policy"];
    colored.extend(args);
    let colored = crate::program::run(preflight().current_dir(&folder.0).args(colored), None);
    let mut plain = colored.out.clone();
    for code in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[1;32m", "\u{1b}[1;31m"] {
        plain = plain.replace(code, "");
    }
    assert_ne!(colored.out, run.out);
    assert_eq!(plain, run.out);
}

#[test]
fn the_browsers_say_what_the_policy_cannot_know() {
    let policy_allows = policy(&[
        "explain",
        "--allow-origin",
        "*",
        "--allow-header",
        "*",
        "--format",
        "json",
        "-H",
        "Authorization: x",
        "--origin",
        "https://a.test",
        "/",
    ]);
    let json: Value = serde_json::from_str(&policy_allows.out).expect("JSON");
    assert_eq!(json["from"], "the policy flags");
    let rules = json["decisions"][0]["rules"].as_array().expect("rules");
    let header = rules.iter().find(|rule| rule["rule"] == "header").expect("a header");
    assert_eq!(header["allowed"], false);
    assert_eq!(json["report"]["browsers"]["standard"]["outcome"], "blocked");
    assert_eq!(json["outcome"], json["report"]["outcome"]);
}

#[test]
fn where_no_policy_speaks_nothing_is_decided() {
    let folder = Folder::new("policy-none");
    folder.write("preflight.toml", RIGHT);
    let run = policy_in(&folder.0, &["explain", "/elsewhere"]);
    run.ends(3, "");
    assert!(run.out.contains("undecided  no policy speaks for this path"), "{}", run.out);
    assert!(run.out.contains("note: the page is http://localhost:3000"), "{}", run.out);
    folder.write("preflight.toml", WRONG);
    policy_in(&folder.0, &["explain"]).ends(2, "error[trailing-slash]");
    policy(&["explain", "--allow-origin", "*", "--config", "x"]).ends(2, "cannot be used with");
    policy(&["explain", "--allow-origin", "*", "--origin", "x/"]).ends(2, "not an origin");
    let same = policy(&[
        "explain",
        "--allow-origin",
        "*",
        "--origin",
        "https://a.test",
        "https://a.test/x",
    ]);
    same.ends(0, "");
    assert!(same.out.contains("CORS does not apply"), "{}", same.out);
}
