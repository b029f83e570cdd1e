#![doc = include_str!("header_unexpectedly_unsafe.md")]

use super::{Cause, Finder};
use crate::draft::Draft;
use crate::evidence::Evidence;
use crate::headers_allowed::{Sort, asked_for, headers_refused};
use crate::rank::Rank;
use preflight_fetch::http::safelists::{VALUE_LIMIT, is_cors_unsafe_request_header_byte};
use preflight_fetch::spec::CORS_UNSAFE_REQUEST_HEADER_NAMES;
use preflight_report::Certainty;

pub(super) static CAUSE: Cause = Cause {
    id: "header-unexpectedly-unsafe",
    rank: Rank::Headers,
    page: include_str!("header_unexpectedly_unsafe.md"),
    find: Finder::Exchanges(find),
};

fn find(evidence: &Evidence<'_>) -> Option<Draft> {
    let asked = asked_for(evidence, Sort::Safelisted)?;
    let name = asked.names.first()?;
    let value = evidence.question.request.header_list().get(name).unwrap_or_default();
    let why = format!("`{name}` needs no permission as a rule, but {}", reason(name, &value));
    let refused = headers_refused(evidence).filter(|r| !r.wildcard);
    if let Some(draft) =
        refused.and_then(|r| r.draft(evidence, Certainty::Certain, Sort::Safelisted))
    {
        return Some(draft.note(why));
    }
    // Nobody refuses it, and still it makes the browser ask first.
    let needed = format!("a plainer value of {name}");
    let draft = Draft::new(Certainty::Certain)
        .spec(CORS_UNSAFE_REQUEST_HEADER_NAMES.step(""))
        .request(&asked.preflight, "Access-Control-Request-Headers", &asked.list, &needed);
    Some(draft.note(if asked.only_reason {
        format!("{why}; nothing else makes this request need a preflight")
    } else {
        why
    }))
}

/// Why the value is not safe although the name is.
fn reason(name: &str, value: &[u8]) -> String {
    let unsafe_byte = value.iter().find(|&&b| is_cors_unsafe_request_header_byte(b));
    if value.len() > VALUE_LIMIT {
        format!("its value has {} bytes, more than {VALUE_LIMIT}", value.len())
    } else if name == "range" {
        "its value is not one range with a start, as `bytes=0-499` is".to_owned()
    } else if let Some(&byte) = unsafe_byte {
        match byte {
            b'!'..=b'~' => format!("its value holds the character `{}`", char::from(byte)),
            _ => format!("its value holds the byte 0x{byte:02X}"),
        }
    } else if !value.is_ascii() {
        "its value holds a byte beyond ASCII".to_owned()
    } else if name.ends_with("-language") {
        "its value holds more than letters, digits, blanks and `*,-.;=`".to_owned()
    } else {
        "together with the others it is longer than 1024 bytes".to_owned()
    }
}
