//! Firefox, driven through WebDriver BiDi, which it speaks itself: no driver is needed.

use super::folder::Folder;
use super::process::ProcessGroup;
use super::{ConsoleLine, Engine, EngineError, Failure, Hands};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::{SinkExt, StreamExt};
use preflight_fetch::Browser;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const BINARY: &str = "firefox-esr";

/// How long its console may lag behind what it does.
const LAG: Duration = Duration::from_millis(200);

/// Settings of the profile: what would ask the outside.
const SETTINGS: &[(&str, &str)] = &[
    ("app.normandy.enabled", "false"),
    ("app.update.enabled", "false"),
    ("browser.download.alwaysOpenPanel", "false"),
    ("browser.download.folderList", "2"),
    ("browser.safebrowsing.malware.enabled", "false"),
    ("browser.safebrowsing.phishing.enabled", "false"),
    ("browser.shell.checkDefaultBrowser", "false"),
    ("datareporting.policy.dataSubmissionEnabled", "false"),
    ("extensions.update.enabled", "false"),
    ("network.captive-portal-service.enabled", "false"),
    ("network.connectivity-service.enabled", "false"),
    ("network.proxy.type", "0"),
    ("remote.active-protocols", "1"),
    ("services.settings.server", "\"http://127.0.0.1:9/\""),
    ("toolkit.telemetry.enabled", "false"),
];

/// A running Firefox.
#[derive(Debug)]
pub struct Firefox {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    version: String,
    page: String,
    commands: u64,
    console: Vec<ConsoleLine>,
    // Dropped in this order: first the processes, then their folder.
    processes: ProcessGroup,
    profile: Folder,
}

impl Firefox {
    /// Starts Firefox with a new profile, and a session in it.
    ///
    /// # Errors
    /// Where it is not installed or does not start.
    pub async fn start() -> Result<Self, EngineError> {
        Self::start_with(&[]).await
    }

    /// The same with more settings of the profile: name and value, as JavaScript writes it.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn start_with(settings: &[(&str, &str)]) -> Result<Self, EngineError> {
        let profile = Folder::create()?;
        let downloads = json!(profile.downloads()).to_string();
        let settings: String = SETTINGS
            .iter()
            .chain(&[("browser.download.dir", &*downloads)])
            .chain(settings)
            .map(|(key, value)| format!("user_pref(\"{key}\", {value});\n"))
            .collect();
        std::fs::write(profile.path().join("user.js"), settings)
            .map_err(|error| EngineError::System("the profile's settings", error))?;
        let mut command = Command::new(BINARY);
        command
            .args(["-headless", "-no-remote", "-remote-debugging-port", "0", "-profile"])
            .arg(profile.path())
            .arg("about:blank")
            .env("HOME", profile.path());
        let (processes, address) =
            ProcessGroup::start(BINARY, &mut command, "WebDriver BiDi listening on ").await?;
        let (socket, _) = connect_async(format!("{}/session", address.trim()))
            .await
            .map_err(|error| EngineError::Command("connecting", error.to_string()))?;
        let (version, page) = (String::new(), String::new());
        let (commands, console) = (0, Vec::new());
        let mut firefox = Self { socket, version, page, commands, console, processes, profile };
        firefox.new_session().await?;
        Ok(firefox)
    }

    async fn new_session(&mut self) -> Result<(), EngineError> {
        let session = self.command("session.new", json!({ "capabilities": {} })).await?;
        let version = &session["capabilities"]["browserVersion"];
        self.version = version.as_str().unwrap_or_default().to_owned();
        self.command("session.subscribe", json!({ "events": ["log.entryAdded"] })).await?;
        // In the tab that it starts with, the address bar has the focus, and a button that a key is
        // struck on is not pressed.
        let tab = self.command("browsingContext.create", json!({ "type": "tab" })).await?;
        self.page = tab["context"].as_str().unwrap_or_default().to_owned();
        Ok(())
    }

    /// Sends a command and waits for its answer; what is logged meanwhile is kept.
    async fn command(&mut self, method: &'static str, params: Value) -> Result<Value, EngineError> {
        self.commands += 1;
        let id = self.commands;
        let message = json!({ "id": id, "method": method, "params": params }).to_string();
        let failed = |why: String| EngineError::Command(method, why);
        self.socket.send(Message::text(message)).await.map_err(|e| failed(e.to_string()))?;
        loop {
            let message = self.socket.next().await.ok_or_else(|| failed("closed".to_owned()))?;
            let message = message.map_err(|e| failed(e.to_string()))?;
            let Ok(text) = message.to_text() else { continue };
            let Ok(mut message) = serde_json::from_str::<Value>(text) else { continue };
            if message["id"] == id {
                if message["type"] == "error" {
                    return Err(failed(message["message"].to_string()));
                }
                return Ok(message["result"].take());
            }
            if message["method"] == "log.entryAdded" {
                self.console.extend(console_line(&message["params"]));
            }
        }
    }
}

