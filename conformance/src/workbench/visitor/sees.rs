//! What a person sees.

use super::{Loaded, THEME, Visitor};
use crate::engines::Hands;
use crate::workbench::controls::Role;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::sleep;

/// How long what moves takes to come to rest.
const SETTLED: Duration = Duration::from_millis(600);

impl<E: Hands> Visitor<E> {
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
}
