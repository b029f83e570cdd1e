//! A request as the page's form has it.

use crate::api::ApiError;
use axum::http::StatusCode;
use preflight_diagnose::Question;
use preflight_fetch::http::header_list::text;
use preflight_fetch::origin::OriginError;
use preflight_fetch::{AddressSpace, Body, Browser, CredentialsMode, Header, Initiator, Origin};
use preflight_probe::asked::{Asked, Beside, Field};
use preflight_probe::live::Client;
use preflight_probe::pasted::Pasted;
use preflight_report::CheckRequest;
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A request as the page's form has it. Header values have one character for each byte, as scripts see
/// them ([`ByteString`](https://webidl.spec.whatwg.org/#idl-ByteString)).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Fields {
    pub(crate) url: String,
    /// Of the page; empty for the usual one.
    pub(crate) origin: String,
    /// Empty for the usual one.
    pub(crate) method: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    pub(crate) credentials: Option<String>,
    pub(crate) mode: Option<String>,
    pub(crate) redirect: Option<String>,
    pub(crate) cache: Option<String>,
    pub(crate) referrer: Option<String>,
    pub(crate) referrer_policy: Option<String>,
    /// `a=1; b=2`
    pub(crate) cookies: String,
    /// The engines whose verdict counts; none for all three.
    pub(crate) browsers: Vec<String>,
    /// Response headers that the script wants to read.
    pub(crate) read: Vec<String>,
    pub(crate) page_address: Option<String>,
    pub(crate) send_actual: bool,
    pub(crate) upload_listener: bool,
    pub(crate) stream: bool,
    /// Whether any certificate will do.
    pub(crate) insecure: bool,
    /// The target in whose words the fix is given.
    pub(crate) target: Option<String>,
}

/// What is wrong with a field of the form.
fn wrong(field: &'static str, reason: impl ToString, correction: impl ToString) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, reason).correct(correction).at(field)
}

impl Fields {
    /// What is asked for.
    ///
    /// # Errors
    /// The first thing that is wrong, with its field.
    pub(crate) fn asked(&self) -> Result<Asked, ApiError> {
        let pasted = Pasted {
            url: self.url.trim().to_owned(),
            method: Some(self.method.trim().to_owned()).filter(|method| !method.is_empty()),
            headers: self.header_bytes()?,
            body: self.body.clone().map(String::into_bytes),
            cookies: Some(self.cookies.clone())
                .filter(|c| !c.trim().is_empty())
                .into_iter()
                .collect(),
            page: self.page()?,
            referrer: self.referrer.clone(),
            referrer_policy: named("referrer_policy", self.referrer_policy.as_deref())?,
            credentials: named("credentials", self.credentials.as_deref())?,
            mode: named("mode", self.mode.as_deref())?,
            redirect: named("redirect", self.redirect.as_deref())?,
            cache: named("cache", self.cache.as_deref())?,
            insecure: self.insecure,
            ..Pasted::default()
        };
        let beside = Beside {
            page_address: named("page_address", self.page_address.as_deref())?,
            stream: self.stream,
            upload_listener: self.upload_listener,
        };
        Asked::new(pasted, beside).map_err(|faults| match faults.into_iter().next() {
            Some(fault) => wrong(fault.field().as_str(), fault.reason(), fault.correction()),
            None => wrong(Field::Url.as_str(), "there is no URL", "write `https://HOST/PATH`"),
        })
    }

    /// The question that `check` asks.
    ///
    /// # Errors
    /// Where no script can make this request.
    pub(crate) async fn question(
        &self,
        asked: Asked,
        client: &Client,
    ) -> Result<Question, ApiError> {
        let page_address = asked.page_address(client).await;
        self.question_from(asked, page_address)
    }

    /// The question, where the page stands in this address space.
    ///
    /// # Errors
    /// Where no script can make this request.
    pub(crate) fn question_from(
        &self,
        asked: Asked,
        page_address: AddressSpace,
    ) -> Result<Question, ApiError> {
        let question = asked.question(page_address).map_err(|error| {
            wrong(Field::of(&error).as_str(), error, "no script can make this request")
        })?;
        Ok(Question {
            engines: self.engines()?,
            read: self.read.clone(),
            send_actual: self.send_actual,
            ..question
        })
    }

