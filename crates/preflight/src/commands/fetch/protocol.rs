//! The lines of `--jsonl`: requests and replies as JSON objects.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use preflight_fetch::{
    Because, Body, FilteredResponse, Initiator, Origin, Outcome, Referrer, Request, RequestError,
    RequestInit, ResponseType, SpecRef, Url,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::str::FromStr;

/// A request line; fields that are not here are ignored.
#[derive(Debug, Deserialize)]
struct Line {
    #[serde(default)]
    op: Option<String>,
    url: String,
    origin: String,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    body_base64: Option<String>,
    #[serde(default)]
    mode: Option<String>,
    #[serde(default)]
    credentials: Option<String>,
    #[serde(default)]
    redirect: Option<String>,
    #[serde(default)]
    cache: Option<String>,
    #[serde(default)]
    referrer: Option<String>,
    #[serde(default)]
    referrer_policy: Option<String>,
    #[serde(default)]
    initiator: Option<String>,
    #[serde(default)]
    force_preflight: bool,
}

/// A reply line.
#[derive(Debug, Serialize)]
pub(super) struct Reply {
    id: Value,
    #[serde(flatten)]
    outcome: ReplyOutcome,
}

#[derive(Debug, Serialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
enum ReplyOutcome {
    Response {
        r#type: &'static str,
        status: u16,
        #[serde(rename = "statusText")]
        status_text: String,
        headers: Vec<(String, String)>,
        body_base64: Option<String>,
        url: String,
        redirected: bool,
    },
    NetworkError {
        error: String,
        reason: Reason,
    },
    Invalid {
        error: String,
    },
}

/// Why, for programs.
#[derive(Debug, Serialize)]
struct Reason {
    because: String,
    spec: String,
    step: &'static str,
}

/// What a line asks for.
#[derive(Debug)]
pub(super) enum Parsed {
    /// A request, with the id to be given back.
    Request(Value, Box<Request>),
    /// Nothing to send: the reply.
    Reply(Reply),
}

/// Reads a request line.
pub(super) fn parse(line: &[u8]) -> Parsed {
    let value: Value = match serde_json::from_slice(line) {
        Ok(value) => value,
        Err(error) => return Parsed::Reply(Reply::invalid(Value::Null, error)),
    };
    if !value.is_object() {
        return Parsed::Reply(Reply::invalid(Value::Null, "the line is not a JSON object"));
    }
    let id = value["id"].clone();
    if !(id.is_number() || id.is_string()) {
        return Parsed::Reply(Reply::invalid(Value::Null, "`id` is not a number or a string"));
    }
    let request = Line::deserialize(value).map_err(|e| Refused::Invalid(e.to_string()));
    match request.and_then(Line::request) {
        Ok(request) => Parsed::Request(id, Box::new(request)),
        Err(Refused::Invalid(error)) => Parsed::Reply(Reply::invalid(id, error)),
        Err(Refused::TypeError(error)) => Parsed::Reply(Reply::type_error(id, error)),
    }
}

/// Why a line leads to no request.
enum Refused {
    /// A field has no meaning.
    Invalid(String),
    /// `new Request` throws.
    TypeError(RequestError),
}

impl Line {
    fn request(self) -> Result<Request, Refused> {
        if let Some(op) = self.op.filter(|op| op != "fetch") {
            return Err(Refused::Invalid(format!("`op` is `{op}`; it can be `fetch` only")));
        }
        let url = Url::parse(&self.url)
            .map_err(|e| Refused::Invalid(format!("`url` is not an absolute URL: {e}")))?;
        let origin: Origin =
            self.origin.parse().map_err(|e| Refused::Invalid(format!("`origin`: {e}")))?;
        let credentials_in_url = !url.username().is_empty() || url.password().is_some();
        // XMLHttpRequest takes such URLs where fetch() throws; the harness has checked before.
        let initiator = match self.initiator.as_deref() {
            Some("xhr") => Initiator::Xhr,
            _ if credentials_in_url => Initiator::Xhr,
            _ => Initiator::Fetch,
        };
        let init = RequestInit {
            method: self.method.unwrap_or_else(|| "GET".to_owned()),
            headers: self.headers.into_iter().map(header).collect::<Result<_, _>>()?,
            body: self.body_base64.map(body).transpose()?,
            mode: named("mode", self.mode)?,
            credentials_mode: named("credentials", self.credentials)?,
            redirect_mode: named("redirect", self.redirect)?,
            cache_mode: named("cache", self.cache)?,
            referrer: referrer(self.referrer)?,
            referrer_policy: named("referrer_policy", self.referrer_policy)?,
            use_cors_preflight: self.force_preflight,
            initiator,
            page_address: None,
        };
        Request::new(url, origin, init).map_err(Refused::TypeError)
    }
}

fn named<T: FromStr<Err = ()> + Default>(field: &str, name: Option<String>) -> Result<T, Refused> {
    match name {
        None => Ok(T::default()),
        Some(name) => name
            .parse()
            .map_err(|()| Refused::Invalid(format!("`{field}` is `{name}`, which has no meaning"))),
    }
}

fn referrer(referrer: Option<String>) -> Result<Referrer, Refused> {
    match referrer.as_deref() {
        None | Some("") => Ok(Referrer::NoReferrer),
        Some(url) => Url::parse(url)
            .map(|url| Referrer::Url(Box::new(url)))
            .map_err(|e| Refused::Invalid(format!("`referrer` is not an absolute URL: {e}"))),
    }
}

fn body(base64: String) -> Result<Body, Refused> {
    STANDARD
        .decode(base64)
        .map(Body::Bytes)
        .map_err(|e| Refused::Invalid(format!("`body_base64` is not base64: {e}")))
}

