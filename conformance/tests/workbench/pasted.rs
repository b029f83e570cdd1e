//! Check: what the network panels of browsers copy and save, but for the curl line.

use super::check::{PASTE, RUN, STEPS, url};
use conformance::engines::Hands;
use conformance::workbench::{Role, Visitor};
use serde_json::{Value, json};

const PAGE: &str = "https://app.example.com";
const PICKER: &str = "Which of its requests?";

/// A server that refuses the preflight of `PUT`: its URL, in an empty Check.
async fn begin<E: Hands>(visitor: &mut Visitor<E>) -> String {
    visitor.open("#/check").await;
    let request = visitor.scenario("options-method-not-allowed").await;
    url(&request).to_owned()
}

/// What was recognised is in the fields, and what comes of it is told.
async fn runs_as_put<E: Hands>(visitor: &mut Visitor<E>, kind: &str, url: &str) {
    visitor.see(&format!("Recognised: {kind}")).await;
    visitor.see_value(Role::Field, "URL", url).await;
    visitor.see_value(Role::Field, "Method", "PUT").await;
    visitor.see_value(Role::Field, "Origin of the page", PAGE).await;
    visitor.see_value(Role::Field, "Body", "{\"a\":1}").await;
    visitor.see_value(Role::Field, "Header value", "application/json").await;
    visitor.click(Role::Button, RUN).await;
    visitor.see_in("main", "Blocked").await;
    visitor.see_in(STEPS, "The browser asks for permission first").await;
    visitor.see_in(STEPS, "Stopped in").await;
}

pub(super) async fn a_powershell_line<E: Hands>(visitor: &mut Visitor<E>) {
    let url = begin(visitor).await;
    let line = format!(
        r#"$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
$session.UserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
$session.Cookies.Add((New-Object System.Net.Cookie("sid", "abc", "/", "127.0.0.1")))
Invoke-WebRequest -UseBasicParsing -Uri "{url}" `
-Method "PUT" `
-WebSession $session `
-Headers @{{
"Accept"="*/*"
  "Accept-Encoding"="gzip, deflate, br, zstd"
  "Origin"="{PAGE}"
  "Referer"="{PAGE}/"
  "Sec-Fetch-Mode"="cors"
  "sec-ch-ua"="`"Chromium`";v=`"156`""
}} `
-ContentType "application/json" `
-Body "{{`"a`":1}}""#
    );
    visitor.paste(PASTE, &line).await;
    runs_as_put(visitor, "PowerShell command", &url).await;
    visitor.audit("a PowerShell line").await;
}

pub(super) async fn a_fetch_call<E: Hands>(visitor: &mut Visitor<E>) {
    let url = begin(visitor).await;
    let call = format!(
        r#"fetch("{url}", {{
  "headers": {{
    "accept": "*/*",
    "content-type": "application/json",
    "sec-ch-ua": "\"Chromium\";v=\"156\""
  }},
  "referrer": "{PAGE}/",
  "body": "{{\"a\":1}}",
  "method": "PUT",
  "mode": "cors",
  "credentials": "include"
}});"#
    );
    visitor.paste(PASTE, &call).await;
    visitor.see_value(Role::List, "Credentials", "include").await;
    runs_as_put(visitor, "fetch() call", &url).await;
}

fn har(entries: &[Value]) -> String {
    let log =
        json!({ "version": "1.2", "creator": { "name": "WebInspector" }, "entries": entries });
    format!("{:#}", json!({ "log": log }))
}

/// As the network panel has it, with what it got for an answer.
fn entry(method: &str, url: &str, status: u16, answer: &str) -> Value {
    let header = |name: &str, value: &str| json!({ "name": name, "value": value });
    let mut headers = vec![header("Accept", "*/*"), header("Origin", PAGE)];
    let mut request = json!({ "method": method, "url": url, "httpVersion": "HTTP/1.1" });
    match method {
        "PUT" => {
            headers.push(header("Content-Type", "application/json"));
            request["postData"] = json!({ "mimeType": "application/json", "text": "{\"a\":1}" });
        }
        "OPTIONS" => headers.push(header("Access-Control-Request-Method", "PUT")),
        _ => {}
    }
    request["headers"] = headers.into();
    let content = json!({ "size": answer.len(), "mimeType": "text/plain", "text": answer });
    json!({ "request": request, "response": { "status": status, "content": content } })
}

pub(super) async fn a_har_with_one_that_failed<E: Hands>(visitor: &mut Visitor<E>) {
    let url = begin(visitor).await;
    let entries = [
        entry("GET", &format!("{url}?page=1"), 200, "one"),
        entry("OPTIONS", &url, 405, ""),
        entry("PUT", &url, 0, ""),
    ];
    visitor.paste(PASTE, &har(&entries)).await;
    visitor.see("of 3 entries number 3 is taken: it alone failed").await;
    visitor.see_value(Role::List, PICKER, "3").await;
    visitor.audit("a HAR").await;
    visitor.choose(PICKER, "1: GET").await;
    visitor.see_value(Role::Field, "URL", &format!("{url}?page=1")).await;
    visitor.see_value(Role::Field, "Method", "GET").await;
    visitor.choose(PICKER, "3: PUT").await;
    runs_as_put(visitor, "HAR", &url).await;
}

pub(super) async fn a_har_to_choose_from<E: Hands>(visitor: &mut Visitor<E>) {
    let url = begin(visitor).await;
    let entries = [entry("GET", &url, 200, "one"), entry("PUT", &url, 200, "two")];
    visitor.paste(PASTE, &har(&entries)).await;
    visitor.see("A HAR with 2 requests: choose one of them").await;
    visitor.click(Role::Button, RUN).await;
    visitor.wait_for_focus(PICKER).await;
    visitor.audit("a HAR without a choice").await;
    visitor.choose(PICKER, "2: PUT").await;
    runs_as_put(visitor, "HAR", &url).await;
    // What comes next has nothing to choose.
    visitor.paste(PASTE, "https://api.example.com/items").await;
    visitor.see_gone(PICKER).await;
    visitor.see_value(Role::Field, "URL", "https://api.example.com/items").await;
}

/// Saved HARs are long: they hold what the servers answered.
pub(super) async fn a_har_file<E: Hands>(visitor: &mut Visitor<E>) {
    let url = begin(visitor).await;
    let long = "0123456789 \"quoted\"\n".repeat(100_000);
    let entries = [entry("GET", &url, 200, &long), entry("PUT", &url, 0, "")];
    visitor.choose_file("Open a HAR file", "app.example.com.har", &har(&entries)).await;
    visitor.see_value(Role::List, PICKER, "2").await;
    runs_as_put(visitor, "HAR", &url).await;

    begin(visitor).await;
    visitor.drop_file(PASTE, "app.example.com.har", &har(&entries)).await;
    visitor.see_value(Role::List, PICKER, "2").await;
    runs_as_put(visitor, "HAR", &url).await;
}
