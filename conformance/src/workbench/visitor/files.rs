//! Files that go in and come out.

use super::{GLANCE, PATIENCE, Visitor};
use crate::engines::Hands;
use crate::workbench::controls::Role;
use serde_json::json;
use std::fs;
use std::time::Instant;
use tokio::time::sleep;

impl<E: Hands> Visitor<E> {
    /// Chooses a file of this name and content with the control that is called so.
    ///
    /// # Panics
    /// Where it cannot be chosen.
    pub async fn choose_file(&mut self, control: &str, name: &str, content: &str) {
        let file = self.engine.downloads().with_file_name("files").join(name);
        let folder = file.parent().expect("a folder");
        let written = fs::create_dir_all(folder).and_then(|()| fs::write(&file, content));
        written.expect("a file to choose");
        self.wait(&format!("the control “{control}”"), async |it: &mut Self| {
            it.look("mark", json!([Role::File.name(), control])).await == true
        })
        .await;
        self.engine.choose_file("[data-marked]", &file).await.expect("a file is chosen");
    }

    /// Drops a file of this name and content at the field that is called so.
    ///
    /// # Panics
    /// Where the page does not take it.
    pub async fn drop_file(&mut self, field: &str, name: &str, content: &str) {
        self.find(Role::Field, field).await;
        let dropped = self.look("drop", json!([Role::Field.name(), field, name, content])).await;
        assert!(dropped["problem"].is_null(), "{}", dropped["problem"]);
    }

    /// The content of the file of this name, once it is downloaded whole. It is gone then, so that the next
    /// one can have its name.
    ///
    /// # Panics
    /// Where none of this name comes.
    pub async fn downloaded(&mut self, name: &str) -> String {
        let folder = self.engine.downloads();
        let started = Instant::now();
        loop {
            let there: Vec<String> = fs::read_dir(&folder)
                .into_iter()
                .flatten()
                .filter_map(|file| file.ok()?.file_name().into_string().ok())
                .collect();
            // What is still on its way has a second file beside it, or another name.
            if there.len() == 1 && there[0] == name {
                let content = fs::read_to_string(folder.join(name)).unwrap_or_default();
                if !content.is_empty() {
                    fs::remove_file(folder.join(name)).expect("it can be removed");
                    return content;
                }
            }
            assert!(started.elapsed() < PATIENCE, "no {name} in the downloads, but {there:?}");
            sleep(GLANCE).await;
        }
    }
}