/// One char for each byte.
fn header((name, value): (String, String)) -> Result<(String, Vec<u8>), Refused> {
    let bytes: Result<Vec<u8>, _> = value.chars().map(|c| u8::try_from(u32::from(c))).collect();
    match bytes {
        Ok(bytes) => Ok((name, bytes)),
        Err(_) => Err(Refused::Invalid(format!(
            "the value of `{name}` holds a char above U+00FF; write one char for each byte"
        ))),
    }
}

/// One char for each byte.
fn byte_string(bytes: &[u8]) -> String {
    bytes.iter().map(|&b| char::from(b)).collect()
}

impl Reply {
    /// The line cannot be understood.
    pub(super) fn invalid(id: Value, error: impl std::fmt::Display) -> Self {
        Self { id, outcome: ReplyOutcome::Invalid { error: error.to_string() } }
    }

    fn type_error(id: Value, error: RequestError) -> Self {
        let spec = error.spec();
        Self::network_error(id, &Because::NotARequest(error), spec)
    }

    fn network_error(id: Value, because: &Because, at: SpecRef) -> Self {
        let reason = Reason { because: code(because), spec: at.url(), step: at.step };
        let error = format!("{}: {because}", reason.because);
        Self { id, outcome: ReplyOutcome::NetworkError { error, reason } }
    }

    /// How a fetch ended.
    pub(super) fn outcome(id: Value, outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Response(response) => Self { id, outcome: seen(response) },
            Outcome::NetworkError(refusal) => Self::network_error(id, &refusal.because, refusal.at),
        }
    }

    /// The line, its end included.
    pub(super) fn line(&self) -> Vec<u8> {
        let mut line = serde_json::to_vec(self)
            .expect("bug in preflight, please report: a reply is text and numbers");
        line.push(b'\n');
        line
    }
}

/// What the script sees.
fn seen(response: &FilteredResponse) -> ReplyOutcome {
    let opaque = response.response_type == ResponseType::Opaque;
    let url = response.url.as_ref().filter(|_| !opaque).map(|url| {
        let mut url = url.clone();
        url.set_fragment(None);
        url.into()
    });
    ReplyOutcome::Response {
        r#type: response.response_type.as_str(),
        status: response.status,
        status_text: byte_string(&response.status_text),
        headers: response
            .header_list
            .iter()
            .map(|h| (h.name.clone().into_owned(), byte_string(&h.value)))
            .collect(),
        body_base64: response.body.as_ref().map(|body| STANDARD.encode(body)),
        url: url.unwrap_or_default(),
        redirected: response.redirected,
    }
}

/// A stable code of a reason: the variant's name with hyphens; of a failed connection the failure's.
fn code(because: &Because) -> String {
    if let Because::Connection(error) = because {
        return format!("connection-{}", error.code());
    }
    let debug = format!("{because:?}");
    let name = debug.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let mut code = String::with_capacity(name.len() + 8);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !code.is_empty() {
            code.push('-');
        }
        code.push(c.to_ascii_lowercase());
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_fetch::ConnectionError;

    fn reply(line: &str) -> Value {
        match parse(line.as_bytes()) {
            Parsed::Reply(reply) => serde_json::from_slice(&reply.line()).unwrap(),
            Parsed::Request(..) => panic!("{line}"),
        }
    }

    #[test]
    fn lines_that_make_no_sense_get_their_reply() {
        for line in ["", "x", "[]", "{}", r#"{"id":null}"#, r#"{"url":"http://a/"}"#, "{\"id\":1"] {
            let reply = reply(line);
            assert_eq!(
                (&reply["id"], &reply["outcome"]),
                (&Value::Null, &"invalid".into()),
                "{line}"
            );
        }
        let known = reply(r#"{"id":"a","url":"http://a/","origin":"http://b","mode":"x"}"#);
        assert_eq!(known["id"], "a");
        assert_eq!(known["outcome"], "invalid");
        assert_eq!(known["error"], "`mode` is `x`, which has no meaning");
        let thrown = reply(r#"{"id":2,"url":"http://a/","origin":"http://b","method":"track"}"#);
        assert_eq!(thrown["outcome"], "network-error");
        assert_eq!(thrown["reason"]["because"], "not-a-request");
        assert_eq!(thrown["reason"]["step"], "25");
    }

    #[test]
    fn the_whole_request_line() {
        let line = r#"{"id":7,"op":"fetch","url":"http://u:p@a.test/x?y#z","origin":"null","method":"put",
            "headers":[["x-test","ÿ"],["Host","dropped"]],"body_base64":"","mode":"cors","credentials":"include",
            "redirect":"manual","cache":"no-store","referrer":"http://b.test/","referrer_policy":"",
            "integrity":"","initiator":"fetch","force_preflight":true,"unknown":1}"#;
        let Parsed::Request(id, request) = parse(line.as_bytes()) else { panic!("no request") };
        assert_eq!(id, 7);
        assert_eq!(request.method(), "PUT");
        assert_eq!(request.header_list().get("x-test").as_deref(), Some(&b"\xff"[..]));
        assert_eq!(request.header_list().len(), 1);
        assert_eq!(request.body(), Some(&Body::Bytes(Vec::new())));
    }

    #[test]
    fn codes() {
        assert_eq!(code(&Because::AllowOriginMissing), "allow-origin-missing");
        assert_eq!(code(&Because::PreflightStatusNotOk(404)), "preflight-status-not-ok");
        assert_eq!(code(&Because::Connection(ConnectionError::Dns)), "connection-dns");
    }
}
