use crate::program::{Run, preflight, run};
use preflight_diagnose::{CAUSES, explain};
use std::process::{Command, Stdio};

/// `preflight explain` with these arguments and this standard input.
fn explained(args: &[&str], input: &str) -> Run {
    let mut command = preflight();
    command.arg("explain").args(args).stdin(Stdio::piped());
    run(&mut command, Some(input.into()))
}

const LINE: &str = "Access to fetch at 'https://api.example/x?token=hunter2hunter2' from origin 'https://shop.example' has been blocked by CORS policy: Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.";

#[test]
fn an_argument_several_words_or_standard_input() {
    let one = explained(&[LINE], "");
    one.ends(0, "");
    assert!(
        one.out.starts_with("Chromium: the preflight's answer does not allow this method: `PUT`\n"),
        "{}",
        one.out
    );
    assert_eq!(explained(&LINE.split(' ').collect::<Vec<_>>(), "").out, one.out);
    assert_eq!(explained(&["-"], LINE).out, one.out);
    assert!(!one.out.contains("hunter2"), "{}", one.out);
    let folder = std::env::temp_dir().join(format!("preflight-explain-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("console.txt");
    std::fs::write(&path, LINE).unwrap();
    assert_eq!(explained(&[path.to_str().unwrap()], "").out, one.out);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn names_of_pages() {
    for (words, starts) in [
        ("auth-before-cors", "auth-before-cors: authentication refuses"),
        ("401 on OPTIONS", "401: a preflight answered 401"),
        ("502", "502: "),
        ("Access-Control-Allow-Origin", "access-control-allow-origin: "),
        ("preflight", "preflight: "),
        ("no-cors", "no-cors: "),
    ] {
        let run = explained(&[words], "");
        run.ends(0, "");
        assert!(run.out.starts_with(starts), "{words}: {}", run.out);
    }
}

#[test]
fn json_and_markdown() {
    let run = explained(&[LINE, "--format", "json"], "");
    let object: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(object["browser"], "chromium");
    assert_eq!(object["causes"][0]["id"], "method-not-allowed");
    assert_eq!(
        object["next"],
        "preflight check 'https://api.example/x?token=***' -X PUT --origin https://shop.example"
    );
    assert!(object["does_not_fix"].as_array().unwrap().len() > 3);
    let run = explained(&[LINE, "--format", "markdown"], "");
    assert!(
        run.out.starts_with("## the preflight's answer does not allow this method"),
        "{}",
        run.out
    );
}

#[test]
fn what_cannot_be_answered() {
    explained(&["-"], "").ends(2, "there is nothing to explain");
    explained(&["  "], "").ends(2, "there is nothing to explain");
    explained(&[], "").ends(2, "required");
    let unknown = explained(&["colourless green ideas"], "");
    unknown.ends(3, "nothing in the text is known");
    assert_eq!(unknown.out, "");
    let object = explained(&["colourless green ideas", "--format", "json"], "").out;
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&object).unwrap()["causes"],
        serde_json::json!([])
    );
}

#[test]
fn much_is_read_in_no_time() {
    let long =
        "é'https://api.example/?a=1&b=2 Access-Control-Allow-Origin (Reason: ".repeat(60_000);
    let run = explained(&["-"], &long);
    assert!(run.took.as_secs() < 20, "{:?}", run.took);
    assert_ne!(run.code, None);
}

#[test]
fn check_takes_every_command_that_is_printed() {
    let pastes = CAUSES.iter().flat_map(|cause| cause.page().pastes());
    let failures = pastes.flat_map(|paste| explain(paste.text).failures);
    let commands: Vec<String> =
        failures.filter_map(|failure| failure.check).map(|check| check.words().join(" ")).collect();
    assert!(commands.len() > 50, "{} commands", commands.len());
    for command in commands {
        let shell = format!("preflight() {{ printf '%s\\n' \"$@\"; }}\n{command}");
        let words = Command::new("sh").args(["-c", &shell]).output().expect("a shell");
        assert!(words.status.success(), "{command}");
        let words = String::from_utf8(words.stdout).unwrap();
        let words = std::iter::once("preflight").chain(words.lines());
        let parsed = ::preflight::command().try_get_matches_from(words);
        assert!(parsed.is_ok(), "{command}\n{}", parsed.unwrap_err());
    }
}
