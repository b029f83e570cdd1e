//! Entries of a [HTTP archive](http://www.softwareishard.com/blog/har-12-spec/).

use super::{Fault, Pasted};
use serde_json::Value;
use url::form_urlencoded::Serializer;

/// The most requests that a message lists.
const LISTED: usize = 8;

/// The most requests that there are to choose from.
const OFFERED: usize = 1000;

/// The requests of a HAR.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entries {
    /// Those that are no preflights, or all where there are no others; the first thousand.
    pub requests: Vec<Entry>,
    /// The number of the one that is meant where none is chosen, if that is clear.
    pub meant: Option<usize>,
}

/// A request of a HAR, to be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What chooses it, from 1.
    pub number: usize,
    /// The method.
    pub method: String,
    /// The URL, without its query.
    pub url: String,
    /// The answer's status; `None` where the script got no answer.
    pub status: Option<u64>,
}

/// The requests of a HAR that can be read; none of anything else.
pub(super) fn entries(text: &str) -> Entries {
    let value = value(text).unwrap_or_default();
    let Some(entries) = list(&value) else { return Entries::default() };
    let entry = |(number, request): (usize, &Value)| Entry {
        number,
        method: string(request, "method"),
        url: short(&string(request, "url")).to_owned(),
        status: status(&entries[number - 1]),
    };
    let mut requests: Vec<Entry> = of_scripts(entries).take(OFFERED).map(entry).collect();
    if requests.is_empty() {
        requests = numbered(entries).take(OFFERED).map(entry).collect();
    }
    Entries { requests, meant: meant(entries).map(|(number, _)| number) }
}

/// The request of a HAR, of one of its entries, or of an entry's `request`.
pub(super) fn read(text: &str, entry: Option<usize>) -> Result<Pasted, Fault> {
    let value = value(text)?;
    let (request, note) = choose(&value, entry)?;
    let mut pasted = read_request(request)?;
    pasted.notes.extend(note);
    Ok(pasted)
}

/// What stands behind the value, such as a code fence, does not matter.
fn value(text: &str) -> Result<Value, Fault> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    match values.next() {
        Some(Ok(value)) => Ok(value),
        Some(Err(error)) => {
            let line = text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = line.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
            Err(Fault::new(at.min(text.len()), reason, "copy the entry again, whole"))
        }
        None => Err(Fault::new(0, "it is empty", "copy the entry again")),
    }
}

/// The request asked for, or the one that is meant.
fn choose(value: &Value, entry: Option<usize>) -> Result<(&Value, Option<String>), Fault> {
    let Some(entries) = list(value) else {
        return Ok((value.get("request").unwrap_or(value), None));
    };
    let how = "choose one with `--entry N`";
    if let Some(number) = entry {
        let request = number.checked_sub(1).and_then(|at| entries.get(at)).map(request);
        let reason = || format!("it has {} entries, and none is number {number}", entries.len());
        return request.map(|r| (r, None)).ok_or_else(|| Fault::new(0, reason(), how));
    }
    if let Some((number, alone_failed)) = meant(entries) {
        let note =
            || format!("of {} entries number {number} is taken: it alone failed", entries.len());
        return Ok((request(&entries[number - 1]), alone_failed.then(note)));
    }
    let shown = |(number, r): (usize, &Value)| {
        format!("{number} {} {}", string(r, "method"), short(&string(r, "url")))
    };
    let list: Vec<String> = numbered(entries).take(LISTED).map(shown).collect();
    let more = if entries.len() > LISTED { ", …" } else { "" };
    let reason = format!("it has {} requests ({}{more})", entries.len(), list.join(", "));
    Err(Fault::new(0, reason, how))
}

/// The entries of a HAR, or of a part of one.
fn list(value: &Value) -> Option<&Vec<Value>> {
    value.pointer("/log/entries").or(Some(value)).and_then(Value::as_array)
}

fn request(entry: &Value) -> &Value {
    entry.get("request").unwrap_or(entry)
}

/// The requests, from 1.
fn numbered(entries: &[Value]) -> impl Iterator<Item = (usize, &Value)> {
    entries.iter().enumerate().map(|(at, entry)| (at + 1, request(entry)))
}

/// Those that are no preflights.
fn of_scripts(entries: &[Value]) -> impl Iterator<Item = (usize, &Value)> {
    numbered(entries)
        .filter(|(_, request)| header(request, "access-control-request-method").is_none())
}

/// The only one that is no preflight; the only one that failed, and then `true`.
fn meant(entries: &[Value]) -> Option<(usize, bool)> {
    let numbers: Vec<usize> = of_scripts(entries).map(|(number, _)| number).collect();
    let failed = |number: &&usize| status(&entries[**number - 1]).is_none();
    let failures: Vec<&usize> = numbers.iter().filter(failed).collect();
    match (&*numbers, &*failures) {
        ([only], _) => Some((*only, false)),
        (_, [only]) => Some((**only, true)),
        ([], _) if entries.len() == 1 => Some((1, false)),
        _ => None,
    }
}

fn status(entry: &Value) -> Option<u64> {
    entry.pointer("/response/status").and_then(Value::as_u64).filter(|&status| status != 0)
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
