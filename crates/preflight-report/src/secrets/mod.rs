//! Secrets in what is shown: masked, so that a report can be pasted into an issue.
//!
//! A mask holds nothing of the secret, not its length either: `***` for the first secret shown,
//! `***2` for the next different one. The same secret has the same mask wherever it turns up, so that
//! one sees whether two requests carried the same token. What helps to understand stays: `Bearer`, the
//! names of cookies and parameters, cookies' attributes.
//!
//! A value is a secret by its name (`Authorization`, `?token=`, `"password":`), by its place (user
//! information in a URL), or by its look (a JSON Web Token; in a URL also a long random word); and
//! from then on wherever else it stands: in a body, in a console line.

mod names;
mod scan;
#[cfg(test)]
mod tests;

use crate::Report;
use crate::render::Options;
use names::{is_mixed, is_secret_name, looks_random, split_scheme};
use preflight_fetch::http::header_list::text;
use preflight_fetch::{CredentialsMode, Header, HeaderList, Origin, Url};
use std::cell::RefCell;

/// What a mask begins with.
const MASK: &str = "***";
/// The shortest value that is looked for in any text too, where it is no plain word.
const LITERAL: usize = 6;
/// The shortest plain word that is looked for in any text too.
const LITERAL_WORD: usize = 10;

/// Masks secrets, unless told to show them, and remembers those it has met.
#[derive(Debug, Default)]
pub struct Secrets {
    show: bool,
    met: RefCell<Vec<Met>>,
}

/// A secret met, in the order of meeting: its place gives its mask.
#[derive(Debug)]
struct Met {
    value: String,
    /// Whether it is looked for in any text.
    literal: bool,
}

impl Secrets {
    /// Masks what the text itself shows to be a secret; nothing where `show`.
    #[must_use]
    pub fn new(show: bool) -> Self {
        Self { show, met: RefCell::default() }
    }

    /// Knows the secrets of `report` and those of the options beforehand, so that they are masked
    /// wherever they turn up first.
    #[must_use]
    pub fn of(report: &Report, options: &Options) -> Self {
        let secrets = Self::new(options.show_secrets);
        let asked = &report.request;
        secrets.learn_url(asked.url());
        secrets.learn_headers(asked.header_list(), asked.url());
        for exchange in report.exchanges.iter().map(|e| &e.exchange) {
            secrets.learn_url(&exchange.request.url);
            secrets.learn_headers(&exchange.request.header_list, asked.url());
            if let Some(response) = exchange.response() {
                secrets.learn_headers(&response.header_list, asked.url());
            }
        }
        options.secrets.iter().for_each(|secret| secrets.learn(secret));
        secrets
    }

    /// The secrets met so far that can be told from other words, for [`Options::secrets`].
    #[must_use]
    pub fn met(&self) -> Vec<String> {
        self.met.borrow().iter().filter(|met| met.literal).map(|met| met.value.clone()).collect()
    }

    /// Remembers a secret that the caller knows to be one.
    pub fn learn(&self, secret: &str) {
        self.meet(secret, true);
    }

    /// Remembers the secrets of a URL: of its parameters, and long random words of its path.
    pub fn learn_url(&self, url: &Url) {
        for (name, value) in url.query_pairs() {
            if is_secret_name(&name) || looks_random(&value) {
                self.meet(&value, worth_finding(&value));
            }
        }
        for word in url.path_segments().into_iter().flatten().filter(|word| is_mixed(word)) {
            self.meet(word, true);
        }
        if let Some(password) = url.password() {
            self.meet(password, worth_finding(password));
        }
    }

    /// Remembers the secrets of headers. What stands in `url` outside its query is none: a report
    /// without the host it is about would not help.
    pub fn learn_headers(&self, list: &HeaderList, url: &Url) {
        let plain = format!("{}{}", Origin::of(url), url.path());
        for header in list {
            let value = text(&header.value);
            for secret in parts(&header.name, &value) {
                self.meet(secret, worth_finding(secret) && !plain.contains(secret));
            }
        }
    }

    /// A header's value, as text.
    #[must_use]
    pub fn header(&self, header: &Header) -> String {
        self.value(&header.name, &header.text())
    }

