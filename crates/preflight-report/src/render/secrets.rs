//! Credentials in what is shown: masked as `***`, so that a report can be pasted into an issue.

use crate::Report;
use preflight_fetch::http::header_list::text;
use preflight_fetch::{Header, Url};
use std::borrow::Cow;

const MASK: &str = "***";
/// The shortest value that is looked for in free text too.
const LITERAL: usize = 8;

/// Masks credentials, unless told to show them.
#[derive(Debug, Default)]
pub(crate) struct Secrets {
    show: bool,
    literals: Vec<String>,
}

impl Secrets {
    /// Masks by name alone.
    pub(crate) const fn by_name(show: bool) -> Self {
        Self { show, literals: Vec::new() }
    }

    /// Masks by name, and the values so found wherever else they turn up: in bodies, in messages.
    pub(crate) fn of(report: &Report, show: bool) -> Self {
        let mut secrets = Self::by_name(show);
        if show {
            return secrets;
        }
        let requests = report.exchanges.iter().map(|e| &e.exchange.request);
        let responses = report.exchanges.iter().filter_map(|e| e.exchange.response());
        let lists = [report.request.header_list()]
            .into_iter()
            .chain(requests.clone().map(|r| &r.header_list))
            .chain(responses.map(|r| &r.header_list));
        for header in lists.flatten().filter(|h| is_secret_header(&h.name)) {
            secrets.literals.extend(secret_parts(header));
        }
        for url in [report.request.url()].into_iter().chain(requests.map(|r| &r.url)) {
            let pairs = url.query().unwrap_or_default().split('&');
            let values =
                pairs.filter_map(|p| p.split_once('=')).filter(|p| is_secret_parameter(p.0));
            secrets.literals.extend(values.map(|p| p.1.to_owned()));
        }
        secrets.literals.retain(|s| s.len() >= LITERAL);
        secrets.literals.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        secrets.literals.dedup();
        secrets
    }

    /// A header's value, as text.
    pub(crate) fn header(&self, header: &Header) -> String {
        self.value(&header.name, &header.text())
    }

    /// The value of a header of this name.
    pub(crate) fn value(&self, name: &str, value: &str) -> String {
        if self.show {
            value.to_owned()
        } else if is_secret_header(name) {
            mask_header(name, value)
        } else {
            self.text(value)
        }
    }

    /// A URL.
    pub(crate) fn url(&self, url: &Url) -> String {
        self.text(url.as_str())
    }

    /// Any text: the URLs in it, and the secrets seen elsewhere.
    pub(crate) fn text(&self, text: &str) -> String {
        if self.show {
            return text.to_owned();
        }
        let mut masked = mask_parameters(&mask_user_info(text)).into_owned();
        for secret in &self.literals {
            if masked.contains(secret) {
                masked = masked.replace(secret, MASK);
            }
        }
        masked
    }

    /// A body of the kind that a form sends.
    pub(crate) fn body(&self, text: &str) -> String {
        let masked = self.text(&format!("&{text}"));
        masked.strip_prefix('&').map_or(masked.clone(), str::to_owned)
    }
}

/// Whether a header of this name holds credentials.
fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let known = ["authorization", "proxy-authorization", "cookie", "set-cookie", "x-auth"];
    let parts = ["api-key", "apikey", "api_key", "auth-key", "password", "secret", "token"];
    known.contains(&&*name) || parts.iter().any(|part| name.contains(part))
}

/// Whether a query parameter of this name holds credentials.
fn is_secret_parameter(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let known = ["key", "sig", "auth", "jwt", "pwd"];
    let ends = ["token", "api_key", "api-key", "apikey", "password", "secret", "signature"];
    known.contains(&&*name) || ends.iter().any(|end| name.ends_with(end))
}

