//! Commands of [WebDriver](https://www.w3.org/TR/webdriver2/), as more than one engine's driver takes them.

use super::EngineError;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::fmt::Display;
use std::path::Path;
use url::{ParseError, Url};

/// A browser that a driver has started.
#[derive(Debug)]
pub(super) struct Session(Client);

impl Session {
    /// Has the driver at this address start a browser.
    pub(super) async fn start(address: &str, capabilities: &Value) -> Result<Self, EngineError> {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().cloned().unwrap_or_default())
            .connect(address)
            .await;
        client.map(Self).map_err(refused("a new session"))
    }

    /// The browser's version.
    pub(super) fn version(&self) -> &str {
        let version = self.0.capabilities().and_then(|c| c.get("browserVersion")?.as_str());
        version.unwrap_or_default()
    }

    pub(super) async fn open(&self, url: &str) -> Result<(), EngineError> {
        self.0.goto(url).await.map_err(refused("opening a page"))
    }

    pub(super) async fn run(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Value, EngineError> {
        self.0.execute_async(script, arguments).await.map_err(refused("running a script"))
    }

    pub(super) async fn act(&self, actions: Value) -> Result<(), EngineError> {
        self.post("actions", json!({ "actions": actions }), "actions").await.map(drop)
    }

    pub(super) async fn choose_file(&self, control: &str, file: &Path) -> Result<(), EngineError> {
        let what = "choosing a file";
        let control = self.0.find(Locator::Css(control)).await.map_err(refused(what))?;
        control.send_keys(&file.to_string_lossy()).await.map_err(refused(what))
    }

    pub(super) async fn picture(&self) -> Result<Vec<u8>, EngineError> {
        self.0.screenshot().await.map_err(refused("a picture"))
    }

    /// `POST /session/ID/{path}`; `what` says in an error what was meant.
    pub(super) async fn post(
        &self,
        path: &'static str,
        body: Value,
        what: &'static str,
    ) -> Result<Value, EngineError> {
        self.0.issue_cmd(Post(path, body)).await.map_err(refused(what))
    }

    /// Ends the browser.
    pub(super) async fn end(&self) {
        let _ = self.0.clone().close().await;
    }
}

fn refused<E: Display>(what: &'static str) -> impl Fn(E) -> EngineError {
    move |error| EngineError::Command(what, error.to_string())
}

#[derive(Debug)]
struct Post(&'static str, Value);

impl WebDriverCompatibleCommand for Post {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.1.to_string()))
    }
}