    /// The value of a header of this name.
    #[must_use]
    pub fn value(&self, name: &str, value: &str) -> String {
        if self.show {
            return value.to_owned();
        }
        let secrets = parts(name, value);
        if secrets.is_empty() {
            return self.text(value);
        }
        let mut masked = String::new();
        let mut rest = value;
        for secret in secrets {
            // Each is a part of what is left of `value`.
            let Some((before, after)) = rest.split_once(secret) else { continue };
            masked.push_str(before);
            masked.push_str(&self.mask(secret));
            rest = after;
        }
        masked + rest
    }

    /// A URL.
    #[must_use]
    pub fn url(&self, url: &Url) -> String {
        self.text(url.as_str())
    }

    /// Any text of ours: the URLs and tokens in it, and the secrets met elsewhere.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        if self.show {
            return text.to_owned();
        }
        let masked = scan::user_information(text, self);
        let masked = scan::parameters(&masked, self);
        let masked = scan::words(&masked, self);
        self.literals(masked.into_owned())
    }

    /// A text of others, such as a body or what a user pasted: besides, fields of JSON and of forms,
    /// and lines that are headers.
    #[must_use]
    pub fn body(&self, text: &str) -> String {
        if self.show {
            return text.to_owned();
        }
        let masked = scan::header_lines(text, self);
        let masked = scan::fields(&masked, self);
        let masked = scan::form_parts(&masked, self);
        let masked = scan::first_parameter(&masked, self);
        self.text(&masked)
    }

    /// The mask of a secret; of nothing, and of a mask, itself.
    fn mask(&self, secret: &str) -> String {
        if secret.is_empty() || secret.starts_with(MASK) {
            return secret.to_owned();
        }
        match self.meet(secret, worth_finding(secret)) {
            0 => MASK.to_owned(),
            place => format!("{MASK}{}", place + 1),
        }
    }

    /// Its place among the secrets met. An encoded and a plain form of one are different secrets.
    fn meet(&self, secret: &str, literal: bool) -> usize {
        let mut met = self.met.borrow_mut();
        if secret.is_empty() || self.show {
            return met.len();
        }
        let known = met.iter().position(|known| known.value == secret);
        known.unwrap_or_else(|| {
            met.push(Met { value: secret.to_owned(), literal });
            met.len() - 1
        })
    }

    /// The secrets met, wherever they stand in `text`; the longest first, since one may hold another.
    fn literals(&self, mut text: String) -> String {
        let met = self.met.borrow();
        let mut found: Vec<(usize, &str)> = met
            .iter()
            .enumerate()
            .filter(|(_, known)| known.literal && text.contains(&known.value))
            .map(|(place, known)| (place, &*known.value))
            .collect();
        found.sort_by_key(|(_, secret)| std::cmp::Reverse(secret.len()));
        for (place, secret) in found {
            let mask = if place == 0 { MASK.to_owned() } else { format!("{MASK}{}", place + 1) };
            text = text.replace(secret, &mask);
        }
        text
    }
}

/// The secret parts of a header's value, in order.
fn parts<'v>(name: &str, value: &'v str) -> Vec<&'v str> {
    let of_pair = |pair: &'v str| pair.split_once('=').map_or(pair, |(_, value)| value).trim();
    let parts = if name.eq_ignore_ascii_case("cookie") {
        value.split(';').map(of_pair).collect()
    } else if name.eq_ignore_ascii_case("set-cookie") {
        vec![of_pair(value.split(';').next().unwrap_or_default())]
    } else if is_secret_name(name) && value.parse::<CredentialsMode>().is_err() {
        // The option `credentials` of `fetch()` holds a mode, and no secret.
        vec![split_scheme(value).1.trim()]
    } else {
        Vec::new()
    };
    let is_secret = |part: &&str| !part.is_empty() && !part.starts_with(MASK) && !is_variable(part);
    parts.into_iter().filter(is_secret).collect()
}

/// Whether a value only names a variable: `$TOKEN`, `${token}`.
fn is_variable(value: &str) -> bool {
    let Some(name) = value.strip_prefix('$') else { return false };
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    match name.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        Some(name) => name.bytes().all(is_name),
        None => !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'),
    }
}

/// Whether a secret can be told from other words in a text.
fn worth_finding(secret: &str) -> bool {
    let is_word = secret.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    secret.len() >= if is_word { LITERAL_WORD } else { LITERAL }
}
