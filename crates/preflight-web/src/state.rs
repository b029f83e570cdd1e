//! What the endpoints share.

use crate::clinic::Ward;
use crate::origins::Names;
use crate::reports::Reports;
use crate::ticket::Tickets;
use crate::token::Token;
use crate::try_page::Stands;
use preflight_probe::live::Reach;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Examinations at once.
pub(crate) const EXAMINATIONS: usize = 8;

/// A handle to it; cloning is cheap.
#[derive(Debug, Clone)]
pub(crate) struct State(Arc<Shared>);

/// What the endpoints share.
#[derive(Debug)]
pub(crate) struct Shared {
    /// Under which names we answer.
    pub(crate) names: Names,
    /// What a page shows to be let in.
    pub(crate) token: Token,
    /// Where the page's files are read from, instead of from the program.
    pub(crate) assets: Option<PathBuf>,
    /// The page from which the user's browser tries requests itself: where that is on this machine.
    pub(crate) try_page: Option<Stands>,
    /// Which servers may be asked.
    pub(crate) reach: Reach,
    /// The clinic, once somebody has asked for it.
    pub(crate) ward: Ward,
    /// Room for examinations: so many at once.
    pub(crate) examinations: Arc<Semaphore>,
    /// What the browser that we start is given.
    pub(crate) tickets: Tickets,
    /// The latest reports.
    pub(crate) reports: Reports,
}

impl State {
    pub(crate) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }
}

impl Deref for State {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
