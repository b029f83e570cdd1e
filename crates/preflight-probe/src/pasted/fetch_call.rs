//! A call of `fetch()`, as browsers copy it for the console and for Node, or as people write it.

use super::literal::{Parser, Value};
use super::{Fault, Pasted};
use serde_json::Value as Json;
use std::str::FromStr;
use url::form_urlencoded::Serializer;

/// Members of the options that do not matter here.
const QUIET: [&str; 6] = ["duplex", "integrity", "keepalive", "next", "priority", "signal"];

/// Whether a paste begins as such a call does: `fetch(`, also after `await`, `return`, a name and `=`.
pub(super) fn is_one(text: &str) -> bool {
    let Some(at) = call(text) else { return false };
    let before = text[..at].trim_end();
    let begins = ["await", "return", "=", "window.", "globalThis.", "self.", "{", "("];
    before.is_empty() || begins.iter().any(|b| before.ends_with(b))
}

/// Where `fetch` stands before a parenthesis.
fn call(text: &str) -> Option<usize> {
    text.match_indices("fetch").map(|(at, _)| at).find(|&at| {
        let is_name = |c: char| c.is_alphanumeric() || "_$".contains(c);
        text[at + 5..].trim_start().starts_with('(') && !text[..at].ends_with(is_name)
    })
}

/// The request of the first call.
pub(super) fn read(text: &str) -> Result<Pasted, Fault> {
    let Some(at) = call(text) else {
        return Err(Fault::new(0, "there is no `fetch(` in it", "copy it again"));
    };
    let mut parser = Parser::new(text, at + 5);
    parser.eat("(");
    parser.skip();
    let url_at = parser.at;
    let url = parser.value()?;
    let mut pasted = Pasted { url: url_of(url, url_at)?, ..Pasted::default() };
    // What `fetch()` adds to a string.
    let mut implied_type = "text/plain;charset=UTF-8";
    if parser.eat(",") {
        parser.skip();
        let at = parser.at;
        match parser.value()? {
            Value::Object(members) => {
                for (name, value, at) in members {
                    if matches!(value, Value::Form(_)) {
                        implied_type = "application/x-www-form-urlencoded;charset=UTF-8";
                    }
                    member(&mut pasted, &name, value, at)?;
                }
            }
            Value::Json(Json::Null) => {}
            Value::Code(code) if code.is_empty() => {}
            _ => {
                let reason = "the options are a variable, whose value is not in the paste";
                return Err(Fault::new(at, reason, "write them here, in braces"));
            }
        }
        parser.eat(",");
    }
    if !parser.eat(")") {
        let correction = "the call should end here with `)`: paste it whole";
        return Err(Fault::new(parser.at, "this is not understood", correction));
    }
    let has_type = |(name, _): &(String, Vec<u8>)| name.eq_ignore_ascii_case("content-type");
    if pasted.body.is_some() && !pasted.headers.iter().any(has_type) {
        pasted.headers.push(("Content-Type".to_owned(), implied_type.into()));
    }
    Ok(pasted)
}

fn url_of(value: Value, at: usize) -> Result<String, Fault> {
    match value {
        Value::Json(Json::String(url)) if url.contains("://") => Ok(url),
        Value::Json(Json::String(url)) => {
            let reason = format!("`{url}` is relative to the page");
            Err(Fault::new(at, reason, "write the whole URL, with `https://` and the host"))
        }
        // A parameter's value may stay open, not the host.
        Value::Template(url) if url.split(['?', '#']).next().is_some_and(|u| !u.contains("${")) => {
            Ok(url)
        }
        Value::Template(code) | Value::Code(code) => {
            let reason = format!("the value of `{code}` is not in the paste");
            Err(Fault::new(at, reason, "write the whole URL in quotes"))
        }
        _ => Err(Fault::new(at, "this is no URL", "write the whole URL in quotes")),
    }
}

