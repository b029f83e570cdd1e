//! What the answers of a policy need, computed once.

use crate::config::PolicyConfig;
use crate::origin_set::OriginSet;
use crate::paths::PathPattern;
use crate::policy::{Entries, Methods, Policy, RequestHeaders};
use crate::requested_headers::NameList;
use crate::vary;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, HeaderMap, HeaderName, HeaderValue, VARY,
};
use std::sync::Arc;

/// `config` is canonical.
pub(crate) fn policy(
    index: usize,
    config: PolicyConfig,
    entries: Entries,
    paths: Vec<PathPattern>,
    origins: OriginSet,
) -> Policy {
    let named = |list: &[String]| !list.iter().any(|text| text == "*");
    let methods = if named(&config.allow_methods) {
        Methods::Named(config.allow_methods.clone())
    } else {
        Methods::Any
    };
    let headers = if named(&config.allow_headers) {
        let mut names = config.allow_headers.clone();
        names.sort();
        RequestHeaders::Named(NameList::new(names))
    } else if config.allow_credentials {
        RequestHeaders::Echoed
    } else {
        RequestHeaders::Any
    };
    let granted = granted(&config, &headers, origins.any().is_some());
    let mut refused = HeaderMap::with_capacity(1);
    refused.insert(VARY, vary::PREFLIGHT);
    let expose = value(&config.expose_headers.join(",")).map(Arc::new);
    Policy { index, config, entries, paths, origins, methods, headers, expose, granted, refused }
}

/// The headers of a preflight's answer, up to what depends on the request.
fn granted(config: &PolicyConfig, headers: &RequestHeaders, any_origin: bool) -> HeaderMap {
    let star = || Some(HeaderValue::from_static("*"));
    let echoed = config.allow_credentials;
    let methods = match config.allow_methods.iter().any(|method| method == "*") {
        true if echoed => None,
        true => star(),
        false => value(&config.allow_methods.join(",")),
    };
    let headers = match headers {
        RequestHeaders::Named(names) => value(names.joined()),
        RequestHeaders::Any if config.allow_headers.len() > 1 => value("*,authorization"),
        RequestHeaders::Any => star(),
        RequestHeaders::Echoed => None,
    };
    let lines: [(HeaderName, Option<HeaderValue>); 6] = [
        // Replaced by the origin that asks, where it is not `*`.
        (
            ACCESS_CONTROL_ALLOW_ORIGIN,
            if any_origin { star() } else { Some(HeaderValue::from_static("")) },
        ),
        (
            ACCESS_CONTROL_ALLOW_CREDENTIALS,
            config.allow_credentials.then(|| HeaderValue::from_static("true")),
        ),
        (ACCESS_CONTROL_ALLOW_METHODS, methods),
        (ACCESS_CONTROL_ALLOW_HEADERS, headers),
        (ACCESS_CONTROL_MAX_AGE, config.max_age.and_then(|age| value(&age.to_string()))),
        (VARY, Some(vary::PREFLIGHT)),
    ];
    let mut granted = HeaderMap::with_capacity(lines.len() + 1);
    for (name, value) in lines {
        if let Some(value) = value {
            granted.insert(name, value);
        }
    }
    granted
}

/// `text` as a value that is shared, not copied, by each response; `None` where it is empty. Tokens
/// and commas are always a value.
fn value(text: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(text).ok().filter(|value| !value.is_empty())
}
