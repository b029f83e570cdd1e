//! A question as the command line that asks it: `preflight check …`.

use crate::Question;
use preflight_fetch::{AddressSpace, Body, Browser, CredentialsMode, Initiator};
use preflight_fetch::{RedirectMode, RequestMode};
use preflight_report::render::curl::quoted;
use std::fmt;

/// The command line of a question, for a POSIX shell. Secrets stand in it as they are.
#[derive(Debug, Clone, Copy)]
pub struct CommandLine<'a> {
    /// The question.
    pub question: &'a Question,
    /// The cookies of its profile, `name=value`.
    pub cookies: &'a [String],
    /// Where the page stands, if that is to be said.
    pub page_address: Option<AddressSpace>,
    /// Whether the request itself is to be sent, where that may change something.
    pub send_actual: bool,
    /// Whether any certificate will do.
    pub insecure: bool,
}

impl<'a> CommandLine<'a> {
    /// The command line of `question`, which has no cookies. It says where the page stands unless the
    /// page's host says so by itself.
    #[must_use]
    pub fn new(question: &'a Question) -> Self {
        let request = &question.request;
        let host = request.origin().as_tuple().and_then(|page| AddressSpace::of_host(page.host()));
        Self {
            question,
            cookies: &[],
            page_address: request.page_address().filter(|told| host != Some(*told)),
            send_actual: question.send_actual,
            insecure: false,
        }
    }

    /// The words of the command; an option and its value are one, the URL is the last.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut words = vec!["preflight check".to_owned()];
        self.script(&mut words);
        self.modes(&mut words);
        self.browser(&mut words);
        words.push(quoted(self.question.request.url().as_str().as_bytes()));
        words
    }

    /// What is sent.
    fn script(&self, words: &mut Vec<String>) {
        let request = &self.question.request;
        let mut flag = |name: &str, value: &[u8]| {
            // What begins like an option is one, unless it hangs on its own.
            let between = match (value.first(), name.starts_with("--")) {
                (Some(b'-'), true) => "=",
                (Some(b'-'), false) => "",
                _ => " ",
            };
            words.push(format!("{name}{between}{}", quoted(value)));
        };
        if request.method() != "GET" {
            flag("-X", request.method().as_bytes());
        }
        for header in request.header_list() {
            let name = header.name.as_bytes();
            match &*header.value {
                [] => flag("-H", &[name, b";"].concat()),
                value => flag("-H", &[name, b": ", value].concat()),
            }
        }
        if let Some(body) = request.body() {
            if !request.header_list().contains("content-type") {
                // Without this one the command adds a form's.
                flag("-H", b"Content-Type:");
            }
            flag("--data-raw", body.bytes());
        }
        if let Some(Body::Stream(_)) = request.body() {
            words.push("--stream".to_owned());
        }
        if request.initiator() == Initiator::Xhr {
            words.push("--upload-listener".to_owned());
        }
    }

    /// Which page asks, and how.
    fn modes(&self, words: &mut Vec<String>) {
        let Question { request, read, origin_assumed, .. } = self.question;
        if !origin_assumed {
            let origin = request.origin().serialized();
            words.push(format!("--origin {}", quoted(origin.as_bytes())));
        }
        let mut mode = |name: &str, value: &str| words.push(format!("{name} {value}"));
        if request.credentials_mode() != CredentialsMode::default() {
            mode("--credentials", request.credentials_mode().as_str());
        }
        if request.mode() != RequestMode::default() {
            mode("--mode", request.mode().as_str());
        }
        if request.redirect_mode() != RedirectMode::default() {
            mode("--redirect", request.redirect_mode().as_str());
        }
        for name in read {
            words.push(format!("--read {}", quoted(name.as_bytes())));
        }
    }

    /// What the browser is and brings along.
    fn browser(&self, words: &mut Vec<String>) {
        let Question { request, engines, .. } = self.question;
        if let Some(space) = self.page_address {
            words.push(format!("--page-address {space}"));
        }
        if !self.cookies.is_empty() {
            words.push(format!("-b {}", quoted(self.cookies.join("; ").as_bytes())));
        }
        if Browser::ENGINES.iter().any(|engine| !engines.contains(engine)) {
            let ids: Vec<&str> = engines.iter().map(|engine| engine.id()).collect();
            words.push(format!("--browser {}", ids.join(",")));
        }
        if self.insecure {
            words.push("--insecure".to_owned());
        }
        if self.send_actual && !matches!(request.method(), "GET" | "HEAD" | "OPTIONS") {
            words.push("--send-actual".to_owned());
        }
    }
}

impl fmt::Display for CommandLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_fetch::{Origin, Profile, Request, RequestInit};

    fn question(origin: &str, init: RequestInit) -> Question {
        let origin: Origin = origin.parse().unwrap();
        let url = "https://api.example/cart?a=1&b=it's".parse().unwrap();
        Question {
            request: Request::new(url, origin, init).unwrap(),
            engines: Browser::ENGINES.to_vec(),
            profile: Profile::default(),
            read: Vec::new(),
            send_actual: false,
            target_address: None,
            origin_assumed: false,
        }
    }

    #[test]
    fn what_is_as_always_is_not_said() {
        let page_address = Some(AddressSpace::Loopback);
        let init = RequestInit { page_address, ..RequestInit::default() };
        let question = Question { origin_assumed: true, ..question("http://localhost:3000", init) };
        assert_eq!(
            CommandLine::new(&question).to_string(),
            r"preflight check 'https://api.example/cart?a=1&b=it%27s'"
        );
    }

    #[test]
    fn what_is_otherwise_is_said() {
        let init = RequestInit {
            method: "PUT".to_owned(),
            headers: vec![
                ("X-Empty".to_owned(), Vec::new()),
                ("X-Quote".to_owned(), b"it's".to_vec()),
            ],
            body: Some(Body::Stream(b"@file".to_vec())),
            credentials_mode: CredentialsMode::Include,
            redirect_mode: RedirectMode::Manual,
            initiator: Initiator::Xhr,
            page_address: Some(AddressSpace::Public),
            ..RequestInit::default()
        };
        let question = Question {
            engines: vec![Browser::Firefox],
            read: vec!["X-Total".to_owned()],
            send_actual: true,
            ..question("https://shop.example", init)
        };
        let cookies = ["a=1".to_owned(), "b=2".to_owned()];
        let line = CommandLine { cookies: &cookies, insecure: true, ..CommandLine::new(&question) };
        assert_eq!(
            line.to_string(),
            r"preflight check -X PUT -H 'X-Empty;' -H 'X-Quote: it'\''s' -H Content-Type: --data-raw @file --stream --upload-listener --origin https://shop.example --credentials include --redirect manual --read X-Total --page-address public -b 'a=1; b=2' --browser firefox --insecure --send-actual 'https://api.example/cart?a=1&b=it%27s'"
        );
    }

    #[test]
    fn what_begins_like_an_option_is_none() {
        let init = RequestInit {
            method: "-X".to_owned(),
            headers: vec![("-a".to_owned(), b"1".to_vec())],
            body: Some(Body::Bytes(b"--insecure".to_vec())),
            page_address: Some(AddressSpace::Loopback),
            ..RequestInit::default()
        };
        let question = Question { origin_assumed: true, ..question("http://localhost:3000", init) };
        assert_eq!(
            CommandLine::new(&question).to_string(),
            r"preflight check -X-X -H'-a: 1' -H Content-Type: --data-raw=--insecure 'https://api.example/cart?a=1&b=it%27s'"
        );
    }
}
