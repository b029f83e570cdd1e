//! What a person does.

use super::Visitor;
use crate::engines::Hands;
use crate::workbench::controls::{Key, Role};
use serde_json::{Value, json};

/// How often somebody clicks at what moves away in that moment: where what is above it changes its
/// height, WebKit lets all below it move.
const AIMS: usize = 3;

const CONTROL: &str = "\u{e009}";
const SHIFT: &str = "\u{e008}";

impl<E: Hands> Visitor<E> {
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
    ///
    /// # Panics
    /// Where it moves away each time.
    pub async fn click_nth(&mut self, role: Role, name: &str, nth: usize) {
        for _ in 0..AIMS {
            let (x, y) = self.place(role, name, nth).await;
            let actions = json!([
                { "type": "pointerMove", "x": x, "y": y, "duration": 0 },
                { "type": "pointerDown", "button": 0 },
                { "type": "pointerUp", "button": 0 },
            ]);
            self.point(actions).await;
            if self.look("missed", json!([])).await != true {
                return;
            }
        }
        panic!("“{name}” moves away {AIMS} times");
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
        let keys: Vec<Value> = text.chars().flat_map(|key| stroke(&key.to_string())).collect();
        self.strike(keys.into()).await;
    }

    /// Presses a key.
    pub async fn press(&mut self, key: Key) {
        self.strike(json!(stroke(key.value()))).await;
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
        let [down, up] = stroke(key);
        let [hold, let_go] = stroke(with);
        self.strike(json!([hold, down, up, let_go])).await;
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
}

/// A key goes down, and up.
pub(super) fn stroke(key: &str) -> [Value; 2] {
    ["keyDown", "keyUp"].map(|which| json!({ "type": which, "value": key }))
}
