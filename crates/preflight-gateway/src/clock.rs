//! Time limits, kept by one look around a tenth of a second instead of a timer for each wait.
//!
//! Every connection, and every stream of HTTP/2, waits for one thing at a time. It notes what for and
//! until when, which is two stores; a timer would cost each request several times that. The price is
//! that a limit is kept to about [`TICK`].

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// How often the clock looks for limits that have passed.
const TICK: Duration = Duration::from_millis(100);

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// Nothing that is limited here.
    Nothing,
    /// The rest of a request's head, or of a TLS handshake.
    Head,
    /// The client's next request.
    Idle,
    /// A connection to an upstream.
    Connect,
    /// The head of the upstream's response.
    ResponseHead,
    /// The client, to send of its body or to take of the response.
    Client,
    /// The next piece of a response body or a tunnel.
    Stream,
}

/// One thread's time, in milliseconds since it began.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Instant,
    now: Cell<u64>,
    watches: RefCell<Vec<Rc<Watch>>>,
    added: Notify,
}

impl Clock {
    pub(crate) fn new() -> Rc<Clock> {
        Rc::new(Clock {
            start: Instant::now(),
            now: Cell::new(0),
            watches: RefCell::new(Vec::new()),
            added: Notify::new(),
        })
    }

    /// Milliseconds at the last look around.
    pub(crate) fn now(&self) -> u64 {
        self.now.get()
    }

    /// Somebody who will wait. Its limits are kept until the last copy outside is dropped.
    pub(crate) fn watch(self: &Rc<Clock>) -> Rc<Watch> {
        let watch = Rc::new(Watch {
            clock: Rc::clone(self),
            waiting: Cell::new(Waiting::Nothing),
            until: Cell::new(u64::MAX),
            expired: Cell::new(false),
            waker: RefCell::new(None),
        });
        let mut watches = self.watches.borrow_mut();
        if watches.is_empty() {
            self.look();
            self.added.notify_one();
        }
        watches.push(Rc::clone(&watch));
        watch
    }

    /// The gateway is to stop: wakes everybody, and leaves little time to those whose request has
    /// not come yet.
    pub(crate) fn hurry(&self, limit: Duration) {
        for watch in &*self.watches.borrow() {
            if watch.waiting() == Waiting::Head {
                watch.wait(Waiting::Head, limit);
            }
            watch.wake();
        }
    }

    /// Keeps the limits. Never ends; sleeps while there is nobody to watch.
    pub(crate) async fn run(&self, mut each: impl FnMut()) {
        loop {
            while self.watches.borrow().is_empty() {
                self.added.notified().await;
            }
            tokio::time::sleep(TICK).await;
            self.look();
            self.watches.borrow_mut().retain(|watch| {
                let watched = Rc::strong_count(watch) > 1;
                if watched && watch.until.get() <= self.now.get() && !watch.expired.replace(true) {
                    watch.wake();
                }
                watched
            });
            each();
        }
    }

    fn look(&self) {
        self.now.set(self.start.elapsed().as_millis().try_into().unwrap_or(u64::MAX));
    }
}

/// Somebody who waits for one thing at a time.
#[derive(Debug)]
pub(crate) struct Watch {
    clock: Rc<Clock>,
    waiting: Cell<Waiting>,
    until: Cell<u64>,
    expired: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

/// A wait took longer than its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expired(pub(crate) Waiting);

impl Watch {
    /// From now on `what` is waited for, at most this long.
    pub(crate) fn wait(&self, what: Waiting, limit: Duration) {
        let limit = limit.as_secs().saturating_mul(1000) + u64::from(limit.subsec_millis());
        self.waiting.set(what);
        self.until.set(self.clock.now.get().saturating_add(limit));
        self.expired.set(false);
    }

    /// The wait for `what` begins, unless it has begun before.
    pub(crate) fn keep_waiting(&self, what: Waiting, limit: Duration) {
        if self.waiting.get() != what {
            self.wait(what, limit);
        }
    }

    /// No limit holds.
    pub(crate) fn rest(&self) {
        self.waiting.set(Waiting::Nothing);
        self.until.set(u64::MAX);
        self.expired.set(false);
    }

    /// What is waited for.
    pub(crate) fn waiting(&self) -> Waiting {
        self.waiting.get()
    }

    /// What has been waited for too long.
    pub(crate) fn expired(&self) -> Option<Waiting> {
        self.expired.get().then(|| self.waiting.get())
    }

    /// What has been waited for too long. The task of `cx` is woken when that happens.
    pub(crate) fn poll_expired(&self, cx: &Context<'_>) -> Option<Expired> {
        if self.expired.get() {
            return Some(Expired(self.waiting.get()));
        }
        let mut waker = self.waker.borrow_mut();
        if !waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
            *waker = Some(cx.waker().clone());
        }
        None
    }

    /// `work`, unless some wait within takes too long first.
    pub(crate) async fn limit<T>(&self, work: impl Future<Output = T>) -> Result<T, Expired> {
        let mut work = pin!(work);
        poll_fn(|cx| match self.poll_expired(cx) {
            Some(expired) => Poll::Ready(Err(expired)),
            None => work.as_mut().poll(cx).map(Ok),
        })
        .await
    }

    fn wake(&self) {
        if let Some(waker) = &*self.waker.borrow() {
            waker.wake_by_ref();
        }
    }
}
