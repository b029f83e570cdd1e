//! Somebody in front of the workbench: finds things by what they are called, points, types, and waits
//! until something can be read. What must not happen is noticed on the way: an error, something that
//! the page's policy forbids, a request to somewhere else.

use super::WorkbenchProcess;
use super::axe;
use super::controls::{Key, Role};
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

/// How long what moves takes to come to rest.
const SETTLED: Duration = Duration::from_millis(600);

const WATCH: &str = include_str!("watch.js");
const EYES: &str = include_str!("eyes.js");

/// Gives the page a theme, as its list of themes does; where a dialog is open, that is out of reach.
const THEME: &str = "document.documentElement.dataset.theme = arguments[0]; arguments[1](null);";

/// A desk.
const WIDE: (u32, u32) = (1280, 900);
/// A small telephone.
const NARROW: (u32, u32) = (360, 780);

const CONTROL: &str = "\u{e009}";
const SHIFT: &str = "\u{e008}";

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

    /// The browser.
    pub const fn engine(&mut self) -> &mut E {
        &mut self.engine
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

    // ---- What a person does ------------------------------------------------------------------

    /// Opens an address of the workbench in a page of its own, such as `#/check`.
    pub async fn open(&mut self, address: &str) {
        self.collect().await;
        let url = format!("{}/{address}", self.workbench.origin());
        self.engine.open("about:blank").await.expect("an empty page");
        self.engine.open(&url).await.expect("the page opens");
        self.wait(&format!("a heading at {address}"), async |it: &mut Self| {
            it.look("names", json!(["heading"])).await.as_array().is_some_and(|h| !h.is_empty())
        })
        .await;
    }

    /// Has the browser forget everything of the page, and leaves it.
    pub async fn forget(&mut self) {
        // A view that is left keeps what was written in it: so it is left first.
        self.collect().await;
        let elsewhere = format!("{}/icon.svg", self.workbench.origin());
        self.engine.open(&elsewhere).await.expect("the icon");
        self.script("localStorage.clear(); arguments[0](null)", Vec::new()).await;
        self.engine.open("about:blank").await.expect("an empty page");
    }

    /// Opens the printed address as somebody does who was never here.
    pub async fn open_as_new(&mut self) {
        self.forget().await;
        let printed = self.workbench.url.clone();
        let (_, token) = printed.split_once('#').unwrap_or_default();
        self.open(&format!("#{token}")).await;
    }

    /// Opens the page again, as it stands in the address bar.
    pub async fn reload(&mut self) {
        let address = self.address().await;
        self.open(&format!("#{address}")).await;
    }

    /// What stands behind the `#` in the address bar.
    pub async fn address(&mut self) -> String {
        let hash = self.script("arguments[0](location.hash.slice(1))", Vec::new()).await;
        hash.as_str().unwrap_or_default().to_owned()
    }

    /// Points at the one that is called so, and clicks.
    pub async fn click(&mut self, role: Role, name: &str) {
        self.click_nth(role, name, 0).await;
    }

    /// The same where several are called so.
    pub async fn click_nth(&mut self, role: Role, name: &str, nth: usize) {
        let (x, y) = self.place(role, name, nth).await;
        let actions = json!([
            { "type": "pointerMove", "x": x, "y": y, "duration": 0 },
            { "type": "pointerDown", "button": 0 },
            { "type": "pointerUp", "button": 0 },
        ]);
        self.point(actions).await;
    }

    /// Types into a field, in the place of what is there.
    pub async fn write(&mut self, field: &str, text: &str) {
        self.click(Role::Field, field).await;
        self.select_all().await;
        self.type_keys(text).await;
    }

    /// Pastes into a field, in the place of what is there.
    pub async fn paste(&mut self, field: &str, text: &str) {
        self.click(Role::Field, field).await;
        self.select_all().await;
        self.look("paste", json!([text])).await;
    }

    /// Pastes what was copied in the page.
    pub async fn paste_copied(&mut self, field: &str) -> String {
        self.click(Role::Field, field).await;
        self.select_all().await;
        self.chord(CONTROL, "v").await;
        self.value(Role::Field, field).await
    }

    /// Types where the focus is.
    pub async fn type_keys(&mut self, text: &str) {
        let strokes: Vec<String> = text.chars().map(String::from).collect();
        self.strike(strokes.iter().map(String::as_str)).await;
    }

    /// Presses a key.
    pub async fn press(&mut self, key: Key) {
        self.strike([key.value()]).await;
    }

    /// Presses it with the control key held.
    pub async fn press_with_control(&mut self, key: Key) {
        self.chord(CONTROL, key.value()).await;
    }

    /// Presses it with the shift key held.
    pub async fn press_with_shift(&mut self, key: Key) {
        self.chord(SHIFT, key.value()).await;
    }

    /// Presses Tab until the one of this name has the focus.
    ///
    /// # Panics
    /// Where it is not reached.
    pub async fn tab_to(&mut self, name: &str) {
        let mut passed = Vec::new();
        for _ in 0..80 {
            self.press(Key::Tab).await;
            let focused = self.look("focused", json!([])).await;
            let here = focused["name"].as_str().unwrap_or("nothing").to_owned();
            // Firefox stops at what scrolls, too: that is nothing to be pressed.
            let scrolls = ["div", "form"].iter().any(|tag| focused["tag"] == *tag);
            if here.to_lowercase().starts_with(&name.to_lowercase()) && !scrolls {
                return;
            }
            passed.push(format!("{} {here}", focused["tag"]));
        }
        panic!("Tab does not reach “{name}”, only {passed:?}");
    }

    async fn select_all(&mut self) {
        self.chord(CONTROL, "a").await;
    }

    async fn chord(&mut self, with: &str, key: &str) {
        let actions = json!([
            { "type": "keyDown", "value": with },
            { "type": "keyDown", "value": key },
            { "type": "keyUp", "value": key },
            { "type": "keyUp", "value": with },
        ]);
        let keyboard = json!([{ "type": "key", "id": "keyboard", "actions": actions }]);
        self.act(keyboard).await;
    }

    async fn strike<'k>(&mut self, keys: impl IntoIterator<Item = &'k str>) {
        let both = |key| {
            [json!({ "type": "keyDown", "value": key }), json!({ "type": "keyUp", "value": key })]
        };
        let actions: Vec<Value> = keys.into_iter().flat_map(both).collect();
        let keyboard = json!([{ "type": "key", "id": "keyboard", "actions": actions }]);
        self.act(keyboard).await;
    }

    /// Chooses from a list.
    pub async fn choose(&mut self, list: &str, option: &str) {
        let what = format!("the option “{option}” of “{list}”");
        let mut problem = Value::Null;
        self.wait(&what, async |it: &mut Self| {
            problem = it.look("choose", json!([list, option])).await["problem"].take();
            problem.is_null()
        })
        .await;
    }

    /// Gives the page another size.
    pub async fn resize(&mut self, (width, height): (u32, u32)) {
        self.engine.resize(width, height).await.expect("the size");
    }

    // ---- What a person sees ------------------------------------------------------------------

    /// Waits until this can be read somewhere, in capitals or not.
    pub async fn see(&mut self, text: &str) {
        self.see_in("", text).await;
    }

    /// Waits until it can be read in the region of that name; `main` is what the view fills.
    pub async fn see_in(&mut self, region: &str, text: &str) {
        let what = format!("“{text}” in “{region}”");
        self.wait(&what, async |it: &mut Self| it.reads(region, text).await).await;
    }

    /// Waits until it can be read no more.
    pub async fn see_gone(&mut self, text: &str) {
        let what = format!("that “{text}” goes");
        self.wait(&what, async |it: &mut Self| !it.reads("", text).await).await;
    }

    /// Whether it can be read now.
    pub async fn reads(&mut self, region: &str, text: &str) -> bool {
        let seen = self.text(region).await;
        seen.to_lowercase().contains(&text.to_lowercase())
    }

    /// All that can be read in a region, or in the page.
    pub async fn text(&mut self, region: &str) -> String {
        let region = if region.is_empty() { Value::Null } else { json!(region) };
        let text = self.look("text", json!([region])).await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until there is one of this name.
    pub async fn find(&mut self, role: Role, name: &str) {
        self.place(role, name, 0).await;
    }

    /// The names of all of this kind.
    pub async fn names(&mut self, role: Role) -> Vec<String> {
        let names = self.look("names", json!([role.name()])).await;
        serde_json::from_value(names).unwrap_or_default()
    }

    /// What stands in a field, or is chosen in a list; empty where there is none.
    pub async fn value(&mut self, role: Role, name: &str) -> String {
        let value = self.look("value", json!([role.name(), name])).await;
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }

    /// Waits until this stands in a field, or is chosen in a list.
    pub async fn see_value(&mut self, role: Role, name: &str, value: &str) {
        let what = format!("“{value}” in the {} “{name}”", role.name());
        self.wait(&what, async |it: &mut Self| it.value(role, name).await == value).await;
    }

    /// An attribute of the one of this name.
    pub async fn attribute(&mut self, role: Role, name: &str, attribute: &str) -> Option<String> {
        let value = self.look("attribute", json!([role.name(), name, attribute])).await;
        value.as_str().map(str::to_owned)
    }

    /// What has the focus: its name.
    pub async fn focused(&mut self) -> String {
        let focused = self.look("focused", json!([])).await;
        focused["name"].as_str().unwrap_or_default().to_owned()
    }

    /// Waits until this one has the focus.
    pub async fn wait_for_focus(&mut self, name: &str) {
        let what = format!("the focus on “{name}”");
        self.wait(&what, async |it: &mut Self| it.focused().await.starts_with(name)).await;
    }

    /// What the page of now loaded since it was opened.
    pub async fn loaded(&mut self) -> Vec<Loaded> {
        let loaded = self.look("loaded", json!([])).await;
        serde_json::from_value(loaded).expect("what was loaded")
    }

    /// After how many milliseconds something was painted first.
    pub async fn painted(&mut self) -> Option<f64> {
        self.look("painted", json!([])).await.as_f64()
    }

    /// A picture of the page in a theme and a size, with the heading of this name at its top; from the
    /// page's top where it is empty. Nothing has the focus.
    pub async fn picture(&mut self, theme: &str, size: (u32, u32), heading: &str) -> Vec<u8> {
        self.script(THEME, vec![json!(theme)]).await;
        self.resize(size).await;
        self.look("rest", json!([heading])).await;
        self.point(json!([{ "type": "pointerMove", "x": 1, "y": 1, "duration": 0 }])).await;
        sleep(SETTLED).await;
        self.engine.picture().await.expect("a picture")
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
