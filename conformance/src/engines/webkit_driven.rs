//! WebKitGTK's MiniBrowser under its driver, where a person's hands can be played but the console
//! cannot be read: [`super::WebKit`] reads it.

use super::folder::Folder;
use super::process::ProcessGroup;
use super::web_driver::Session;
use super::webkit::{BINARY, furnish, screen};
use super::{ConsoleLine, Engine, EngineError, Failure, Hands};
use crate::real_server::free_port;
use preflight_fetch::Browser;
use serde_json::{Value, json};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::time::sleep;

const DRIVER: &str = "WebKitWebDriver";

/// How long the driver may take until it accepts connections: it does not say so.
const PATIENCE: Duration = Duration::from_secs(30);

/// As large as any page is asked to be, and its bar.
const SCREEN: &str = "2600x1600x24";

/// A MiniBrowser that a driver leads.
#[derive(Debug)]
pub struct DrivenWebKit {
    session: Session,
    first_scripts: Vec<String>,
    // Dropped in this order: first the processes, then their folder.
    driver: ProcessGroup,
    _screen: ProcessGroup,
    profile: Folder,
}

impl DrivenWebKit {
    /// Starts a screen, the driver on a free port, and through it the browser.
    ///
    /// # Errors
    /// Where one of them is not installed or does not start.
    pub async fn start() -> Result<Self, EngineError> {
        if !Path::new(BINARY).exists() {
            return Err(EngineError::NotInstalled("MiniBrowser"));
        }
        let profile = Folder::create()?;
        let (screen, display) = screen(SCREEN).await?;
        let port = free_port();
        let mut command = Command::new(DRIVER);
        command.arg(format!("--port={port}"));
        furnish(&mut command, &display, profile.path());
        // Where GLib reads what a user calls his folder of downloads.
        let folders = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", profile.downloads().display());
        let config = profile.path().join("config");
        std::fs::create_dir_all(&config)
            .and_then(|()| std::fs::write(config.join("user-dirs.dirs"), folders))
            .and_then(|()| std::fs::create_dir_all(profile.downloads()))
            .map_err(|error| EngineError::System("a folder for downloads", error))?;
        let driver = ProcessGroup::spawn(DRIVER, &mut command, drop)?;
        accepts(port).await?;
        let options = json!({ "binary": BINARY, "args": ["--automation"] });
        let capabilities = json!({ "webkitgtk:browserOptions": options });
        let session = Session::start(&format!("http://127.0.0.1:{port}"), &capabilities).await?;
        Ok(Self { session, first_scripts: Vec::new(), driver, _screen: screen, profile })
    }

    async fn set_window(&self, width: u32, height: u32) -> Result<(), EngineError> {
        let size = json!({ "width": width, "height": height });
        self.session.post("window/rect", size, "the window's size").await.map(drop)
    }
}

/// Waits until somebody listens there.
async fn accepts(port: u16) -> Result<(), EngineError> {
    let started = Instant::now();
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
        if started.elapsed() > PATIENCE {
            let said = format!("nobody listens at port {port}");
            return Err(EngineError::NotStarted { program: DRIVER, said });
        }
        sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

impl Engine for DrivenWebKit {
    fn browser(&self) -> Browser {
        Browser::WebKit
    }

    fn version(&self) -> &str {
        self.session.version()
    }

    async fn open(&mut self, url: &str) -> Result<(), EngineError> {
        self.session.open(url).await?;
        for script in &self.first_scripts {
            self.session.run(script, Vec::new()).await?;
        }
        Ok(())
    }

    async fn run(&mut self, script: &str, arguments: Vec<Value>) -> Result<Value, EngineError> {
        self.session.run(script, arguments).await
    }

    /// None: its driver does not tell the console.
    async fn console(&mut self) -> Result<Vec<ConsoleLine>, EngineError> {
        Ok(Vec::new())
    }

    async fn failures(&mut self) -> Result<Option<Vec<Failure>>, EngineError> {
        Ok(None)
    }

    async fn close(mut self) {
        self.session.end().await;
        self.driver.ended(Duration::from_millis(1)).await;
    }
}

impl Hands for DrivenWebKit {
    async fn act(&mut self, actions: Value) -> Result<(), EngineError> {
        self.session.act(actions).await
    }

    /// Its driver knows no script that comes before a page's own: this one comes when the page is loaded.
    async fn begin_with(&mut self, script: &str) -> Result<(), EngineError> {
        self.first_scripts.push(format!("{script}; arguments[arguments.length - 1](null);"));
        Ok(())
    }

    /// The window becomes no narrower than its own bar, about 450 pixels.
    async fn resize(&mut self, width: u32, height: u32) -> Result<(), EngineError> {
        self.set_window(width, height).await?;
        let inner = self.session.run("arguments[0](innerHeight)", Vec::new()).await?;
        let inner = inner.as_u64().and_then(|inner| u32::try_from(inner).ok()).unwrap_or(height);
        let bar = height.saturating_sub(inner);
        if bar > 0 { self.set_window(width, height + bar).await } else { Ok(()) }
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
