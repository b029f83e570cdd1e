//! Firefox in other languages: its sentences are translated, but not the URL, the header names, the
//! quoted value and the status, and these decide.

use super::messages::{self, Hole, Said, is_token};
use super::normalize::Normal;
use std::ops::Range;

/// How far behind the URL the reason may reach, in bytes.
const REACH: usize = 900;
/// The most messages that are read from one text.
const MOST: usize = 500;

/// Stems of words for what neither a header nor a number tells, in the languages in which Firefox is
/// used most.
const SEVERAL: [&str; 9] =
    ["nur ein", "plusieurs", "múltipl", "vários", "несколько", "fler ", "meerdere", "più ", "複数"];
const REDIRECT: [&str; 9] = [
    "weiterleitung",
    "redirec",
    "rediriz",
    "reindiriz",
    "перенаправление",
    "omdirigering",
    "リダイレクト",
    "重定向",
    "omleiding",
];
const PREFLIGHT: [&str; 6] =
    ["preflight", "プリフライト", "预检", "pré-vérif", "comprovação", "verificación previa"];
const DISABLED: [&str; 8] = [
    "deaktiviert",
    "désactivé",
    "desactivado",
    "desativado",
    "отключ",
    "inaktiverad",
    "無効",
    "未启用",
];

/// The messages of a localised Firefox that stand outside those `known`.
pub(super) fn find(normal: &Normal, known: &[Said]) -> Vec<Said> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(url) = next_url(&normal.flat, at).filter(|_| found.len() < MOST) {
        at = url.end;
        let end = next_url(&normal.flat, at).map_or(normal.flat.len(), |next| next.start);
        let end = paragraph_end(&normal.text, at..floor(&normal.flat, end.min(at + REACH)));
        let overlaps = |s: &Said| s.span.start < end && url.start < s.span.end;
        let tail = &normal.flat[url.end..end];
        if (tail.contains("cors") || tail.contains("access-control-"))
            && !known.iter().any(overlaps)
        {
            let written = normal.text[url.clone()].trim_end_matches(['.', ',', ')', '\'']);
            found.extend(read(normal, url.end..end, written, url.start));
        }
    }
    found
}

fn next_url(flat: &str, from: usize) -> Option<Range<usize>> {
    let mut marks = flat[from..].match_indices("://").map(|(at, _)| from + at);
    let start = marks.find_map(|at| {
        let scheme = ["https", "http", "file"].into_iter().find(|s| flat[from..at].ends_with(s));
        scheme.map(|scheme| at - scheme.len())
    })?;
    let length = flat[start..].find(' ').unwrap_or(flat.len() - start);
    // A quoted value may be a URL too: that is not the one the message is about.
    let quoted =
        flat[..start].trim_end().ends_with('\'') && flat[from..start].contains("access-control-");
    if quoted { next_url(flat, start + length) } else { Some(start..start + length) }
}

/// The end of the paragraph that begins in `range`.
fn paragraph_end(text: &str, range: Range<usize>) -> usize {
    text[range.clone()].find("\n\n").map_or(range.end, |at| range.start + at)
}

fn read(normal: &Normal, tail: Range<usize>, url: &str, start: usize) -> Option<Said> {
    let flat = &normal.flat[tail.clone()];
    let names = [
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "access-control-allow-methods",
        "access-control-allow-headers",
    ];
    let header = names.iter().filter_map(|n| Some((flat.find(n)?, *n))).min().map(|(_, name)| name);
    let (values, unquoted) = quoted(&normal.text[tail.clone()]);
    let others: Vec<&str> =
        values.iter().copied().filter(|v| !names.contains(&&*v.to_ascii_lowercase())).collect();
    let lower = unquoted.to_lowercase();
    let status = status(&lower);
    let has = |stems: &[&str]| stems.iter().any(|stem| lower.contains(stem));
    let is = |value: &str| others.iter().any(|v| v.eq_ignore_ascii_case(value));
    let first = others.first().copied();
    let code = match (header, first) {
        _ if is("*") && is("authorization") => "CORSAllowHeaderFromPreflightDeprecation",
        _ if is("*") => "CORSNotSupportingCredentials",
        (Some("access-control-allow-origin"), Some(_)) => "CORSAllowOriginNotMatchingOrigin",
        (Some("access-control-allow-origin"), None) if has(&SEVERAL) => {
            "CORSMultipleAllowOriginNotAllowed"
        }
        (Some("access-control-allow-origin"), None) => "CORSMissingAllowOrigin2",
        (Some("access-control-allow-credentials"), _) => "CORSMissingAllowCredentials",
        (Some("access-control-allow-methods"), Some(_)) => "CORSInvalidAllowMethod",
        (Some("access-control-allow-methods"), None) => "CORSMethodNotFound",
        (Some(_), Some(token)) if is_token(token) => "CORSMissingAllowHeaderFromPreflight2",
        (Some(_), _) => "CORSInvalidAllowHeader",
        (None, Some(name)) if name.eq_ignore_ascii_case("origin") => "CORSOriginHeaderNotAdded",
        (None, _) if status.as_deref() == Some("(null)") => "CORSDidNotSucceed2",
        (None, _) if status.is_some() || has(&PREFLIGHT) => "CORSPreflightDidNotSucceed3",
        (None, _) if has(&REDIRECT) => "CORSExternalRedirectNotAllowed",
        (None, _) if has(&DISABLED) => "CORSDisabled",
        (None, _) if flat.contains("http") || url.starts_with("file:") => "CORSRequestNotHttp",
        (None, _) => "CORSDidNotSucceed",
    };
    let value = match code {
        "CORSMissingAllowHeaderFromPreflight2" => Hole::Header,
        "CORSInvalidAllowMethod" | "CORSInvalidAllowHeader" => Hole::Token,
        _ => Hole::Value,
    };
    let holes = [
        Some((Hole::Url, url)),
        first.map(|v| (value, v)),
        status.as_deref().map(|s| (Hole::Status, s)),
    ];
    let holes = holes.into_iter().flatten().map(|(hole, text)| (hole, text.to_owned())).collect();
    messages::said("firefox", code, start..tail.end, holes)
}

