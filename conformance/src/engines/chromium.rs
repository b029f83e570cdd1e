//! Chromium, driven through ChromeDriver.

use super::folder::Folder;
use super::process::ProcessGroup;
use super::web_driver::Session;
use super::{ConsoleLine, Engine, EngineError, Failure, Hands};
use preflight_fetch::Browser;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;

const DRIVER: &str = "chromedriver";
const BINARY: &str = "/usr/bin/chromium";

/// A running Chromium. Nothing outside this machine can be reached from it: no name resolves but
/// `localhost`.
#[derive(Debug)]
pub struct Chromium {
    session: Session,
    // Dropped in this order: first the processes, then their folder.
    processes: ProcessGroup,
    profile: Folder,
    first_urls: BTreeMap<String, String>,
}

const FLAGS: &[&str] = &[
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    "--no-pings",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter,Translate",
];

/// No name leads outside.
const RESOLVER_RULES: &str = "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";

impl Chromium {
    /// Starts ChromeDriver on a free port, and through it a Chromium with a new profile.
    ///
    /// # Errors
    /// Where one of them is not installed or does not start.
    pub async fn start() -> Result<Self, EngineError> {
        Self::start_with(&[]).await
    }

    /// The same with more flags, which win over ours; rules for names are put before ours.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn start_with(flags: &[String]) -> Result<Self, EngineError> {
        if !std::path::Path::new(BINARY).exists() {
            return Err(EngineError::NotInstalled("chromium"));
        }
        let profile = Folder::create()?;
        let mut command = Command::new(DRIVER);
        command.arg("--port=0").env("HOME", profile.path());
        let (processes, port) =
            ProcessGroup::start(DRIVER, &mut command, "started successfully on port ").await?;
        let address = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        let capabilities = capabilities(&profile, flags);
        let session = Session::start(&address, &capabilities).await?;
        Ok(Self { session, processes, profile, first_urls: BTreeMap::new() })
    }

    async fn log(&self, kind: &'static str) -> Result<Vec<Value>, EngineError> {
        let entries = self.session.post("se/log", json!({ "type": kind }), "reading a log").await?;
        Ok(entries.as_array().cloned().unwrap_or_default())
    }

    /// A command of the DevTools protocol.
    async fn devtools(&self, name: &'static str, params: Value) -> Result<Value, EngineError> {
        let command = json!({ "cmd": name, "params": params });
        self.session.post("goog/cdp/execute", command, name).await
    }

    /// What one event of the page's network says: a request's first URL is kept until it fails or
    /// ends.
    fn network_event(&mut self, method: &str, params: &Value) -> Option<Failure> {
        let id = params["requestId"].as_str()?.to_owned();
        match method {
            // A preflight's own events say nothing that the request's do not.
            "Network.requestWillBeSent" if params["initiator"]["type"] == "preflight" => None,
            "Network.requestWillBeSent" => {
                let url = params["request"]["url"].as_str()?.to_owned();
                self.first_urls.entry(id).or_insert(url);
                None
            }
            "Network.loadingFinished" => {
                self.first_urls.remove(&id);
                None
            }
            "Network.loadingFailed" => {
                let cors = &params["corsErrorStatus"];
                let reason = cors["corsError"].as_str().or(params["errorText"].as_str())?;
                let url = self.first_urls.remove(&id)?;
                // A body that nobody reads is no failure, and Blink's own refusals have no name.
                (!["net::ERR_ABORTED", ""].contains(&reason)).then(|| Failure {
                    url,
                    reason: reason.to_owned(),
                    parameter: cors["failedParameter"].as_str().unwrap_or_default().to_owned(),
                })
            }
            _ => None,
        }
    }
}

fn capabilities(profile: &Folder, more: &[String]) -> Value {
    let mut flags: Vec<String> = FLAGS.iter().map(|&flag| flag.to_owned()).collect();
    let mut rules = RESOLVER_RULES.to_owned();
    for flag in more {
        match flag.strip_prefix("--host-resolver-rules=") {
            Some(first) => rules = format!("{first}, {rules}"),
            None => flags.push(flag.clone()),
        }
    }
    flags.push(format!("--host-resolver-rules={rules}"));
    flags.push(format!("--user-data-dir={}", profile.path().display()));
    if rustix::process::geteuid().is_root() {
        flags.push("--no-sandbox".to_owned());
    }
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "goog:chromeOptions": {
            "binary": BINARY,
            "args": flags,
            "prefs": { "download.default_directory": profile.downloads() },
            "perfLoggingPrefs": { "enableNetwork": true, "enablePage": false },
        },
    })
}

impl Engine for Chromium {
    fn browser(&self) -> Browser {
        Browser::Chromium
    }

    fn version(&self) -> &str {
        self.session.version()
    }

    async fn open(&mut self, url: &str) -> Result<(), EngineError> {
        self.session.open(url).await
    }

    async fn run(&mut self, script: &str, arguments: Vec<Value>) -> Result<Value, EngineError> {
        self.session.run(script, arguments).await
    }

    async fn console(&mut self) -> Result<Vec<ConsoleLine>, EngineError> {
        let entries = self.log("browser").await?;
        let lines = entries.iter().filter_map(|e| e["message"].as_str()).map(console_line);
        Ok(lines.filter(|line| !says_nothing_more(&line.text)).collect())
    }

    async fn failures(&mut self) -> Result<Option<Vec<Failure>>, EngineError> {
        let mut failures = Vec::new();
        for entry in self.log("performance").await? {
            let Some(message) = entry["message"].as_str() else { continue };
            let Ok(message) = serde_json::from_str::<Value>(message) else { continue };
            let method = message["message"]["method"].as_str().unwrap_or_default();
            failures.extend(self.network_event(method, &message["message"]["params"]));
        }
        Ok(Some(failures))
    }

    async fn close(mut self) {
        self.session.end().await;
        self.processes.ended(Duration::from_millis(1)).await;
    }
}

impl Hands for Chromium {
    async fn act(&mut self, actions: Value) -> Result<(), EngineError> {
        self.session.act(actions).await
    }

    async fn begin_with(&mut self, script: &str) -> Result<(), EngineError> {
        let params = json!({ "source": script });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", params).await.map(drop)
    }

    async fn resize(&mut self, width: u32, height: u32) -> Result<(), EngineError> {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await.map(drop)
    }

    async fn choose_file(&mut self, selector: &str, file: &Path) -> Result<(), EngineError> {
        self.session.choose_file(selector, file).await
    }

    fn downloads(&self) -> PathBuf {
        self.profile.downloads()
    }

    async fn picture(&mut self) -> Result<Vec<u8>, EngineError> {
        self.session.picture().await
    }
}

/// Lines that accompany every failure, and those about a status, which is no failure.
fn says_nothing_more(text: &str) -> bool {
    text == "Failed to load resource: net::ERR_FAILED"
        || text.starts_with("Failed to load resource: the server responded with a status of ")
}

/// ChromeDriver writes `{source} - {text}` for what the network says and
/// `{source} {line}:{column} {text}` for what a script says.
fn console_line(message: &str) -> ConsoleLine {
    let (source, rest) = message.split_once(' ').unwrap_or(("", message));
    let text = rest.split_once(' ').map_or(rest, |(_, text)| text).trim_end();
    ConsoleLine { source: source.to_owned(), text: text.to_owned() }
}
