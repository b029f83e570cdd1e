//! One thread: its clients, its connections to upstreams, its clock. Threads share nothing but the
//! settings and the queue of connections, so that none waits for another.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, LocalOptions};
use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use crate::clock::Clock;
use crate::connection;
use crate::record::Observer;
use crate::running::Running;
use crate::server::{Name, Shared};
use crate::upstream::Pools;

/// What the tasks of one thread share.
pub(crate) struct Worker {
    pub(crate) clock: Rc<Clock>,
    pub(crate) pools: Pools,
    shared: Arc<Shared>,
    draining: Cell<bool>,
    open: Cell<usize>,
    closed: Notify,
    /// The second of the clock in which idle connections were looked through last.
    swept: Cell<u64>,
}

impl Worker {
    /// The settings for a request that begins now.
    pub(crate) fn running(&self) -> Arc<Running> {
        self.shared.running.load_full()
    }

    /// How the gateway calls itself.
    pub(crate) fn name(&self) -> &Name {
        &self.shared.name
    }

    /// Who wants to know of requests.
    pub(crate) fn observer(&self) -> &dyn Observer {
        &*self.shared.observer
    }

    /// Whether connections are to end with the request they carry.
    pub(crate) fn is_draining(&self) -> bool {
        self.draining.get()
    }

    async fn accept_one(self: &Rc<Self>, listener: &TcpListener, index: usize) -> io::Result<()> {
        let (socket, peer) = listener.accept().await?;
        // Afterwards: a listener that waits for clients with a slot in its hand would keep it from the
        // others.
        let slot = self.shared.slot().await;
        self.open.set(self.open.get() + 1);
        self.observer().connected();
        let worker = Rc::clone(self);
        tokio::task::spawn_local(async move {
            worker.serve(socket, peer, index).await;
            worker.open.set(worker.open.get() - 1);
            worker.observer().disconnected();
            worker.closed.notify_one();
            drop(slot);
        });
        Ok(())
    }

    async fn serve(self: &Rc<Self>, socket: TcpStream, peer: SocketAddr, index: usize) {
        let tls = self.running().settings.listeners.get(index).and_then(|to| to.tls.clone());
        connection::serve(socket, peer, tls, Rc::clone(self)).await;
    }

    /// Lets go of connections to upstreams that nobody will use any more, each second. Whether some
    /// are left.
    fn sweep(&self) -> bool {
        let second = self.clock.now() / 1000;
        if self.swept.replace(second) == second {
            return true;
        }
        let times = &self.running().settings.times;
        let kept = u64::try_from(times.upstream_idle.as_millis()).unwrap_or(u64::MAX);
        self.pools.sweep(self.clock.now().saturating_sub(kept))
    }
}

/// Runs a thread's part of the gateway until `stop` says so and its requests are done.
pub(crate) fn run(
    listeners: Vec<std::net::TcpListener>,
    shared: Arc<Shared>,
    stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build_local(LocalOptions::default())?;
    runtime.block_on(serve(listeners, shared, stop))
}

async fn serve(
    listeners: Vec<std::net::TcpListener>,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) -> io::Result<()> {
    let worker = Rc::new(Worker {
        clock: Clock::new(),
        pools: Pools::default(),
        shared,
        draining: Cell::new(false),
        open: Cell::new(0),
        closed: Notify::new(),
        swept: Cell::new(0),
    });
    let clock = Rc::clone(&worker.clock);
    let sweeper = Rc::clone(&worker);
    tokio::task::spawn_local(async move { clock.run(|| sweeper.sweep()).await });
    let mut accepting = JoinSet::new();
    for (index, listener) in listeners.into_iter().enumerate() {
        let listener = TcpListener::from_std(listener)?;
        accepting.spawn_local(accept(listener, index, Rc::clone(&worker), stop.clone()));
    }
    // An error means that nobody is left who could say stop.
    drop(stop.wait_for(|stop| *stop).await);
    worker.draining.set(true);
    worker.clock.hurry(connection::LINGER);
    let drain = worker.running().settings.times.drain;
    let drained = async {
        accepting.join_all().await;
        while worker.open.get() > 0 {
            worker.closed.notified().await;
        }
    };
    // What is not done by then is cut off with the runtime.
    drop(tokio::time::timeout(drain, drained).await);
    Ok(())
}

/// Accepts connections until `stop`, and then those that already wait: they are connected as far as
/// their clients know.
async fn accept(
    listener: TcpListener,
    index: usize,
    worker: Rc<Worker>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let accepted = tokio::select! {
            accepted = worker.accept_one(&listener, index) => accepted,
            _ = stop.wait_for(|stop| *stop) => break,
        };
        // The client went away again, or the process has too many files open: in both cases the next
        // moment is another chance.
        if accepted.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    let waiting = async { while worker.accept_one(&listener, index).await.is_ok() {} };
    let mut waiting = pin!(waiting);
    poll_fn(|cx| {
        let _ = waiting.as_mut().poll(cx);
        Poll::Ready(())
    })
    .await;
}
