//! A client over sockets that sends a browser's requests as that browser does, and says precisely
//! what failed where it fails.
//!
//! hyper speaks HTTP/1.1 and HTTP/2, rustls TLS. Resolving, connecting, the proxy and the pool are
//! ours, since the model wants to know of a connection before the first byte goes out on it, and the
//! report wants the time and the fault of each stage.

mod connect;
mod decode;
mod examine;
mod pool;
mod proxy;
mod reach;
mod resolve;
mod response;
mod run;
mod send;
mod settings;
mod tls;
mod wire;

pub use examine::{Progress, examine};
pub use reach::{Reach, is_public};
pub use resolve::{ConnectTo, ResolveRule, RuleFault};
pub use run::{Event, Fetched, fetch};
pub use send::Departure;
pub use settings::{Authorities, BodyWanted, Proxy, Settings, SettingsError};

use connect::Connector;
use pool::Pool;
use preflight_fetch::{AddressSpace, ConnectionError, Url};
use std::sync::Arc;
use std::time::Instant;

/// Sends requests. Cloning it is cheap; clones share the connections. It needs a tokio runtime with
/// IO and time.
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Shared>,
    deadline: Option<Instant>,
}

#[derive(Debug)]
struct Shared {
    connector: Connector,
    pool: Pool,
    settings: Settings,
}

impl Client {
    /// A client by these settings. The files they name are read now, the system's certificates at the
    /// first https request.
    ///
    /// # Errors
    /// Where a file cannot be read or used, or the proxy's address is none.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        let connector = Connector::new(&settings)?;
        let shared = Shared { connector, pool: Pool::default(), settings };
        Ok(Self { shared: Arc::new(shared), deadline: None })
    }

    /// The same client, all of whose requests together end at `deadline`, or earlier where one was
    /// set before.
    #[must_use]
    pub fn until(&self, deadline: Instant) -> Self {
        let earlier = self.deadline.map_or(deadline, |before| before.min(deadline));
        Self { shared: Arc::clone(&self.shared), deadline: Some(earlier) }
    }

    /// The same client, whose requests together may take as long as the settings allow, from now on.
    #[must_use]
    pub fn started(&self) -> Self {
        self.until(Instant::now() + self.shared.settings.max_time)
    }

    /// The settings it was made by.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// Where the host of `url` stands, without connecting: of its first address, by the same rules as
    /// a request.
    ///
    /// # Errors
    /// Where the host does not resolve in time.
    pub async fn address_space(&self, url: &Url) -> Result<AddressSpace, ConnectionError> {
        let deadline = self.deadline(Instant::now());
        let addresses = self.shared.connector.resolve(url, deadline).await?;
        addresses.first().map(|a| AddressSpace::of(a.ip())).ok_or(ConnectionError::Dns)
    }

    /// When a request that begins now must be over.
    fn deadline(&self, now: Instant) -> Instant {
        let own = now + self.shared.settings.max_time;
        self.deadline.map_or(own, |deadline| deadline.min(own))
    }
}
