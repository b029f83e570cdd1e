use crate::program::{Run, preflight, run};
use crate::raw_server::RawServer;
use serde_json::Value;

const URL: &str = "/cart";
const REQUEST: [&str; 4] = ["-X", "PUT", "--credentials", "include"];

/// `preflight check` of a server that knows nothing of CORS, and says this of itself.
fn check(server: &str, args: &[&str]) -> Run {
    let answer = format!("HTTP/1.1 200 OK\r\n{server}Content-Length: 0\r\n\r\n").into_bytes();
    let server = RawServer::answering(move |_| Some(answer.clone()));
    run(preflight().args(["check", &server.url(URL)]).args(args), None)
}

const NGINX: &str = "Server: nginx/1.22.1\r\n";

/// What the first cause's fixes are for, and whether they have files.
fn fixes(server: &str, args: &[&str]) -> Vec<(String, bool)> {
    let ran = check(server, &[&REQUEST, args, &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&ran.out).expect("a report");
    let fixes = report["causes"][0]["fixes"].as_array().expect("fixes");
    let one = |fix: &Value| {
        let files = fix["files"].as_array().expect("files");
        (fix["target"].as_str().expect("an id").to_owned(), !files.is_empty())
    };
    fixes.iter().map(one).collect()
}

#[test]
fn who_answered_gets_the_smallest_policy_in_its_words() {
    assert_eq!(fixes(NGINX, &[]), [("nginx".to_owned(), true), ("any".to_owned(), false)]);
    let ran = check(NGINX, &REQUEST);
    for said in ["preflight-cors.conf:", "http://localhost:3000", "\"PUT\"", "\"true\""] {
        assert!(ran.out.contains(said), "`{said}` is not in\n{}", ran.out);
    }
    assert!(ran.out.contains("`--fix nginx`"), "{}", ran.out);
    assert!(ran.out.lines().all(|line| line == line.trim_end()), "{}", ran.out);
}

#[test]
fn fix_prints_the_configuration_and_nothing_else() {
    let ran = check(NGINX, &[&REQUEST, &["--fix", "nginx"][..]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""), "{ran:#?}");
    let generate = ["generate", "nginx", "--allow-origin", "http://localhost:3000"];
    let flags = ["--allow-method", "PUT", "--allow-credentials"];
    let generated = run(preflight().args(generate).args(flags), None);
    assert_eq!(ran.out, generated.out);
}

#[test]
fn a_target_can_be_named_where_none_is_seen() {
    let guessed = fixes("Server: mystery\r\n", &[]);
    assert_eq!(guessed.len(), 4, "three that are likely, and the general words: {guessed:?}");
    assert!(guessed.iter().take(3).all(|(_, has_files)| *has_files), "{guessed:?}");
    let ran = check("Server: mystery\r\n", &REQUEST);
    assert!(ran.out.contains("`Server: mystery`"), "{}", ran.out);
    let told = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("name it: `--target` says") && told.contains("`--fix nginx`"), "{told}");
    assert!(!ran.out.contains("proxy_pass"), "{}", ran.out);
    let ran = check("Server: mystery\r\n", &[&REQUEST, &["--target", "nginx"][..]].concat());
    assert!(ran.out.contains("proxy_pass"), "{}", ran.out);
    // What is asked for counts more than what is seen.
    assert_eq!(fixes(NGINX, &["--target", "express"])[0].0, "express");
}

#[test]
fn what_no_configuration_puts_right_is_said() {
    let near = ["--page-address", "loopback", "--fix", "nginx"];
    let fix = |args: &[&str]| check(NGINX, &[args, &near[..]].concat());
    let ran = fix(&["--origin", "null"]);
    ran.ends(1, "no CORS configuration puts this right: the page's own origin is null");
    assert_eq!(ran.out, "");
    let insecure = ["--origin", "http://app.example", "--credentials", "include"];
    let ran = fix(&insecure);
    ran.ends(1, "no policy should allow this; `http://app.example`: ");
    let ran = fix(&["--mode", "no-cors"]);
    ran.ends(0, "the request passes; there is nothing to put right");
    assert_eq!(ran.out, "");
    let ran = run(preflight().args(["check", "http://127.0.0.1:1/", "--fix", "nginx"]), None);
    ran.ends(1, "no CORS configuration puts this right: the port is one that browsers");
    let ran = check(NGINX, &[&insecure[..], &near[..2]].concat());
    assert!(ran.out.contains("No configuration is written"), "{}", ran.out);
}

#[test]
fn what_is_no_target_is_said_with_what_is() {
    for (id, says) in [
        ("Nginx", "no target is called `Nginx`; write `nginx`"),
        ("application load", "; AWS Application Load Balancer is `alb`"),
        ("ngnix", "no target is called `ngnix`; write `nginx`"),
        ("frobnicator", "`preflight targets` lists what can be written"),
        ("okta", "nothing can be written for `okta` yet"),
    ] {
        check(NGINX, &["--fix", id]).ends(2, says);
    }
}
