//! A browser in front of the server: plays cases and tells what was seen.

use crate::cases::{Case, Origins, read_path};
use crate::engines::{Engine, EngineError};
use crate::model::PAGE_PATH;
use crate::observed::Observed;
use crate::server::Server;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many cases are played at a time. More than the browser's connections to one host bring
/// nothing.
const IN_FLIGHT: usize = 12;

/// Why the lab cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// The browser.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The server, or the page in the browser.
    #[error("the lab's server: {0}")]
    Server(#[from] std::io::Error),
}

/// A browser in front of the server.
#[derive(Debug)]
pub struct Lab<E> {
    engine: E,
    server: Server,
    page: String,
    runs: u64,
}

impl<E: Engine> Lab<E> {
    /// Starts the server and opens its page in the browser.
    ///
    /// # Errors
    /// Where either does not start.
    pub async fn start(mut engine: E) -> Result<Self, LabError> {
        let server = Server::start().await?;
        let page = format!("{}{PAGE_PATH}", server.origins().of(crate::cases::Place::Page));
        engine.open(&page).await?;
        Ok(Self { engine, server, page, runs: 0 })
    }

    /// The browser.
    pub const fn engine(&self) -> &E {
        &self.engine
    }

    /// The addresses.
    pub fn origins(&self) -> &Origins {
        self.server.origins()
    }

    /// Plays cases, and tells for each what was seen. Every run has URLs of its own. A page that does
    /// not answer any more is opened anew, once.
    ///
    /// # Errors
    /// Where the browser or its page does not answer any more.
    pub async fn play(&mut self, cases: &[Case]) -> Result<Vec<Observed>, LabError> {
        match self.play_once(cases).await {
            Err(LabError::Server(error)) => {
                eprintln!("the page is opened anew: {error}");
                self.engine.open(&self.page).await?;
                self.play_once(cases).await
            }
            played => played,
        }
    }

    async fn play_once(&mut self, cases: &[Case]) -> Result<Vec<Observed>, LabError> {
        let mut numbered = Vec::with_capacity(cases.len());
        for case in cases {
            self.runs += 1;
            numbered.push((self.runs, Arc::new(case.clone())));
        }
        let ends = self.server.play(&numbered, IN_FLIGHT).await?;
        let mut seen: BTreeMap<u64, Observed> = BTreeMap::new();
        for ((run, _), ends) in numbered.iter().zip(ends) {
            let requests = self.server.arrived(*run);
            seen.insert(*run, Observed { ends, requests, ..Observed::default() });
        }
        self.read_logs(&mut seen).await?;
        Ok(numbered.iter().map(|(run, _)| seen.remove(run).unwrap_or_default()).collect())
    }

    async fn read_logs(&mut self, seen: &mut BTreeMap<u64, Observed>) -> Result<(), LabError> {
        for line in self.engine.console().await? {
            let run = run_named_in(&line.text).or_else(|| run_named_in(&line.source));
            let Some(run) = run else { continue };
            if let Some(observed) = seen.get_mut(&run) {
                observed.console.push(self.server.origins().fold(run, &line.text));
            }
        }
        let Some(failures) = self.engine.failures().await? else { return Ok(()) };
        for observed in seen.values_mut() {
            observed.reasons = Some(Vec::new());
        }
        for failure in failures {
            let Some(run) = run_named_in(&failure.url) else { continue };
            let reasons = seen.get_mut(&run).and_then(|observed| observed.reasons.as_mut());
            reasons.into_iter().for_each(|reasons| reasons.push(failure.reason.clone()));
        }
        Ok(())
    }

    /// Ends the browser in good order.
    pub async fn close(self) {
        self.engine.close().await;
    }
}

/// The run whose URL stands in a text.
fn run_named_in(text: &str) -> Option<u64> {
    let at = text.find("/r/")?;
    let digits: String = text[at + 3..].chars().take_while(char::is_ascii_digit).collect();
    read_path(&format!("/r/{digits}/0")).map(|(run, _)| run)
}