    /// What a paste says, for the form.
    pub(crate) fn of(mut pasted: Pasted) -> Self {
        pasted.write_user();
        Self {
            url: pasted.url,
            origin: pasted.page.map_or_else(String::new, |page| page.serialized().to_owned()),
            method: pasted.method.unwrap_or_default(),
            headers: pasted.headers.into_iter().map(|(n, v)| (n, characters(&v))).collect(),
            body: pasted.body.map(|body| String::from_utf8_lossy(&body).into_owned()),
            credentials: pasted.credentials.map(|mode| mode.to_string()),
            mode: pasted.mode.map(|mode| mode.to_string()),
            redirect: pasted.redirect.map(|mode| mode.to_string()),
            cache: pasted.cache.map(|mode| mode.to_string()),
            referrer: pasted.referrer,
            referrer_policy: pasted.referrer_policy.map(|policy| policy.as_str().to_owned()),
            cookies: pasted.cookies.join("; "),
            insecure: pasted.insecure,
            ..Self::default()
        }
    }

    /// The request that decides, as far as an explained text tells.
    pub(crate) fn deciding(check: &CheckRequest) -> Self {
        let CheckRequest { url, method, read, headers, origin, includes_credentials } = check;
        Self {
            url: url.to_string(),
            origin: origin.as_ref().map_or_else(String::new, ToString::to_string),
            method: method.clone().unwrap_or_default(),
            headers: headers.clone(),
            credentials: includes_credentials.then(|| CredentialsMode::Include.to_string()),
            read: read.clone(),
            ..Self::default()
        }
    }

    /// The request of a question.
    pub(crate) fn asking(question: &Question) -> Self {
        let request = &question.request;
        let header = |header: &Header| (header.name.to_string(), characters(&header.value));
        Self {
            url: request.url().to_string(),
            origin: request.origin().serialized().to_owned(),
            method: request.method().to_owned(),
            headers: request.header_list().iter().map(header).collect(),
            body: request.body().map(|body| text(body.bytes()).into_owned()),
            credentials: Some(request.credentials_mode().to_string()),
            mode: Some(request.mode().to_string()),
            redirect: Some(request.redirect_mode().to_string()),
            read: question.read.clone(),
            page_address: request.page_address().map(|space| space.to_string()),
            send_actual: question.send_actual,
            upload_listener: request.initiator() == Initiator::Xhr,
            stream: matches!(request.body(), Some(Body::Stream(_))),
            ..Self::default()
        }
    }

    fn page(&self) -> Result<Option<Origin>, ApiError> {
        let given = self.origin.trim();
        if given.is_empty() {
            return Ok(None);
        }
        given.parse().map(Some).map_err(|error: OriginError| {
            let meant = error.correction.clone();
            let correction = meant.unwrap_or_else(|| "write `https://HOST[:PORT]`".to_owned());
            wrong("origin", &error, correction)
        })
    }

    fn header_bytes(&self) -> Result<Vec<(String, Vec<u8>)>, ApiError> {
        let bytes = |value: &String| -> Option<Vec<u8>> {
            value.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect()
        };
        let filled =
            self.headers.iter().filter(|(name, value)| !(name.is_empty() && value.is_empty()));
        filled
            .map(|(name, value)| match bytes(value) {
                Some(bytes) => Ok((name.trim().to_owned(), bytes)),
                None => {
                    let reason =
                        format!("the value of `{name}` holds characters that no header can");
                    Err(wrong("headers", reason, "encode them, for example as %E2%82%AC"))
                }
            })
            .collect()
    }

    fn engines(&self) -> Result<Vec<Browser>, ApiError> {
        if self.browsers.is_empty() {
            return Ok(Browser::ENGINES.to_vec());
        }
        let known = |name: &String| Browser::ALL.into_iter().find(|b| b.id() == name);
        let named = self.browsers.iter().map(|name| {
            known(name).ok_or_else(|| {
                let reason = format!("there is no browser `{name}`");
                wrong("browsers", reason, "choose chromium, firefox, webkit or standard")
            })
        });
        named.collect()
    }
}

fn named<T: FromStr>(field: &'static str, given: Option<&str>) -> Result<Option<T>, ApiError> {
    let Some(name) = given.filter(|name| !name.is_empty()) else { return Ok(None) };
    let unknown = |_| wrong(field, format!("`{name}` is no {field}"), "choose one of the form's");
    name.parse().map(Some).map_err(unknown)
}

/// One character for each byte.
fn characters(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}
