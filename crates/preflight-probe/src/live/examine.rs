//! The examination over sockets: sends what it wants, several at a time, until the time is up.

use super::Client;
use preflight_diagnose::{Examination, Question, Wanted};
use preflight_fetch::{ConnectionError, Exchange, RequestKind, Url};
use preflight_report::Report;
use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::Arc;
use std::time::{Instant, SystemTime};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How many requests one host gets at the same time.
const AT_ONCE: usize = 4;

/// What happens during an examination, as it happens. Every request that is sent is answered.
#[derive(Debug, Clone, Copy)]
pub enum Progress<'a> {
    /// A request goes out, as soon as its host has room for it.
    Sending {
        /// Its number in this examination, from 0.
        index: usize,
        /// The request.
        wanted: &'a Wanted,
    },
    /// An answer came, or none will.
    Answered {
        /// The number with which the request was sent.
        index: usize,
        /// The request.
        wanted: &'a Wanted,
        /// What came of it.
        exchange: &'a Exchange,
    },
}

/// Examines `question` with the sockets of `client`, all of whose requests end at `deadline`. The
/// report says what is known by then.
pub async fn examine(
    client: &Client,
    question: Question,
    deadline: Instant,
    observer: &mut (impl FnMut(Progress<'_>) + Send),
) -> Report {
    let mut driver = Driver {
        client: client.until(deadline),
        deadline,
        rooms: BTreeMap::new(),
        sent: 0,
        examination: Examination::new(question, SystemTime::now(), nonce()),
    };
    loop {
        let wanted = driver.examination.wanted();
        if wanted.is_empty() {
            return driver.examination.conclude();
        }
        if Instant::now() < deadline {
            driver.send_all(wanted, observer).await;
        } else {
            driver.give_up(wanted);
        }
    }
}

struct Driver {
    client: Client,
    deadline: Instant,
    rooms: BTreeMap<String, Arc<Semaphore>>,
    /// How many requests there were before these.
    sent: usize,
    examination: Examination,
}

impl Driver {
    /// Sends these at the same time. The observer hears of an answer when it comes; the examination
    /// gets them in the order in which they were wanted, so that a report does not depend on who was
    /// faster.
    async fn send_all(
        &mut self,
        wanted: Vec<Wanted>,
        observer: &mut (impl FnMut(Progress<'_>) + Send),
    ) {
        let first = self.sent;
        self.sent += wanted.len();
        let mut sending = JoinSet::new();
        for (at, wanted) in wanted.iter().enumerate() {
            let (client, room) = (self.client.clone(), self.room(&wanted.request.url));
            let (request, browser) = (wanted.request.clone(), wanted.browser);
            observer(Progress::Sending { index: first + at, wanted });
            sending.spawn(async move {
                // Nobody closes the semaphore; without a permit the request would go out all the same.
                let _permit = room.acquire_owned().await;
                (at, client.send(&request, browser, |_| true).await)
            });
        }
        let mut answers: BTreeMap<usize, Exchange> = BTreeMap::new();
        while let Some(sent) = sending.join_next().await {
            let (at, exchange) = match sent {
                Ok((at, Some(exchange))) => (at, exchange),
                Ok((_, None)) => unreachable!("`before_send` always says yes"),
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            };
            let wanted = &wanted[at];
            observer(Progress::Answered { index: first + at, wanted, exchange: &exchange });
            answers.insert(at, exchange);
        }
        for (wanted, exchange) in wanted.into_iter().zip(answers.into_values()) {
            if self.broke_off(&exchange, &wanted) {
                self.examination.skip(wanted);
            } else {
                self.examination.answer(wanted, exchange);
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
                let late = Err(ConnectionError::TimedOut("the requests before it"));
                let exchange = Exchange::made_up(wanted.request.clone(), late);
                self.examination.answer(wanted, exchange);
            }
        }
    }
}

/// A number that no cache has seen: the standard library seeds its hashers at random.
fn nonce() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::Settings;
    use preflight_fetch::{Browser, Profile, Request, RequestInit};
    use std::time::Duration;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    /// Answers everything with 200 and nothing else.
    async fn serve(listener: TcpListener) {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let _ = stream.read(&mut [0; 4096]).await;
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                let _ = stream.write_all(answer).await;
            });
        }
    }

    #[tokio::test]
    async fn every_request_is_told_and_its_answer_with_the_same_number() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/x", listener.local_addr().unwrap());
        tokio::spawn(serve(listener));
        let page = "http://localhost:3000".parse().unwrap();
        let init = RequestInit { method: "PUT".to_owned(), ..RequestInit::default() };
        let question = Question {
            request: Request::new(url.parse().unwrap(), page, init).unwrap(),
            engines: Browser::ALL.to_vec(),
            profile: Profile::default(),
            read: Vec::new(),
            send_actual: false,
            target_address: None,
            origin_assumed: false,
        };
        let client = Client::new(Settings::default()).unwrap();
        // Spawned, as a server does it.
        let (sent, mut answered, report) = tokio::spawn(async move {
            let (mut sent, mut answered) = (Vec::new(), Vec::new());
            let deadline = Instant::now() + Duration::from_secs(10);
            let mut observer = |progress: Progress<'_>| match progress {
                Progress::Sending { index, wanted } => sent.push((index, wanted.clone())),
                Progress::Answered { index, wanted, exchange } => {
                    assert_eq!(exchange.request.url, wanted.request.url);
                    answered.push((index, wanted.clone()));
                }
            };
            let report = examine(&client, question, deadline, &mut observer).await;
            (sent, answered, report)
        })
        .await
        .unwrap();
        assert_eq!(report.outcome, preflight_report::Outcome::Blocked);
        assert_eq!(sent[0].1.request.kind, RequestKind::Preflight);
        assert!(sent.iter().any(|(_, wanted)| wanted.probe.is_some()));
        assert!(sent.iter().map(|(index, _)| *index).eq(0..sent.len()));
        answered.sort_by_key(|(index, _)| *index);
        assert_eq!(format!("{answered:?}"), format!("{sent:?}"));
    }
}
