//! Somebody in front of the workbench: finds things by what they are called, points, types, and waits
//! until something can be read. What must not happen is noticed on the way: an error, something that
//! the page's policy forbids, a request to somewhere else.

mod does;
mod files;
mod sees;
mod typing;

use super::WorkbenchProcess;
use super::axe;
use super::controls::Role;
use crate::engines::{EngineError, Hands};
use futures_util::FutureExt as _;
use preflight_fetch::Browser;
use serde::Deserialize;
use serde_json::{Value, json};
use std::any::type_name_of_val;
use std::fmt::Write as _;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// How long a person waits for something.
const PATIENCE: Duration = Duration::from_secs(15);

/// How often he looks.
const GLANCE: Duration = Duration::from_millis(40);

const WATCH: &str = include_str!("watch.js");
const EYES: &str = include_str!("eyes.js");

/// Gives the page a theme, as its list of themes does; where a dialog is open, that is out of reach.
const THEME: &str = "document.documentElement.dataset.theme = arguments[0]; arguments[1](null);";

/// A desk.
const WIDE: (u32, u32) = (1280, 900);
/// A small telephone.
const NARROW: (u32, u32) = (360, 780);

/// One thing that was loaded.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Loaded {
    /// Its URL.
    pub name: String,
    /// What asked for it.
    pub initiator_type: String,
    /// How many bytes came over the connection, heads included.
    pub transfer_size: u64,
    /// The status, 0 where it is not told.
    pub response_status: u16,
}

/// Somebody in front of the workbench.
#[derive(Debug)]
pub struct Visitor<E> {
    engine: E,
    workbench: WorkbenchProcess,
    faults: Vec<String>,
    expected: Vec<String>,
    failed: Vec<String>,
}

impl<E: Hands> Visitor<E> {
    /// Starts a workbench, and opens the address that it printed.
    pub async fn arrive(mut engine: E, workbench: WorkbenchProcess) -> Self {
        engine.begin_with(WATCH).await.expect("a script before all others");
        engine.resize(WIDE.0, WIDE.1).await.expect("the size");
        engine.open(&workbench.url).await.expect("the page opens");
        let (faults, expected, failed) = (Vec::new(), Vec::new(), Vec::new());
        Self { engine, workbench, faults, expected, failed }
    }

    /// The workbench.
    pub const fn workbench(&self) -> &WorkbenchProcess {
        &self.workbench
    }

    /// The request of a scenario of the clinic, as the workbench has it, with its page's origin.
    ///
    /// # Panics
    /// Where the clinic has none of that name.
    pub async fn scenario(&mut self, id: &str) -> Value {
        const ASK: &str = "const done = arguments[arguments.length - 1];
            fetch('/api/clinic', { headers: { Authorization: `Bearer ${arguments[0]}` } })
                .then(answer => answer.json()).then(done, error => done(String(error)));";
        let token = self.workbench.url.split_once("#token=").map_or("", |(_, token)| token);
        let mut clinic = self.script(ASK, vec![json!(token)]).await;
        let scenarios = clinic["scenarios"].as_array_mut();
        let mut found = scenarios.into_iter().flatten().find(|each| each["id"] == id);
        let found = found.as_mut().unwrap_or_else(|| panic!("the clinic has no {id}"));
        found["request"].take()
    }

    // ---- What is noticed on the way ----------------------------------------------------------

    /// Lines of the console with this in them are no fault.
    pub fn expect_in_console(&mut self, part: &str) {
        self.expected.push(part.to_owned());
    }

    /// Looks at the state of now with axe-core, in both themes, wide and narrow; narrow, nothing may be
    /// wider than the page.
    pub async fn audit(&mut self, state: &str) {
        let loaded = self.script("arguments[0](typeof axe)", Vec::new()).await;
        if loaded == "undefined" {
            let source = format!("{}; arguments[arguments.length - 1](null);", axe::source());
            self.script(&source, Vec::new()).await;
        }
        for (theme, size, colours_only) in [
            ("light", WIDE, false),
            ("dark", WIDE, true),
            ("dark", NARROW, false),
            ("light", NARROW, true),
        ] {
            // Colours are the same in every engine.
            if colours_only && self.engine.browser() != Browser::Chromium {
                continue;
            }
            self.script(THEME, vec![json!(theme)]).await;
            self.resize(size).await;
            let found = self.script(axe::RUN, vec![json!(colours_only)]).await;
            let at = format!("{state}, {theme}, {} px", size.0);
            self.faults.extend(axe::lines(&found).into_iter().map(|l| format!("{at}: {l}")));
            let sidewards = self.look("sidewards", json!([])).await;
            self.faults.extend(sidewards.as_str().map(|what| format!("{at}: {what}")));
        }
        self.script(THEME, vec![json!("")]).await;
        self.resize(WIDE).await;
    }

    /// A thing that a person does here, under its name. It fails by itself: the others are done too. With
    /// `PREFLIGHT_FLOW` only those are done whose name has that in it.
    pub async fn flow(&mut self, flow: impl AsyncFnOnce(&mut Self)) {
        let name = type_name_of_val(&flow).split('<').next().unwrap_or_default().to_owned();
        let name = name.rsplit("::").take(2).collect::<Vec<_>>();
        let name = name.into_iter().rev().collect::<Vec<_>>().join("::");
        if std::env::var("PREFLIGHT_FLOW").is_ok_and(|only| !name.contains(&only)) {
            return;
        }
        let started = Instant::now();
        let done = AssertUnwindSafe(flow(self)).catch_unwind().await;
        self.collect().await;
        self.expected.clear();
        let mut faults = std::mem::take(&mut self.faults);
        if let Err(why) = done {
            let why =
                why.downcast::<String>().map_or_else(|_| "it panicked".to_owned(), |why| *why);
            faults.insert(0, format!("{why}\n    pictured in {}", self.keep_picture(&name).await));
        }
        let seconds = started.elapsed().as_secs_f32();
        let browser = self.engine.browser().name();
        println!("{browser}: {name}: {} faults, {seconds:.1} s", faults.len());
        self.failed.extend(faults.iter().map(|fault| format!("{browser}: {name}: {fault}")));
        self.resize(WIDE).await;
    }

