//! The scripted exchanges of the pages: a request as a script makes it, and a server as rules. The
//! casebook plays them as recordings, the clinic serves them live. The format is `docs/pages.md`.

use crate::probe::{QUERY_PARAMETER, is_sibling_path};
use crate::question::Question;
use preflight_fetch::http::header_list::text;
use preflight_fetch::{
    AddressSpace, Body, Browser, ConnectionError, HttpRequest, HttpResponse, Origin, Profile,
    Referrer, Request, RequestInit, TlsFault, Url,
};
use std::collections::BTreeMap;
use std::fmt;

/// What the placeholders stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// Names from pairs of placeholder and value; the variants of `{page}` and `{api}` are derived.
    #[must_use]
    pub fn new<'a>(pairs: impl IntoIterator<Item = (&'a str, String)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The names in the casebook.
    #[must_use]
    pub fn casebook() -> Self {
        let pairs = [
            ("page", "https://shop.example"),
            ("page-https", "https://shop.example"),
            ("page-http", "http://shop.example"),
            ("api", "https://api.example"),
            ("api2", "https://cdn.example"),
            ("api-http", "http://api.example"),
            ("http", "http://api.example"),
            ("closed", "https://api.example:4999"),
            ("nowhere", "https://nowhere.invalid"),
            ("https", "https://api.example:4443"),
            ("https-plain", "https://api.example:8080"),
        ];
        Self::new(pairs.map(|(name, value)| (name, value.to_owned())))
    }

    fn get(&self, name: &str, page: Option<&str>) -> Option<String> {
        if let Some(value) = self.0.get(name) {
            return Some(if name == "page" {
                page.unwrap_or(value).to_owned()
            } else {
                value.clone()
            });
        }
        let own = self.0.get("page").map(String::as_str);
        let page: Origin = page.or(own)?.parse().ok()?;
        let page = page.as_tuple();
        let port = |p: Option<u16>| p.map_or_else(String::new, |p| format!(":{p}"));
        Some(match name {
            "api-host" => self.0.get("api")?.split_once("://")?.1.to_owned(),
            "page-scheme" => page?.scheme().to_owned(),
            "page-hostname" => page?.host().to_owned(),
            "page-host" => format!("{}{}", page?.host(), port(page?.port())),
            "page-other-scheme" => {
                let scheme = if page?.scheme() == "https" { "http" } else { "https" };
                format!("{scheme}://{}{}", page?.host(), port(page?.port()))
            }
            "page-other-port" => {
                let other = if page?.port() == Some(8443) { 9443 } else { 8443 };
                format!("{}://{}:{other}", page?.scheme(), page?.host())
            }
            "page-www" => {
                format!("{}://www.{}{}", page?.scheme(), page?.host(), port(page?.port()))
            }
            "page-upper-case" => {
                format!(
                    "{}://{}{}",
                    page?.scheme(),
                    page?.host().to_ascii_uppercase(),
                    port(page?.port())
                )
            }
            _ => return None,
        })
    }

    /// `template` with every known placeholder replaced; other braces stay as they are.
    #[must_use]
    pub fn expand(
        &self,
        template: &str,
        page: Option<&str>,
        request: Option<&HttpRequest>,
    ) -> String {
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            out.push_str(&rest[..open]);
            rest = &rest[open..];
            let value = rest.find('}').and_then(|close| {
                let name = &rest[1..close];
                let header = |name: &str| {
                    request.map(|r| {
                        r.header_list.get(name).map_or_else(String::new, |v| text(&v).into_owned())
                    })
                };
                let value = match name {
                    "origin" => header("origin"),
                    "path" => request.map(|r| r.url.path().to_owned()),
                    "request-headers" => header("access-control-request-headers"),
                    _ => self.get(name, page),
                };
                Some((value?, close + 1))
            });
            match value {
                Some((value, end)) => {
                    out.push_str(&value);
                    rest = &rest[end..];
                }
                None => {
                    out.push('{');
                    rest = &rest[1..];
                }
            }
        }
        out + rest
    }
}

/// What is wrong with an exchange block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioError {
    /// The line in the block, counted from 1.
    pub line: usize,
    /// Why, and what would be right.
    pub reason: String,
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} of the exchange block: {}", self.line, self.reason)
    }
}

