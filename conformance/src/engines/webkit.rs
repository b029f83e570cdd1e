//! WebKitGTK's MiniBrowser. Under a driver ([`super::DrivenWebKit`]) it does not tell its console, so
//! here it is started with the page's address and told nothing more; the console comes from its
//! standard output.

use super::folder::Folder;
use super::process::ProcessGroup;
use super::{ConsoleLine, Engine, EngineError, Failure};
use preflight_fetch::Browser;
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::process::Command;

pub(super) const BINARY: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const DISPLAY: &str = "Xvfb";

/// How long its output may lag behind what it does.
const LAG: Duration = Duration::from_millis(200);

/// A MiniBrowser on a display of its own.
#[derive(Debug)]
pub struct WebKit {
    version: String,
    display: String,
    output: Arc<Mutex<Vec<String>>>,
    /// Reasons that came without the line after them.
    waiting: Vec<ConsoleLine>,
    // Dropped in this order: first the processes, then their folder.
    browser: Option<ProcessGroup>,
    _screen: ProcessGroup,
    profile: Folder,
}

impl WebKit {
    /// Starts a display. The browser itself starts when a page is opened.
    ///
    /// # Errors
    /// Where something is not installed or does not start.
    pub async fn start() -> Result<Self, EngineError> {
        let profile = Folder::create()?;
        let (screen, display) = screen("1024x768x24").await?;
        let version = version(&display).await?;
        Ok(Self {
            version,
            display,
            output: Arc::default(),
            waiting: Vec::new(),
            browser: None,
            _screen: screen,
            profile,
        })
    }
}

/// A screen of this size and depth that nobody sees, and its name.
pub(super) async fn screen(size: &str) -> Result<(ProcessGroup, String), EngineError> {
    let mut command = Command::new(DISPLAY);
    command.args(["-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp"]);
    let (screen, number) = ProcessGroup::start(DISPLAY, &mut command, "").await?;
    Ok((screen, format!(":{}", number.trim())))
}

/// What a browser needs to know that shows itself there, and keeps all that it keeps in a folder.
pub(super) fn furnish(command: &mut Command, display: &str, folder: &Path) {
    command
        .env("DISPLAY", display)
        .env("NO_AT_BRIDGE", "1")
        .env("HOME", folder)
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_RUNTIME_DIR", folder);
}

/// `WebKitGTK 2.50.6 (…)`: the second word. It wants a display even for that.
async fn version(display: &str) -> Result<String, EngineError> {
    let output = Command::new(BINARY).arg("--version").env("DISPLAY", display).output().await;
    let output = output.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => EngineError::NotInstalled("MiniBrowser"),
        _ => EngineError::System("MiniBrowser", error),
    })?;
    let said = String::from_utf8_lossy(&output.stdout);
    let version =
        said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    Ok(version.unwrap_or_default().to_owned())
}

impl Engine for WebKit {
    fn browser(&self) -> Browser {
        Browser::WebKit
    }

    fn version(&self) -> &str {
        &self.version
    }

    async fn open(&mut self, url: &str) -> Result<(), EngineError> {
        self.browser = None;
        let mut command = Command::new(BINARY);
        command.args(["--enable-write-console-messages-to-stdout=true", url]);
        furnish(&mut command, &self.display, self.profile.path());
        let output = Arc::clone(&self.output);
        let keep = move |line: String| {
            output.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(line);
        };
        self.browser = Some(ProcessGroup::spawn("MiniBrowser", &mut command, keep)?);
        Ok(())
    }

    async fn run(&mut self, _: &str, _: Vec<Value>) -> Result<Value, EngineError> {
        Err(EngineError::Command("running a script", "only under its driver".to_owned()))
    }

    async fn console(&mut self) -> Result<Vec<ConsoleLine>, EngineError> {
        tokio::time::sleep(LAG).await;
        let ended = self.browser.as_mut().is_some_and(ProcessGroup::has_ended);
        let mut output = self.output.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let output = std::mem::take(&mut *output);
        if ended {
            let said = output.last().cloned().unwrap_or_default();
            return Err(EngineError::NotStarted { program: "MiniBrowser", said });
        }
        Ok(console_lines(&output, &mut self.waiting))
    }

    async fn failures(&mut self) -> Result<Option<Vec<Failure>>, EngineError> {
        Ok(None)
    }

    async fn close(mut self) {
        self.browser = None;
    }
}

/// How a reason begins that has its URL in it, and no line after it.
const STANDS_ALONE: &str = "Not allowed to use restricted network port ";

/// The lines of the console. A reason does not name the URL that it is about (an origin in it is the
/// page's); the line after it does, and then both are about it. Until it comes, the reason is
/// `waiting`. What a page printed is about nothing.
fn console_lines(output: &[String], waiting: &mut Vec<ConsoleLine>) -> Vec<ConsoleLine> {
    let mut lines: Vec<ConsoleLine> = Vec::new();
    for line in output {
        let Some((place, rest)) = line.split_once("CONSOLE ") else { continue };
        // What a script caused at once begins with its place, `http://…:3:188: `.
        if !(place.is_empty() || place.ends_with(": ")) {
            continue;
        }
        let printed = rest.strip_prefix("INFO ");
        let text = ["SECURITY ERROR ", "JS ERROR ", "NETWORK ERROR ", "ERROR "]
            .iter()
            .find_map(|kind| rest.strip_prefix(kind))
            .or(printed)
            .unwrap_or(rest);
        let line = ConsoleLine { source: String::new(), text: text.to_owned() };
        let source = text.split_once("cannot load ").map(|(_, rest)| rest);
        match source.and_then(|rest| rest.split(' ').next()) {
            Some(source) => {
                let about = |line| ConsoleLine { source: source.to_owned(), ..line };
                lines.extend(waiting.drain(..).map(about));
                lines.push(about(line));
            }
            None if printed.is_some() || text.starts_with(STANDS_ALONE) => lines.push(line),
            None => waiting.push(line),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_waits_for_its_url() {
        let mut waiting = Vec::new();
        let mut read = |text: &str| console_lines(&[text.to_owned()], &mut waiting);
        let line =
            |text: &str| ConsoleLine { source: "http://x/".to_owned(), text: text.to_owned() };
        let last = "Fetch API cannot load http://x/ due to access control checks.";
        for reason in ["Method a is not allowed.", "Origin http://page is not allowed."] {
            assert_eq!(read(&format!("CONSOLE SECURITY ERROR {reason}")), []);
            assert_eq!(read(&format!("CONSOLE JS ERROR {last}")), [line(reason), line(last)]);
        }
    }

    #[test]
    fn what_a_page_prints_waits_for_nothing() {
        let lines =
            console_lines(&["http://x/:1:2: CONSOLE INFO done".to_owned()], &mut Vec::new());
        assert_eq!(lines, [ConsoleLine { source: String::new(), text: "done".to_owned() }]);
    }
}
