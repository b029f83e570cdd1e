//! What belongs to one request until the last byte of its response.

use std::rc::Rc;
use std::sync::Arc;

use crate::clock::{Waiting, Watch};
use crate::connection::Client;
use crate::running::Running;
use crate::settings::{Group, Outcome};
use crate::upstream::Http1;

/// One request. When it is dropped, the exchange is over, however it ended.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) client: Rc<Client>,
    /// The settings it began with, and keeps.
    pub(crate) running: Arc<Running>,
    pub(crate) watch: Rc<Watch>,
    choice: Option<Choice>,
    sent: u64,
}

/// The upstream that was chosen, to be told how it ended.
#[derive(Debug)]
struct Choice {
    group: Arc<Group>,
    index: usize,
    pool: usize,
    outcome: Outcome,
}

impl Drop for Choice {
    fn drop(&mut self) {
        self.group.balance.ended(self.index, self.outcome);
    }
}

impl Exchange {
    /// A request has come on this connection.
    pub(crate) fn begin(client: Rc<Client>) -> Exchange {
        let running = client.worker.running();
        let watch = client.begin_exchange();
        Exchange { client, running, watch, choice: None, sent: 0 }
    }

    /// This upstream of the group is asked now; the one before has failed.
    pub(crate) fn choose(&mut self, group: &Arc<Group>, index: usize, pool: usize) {
        let outcome = Outcome::Abandoned;
        self.choice = Some(Choice { group: Arc::clone(group), index, pool, outcome });
    }

    /// How it went with the upstream asked last.
    pub(crate) fn went(&mut self, outcome: Outcome) {
        if let Some(choice) = &mut self.choice {
            choice.outcome = outcome;
        }
    }

    /// Bytes of the response's body were handed over.
    pub(crate) fn sent(&mut self, bytes: usize) {
        self.sent += bytes as u64;
    }

    /// The upstream's connection is free for another request.
    pub(crate) fn keep(&self, connection: Box<Http1>) {
        if let Some(choice) = &self.choice {
            let worker = &self.client.worker;
            worker.pools.keep(choice.pool, connection, worker.clock.now());
        }
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        let idle = self.running.settings.times.idle;
        if self.client.end_exchange() {
            self.client.watch.wait(Waiting::Idle, idle);
        }
    }
}