impl std::error::Error for ScenarioError {}

/// A request and a scripted server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// What is asked.
    pub question: Question,
    /// The page's origin.
    pub page: String,
    names: Names,
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Rule {
    methods: Vec<String>,
    path: Option<String>,
    conditions: Vec<(String, String)>,
    answer: Vec<String>,
}

impl Scenario {
    /// Reads an exchange block.
    ///
    /// # Errors
    /// The first line that is wrong, and why.
    pub fn parse(block: &str, names: &Names) -> Result<Self, ScenarioError> {
        let mut lines = block.lines().enumerate().map(|(n, l)| (n + 1, l));
        let mut head = Vec::new();
        for (number, line) in lines.by_ref() {
            if line.trim().is_empty() {
                break;
            }
            head.push((number, line));
        }
        let (question, page) = question(&head, names)?;
        let mut rules: Vec<Rule> = Vec::new();
        for (number, line) in lines {
            if let Some(rule) = line.strip_prefix("> ") {
                rules.push(parse_rule(rule, number)?);
            } else if let Some(answer) = line.strip_prefix('<') {
                let Some(rule) = rules.last_mut() else {
                    return Err(error(number, "an answer before any rule"));
                };
                rule.answer.push(answer.strip_prefix(' ').unwrap_or(answer).to_owned());
            } else if !line.trim().is_empty() {
                return Err(error(number, "a line must begin with `> ` or `< `"));
            }
        }
        Ok(Self { question, page, names: names.clone(), rules })
    }

    /// Whether some rule speaks of a path other than the scenario's own: its server then has a
    /// listener to itself.
    #[must_use]
    pub fn needs_whole_server(&self) -> bool {
        self.rules.iter().any(|r| r.path.is_some())
    }

    /// What the server does with a request: the first rule that matches, otherwise a 404.
    ///
    /// # Errors
    /// Where the rule has the connection fail.
    pub fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, ConnectionError> {
        match self.rules.iter().find(|rule| self.matches(rule, request)) {
            Some(rule) => self.render(rule, request),
            None => {
                let body = b"no such page".to_vec();
                Ok(HttpResponse {
                    body,
                    ..HttpResponse::new(404).with("Content-Type", "text/plain")
                })
            }
        }
    }

    fn matches(&self, rule: &Rule, request: &HttpRequest) -> bool {
        let expand = |value: &str| self.names.expand(value, Some(&self.page), Some(request));
        let path = match rule.path.as_deref() {
            None => request.url.path() == self.question.request.url().path(),
            Some("*") => true,
            Some("sibling") => is_sibling_path(request.url.path()),
            Some(path) => request.url.path() == path,
        };
        let origin = request.header_list.get("origin").map(|o| text(&o).into_owned());
        let asked = |name: &str| {
            request.header_list.get(name).map_or_else(String::new, |v| text(&v).into_owned())
        };
        path && rule.methods.iter().any(|m| m == "*" || *m == request.method)
            && rule.conditions.iter().all(|(name, value)| match (name.as_str(), value.as_str()) {
                ("origin", "none") => origin.is_none(),
                ("origin", "page") => origin.as_deref() == Some(&self.page),
                ("origin", "other") => origin.as_deref().is_some_and(|o| o != self.page),
                ("origin", value) => origin.as_deref() == Some(&expand(value)),
                ("query", _) => !request.url.query().unwrap_or_default().contains(QUERY_PARAMETER),
                ("server", value) => value == server(&request.url),
                ("host", value) => Origin::of(&request.url).serialized() == expand(value),
                ("agent", value) => is_program(request) == (value == "program"),
                ("request-method", value) => asked("access-control-request-method") == value,
                ("request-headers", "none") => asked("access-control-request-headers").is_empty(),
                ("site", "none") => site(request).is_none(),
                ("site", value) => site(request).as_deref() == Some(value),
                _ => false,
            })
    }

