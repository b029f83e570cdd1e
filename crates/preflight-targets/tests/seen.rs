//! Every target is recognised in responses that were seen, and not in those that merely look alike:
//! the file `seen.http` in its folder, for those with signatures. A `### not: …` is a response that another layer wrote.

#![allow(clippy::disallowed_methods, reason = "reads the responses that lie beside the targets")]

use preflight_fetch::HttpResponse;
use preflight_targets::{TARGETS, answered_apart, identify};
use std::path::Path;

struct Recorded {
    what: String,
    response: HttpResponse,
}

/// The responses in the file of one target.
fn recorded(id: &str) -> Vec<Recorded> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/servers");
    let path = folder.join(id.replace('-', "_")).join("seen.http");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let blocks = text.split("### ").skip(1).map(|block| {
        let (what, response) = block.split_once('\n').expect("a response below its heading");
        Recorded { what: what.to_owned(), response: parse(response) }
    });
    blocks.collect()
}

fn parse(text: &str) -> HttpResponse {
    let (head, body) = text.split_once("\n\n").unwrap_or((text.trim_end(), ""));
    let mut lines = head.lines();
    let status_line = lines.next().expect("a status line");
    let mut words = status_line.splitn(3, ' ').skip(1);
    let status = words.next().and_then(|s| s.parse().ok()).expect("a status");
    let mut response = HttpResponse::new(status);
    response.status_text = words.next().unwrap_or_default().as_bytes().to_vec();
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap_or_else(|| panic!("no header: {line}"));
        response.header_list.append(name.to_owned(), value.as_bytes().to_vec());
    }
    response.body = body.trim_end().as_bytes().to_vec();
    response
}

#[test]
fn every_target_is_recognised_and_told_from_its_likes() {
    let mut wrong = Vec::new();
    for target in TARGETS.iter().filter(|target| !target.signatures.is_empty()) {
        let (mut fires, mut quiet) = (0, 0);
        for Recorded { what, response } in recorded(target.id) {
            let found = identify(&response);
            let answered = found.as_ref().is_some_and(|layer| layer.id == target.id);
            let other = what.starts_with("not: ");
            *(if other { &mut quiet } else { &mut fires }) += 1;
            if answered == other {
                wrong.push(format!("{}: {what}: {found:?}", target.id));
            }
        }
        assert!(fires > 0 && quiet > 0, "{}: one that fires, one that does not", target.id);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn who_passed_a_response_on_is_told_too() {
    let passed = [
        ("cloudflare", "express"),
        ("cloudfront", "s3"),
        ("envoy", "fastapi"),
        ("iis", "aspnet"),
        ("kong", "express"),
        ("nginx", "express"),
        ("ngrok", "express"),
        ("vercel", "nextjs"),
    ];
    for (front, inner) in passed {
        let all = recorded(front);
        let quiet = all.iter().find(|r| r.what.starts_with("not: ")).expect("a near miss");
        let layer = identify(&quiet.response).expect("a layer");
        assert_eq!(layer.id, inner, "{front}");
        assert!(layer.behind.iter().any(|l| l.id == front), "{front}: {layer:?}");
    }
}

#[test]
fn a_difference_is_claimed_only_where_the_marks_allow_it() {
    let nginx = |response: HttpResponse| response.with("Server", "nginx/1.22.1");
    let page = recorded("nginx").swap_remove(0).response;
    let express = nginx(HttpResponse::new(200).with("X-Powered-By", "Express"));
    let unmarked = nginx(HttpResponse::new(200));
    let mut fastapi = nginx(HttpResponse::new(405).with("Allow", "PUT"));
    fastapi.body = br#"{"detail":"Method Not Allowed"}"#.to_vec();
    // nginx refused; Express, which marks every response, answered.
    assert!(answered_apart(&page, &express));
    assert!(answered_apart(&express, &page));
    // Express would have left its mark.
    assert!(answered_apart(&unmarked, &express));
    // FastAPI behind nginx marks its errors only: it may have written the unmarked one as well.
    assert!(!answered_apart(&fastapi, &unmarked));
    assert!(!answered_apart(&express, &express));
    assert!(!answered_apart(&express, &HttpResponse::new(200)));
}

#[test]
fn every_signature_says_where_it_was_seen_and_shows_something() {
    for target in TARGETS.iter().filter(|target| !target.signatures.is_empty()) {
        for signature in target.signatures {
            assert!(!signature.seen.is_empty() && !signature.marks.is_empty(), "{}", target.id);
        }
        for Recorded { what, response } in recorded(target.id) {
            let shown = identify(&response).map(|layer| layer.shown_by);
            assert_ne!(shown.as_deref(), Some(""), "{}: {what}", target.id);
        }
    }
}

#[test]
fn nothing_is_read_into_a_plain_response() {
    assert_eq!(identify(&HttpResponse::new(200)), None);
    assert_eq!(identify(&HttpResponse::new(404).with("Content-Type", "application/json")), None);
}

#[test]
fn the_list_is_in_order_and_is_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/servers");
    let entries = std::fs::read_dir(folder).expect("the folder can be read");
    let mut folders: Vec<String> = entries
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().replace('_', "-"))
        .collect();
    folders.sort();
    let listed: Vec<&str> = TARGETS.iter().map(|t| t.id).collect();
    assert_eq!(listed, folders);
}
