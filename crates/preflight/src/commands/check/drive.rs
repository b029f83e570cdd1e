//! The examination over sockets: sends what it wants, several at a time, until the time is up.

use preflight_diagnose::{Examination, Question, Wanted};
use preflight_fetch::{ConnectionError, Exchange, HttpVersion, RequestKind, Timing, Url};
use preflight_probe::live::Client;
use preflight_report::Report;
use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How many requests one host gets at the same time.
const AT_ONCE: usize = 4;

/// Examines `question` with the sockets of `client`, all of whose requests end at `deadline`. The
/// report says what is known by then.
pub(super) async fn examine(client: &Client, question: Question, deadline: Instant) -> Report {
    let mut driver = Driver {
        client: client.clone(),
        deadline,
        rooms: BTreeMap::new(),
        examination: Examination::new(question, SystemTime::now(), nonce()),
    };
    loop {
        let wanted = driver.examination.wanted();
        if wanted.is_empty() {
            return driver.examination.conclude();
        }
        if Instant::now() < deadline {
            driver.send_all(wanted).await;
        } else {
            driver.give_up(wanted);
        }
    }
}

struct Driver {
    client: Client,
    deadline: Instant,
    rooms: BTreeMap<String, Arc<Semaphore>>,
    examination: Examination,
}

impl Driver {
    /// Sends these at the same time, and hands the answers over in the order in which they were
    /// wanted, so that a report does not depend on who was faster.
    async fn send_all(&mut self, wanted: Vec<Wanted>) {
        let mut sending = JoinSet::new();
        for (index, wanted) in wanted.iter().enumerate() {
            let (client, room) = (self.client.clone(), self.room(&wanted.request.url));
            let (request, browser) = (wanted.request.clone(), wanted.browser);
            sending.spawn(async move {
                // Nobody closes the semaphore; without a permit the request would go out all the same.
                let _permit = room.acquire_owned().await;
                (index, client.send(&request, browser, |_| true).await)
            });
        }
        let mut answers: BTreeMap<usize, Exchange> = BTreeMap::new();
        while let Some(sent) = sending.join_next().await {
            match sent {
                Ok((index, exchange)) => answers.extend(exchange.map(|exchange| (index, exchange))),
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            }
        }
        for (index, wanted) in wanted.into_iter().enumerate() {
            match answers.remove(&index) {
                Some(exchange) if !self.broke_off(&exchange, &wanted) => {
                    self.examination.answer(wanted, exchange);
                }
                _ => self.give_up(vec![wanted]),
            }
        }
    }

    fn room(&mut self, url: &Url) -> Arc<Semaphore> {
        let host = url.host_str().unwrap_or_default();
        if let Some(room) = self.rooms.get(host) {
            return Arc::clone(room);
        }
        let room = Arc::new(Semaphore::new(AT_ONCE));
        self.rooms.insert(host.to_owned(), Arc::clone(&room));
        room
    }

    /// Whether a probe got no answer only since the time for everything was up: it proves nothing.
    fn broke_off(&self, exchange: &Exchange, wanted: &Wanted) -> bool {
        wanted.request.kind == RequestKind::Probe
            && matches!(exchange.answer, Err(ConnectionError::TimedOut(_)))
            && Instant::now() >= self.deadline
    }

    /// Concludes without these: a probe is left out, a browser's own request counts as unanswered.
    fn give_up(&mut self, wanted: Vec<Wanted>) {
        for wanted in wanted {
            if wanted.request.kind == RequestKind::Probe {
                self.examination.skip(wanted);
            } else {
                let exchange = unanswered(&wanted);
                self.examination.answer(wanted, exchange);
            }
        }
    }
}

fn unanswered(wanted: &Wanted) -> Exchange {
    Exchange {
        request: wanted.request.clone(),
        answer: Err(ConnectionError::TimedOut("the requests before it")),
        http_version: HttpVersion::default(),
        via_tls: wanted.request.url.scheme() == "https",
        address: None,
        timing: Timing::default(),
    }
}

/// A number that no cache has seen: the standard library seeds its hashers at random.
fn nonce() -> u64 {
    RandomState::new().build_hasher().finish()
}