    fn render(&self, rule: &Rule, request: &HttpRequest) -> Result<HttpResponse, ConnectionError> {
        let expand = |value: &str| self.names.expand(value, Some(&self.page), Some(request));
        let mut lines = rule.answer.iter();
        let first = lines.next().map_or("200", |l| l.trim());
        if let Some(failure) = first.strip_prefix('!').and_then(failure) {
            return Err(failure);
        }
        let (status, reason) = first.split_once(' ').unwrap_or((first, ""));
        let mut response = HttpResponse::new(status.parse().unwrap_or(200));
        response.status_text = reason.as_bytes().to_vec();
        for line in lines.by_ref() {
            let Some((name, value)) = line.split_once(':') else { break };
            response.header_list.append(name.to_owned(), expand(value).trim().as_bytes().to_vec());
        }
        let body: Vec<String> = lines.map(|l| expand(l)).collect();
        response.body = body.join("\n").into_bytes();
        Ok(response)
    }
}

/// What a rule may ask of a request, besides method and path.
const CONDITIONS: [&str; 8] =
    ["origin", "query", "host", "agent", "request-headers", "request-method", "server", "site"];

/// Whether a program sent the request that says so, not a browser.
fn is_program(request: &HttpRequest) -> bool {
    request.header_list.get("user-agent").is_some_and(|agent| !agent.starts_with(b"Mozilla/"))
}

/// `Sec-Fetch-Site`: on the wire, or as the model would write it.
fn site(request: &HttpRequest) -> Option<String> {
    let sent = request.header_list.get("sec-fetch-site").map(|site| text(&site).into_owned());
    sent.or_else(|| Some(request.fetch_metadata?.site?.as_str().to_owned()))
}

/// Which of two servers a balancer picks that looks at the URL: `a` for a browser's own requests, `a`
/// and `b` in turn for probes, whose queries count up.
fn server(url: &Url) -> &'static str {
    let number = url.query_pairs().find(|(name, _)| name == QUERY_PARAMETER);
    match number.and_then(|(_, value)| u64::from_str_radix(&value, 16).ok()) {
        Some(number) if number % 2 == 1 => "b",
        _ => "a",
    }
}

fn error(line: usize, reason: impl Into<String>) -> ScenarioError {
    ScenarioError { line, reason: reason.into() }
}

fn parse_rule(rule: &str, number: usize) -> Result<Rule, ScenarioError> {
    let mut words = rule.split_whitespace();
    let methods = words.next().ok_or_else(|| error(number, "a rule needs a method, or `*`"))?;
    let mut parsed =
        Rule { methods: methods.split('|').map(str::to_owned).collect(), ..Rule::default() };
    for word in words {
        match word.split_once('=') {
            Some((name, value)) if CONDITIONS.contains(&name) => {
                parsed.conditions.push((name.to_owned(), value.to_owned()));
            }
            Some(_) => {
                return Err(error(
                    number,
                    format!("`{word}`: conditions are {}=", CONDITIONS.join("=, ")),
                ));
            }
            None => parsed.path = Some(word.to_owned()),
        }
    }
    Ok(parsed)
}

fn failure(word: &str) -> Option<ConnectionError> {
    Some(match word.trim() {
        "closed" => ConnectionError::Closed,
        "reset" => ConnectionError::Reset,
        "timeout" => ConnectionError::TimedOut("the response's head"),
        "refused" => ConnectionError::Refused,
        "dns" => ConnectionError::Dns,
        "plain-http" => ConnectionError::PlaintextOnTlsPort,
        "tls unknown-issuer" => ConnectionError::Tls(TlsFault::UnknownIssuer),
        "tls expired" => ConnectionError::Tls(TlsFault::Expired),
        "tls wrong-name" => ConnectionError::Tls(TlsFault::WrongName),
        "tls client-certificate" => ConnectionError::Tls(TlsFault::ClientCertificate),
        "tls handshake" => {
            ConnectionError::Tls(TlsFault::Handshake("no common protocol version".to_owned()))
        }
        _ => return None,
    })
}