/// A line of the console. `about:blank` and the browser's own pages say things too.
fn console_line(entry: &Value) -> Option<ConsoleLine> {
    let text = entry["text"].as_str()?.to_owned();
    Some(ConsoleLine { source: String::new(), text })
}

impl Engine for Firefox {
    fn browser(&self) -> Browser {
        Browser::Firefox
    }

    fn version(&self) -> &str {
        &self.version
    }

    async fn open(&mut self, url: &str) -> Result<(), EngineError> {
        let params = json!({ "context": self.page, "url": url, "wait": "complete" });
        self.command("browsingContext.navigate", params).await.map(drop)
    }

    async fn run(&mut self, script: &str, arguments: Vec<Value>) -> Result<Value, EngineError> {
        let arguments = Value::Array(arguments);
        let expression = format!(
            "new Promise(done => (function () {{ {script} }}).apply(null, [...{arguments}, done])).then(JSON.stringify)"
        );
        let params = json!({
            "expression": expression, "target": { "context": self.page }, "awaitPromise": true,
        });
        let result = self.command("script.evaluate", params).await?;
        let value = result["result"]["value"].as_str().unwrap_or("null");
        serde_json::from_str(value)
            .map_err(|error| EngineError::Command("script.evaluate", error.to_string()))
    }

    async fn console(&mut self) -> Result<Vec<ConsoleLine>, EngineError> {
        tokio::time::sleep(LAG).await;
        // What was logged until now comes before the answer to any command.
        self.command("session.status", json!({})).await?;
        Ok(std::mem::take(&mut self.console))
    }

    async fn failures(&mut self) -> Result<Option<Vec<Failure>>, EngineError> {
        Ok(None)
    }

    async fn close(mut self) {
        let _ = self.command("browser.close", json!({})).await;
        self.processes.ended(Duration::from_secs(5)).await;
    }
}

impl Hands for Firefox {
    async fn act(&mut self, actions: Value) -> Result<(), EngineError> {
        let params = json!({ "context": self.page, "actions": actions });
        self.command("input.performActions", params).await.map(drop)
    }

    async fn begin_with(&mut self, script: &str) -> Result<(), EngineError> {
        let params = json!({ "functionDeclaration": format!("() => {{ {script} }}") });
        self.command("script.addPreloadScript", params).await.map(drop)
    }

    async fn resize(&mut self, width: u32, height: u32) -> Result<(), EngineError> {
        let size = json!({ "width": width, "height": height });
        let params = json!({ "context": self.page, "viewport": size });
        self.command("browsingContext.setViewport", params).await.map(drop)
    }

    async fn choose_file(&mut self, selector: &str, file: &Path) -> Result<(), EngineError> {
        let locator = json!({ "type": "css", "value": selector });
        let params = json!({ "context": self.page, "locator": locator });
        let found = self.command("browsingContext.locateNodes", params).await?;
        let control = json!({ "sharedId": found["nodes"][0]["sharedId"] });
        let params = json!({ "context": self.page, "element": control, "files": [file] });
        self.command("input.setFiles", params).await.map(drop)
    }

    fn downloads(&self) -> PathBuf {
        self.profile.downloads()
    }

    async fn picture(&mut self) -> Result<Vec<u8>, EngineError> {
        let params = json!({ "context": self.page });
        let taken = self.command("browsingContext.captureScreenshot", params).await?;
        BASE64_STANDARD
            .decode(taken["data"].as_str().unwrap_or_default())
            .map_err(|error| EngineError::Command("a picture", error.to_string()))
    }
}
