//! Which of the headers asked for `Access-Control-Allow-Headers` does not cover: all of them, where
//! the console names only the first.

use crate::evidence::{Evidence, Shown};
use preflight_fetch::Because;

/// The headers refused.
#[derive(Debug, Clone)]
pub struct HeadersRefused<'a> {
    /// The exchange.
    pub shown: Shown<'a>,
    /// The names not in the list, lower case, sorted.
    pub missing: Vec<String>,
    /// `Access-Control-Request-Headers` as sent.
    pub asked: String,
    /// Whether the list holds `*`.
    pub wildcard: bool,
}

/// The exchange on which a header was refused, and every name that is missing.
#[must_use]
pub fn headers_refused<'a>(evidence: &Evidence<'a>) -> Option<HeadersRefused<'a>> {
    let shown = evidence.refused(|b| matches!(b, Because::HeaderNotAllowed(_)))?.shown?;
    let asked = shown.request_header("access-control-request-headers")?;
    let missing = asked
        .split(',')
        .filter(|name| !shown.lists("access-control-allow-headers", name))
        .map(str::to_owned)
        .collect();
    let wildcard = shown.lists("access-control-allow-headers", "*");
    Some(HeadersRefused { shown, missing, asked, wildcard })
}