fn member(pasted: &mut Pasted, name: &str, value: Value, at: usize) -> Result<(), Fault> {
    match name {
        "headers" => return headers(pasted, value, at),
        "body" => {
            body(pasted, value);
            return Ok(());
        }
        _ if QUIET.contains(&name) => return Ok(()),
        _ => {}
    }
    let text = match value {
        Value::Json(Json::String(text)) => text,
        Value::Json(Json::Null) => return Ok(()),
        _ => {
            pasted.notes.push(format!("`{name}` is left out: its value is not in the paste"));
            return Ok(());
        }
    };
    match name {
        "method" => pasted.method = Some(text),
        "credentials" => pasted.credentials = Some(one_of(name, &text, at)?),
        "mode" if matches!(&*text, "navigate" | "websocket") => {
            pasted.notes.push(format!("mode `{text}` is no script's: examined with mode cors"));
        }
        "mode" => pasted.mode = Some(one_of(name, &text, at)?),
        "redirect" => pasted.redirect = Some(one_of(name, &text, at)?),
        "cache" => pasted.cache = Some(one_of(name, &text, at)?),
        "referrerPolicy" if !text.is_empty() => {
            pasted.referrer_policy = Some(one_of(name, &text, at)?);
        }
        "referrer" if !matches!(&*text, "about:client" | "") => pasted.referrer = Some(text),
        "referrer" | "referrerPolicy" => {}
        _ => pasted.notes.push(format!("`{name}` is left out")),
    }
    Ok(())
}

fn one_of<T: FromStr>(name: &str, text: &str, at: usize) -> Result<T, Fault> {
    let correction = "write one that fetch() knows";
    text.parse()
        .map_err(|_| Fault::new(at, format!("`{text}` is no value of `{name}`"), correction))
}

/// An object, or an array of pairs.
fn headers(pasted: &mut Pasted, value: Value, at: usize) -> Result<(), Fault> {
    let pairs: Vec<(String, Value)> = match value {
        Value::Object(members) => members.into_iter().map(|(n, v, _)| (n, v)).collect(),
        Value::Array(rows) => rows.into_iter().filter_map(pair).collect(),
        Value::Json(Json::Null) => Vec::new(),
        _ => {
            let reason = "the headers are a variable, whose value is not in the paste";
            return Err(Fault::new(at, reason, "write them here, in braces"));
        }
    };
    for (name, value) in pairs {
        let is_open = matches!(value, Value::Template(_) | Value::Code(_));
        let text = match value.json() {
            Json::String(text) => text,
            other => other.to_string(),
        };
        if is_open {
            let note = format!("the value of `{name}` is not in the paste; it goes out as written");
            pasted.notes.push(note);
        }
        pasted.headers.push((name, text.into_bytes()));
    }
    Ok(())
}

fn pair(row: Value) -> Option<(String, Value)> {
    let Value::Array(row) = row else { return None };
    let [Value::Json(Json::String(name)), value] = <[Value; 2]>::try_from(row).ok()? else {
        return None;
    };
    Some((name, value))
}

fn body(pasted: &mut Pasted, value: Value) {
    let body = match value {
        Value::Json(Json::Null) => return,
        Value::Json(Json::String(text)) | Value::Template(text) => text,
        Value::Form(form) => form_text(*form),
        Value::Code(code) => {
            pasted
                .notes
                .push(format!("the body `{code}` is not in the paste; it goes out as written"));
            code
        }
        other => other.json().to_string(),
    };
    pasted.body = Some(body.into_bytes());
}

/// `new URLSearchParams("a=1")`, or of an object.
fn form_text(value: Value) -> String {
    let text = |value: Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match value {
        Value::Object(members) => {
            let pairs = members.into_iter().map(|(name, value, _)| (name, text(value.json())));
            Serializer::new(String::new()).extend_pairs(pairs).finish()
        }
        other => text(other.json()).trim_start_matches('?').to_owned(),
    }
}
