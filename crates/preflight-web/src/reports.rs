//! The latest reports, for what is asked about them afterwards: the fix in another target's words.

use preflight_report::Report;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many are kept.
const KEPT: usize = 32;

/// A report, and what its renderer has to know besides.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) report: Report,
    /// The response headers that the script wants to read.
    pub(crate) read: Vec<String>,
    /// Secrets that are masked.
    pub(crate) secrets: Vec<String>,
}

/// The latest of them, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Reports(Mutex<Latest>);

#[derive(Debug, Default)]
struct Latest {
    next: u64,
    kept: VecDeque<(u64, Arc<Kept>)>,
}

impl Reports {
    /// Keeps one, and gives its number.
    pub(crate) fn keep(&self, kept: Kept) -> u64 {
        let mut latest = self.latest();
        let number = latest.next;
        latest.next += 1;
        if latest.kept.len() >= KEPT {
            latest.kept.pop_front();
        }
        latest.kept.push_back((number, Arc::new(kept)));
        number
    }

    /// The one of this number, while it is kept.
    pub(crate) fn get(&self, number: u64) -> Option<Arc<Kept>> {
        let latest = self.latest();
        latest.kept.iter().find(|(known, _)| *known == number).map(|(_, kept)| Arc::clone(kept))
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
