//! Connections to upstreams kept for the next request: one thread's, so that nobody is waited for.

use std::cell::RefCell;
use std::task::{Context, Waker};

use super::{Http1, Http2};

/// How many idle connections are kept for an upstream, by each thread.
const IDLE: usize = 512;

/// The connections of one thread, by the number of their upstream.
#[derive(Debug, Default)]
pub(crate) struct Pools(RefCell<Vec<Pool>>);

#[derive(Debug, Default)]
struct Pool {
    /// The one used last is last: it is the least likely to have been closed meanwhile.
    http1: Vec<Http1>,
    http2: Option<Http2>,
}

impl Pools {
    /// A connection for one request.
    pub(crate) fn take(&self, pool: usize) -> Option<Http1> {
        let mut pools = self.0.borrow_mut();
        let kept = &mut pools.get_mut(pool)?.http1;
        std::iter::from_fn(|| kept.pop()).find(|connection| connection.is_ready())
    }

    /// Keeps a connection for the next request, if it can carry one.
    pub(crate) fn keep(&self, pool: usize, mut connection: Http1, now: u64) {
        if !connection.is_ready() {
            return;
        }
        connection.rest(now);
        self.with(pool, |pool| {
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

    /// Drops what the upstream has closed, and what was idle since before `oldest`.
    pub(crate) fn sweep(&self, oldest: u64) {
        let mut cx = Context::from_waker(Waker::noop());
        for pool in &mut *self.0.borrow_mut() {
            pool.http1.retain_mut(|connection| {
                connection.drive(&mut cx);
                !connection.is_old(oldest)
            });
        }
    }

    fn with(&self, pool: usize, change: impl FnOnce(&mut Pool)) {
        let mut pools = self.0.borrow_mut();
        if pools.len() <= pool {
            pools.resize_with(pool + 1, Pool::default);
        }
        change(&mut pools[pool]);
    }
}
