//! The clinic's page: what a browser opens to perform the requests itself.
//!
//! The page is static; its scripts read `clinic.json`. A scenario of another page origin runs in a
//! frame of that origin (`/frame/<id>`), one of the origin `null` in a sandboxed frame. A frame knows
//! its own scenario only, and nobody but the clinic's pages may put it into theirs, lest a stranger's
//! page sends requests in the clinic's name. Opened by itself it performs its one request too.

use crate::addresses::Addresses;
use crate::predict::{Prediction, predict};
use crate::scenarios::Served;
use crate::server::with_text;
use crate::wire::Received;
use preflight_fetch::http::header_list::text;
use preflight_fetch::{Body, Browser, HttpResponse};
use preflight_report::Page;
use pulldown_cmark::{Event, Options, Parser, Tag, html};
use serde_json::{Map, Value, json};

const INDEX: &str = include_str!("../assets/index.html");
const FRAME: &str = include_str!("../assets/frame.html");
const CAUSE: &str = include_str!("../assets/cause.html");
const STYLE: &str = include_str!("../assets/clinic.css");
const SCRIPT: &str = include_str!("../assets/clinic.js");
const PERFORM: &str = include_str!("../assets/perform.js");

/// Everything the page listeners serve.
#[derive(Debug)]
pub(crate) struct Site {
    /// Who may frame the pages: they themselves.
    policy: String,
    /// `clinic.json`.
    data: String,
    /// For each scenario its id, its part of `clinic.json`, and the text of its cause.
    scenarios: Vec<(&'static str, Value, &'static str)>,
}

impl Site {
    pub(crate) fn new(addresses: &Addresses, served: &[Served], chromium_flags: &[String]) -> Self {
        let scenarios: Vec<_> =
            served.iter().map(|s| (s.id(), scenario(s), s.cause.page)).collect();
        let all: Vec<&Value> = scenarios.iter().map(|(_, value, _)| value).collect();
        let data = json!({
            "pages": {
                "local": addresses.page,
                "https": addresses.page_https,
                "public": addresses.page_http,
            },
            "chromiumFlags": chromium_flags,
            "scenarios": all,
        });
        let Addresses { page, page_https, page_http, .. } = addresses;
        let policy = format!("frame-ancestors {page} {page_https} {page_http}");
        Self { policy, data: data.to_string(), scenarios }
    }

    /// What the page listeners answer.
    pub(crate) fn answer(&self, received: &Received) -> HttpResponse {
        if !matches!(&*received.method, "GET" | "HEAD") {
            return with_text(405, "Method Not Allowed", "GET and HEAD only")
                .with("Allow", "GET, HEAD");
        }
        let path = received.target.split('?').next().unwrap_or_default();
        let (media_type, body) = match path {
            "/" => ("text/html", INDEX.to_owned()),
            "/clinic.css" => ("text/css", STYLE.to_owned()),
            "/clinic.js" => ("text/javascript", SCRIPT.to_owned()),
            "/perform.js" => ("text/javascript", PERFORM.to_owned()),
            "/clinic.json" => ("application/json", self.data.clone()),
            _ => match self.below(path) {
                Some(body) => ("text/html", body),
                None => return with_text(404, "Not Found", "no such page"),
            },
        };
        // A sandboxed page has the origin `null`, whether in a frame or not.
        let sandbox = if self.is_frame_of_null(path) { "; sandbox allow-scripts" } else { "" };
        let mut response = HttpResponse::new(200)
            .with("Content-Type", format!("{media_type}; charset=utf-8"))
            .with("Cache-Control", "no-store")
            .with("Content-Security-Policy", format!("{}{sandbox}", self.policy))
            .with("X-Content-Type-Options", "nosniff");
        response.status_text = b"OK".to_vec();
        response.body = body.into_bytes();
        response
    }

    fn is_frame_of_null(&self, path: &str) -> bool {
        let mut frames =
            self.scenarios.iter().filter(|(_, scenario, _)| scenario["page"] == "null");
        frames.any(|(id, ..)| path.strip_prefix("/frame/") == Some(id))
    }

    fn below(&self, path: &str) -> Option<String> {
        let (folder, id) = path.strip_prefix('/')?.split_once('/')?;
        let (_, scenario, page) = self.scenarios.iter().find(|(known, ..)| *known == id)?;
        match folder {
            "causes" => cause(page),
            // A `<` in the data must not end the script element that holds it.
            "frame" => {
                Some(FRAME.replace("{scenario}", &scenario.to_string().replace('<', "\\u003c")))
            }
            _ => None,
        }
    }
}

/// One scenario for the page's scripts.
fn scenario(served: &Served) -> Value {
    let question = served.question();
    let request = &question.request;
    let headers: Vec<[String; 2]> =
        request.header_list().iter().map(|h| [h.name.to_string(), h.text().into_owned()]).collect();
    let expected: Map<String, Value> = Browser::ENGINES
        .iter()
        .map(|&browser| (browser.id().to_owned(), expected(&predict(&served.scenario, browser))))
        .collect();
    json!({
        "id": served.id(),
        "title": served.title,
        "case": served.case,
        "group": served.cause.rank.heading(),
        "page": served.scenario.page,
        "request": {
            "method": request.method(),
            "url": request.url().as_str(),
            "headers": headers,
            "credentials": request.credentials_mode().as_str(),
            "mode": request.mode().as_str(),
            "redirect": request.redirect_mode().as_str(),
            "body": request.body().map(Body::bytes).map(text),
            "streams": matches!(request.body(), Some(Body::Stream(_))),
        },
        "read": question.read,
        "expected": expected,
        "command": served.command(),
    })
}

fn expected(prediction: &Prediction) -> Value {
    let read: Map<String, Value> =
        prediction.read.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    json!({
        "outcome": if prediction.status.is_some() { "allowed" } else { "blocked" },
        "status": prediction.status,
        "read": read,
        "console": prediction.console,
    })
}

/// The text of a cause as HTML: what people read, without the test cases.
fn cause(text: &str) -> Option<String> {
    let page = Page::parse(text).ok()?;
    let sections = ["What happens", "Why", "Fix"];
    let markdown: String = sections
        .iter()
        .filter_map(|name| Some(format!("## {name}\n\n{}\n\n", page.section(name)?)))
        .collect();
    // Blocks of configuration scroll by themselves: they must be reachable by the keyboard.
    let events = Parser::new_ext(&markdown, Options::ENABLE_TABLES).map(|event| match event {
        Event::Start(Tag::CodeBlock(_)) => Event::Html("<pre tabindex=\"0\"><code>".into()),
        Event::End(pulldown_cmark::TagEnd::CodeBlock) => Event::Html("</code></pre>\n".into()),
        // The pages are Markdown only: what looks like a tag is an example.
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        event => event,
    });
    let mut body = String::new();
    html::push_html(&mut body, events);
    Some(CAUSE.replace("{id}", page.id).replace("{title}", page.title).replace("{text}", &body))
}