/// What stands in quotes, and the rest. An apostrophe within a word (`l'en-tête`) is none.
fn quoted(text: &str) -> (Vec<&str>, String) {
    let (mut values, mut rest) = (Vec::new(), String::new());
    let mut left = text;
    while let Some(open) = left.find('\'') {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let opens = !is_letter(left[..open].chars().next_back());
        let behind = &left[open + 1..];
        let close = behind
            .match_indices('\'')
            .map(|(at, _)| at)
            .find(|at| !is_letter(behind[at + 1..].chars().next()));
        match close.filter(|_| opens) {
            Some(close) => {
                values.push(behind[..close].trim());
                rest.push_str(&left[..open]);
                left = &behind[close + 1..];
            }
            None => {
                rest.push_str(&left[..=open]);
                left = behind;
            }
        }
    }
    rest.push_str(left);
    (values, rest)
}

/// The status behind the reason: `(null)`, or three digits.
fn status(text: &str) -> Option<String> {
    if text.contains("(null)") {
        return Some("(null)".to_owned());
    }
    let words = text.split(|c: char| c.is_whitespace() || ".:,()。".contains(c));
    let mut numbers = words.filter(|w| w.len() == 3 && w.bytes().all(|b| b.is_ascii_digit()));
    numbers.next_back().map(str::to_owned)
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> &'static str {
        let normal = Normal::new(text);
        let found = find(&normal, &messages::find(&normal));
        assert_eq!(found.len(), 1, "{text}");
        found[0].template.code
    }

    #[test]
    fn header_names_values_and_statuses_decide() {
        let de = "Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel verbietet das Lesen der externen Ressource auf https://api.test/x.";
        let fr = "Blocage d’une requête multiorigine (Cross-Origin Request) : la politique « Same Origin » ne permet pas de consulter la ressource distante située sur https://api.test/x.";
        let ru = "Запрос из постороннего источника заблокирован: Политика одного источника запрещает чтение удаленного ресурса на https://api.test/x.";
        for (text, expected) in [
            (
                format!(
                    "{de} (Grund: CORS-Kopfzeile 'Access-Control-Allow-Origin' fehlt). Statuscode: 401."
                ),
                "CORSMissingAllowOrigin2",
            ),
            (
                format!("{de} (Grund: CORS-Anfrage schlug fehl). Statuscode: (null)."),
                "CORSDidNotSucceed2",
            ),
            (
                format!("{de} (Grund: Externe Weiterleitung der CORS-Anfrage verboten)."),
                "CORSExternalRedirectNotAllowed",
            ),
            (
                format!(
                    "{de} (Grund: Es darf nur ein eine CORS-Kopfzeile 'Access-Control-Allow-Origin' verwendet werden)."
                ),
                "CORSMultipleAllowOriginNotAllowed",
            ),
            (
                format!(
                    "{fr} Raison : l’en-tête CORS « Access-Control-Allow-Origin » ne correspond pas à « https://shop.test/ »."
                ),
                "CORSAllowOriginNotMatchingOrigin",
            ),
            (
                format!(
                    "{fr} Raison : l’identification n’est pas prise en charge si la valeur de l’en-tête CORS « Access-Control-Allow-Origin » est « * »."
                ),
                "CORSNotSupportingCredentials",
            ),
            (format!("{fr} Raison : la requête CORS n’utilise pas HTTP."), "CORSRequestNotHttp"),
            (
                format!("{ru} (Причина: неудача ответа CORS preflight). Код состояния: 403."),
                "CORSPreflightDidNotSucceed3",
            ),
            (
                format!(
                    "{ru} (Причина: заголовок «x-api-key» не разрешён согласно заголовку «Access-Control-Allow-Headers» из ответа CORS preflight)."
                ),
                "CORSMissingAllowHeaderFromPreflight2",
            ),
            (
                format!(
                    "{ru} (Причина: в заголовке CORS «Access-Control-Allow-Credentials» ожидалось «true»)."
                ),
                "CORSMissingAllowCredentials",
            ),
        ] {
            assert_eq!(code(&text), expected, "{text}");
        }
    }

    #[test]
    fn english_is_left_to_the_templates() {
        let normal = Normal::new(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.test/x. (Reason: CORS request did not succeed). Status code: (null).",
        );
        assert!(find(&normal, &messages::find(&normal)).is_empty());
    }
}