/// `Bearer ***`, `session=***; Path=/`, `***`: what helps to understand stays.
fn mask_header(name: &str, value: &str) -> String {
    let name_of = |pair: &str| match pair.split_once('=') {
        Some((name, _)) => format!("{name}={MASK}"),
        None => MASK.to_owned(),
    };
    if name.eq_ignore_ascii_case("cookie") {
        return value.split("; ").map(name_of).collect::<Vec<_>>().join("; ");
    }
    if name.eq_ignore_ascii_case("set-cookie") {
        return match value.split_once(';') {
            Some((pair, attributes)) => format!("{};{attributes}", name_of(pair)),
            None => name_of(value),
        };
    }
    match value.split_once(' ') {
        Some((scheme, _)) if scheme.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-') => {
            format!("{scheme} {MASK}")
        }
        _ => MASK.to_owned(),
    }
}

/// The parts of a header that must not turn up elsewhere either.
fn secret_parts(header: &Header) -> Vec<String> {
    let value = text(&header.value);
    let value_of = |pair: &str| pair.split_once('=').map_or(pair, |(_, v)| v).to_owned();
    if header.name.eq_ignore_ascii_case("cookie") {
        value.split("; ").map(value_of).collect()
    } else if header.name.eq_ignore_ascii_case("set-cookie") {
        vec![value_of(value.split(';').next().unwrap_or_default())]
    } else {
        let bare = value.split_once(' ').map_or(&*value, |(_, credentials)| credentials);
        vec![bare.to_owned()]
    }
}

/// `?token=…` and its kind, wherever they stand in `text`.
fn mask_parameters(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['?', '&', '#', ';']) {
        let (before, after) = rest.split_at(at + 1);
        masked.push_str(before);
        rest = after;
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.[]%".contains(c);
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        if rest[end..].starts_with('=') && is_secret_parameter(&rest[..end]) {
            let value = &rest[end + 1..];
            let stop = |c: char| c.is_whitespace() || "&#'\"<>`’”".contains(c);
            let length = value.find(stop).unwrap_or(value.len());
            let length = value[..length].trim_end_matches('.').len();
            masked.push_str(&rest[..=end]);
            masked.push_str(if length == 0 { "" } else { MASK });
            rest = &value[length..];
        }
    }
    if masked.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(masked + rest) }
}

/// `https://user:password@host`, wherever it stands in `text`.
fn mask_user_info(text: &str) -> Cow<'_, str> {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        masked.push_str(before);
        let stop = |c: char| c.is_whitespace() || "/?#'\"<>`’”".contains(c);
        let end = after.find(stop).unwrap_or(after.len());
        rest = match after[..end].rfind('@') {
            Some(host) => {
                masked.push_str(MASK);
                &after[host..]
            }
            None => after,
        };
    }
    if masked.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(masked + rest) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_masked_by_name() {
        let secrets = Secrets::by_name(false);
        let value = |name: &str, value: &str| secrets.value(name, value);
        assert_eq!(value("Authorization", "Bearer abc.def"), "Bearer ***");
        assert_eq!(value("authorization", "abc"), "***");
        assert_eq!(value("Cookie", "sid=1; theme=dark"), "sid=***; theme=***");
        assert_eq!(value("Set-Cookie", "sid=1; Path=/; Secure"), "sid=***; Path=/; Secure");
        assert_eq!(value("X-Api-Key", "k"), "***");
        assert_eq!(value("X-CSRF-Token", "k"), "***");
        assert_eq!(value("Access-Control-Allow-Headers", "x-token"), "x-token");
        assert_eq!(Secrets::by_name(true).value("Cookie", "sid=1"), "sid=1");
    }

    #[test]
    fn urls_are_masked_wherever_they_stand() {
        let secrets = Secrets::by_name(false);
        assert_eq!(
            secrets.text("at 'https://a.example/?x=1&token=abc&key=z#sig=q' from"),
            "at 'https://a.example/?x=1&token=***&key=***#sig=***' from"
        );
        assert_eq!(
            secrets.text("at https://a.example/?access_token=abc. (Reason: x"),
            "at https://a.example/?access_token=***. (Reason: x"
        );
        assert_eq!(secrets.text("https://u:p@a.example/@x"), "https://***@a.example/@x");
        assert_eq!(secrets.text("?monkey=1&keys=2"), "?monkey=1&keys=2");
        assert_eq!(secrets.body("password=x&user=y"), "password=***&user=y");
    }
}
