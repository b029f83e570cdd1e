//! Finds secrets in a text. Each function goes through it once.

use super::Secrets;
use super::names::{is_jwt, is_mixed, is_secret_name, looks_random};
use std::borrow::Cow;
use std::ops::Range;

/// `text` with the secrets at these places masked; the places are in order and do not overlap.
fn masked<'t>(text: &'t str, places: &[Range<usize>], secrets: &Secrets) -> Cow<'t, str> {
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    let mut end = 0;
    for place in places {
        masked.push_str(&text[end..place.start]);
        masked.push_str(&secrets.mask(&text[place.clone()]));
        end = place.end;
    }
    masked.push_str(&text[end..]);
    Cow::Owned(masked)
}

/// What ends a URL, or a value in it, within a text.
fn ends_url(c: char) -> bool {
    c.is_whitespace() || "\"'<>`’”".contains(c)
}

/// `https://user:password@host`
pub(super) fn user_information<'t>(text: &'t str, secrets: &Secrets) -> Cow<'t, str> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find("://") {
        let start = from + at + 3;
        let rest = &text[start..];
        let end = rest.find(|c| ends_url(c) || "/?#\\".contains(c)).unwrap_or(rest.len());
        if let Some(at) = rest[..end].rfind('@').filter(|at| *at > 0) {
            places.push(start..start + at);
        }
        from = start + end;
    }
    masked(text, &places, secrets)
}

/// `?token=…`, `&key=…`, and any parameter whose value looks random.
pub(super) fn parameters<'t>(text: &'t str, secrets: &Secrets) -> Cow<'t, str> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(['?', '&', '#', ';']) {
        from += at + 1;
        if let Some(place) = parameter(text, from) {
            from = place.end;
            places.push(place);
        }
    }
    masked(text, &places, secrets)
}

/// The first field of a form, which no `&` precedes.
pub(super) fn first_parameter<'t>(text: &'t str, secrets: &Secrets) -> Cow<'t, str> {
    let place = parameter(text, 0);
    masked(text, place.as_slice(), secrets)
}

/// The value of the parameter at `start`, if it is a secret.
fn parameter(text: &str, start: usize) -> Option<Range<usize>> {
    let rest = &text[start..];
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.[]%".contains(c);
    let end = rest.find(|c| !is_name(c))?;
    let value = rest[end..].strip_prefix('=')?;
    let stop = |c: char| ends_url(c) || "&#".contains(c);
    let value = &value[..value.find(stop).unwrap_or(value.len())];
    let value = value.trim_end_matches(['.', ',', ')']);
    let is_secret = is_secret_name(&rest[..end]) || looks_random(value);
    let start = start + end + 1;
    (is_secret && !value.is_empty()).then(|| start..start + value.len())
}

/// JSON Web Tokens anywhere, and long random words in the path of a URL.
pub(super) fn words<'t>(text: &'t str, secrets: &Secrets) -> Cow<'t, str> {
    let mut places = Vec::new();
    let mut start = 0;
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    for part in text.split_inclusive(|c| !is_word(c)) {
        let word = part.trim_end_matches(|c| !is_word(c));
        let in_path = text[..start].ends_with('/') && !part.ends_with(['+', '=']);
        if is_jwt(word) || (in_path && is_mixed(word)) {
            places.push(start..start + word.len());
        }
        start += part.len();
    }
    masked(text, &places, secrets)
}

/// `Authorization: Bearer …` on a line of its own, or in quotes.
pub(super) fn header_lines<'t>(text: &'t str, secrets: &Secrets) -> Cow<'t, str> {
    let mut shown = String::with_capacity(text.len());
    let mut found = false;
    for line in text.split_inclusive(['\n', '"', '\'']) {
        let name_start = line.find(|c: char| !c.is_whitespace() && !"<>*".contains(c));
        let content = line.trim_end_matches(['\n', '\r', '"', '\'']);
        let header = name_start.and_then(|at| content.get(at..)?.split_once(':'));
        let is_name =
            |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        match header {
            Some((name, value)) if is_name(name) && is_secret_name(name) => {
                let value = value.trim_start();
                let before = content.len() - value.len();
                shown.push_str(&line[..before]);
                shown.push_str(&secrets.value(name, value));
                shown.push_str(&line[content.len()..]);
                found = true;
            }
            _ => shown.push_str(line),
        }
    }
    if found { Cow::Owned(shown) } else { Cow::Borrowed(text) }
}

/// `"password": "…"`, with either kind of quotes, escaped ones too; and such a number.
pub(super) fn fields<'t>(text: &'t str, secrets: &Secrets) -> Cow<'t, str> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(['"', '\'']) {
        let quote = &text[from + at..=from + at];
        let name_start = from + at + 1;
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-. ".contains(c);
        let name = &text[name_start..];
        let name = &name[..name.find(|c| !is_name(c)).unwrap_or(name.len())];
        from = name_start + name.len();
        // JSON within a string of JSON writes `\"`.
        let rest = text[from..].trim_start_matches('\\');
        let Some(rest) = rest.strip_prefix(quote).map(str::trim_start) else { continue };
        let Some(value) = rest.strip_prefix(':').map(str::trim_start) else { continue };
        let start = text.len() - value.len();
        from = start;
        if is_secret_name(name)
            && let Some(place) = field_value(value)
        {
            let place = start + place.start..start + place.end;
            from = place.end;
            places.push(place);
        }
    }
    masked(text, &places, secrets)
}

/// The string or number at the beginning of `value`; to the end of the text where it does not end.
fn field_value(value: &str) -> Option<Range<usize>> {
    let escapes = value.len() - value.trim_start_matches('\\').len();
    let rest = &value[escapes..];
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
        return (end > 0).then_some(0..end);
    };
    let start = escapes + 1;
    let mut backslashes = 0;
    for (at, c) in value[start..].char_indices() {
        match c {
            '\\' => backslashes += 1,
            c if c == quote && backslashes <= escapes => {
                return Some(start..start + at - backslashes.min(escapes));
            }
            _ => backslashes = 0,
        }
    }
    Some(start..value.len())
}

/// The value of a part of `multipart/form-data`.
pub(super) fn form_parts<'t>(text: &'t str, secrets: &Secrets) -> Cow<'t, str> {
    const NAME: &str = "form-data; name=\"";
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(NAME) {
        from += at + NAME.len();
        let name = text[from..].split('"').next().unwrap_or_default();
        let blank = ["\r\n\r\n", "\n\n"].iter();
        let Some(start) =
            blank.filter_map(|b| text[from..].find(b).map(|at| from + at + b.len())).min()
        else {
            break;
        };
        let end = text[start..].find("\n--").map_or(text.len(), |at| start + at);
        if is_secret_name(name) {
            let value = text[start..end].trim_end_matches('\r');
            places.push(start..start + value.len());
            from = end;
        }
    }
    masked(text, &places, secrets)
}
