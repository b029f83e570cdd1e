//! Real browsers, one file each. An engine opens pages and tells what people see of them: the lines
//! of its console, and its own reasons where it gives any to programs.

pub mod chromium;
pub mod firefox;
mod folder;
mod hands;
mod process;
mod web_driver;
pub mod webkit;
pub mod webkit_driven;

use preflight_fetch::Browser;
use std::future::Future;

pub use chromium::Chromium;
pub use firefox::Firefox;
pub use hands::Hands;
pub use webkit::WebKit;
pub use webkit_driven::DrivenWebKit;

/// A running browser with one page. Dropping it ends its processes.
pub trait Engine {
    /// Which browser of the model it is.
    fn browser(&self) -> Browser;

    /// Its version, as it says itself.
    fn version(&self) -> &str;

    /// How the version starts whose console and reasons the model was held against.
    fn recorded(&self) -> &'static str {
        match self.browser() {
            Browser::Standard => "", // no engine
            Browser::Chromium => "156.",
            Browser::Firefox => "153.",
            Browser::WebKit => "2.50.",
        }
    }

    /// Opens a page and waits until it is loaded.
    fn open(&mut self, url: &str) -> impl Future<Output = Result<(), EngineError>> + Send;

    /// Runs a script in the page. It calls its last argument with what it returns.
    fn run(
        &mut self,
        script: &str,
        arguments: Vec<serde_json::Value>,
    ) -> impl Future<Output = Result<serde_json::Value, EngineError>> + Send;

    /// The console's lines since the last time.
    fn console(&mut self) -> impl Future<Output = Result<Vec<ConsoleLine>, EngineError>> + Send;

    /// The requests that failed since the last time, each with the engine's own reason. `None` from an
    /// engine that gives none.
    fn failures(
        &mut self,
    ) -> impl Future<Output = Result<Option<Vec<Failure>>, EngineError>> + Send;

    /// Ends the browser in good order.
    fn close(self) -> impl Future<Output = ()> + Send;
}

/// One line of a console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsoleLine {
    /// What the line is attached to: the page's or the resource's URL, empty where not known.
    pub source: String,
    /// The text.
    pub text: String,
}

/// A request of the page that came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The URL first asked for.
    pub url: String,
    /// The reason in the engine's own code.
    pub reason: String,
    /// What the reason is about: a method, a header's name or value.
    pub parameter: String,
}

/// Why an engine could not be used.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A program is not installed.
    #[error("`{0}` is not installed: ./test installs the browsers before it runs the tests")]
    NotInstalled(&'static str),
    /// A program ended, or said something else than that it is ready.
    #[error("`{program}` did not start: {said}")]
    NotStarted {
        /// The program.
        program: &'static str,
        /// The last it said.
        said: String,
    },
    /// The operating system refused.
    #[error("{0}: {1}")]
    System(&'static str, #[source] std::io::Error),
    /// The browser refused a command.
    #[error("{0}: {1}")]
    Command(&'static str, String),
}
