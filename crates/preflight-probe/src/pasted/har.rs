//! Entries of a [HTTP archive](http://www.softwareishard.com/blog/har-12-spec/).

use super::{Fault, Pasted};
use serde_json::Value;
use url::form_urlencoded::Serializer;

/// The most requests that a message lists.
const LISTED: usize = 8;

/// The request of a HAR, of one of its entries, or of an entry's `request`.
pub(super) fn read(text: &str, entry: Option<usize>) -> Result<Pasted, Fault> {
    // What stands behind the value, such as a code fence, does not matter.
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = match values.next() {
        Some(Ok(value)) => value,
        Some(Err(error)) => {
            let line = text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = line.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
            return Err(Fault::new(at.min(text.len()), reason, "copy the entry again, whole"));
        }
        None => return Err(Fault::new(0, "it is empty", "copy the entry again")),
    };
    let (request, note) = choose(&value, entry)?;
    let mut pasted = read_request(request)?;
    pasted.notes.extend(note);
    Ok(pasted)
}

/// The request asked for; the only one that is no preflight; the only one that failed.
fn choose(value: &Value, entry: Option<usize>) -> Result<(&Value, Option<String>), Fault> {
    let entries = value.pointer("/log/entries").or(Some(value)).and_then(Value::as_array);
    let Some(entries) = entries else {
        let request = value.get("request").unwrap_or(value);
        return Ok((request, None));
    };
    let requests: Vec<&Value> = entries.iter().map(|e| e.get("request").unwrap_or(e)).collect();
    let how = "choose one with `--entry N`";
    if let Some(number) = entry {
        let request = number.checked_sub(1).and_then(|at| requests.get(at));
        let reason = || format!("it has {} entries, and none is number {number}", requests.len());
        return request.map(|r| (*r, None)).ok_or_else(|| Fault::new(0, reason(), how));
    }
    let numbered = || requests.iter().copied().enumerate().map(|(at, r)| (at + 1, r));
    let is_preflight = |r: &Value| header(r, "access-control-request-method").is_some();
    let others: Vec<_> = numbered().filter(|(_, r)| !is_preflight(r)).collect();
    let failed = |number: usize| {
        let status = entries[number - 1].pointer("/response/status").and_then(Value::as_u64);
        status.is_none_or(|status| status == 0)
    };
    let failures: Vec<_> = others.iter().filter(|(number, _)| failed(*number)).collect();
    match (&*others, &*failures) {
        ([(_, only)], _) => Ok((*only, None)),
        (_, [(number, only)]) => {
            let note =
                format!("of {} entries number {number} is taken: it alone failed", entries.len());
            Ok((*only, Some(note)))
        }
        ([], _) if requests.len() == 1 => Ok((requests[0], None)),
        _ => {
            let shown = |(number, r): (usize, &Value)| {
                format!("{number} {} {}", string(r, "method"), short(&string(r, "url")))
            };
            let list: Vec<String> = numbered().take(LISTED).map(shown).collect();
            let more = if requests.len() > LISTED { ", …" } else { "" };
            let reason = format!("it has {} requests ({}{more})", requests.len(), list.join(", "));
            Err(Fault::new(0, reason, how))
        }
    }
}

/// A URL without its query.
fn short(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

fn string(value: &Value, name: &str) -> String {
    value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The pairs of name and value in a list of HAR.
fn pairs(list: Option<&Value>) -> impl Iterator<Item = (String, String)> {
    let list = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().map(|pair| (string(pair, "name"), string(pair, "value")))
}

fn header(request: &Value, name: &str) -> Option<String> {
    pairs(request.get("headers")).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

fn read_request(request: &Value) -> Result<Pasted, Fault> {
    let url = string(request, "url");
    if url.is_empty() {
        let reason = "there is no `request` with a `url` in it";
        return Err(Fault::new(0, reason, "copy one entry as HAR, or a whole HAR"));
    }
    let mut pasted = Pasted {
        url,
        method: Some(string(request, "method")).filter(|m| !m.is_empty()),
        headers: pairs(request.get("headers")).map(|(n, v)| (n, v.into_bytes())).collect(),
        ..Pasted::default()
    };
    if header(request, "cookie").is_none() {
        pasted.cookies = pairs(request.get("cookies")).map(|(n, v)| format!("{n}={v}")).collect();
    }
    if let Some(data) = request.get("postData") {
        let text = string(data, "text");
        let fields = pairs(data.get("params"));
        let form = || Serializer::new(String::new()).extend_pairs(fields).finish();
        let body = if text.is_empty() { form() } else { text };
        let kind = string(data, "mimeType");
        if header(request, "content-type").is_none() && !kind.is_empty() {
            pasted.headers.push(("Content-Type".to_owned(), kind.into_bytes()));
        }
        pasted.body = Some(body.into_bytes()).filter(|body| !body.is_empty());
    }
    Ok(pasted)
}
