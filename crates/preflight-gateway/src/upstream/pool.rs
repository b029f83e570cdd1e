//! Connections to upstreams kept for the next request: one thread's, so that nobody is waited for.
//!
//! Where many requests of a thread wait for the same upstream, the next one rather waits a moment for
//! a connection that becomes free than opens one more: a thousand clients then share some hundred
//! connections, which costs less memory and leaves the upstream less to do. An upstream that takes
//! its time gets its connections all the same, a moment later.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::task::{Context, Waker};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::{Http1, Http2};

/// How many idle connections are kept for an upstream, by each thread.
const IDLE: usize = 512;

/// From how many requests under way a further one waits for a connection to become free.
const CROWD: usize = 128;

/// How long it waits.
const MOMENT: Duration = Duration::from_millis(25);

/// For how long nobody waits after one has waited in vain.
const IMPATIENCE: Duration = Duration::from_secs(1);

/// The connections of one thread, by the number of their upstream.
#[derive(Debug, Default)]
pub(crate) struct Pools(RefCell<Vec<Pool>>);

#[derive(Debug, Default)]
struct Pool {
    /// The one used last is last: it is the least likely to have been closed meanwhile.
    http1: Vec<Http1>,
    /// Connections taken or opened and not given back.
    busy: Rc<Cell<usize>>,
    /// Who waits for one.
    waiting: VecDeque<oneshot::Sender<Http1>>,
    /// Until when nobody waits.
    impatient: Option<Instant>,
    http2: Option<Http2>,
}

impl Pools {
    /// A connection for one request.
    pub(crate) fn take(&self, pool: usize) -> Option<Http1> {
        let mut pools = self.0.borrow_mut();
        let pool = pools.get_mut(pool)?;
        let mut kept = std::iter::from_fn(|| pool.http1.pop());
        let mut connection = kept.find(|connection| connection.is_ready())?;
        connection.lend(&pool.busy);
        Some(connection)
    }

    /// Counts a connection that was opened for a request.
    pub(crate) fn opened(&self, pool: usize, connection: &mut Http1) {
        self.with(pool, |pool| connection.lend(&pool.busy));
    }

    /// Whether so many requests are under way that a further one should wait.
    pub(crate) fn is_crowded(&self, pool: usize) -> bool {
        self.0.borrow().get(pool).is_some_and(|pool| {
            pool.busy.get() >= CROWD && pool.impatient.is_none_or(|until| until <= Instant::now())
        })
    }

    /// Waits a moment for a connection to become free.
    pub(crate) async fn wait(&self, pool: usize) -> Option<Http1> {
        let (sender, receiver) = oneshot::channel();
        self.with(pool, |pool| pool.waiting.push_back(sender));
        match tokio::time::timeout(MOMENT, receiver).await {
            Ok(Ok(connection)) => Some(connection),
            Ok(Err(_)) | Err(_) => {
                self.with(pool, |pool| pool.impatient = Some(Instant::now() + IMPATIENCE));
                None
            }
        }
    }

    /// Gives a connection to who waits for it, or keeps it, if it can carry another request.
    pub(crate) fn keep(&self, pool: usize, mut connection: Http1, now: u64) {
        if !connection.is_ready() {
            return;
        }
        connection.rest(now);
        self.with(pool, |pool| {
            while let Some(waiting) = pool.waiting.pop_front() {
                connection.lend(&pool.busy);
                match waiting.send(connection) {
                    Ok(()) => return,
                    Err(returned) => connection = returned,
                }
                connection.rest(now);
            }
            if pool.http1.len() < IDLE {
                pool.http1.push(connection);
            }
        });
    }

    /// The connection that requests share.
    pub(crate) fn shared(&self, pool: usize) -> Option<Http2> {
        let mut pools = self.0.borrow_mut();
        let kept = &mut pools.get_mut(pool)?.http2;
        kept.take_if(|connection| connection.has_ended());
        kept.clone()
    }

    /// Shares a connection from now on.
    pub(crate) fn share(&self, pool: usize, connection: Http2) {
        self.with(pool, |pool| pool.http2 = Some(connection));
    }

    /// Drops what the upstream has closed, and what was idle since before `oldest`. Whether idle
    /// connections are left.
    pub(crate) fn sweep(&self, oldest: u64) -> bool {
        let cx = Context::from_waker(Waker::noop());
        let mut pools = self.0.borrow_mut();
        for pool in &mut *pools {
            pool.http1.retain_mut(|connection| {
                connection.drive(&cx);
                !connection.is_old(oldest)
            });
        }
        pools.iter().any(|pool| !pool.http1.is_empty())
    }

    fn with<T>(&self, pool: usize, change: impl FnOnce(&mut Pool) -> T) -> T {
        let mut pools = self.0.borrow_mut();
        if pools.len() <= pool {
            pools.resize_with(pool + 1, Pool::default);
        }
        change(&mut pools[pool])
    }
}
