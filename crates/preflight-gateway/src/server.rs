//! Starting the gateway, giving it other settings, and stopping it.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use arc_swap::ArcSwap;
use http::HeaderValue;
use socket2::SockRef;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::record::Observer;
use crate::running::{Registry, Running};
use crate::settings::Settings;
use crate::worker;

/// How many connections may wait to be accepted; the system may allow fewer. With the standard
/// library's 128, a burst makes Linux answer without keeping anything, and a client that then waits
/// for us to speak first is never known here.
const BACKLOG: i32 = 4096;

/// A running gateway. Dropping it stops it without waiting for what it still has to do.
pub struct Gateway {
    shared: Arc<Shared>,
    addresses: Vec<SocketAddr>,
    threads: Vec<JoinHandle<io::Result<()>>>,
    stop: watch::Sender<bool>,
}

impl fmt::Debug for Gateway {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Gateway").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

impl Gateway {
    /// Binds the listeners and starts a thread for each core, or as many as given.
    ///
    /// Connections that come while the threads start wait in the system's queue.
    ///
    /// # Errors
    ///
    /// An address cannot be bound (in use, not this machine's, not permitted), or the system gives
    /// no more threads or file descriptors.
    pub fn start(
        settings: Settings,
        threads: Option<NonZero<usize>>,
        observer: Arc<dyn Observer>,
    ) -> io::Result<Gateway> {
        let listeners = settings
            .listeners
            .iter()
            .map(|listener| {
                let listener = TcpListener::bind(listener.address)?;
                listener.set_nonblocking(true)?;
                SockRef::from(&listener).listen(BACKLOG)?;
                Ok(listener)
            })
            .collect::<io::Result<Vec<_>>>()?;
        let addresses =
            listeners.iter().map(TcpListener::local_addr).collect::<io::Result<Vec<_>>>()?;
        let shared = Arc::new(Shared::new(settings, observer));
        let (stop, stopped) = watch::channel(false);
        let threads = threads.or_else(|| std::thread::available_parallelism().ok());
        let threads = (0..threads.map_or(1, NonZero::get))
            .map(|number| {
                // All threads accept from one queue: whoever has time takes the next connection. With
                // a queue each (`SO_REUSEPORT`) a second gateway could bind the same address, and
                // nobody would be told.
                let listeners =
                    listeners.iter().map(TcpListener::try_clone).collect::<io::Result<_>>()?;
                let (shared, stopped) = (Arc::clone(&shared), stopped.clone());
                std::thread::Builder::new()
                    .name(format!("gateway-{number}"))
                    .spawn(move || worker::run(listeners, shared, stopped))
            })
            .collect::<io::Result<Vec<_>>>()?;
        Ok(Gateway { shared, addresses, threads, stop })
    }

    /// Where it listens, in the order of the settings' listeners.
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Requests that begin from now on get these settings; those under way keep theirs.
    ///
    /// The addresses of the listeners stay as they are: only their certificates are taken over.
    pub fn replace(&self, settings: Settings) {
        self.shared.replace(settings);
    }

    /// Tells it to accept nothing more and to end with the requests under way. Returns at once.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Waits until it has stopped, which takes no longer than the time to drain.
    ///
    /// # Errors
    ///
    /// A thread could not begin its work.
    pub fn wait(mut self) -> io::Result<()> {
        for thread in self.threads.drain(..) {
            thread.join().map_err(|_| io::Error::other("a thread of the gateway panicked"))??;
        }
        Ok(())
    }
}

/// What the threads share.
pub(crate) struct Shared {
    pub(crate) observer: Arc<dyn Observer>,
    pub(crate) running: ArcSwap<Running>,
    pub(crate) name: Name,
    registry: Registry,
    slots: Arc<Semaphore>,
    /// How many connections the semaphore was last made to allow.
    most: Mutex<usize>,
}

impl Shared {
    fn new(settings: Settings, observer: Arc<dyn Observer>) -> Shared {
        let most = settings.limits.connections;
        let registry = Registry::default();
        Shared {
            observer,
            running: ArcSwap::from_pointee(Running::new(settings, &registry)),
            name: Name::new(),
            registry,
            slots: Arc::new(Semaphore::new(most)),
            most: Mutex::new(most),
        }
    }

    fn replace(&self, settings: Settings) {
        let mut most = self.most.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = settings.limits.connections;
        self.slots.add_permits(wanted.saturating_sub(*most));
        // Where more are open than allowed from now on, the limit sinks by as many as are not.
        let sunk = self.slots.forget_permits(most.saturating_sub(wanted));
        *most = wanted.max(*most - sunk);
        self.running.store(Arc::new(Running::new(settings, &self.registry)));
    }

    /// The right to one more connection.
    pub(crate) async fn slot(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.slots).acquire_owned().await.ok()
    }
}

/// How this gateway is told from all others, so that it knows a request that comes back to it.
#[derive(Debug)]
pub(crate) struct Name {
    id: String,
    value: HeaderValue,
}

impl Name {
    fn new() -> Name {
        // The keys of a `RandomState` are the standard library's randomness.
        let id = format!("preflight-{:016x}", RandomState::new().build_hasher().finish());
        let value = HeaderValue::from_str(&id).unwrap_or(HeaderValue::from_static("preflight"));
        Name { id, value }
    }

    /// As text.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// As a header value.
    pub(crate) fn value(&self) -> &HeaderValue {
        &self.value
    }
}