/// The request as the script makes it: the block's first lines.
fn question(head: &[(usize, &str)], names: &Names) -> Result<(Question, String), ScenarioError> {
    let Some((&(first, line), fields)) = head.split_first() else {
        return Err(error(1, "the block must begin with a method and a URL"));
    };
    let (method, url) =
        line.split_once(' ').ok_or_else(|| error(first, "expected `METHOD URL`"))?;
    let given = fields.iter().find_map(|(_, l)| l.strip_prefix("page:"));
    let page = names.expand(given.map_or("{page}", str::trim), None, None);
    let expand = |value: &str| names.expand(value.trim(), Some(&page), None);
    let url = Url::parse(&expand(url)).map_err(|e| error(first, format!("the URL: {e}")))?;
    let origin: Origin = page.parse().map_err(|e| error(first, format!("the page: {e}")))?;
    let mut init = RequestInit { method: method.to_owned(), ..RequestInit::default() };
    if let Ok(url) = Url::parse(&format!("{page}/")) {
        init.referrer = Referrer::Url(Box::new(url));
    }
    init.page_address =
        origin.as_tuple().map(|t| AddressSpace::of_host(t.host()).unwrap_or(AddressSpace::Public));
    let host_space =
        url.host_str().map(|h| AddressSpace::of_host(h).unwrap_or(AddressSpace::Public));
    let (mut read, mut send_actual, mut target_address) = (Vec::new(), true, host_space);
    for &(number, line) in fields {
        let (name, value) =
            line.split_once(':').ok_or_else(|| error(number, "expected `name: value`"))?;
        let value = expand(value);
        let unknown = |()| error(number, format!("`{value}` is no value for `{name}`"));
        match name {
            "page" | "browser-note" => {}
            "credentials" => init.credentials_mode = value.parse().map_err(unknown)?,
            "mode" => init.mode = value.parse().map_err(unknown)?,
            "redirect" => init.redirect_mode = value.parse().map_err(unknown)?,
            "header" => {
                let (name, value) = value.split_once(':').ok_or_else(|| unknown(()))?;
                init.headers.push((name.trim().to_owned(), value.trim().as_bytes().to_vec()));
            }
            "body" => init.body = Some(Body::Bytes(value.into_bytes())),
            "stream" => init.body = Some(Body::Stream(value.into_bytes())),
            "read" => read.push(value),
            "page-address" => init.page_address = Some(value.parse().map_err(unknown)?),
            "target-address" => target_address = Some(value.parse().map_err(unknown)?),
            "send-actual" => send_actual = value == "yes",
            "upload-listener" => init.use_cors_preflight = value == "yes",
            _ => return Err(error(number, format!("unknown field `{name}`"))),
        }
    }
    let request = Request::new(url, origin, init).map_err(|e| error(first, e.to_string()))?;
    let engines = Browser::ENGINES.to_vec();
    Ok((
        Question {
            request,
            engines,
            profile: Profile::default(),
            read,
            send_actual,
            target_address,
            origin_assumed: false,
        },
        page,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_other_braces() {
        let names = Names::casebook();
        let expand = |t: &str| names.expand(t, None, None);
        assert_eq!(expand("{page}/{api-host}"), "https://shop.example/api.example");
        assert_eq!(expand(r#"{"a":1} ${X} {"#), r#"{"a":1} ${X} {"#);
        assert_eq!(
            expand("{page-other-scheme} {page-www}"),
            "http://shop.example https://www.shop.example"
        );
    }

    #[test]
    fn rules_in_order_and_a_404_otherwise() {
        let block = "PUT {api}/x\nheader: x-a: 1\n\n> OPTIONS origin=page\n< 204\n< Access-Control-Allow-Origin: {origin}\n\n> GET /\n< 200 OK\n<\n< hello";
        let scenario = Scenario::parse(block, &Names::casebook()).unwrap();
        assert!(scenario.needs_whole_server());
        let mut request = HttpRequest::new(
            preflight_fetch::RequestKind::Probe,
            "OPTIONS",
            Url::parse("https://api.example/x?y").unwrap(),
        );
        let Ok(r) = scenario.answer(&request) else { panic!() };
        assert_eq!(r.status, 404);
        request.header_list.append("Origin", &b"https://shop.example"[..]);
        let Ok(r) = scenario.answer(&request) else { panic!() };
        assert_eq!(
            r.header_list.get("access-control-allow-origin").unwrap(),
            &b"https://shop.example"[..]
        );
    }
}