    /// Closes the browser.
    ///
    /// # Panics
    /// Where something was wrong in any flow.
    pub async fn leave(self) {
        self.engine.close().await;
        assert!(
            self.failed.is_empty(),
            "{} faults:\n{}",
            self.failed.len(),
            self.failed.join("\n")
        );
    }

    /// Notes what happened in the page of now that must not happen.
    async fn collect(&mut self) {
        let noted = self.script("arguments[0]((globalThis.faultsSeen ?? []).splice(0))", vec![]);
        let noted: Vec<String> = serde_json::from_value(noted.await).unwrap_or_default();
        let lines = self.engine.console().await.expect("the console");
        let lines = lines.into_iter().map(|line| format!("console: {} {}", line.source, line.text));
        let is_expected = |line: &String| self.expected.iter().any(|part| line.contains(part));
        let faults: Vec<_> = noted.into_iter().chain(lines).filter(|l| !is_expected(l)).collect();
        self.faults.extend(faults);
        if !self.address_bar().await.starts_with(self.workbench.origin()) {
            return;
        }
        for loaded in self.loaded().await {
            self.faults.extend(wrongly_loaded(&loaded, self.workbench.origin()));
        }
    }

    async fn address_bar(&mut self) -> String {
        let url = self.script("arguments[0](location.href)", Vec::new()).await;
        url.as_str().unwrap_or_default().to_owned()
    }

    async fn keep_picture(&mut self, name: &str) -> String {
        let folder = std::env::temp_dir().join("preflight-workbench");
        let browser = self.engine.browser().id();
        let path: PathBuf = folder.join(format!("{}-{browser}.png", name.replace("::", "-")));
        let Ok(picture) = self.engine.picture().await else { return "no picture".to_owned() };
        let kept = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, picture));
        kept.map_or_else(|error| error.to_string(), |()| path.display().to_string())
    }

    // ---- How ---------------------------------------------------------------------------------

    /// Where it is, once it stands still and nothing covers it.
    async fn place(&mut self, role: Role, name: &str, nth: usize) -> (i64, i64) {
        let started = Instant::now();
        let mut before = Value::Null;
        loop {
            let place = self.look("place", json!([role.name(), name, nth])).await;
            if let (Some(x), Some(y)) = (place["x"].as_i64(), place["y"].as_i64())
                && place == before
            {
                return (x, y);
            }
            if started.elapsed() > PATIENCE {
                panic!("{}; the page: {}", place["problem"], self.excerpt().await);
            }
            before = place;
            sleep(GLANCE).await;
        }
    }

    async fn wait(&mut self, what: &str, mut holds: impl AsyncFnMut(&mut Self) -> bool) {
        let started = Instant::now();
        while !holds(self).await {
            if started.elapsed() > PATIENCE {
                panic!("waited for {what}; the page: {}", self.excerpt().await);
            }
            sleep(GLANCE).await;
        }
    }

    async fn excerpt(&mut self) -> String {
        let mut excerpt = String::new();
        let _ = write!(excerpt, "[{}] {}", self.address().await, self.text("main").await);
        excerpt.chars().take(1500).collect()
    }

    async fn point(&mut self, actions: Value) {
        let mouse = json!([{
            "type": "pointer", "id": "mouse",
            "parameters": { "pointerType": "mouse" }, "actions": actions,
        }]);
        self.act(mouse).await;
    }

    async fn strike(&mut self, actions: Value) {
        self.act(json!([{ "type": "key", "id": "keyboard", "actions": actions }])).await;
    }

    async fn act(&mut self, actions: Value) {
        let done = timeout(PATIENCE, self.engine.act(actions)).await;
        done.expect("the browser takes a click or a key").expect("a click or a key");
    }

    async fn look(&mut self, how: &str, at: Value) -> Value {
        let script = format!(
            "{EYES}\nconst done = arguments[arguments.length - 1];
             done(EYES[arguments[0]](...arguments[1]) ?? null);"
        );
        self.script(&script, vec![json!(how), at]).await
    }

    async fn script(&mut self, script: &str, arguments: Vec<Value>) -> Value {
        let done = timeout(PATIENCE, self.engine.run(script, arguments)).await;
        let done: Result<Value, EngineError> = done.expect("the page answers");
        done.unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Why something should not have been loaded.
fn wrongly_loaded(loaded: &Loaded, origin: &str) -> Option<String> {
    let url = &loaded.name;
    let is_ours = url.starts_with(&format!("{origin}/")) || url.starts_with("blob:");
    // The page from which this browser tries requests stands at other ports of this machine.
    let is_frame = loaded.initiator_type == "iframe"
        && (url.starts_with("http://127.0.0.1:") || url.starts_with("http://localhost:"));
    let is_there = loaded.response_status < 400 || loaded.initiator_type == "fetch";
    if !is_ours && !is_frame {
        return Some(format!("left for {url}"));
    }
    (!is_there).then(|| format!("{url} has status {}", loaded.response_status))
}
