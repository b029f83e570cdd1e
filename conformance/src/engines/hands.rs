//! What a person does in front of an engine, beside opening pages and reading consoles.

use super::{Engine, EngineError};
use serde_json::Value;
use std::future::Future;
use std::path::{Path, PathBuf};

/// An engine that can be handled as by a person: its events come from the browser, not from a script.
pub trait Hands: Engine {
    /// Moves the pointer, presses keys: [actions of WebDriver](https://www.w3.org/TR/webdriver2/#actions).
    fn act(&mut self, actions: Value) -> impl Future<Output = Result<(), EngineError>> + Send;

    /// Runs this script in every page from now on, before any script of the page.
    fn begin_with(&mut self, script: &str) -> impl Future<Output = Result<(), EngineError>> + Send;

    /// Gives the page this size, in CSS pixels.
    fn resize(
        &mut self,
        width: u32,
        height: u32,
    ) -> impl Future<Output = Result<(), EngineError>> + Send;

    /// Chooses a file with the control that this CSS selector finds: the dialog for it is the system's.
    fn choose_file(
        &mut self,
        selector: &str,
        file: &Path,
    ) -> impl Future<Output = Result<(), EngineError>> + Send;

    /// Where it puts what is downloaded, without asking.
    fn downloads(&self) -> PathBuf;

    /// What is seen of the page, as PNG.
    fn picture(&mut self) -> impl Future<Output = Result<Vec<u8>, EngineError>> + Send;
}
