//! Where the page stands beside its own origin: at those of the user's pages, each for a moment.

use super::TryPage;
use crate::leases::Leases;
use crate::listen;
use preflight_fetch::fetching::block_bad_port::block_bad_port;
use preflight_fetch::origin::{OriginError, TupleOrigin};
use preflight_fetch::{Origin, Url};
use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Origins at once.
const MOST: usize = 8;
/// How long it stands at one: once a browser has loaded it, it needs the server no more, and the user
/// may want to start his own there.
const KEPT: Duration = Duration::from_secs(15);
/// How long somebody who listens on this machine takes to accept a connection.
const ACCEPTED: Duration = Duration::from_millis(300);

/// Why the page cannot stand at an origin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StandError {
    #[error(transparent)]
    NoOrigin(#[from] OriginError),
    #[error("`{0}` is not on this machine")]
    Elsewhere(String),
    #[error("`{0}` is https, for which this machine has no certificate")]
    Https(String),
    /// A [source](https://www.w3.org/TR/CSP3/#framework-directive-source-list) is a name.
    #[error(
        "no page may name `{0}` as what it frames: a Content-Security-Policy has no IPv6 addresses"
    )]
    Unnameable(String),
    /// See [`block_bad_port`](preflight_fetch::fetching::block_bad_port).
    #[error("browsers refuse port {0} for HTTP")]
    BlockedByBrowsers(u16),
    #[error("another program listens on port {0}")]
    Taken(u16),
    #[error("the system does not let us listen on port {port}: {reason}")]
    Refused { port: u16, reason: io::Error },
}

impl StandError {
    /// What to do instead.
    pub(crate) fn correction(&self) -> Option<String> {
        match self {
            Self::NoOrigin(error) => {
                error.correction.clone().map(|origin| format!("write `{origin}`"))
            }
            Self::Taken(port) => Some(format!("stop what listens on port {port} for the moment")),
            Self::Unnameable(_) => Some("use the name `localhost`".to_owned()),
            _ => None,
        }
    }
}

/// The page at the origins where it stands. It leaves them when this is dropped.
#[derive(Debug)]
pub(crate) struct Stands {
    page: Arc<TryPage>,
    own: String,
    always: Mutex<Always>,
    elsewhere: Mutex<Leases<()>>,
}

/// Origins that it never leaves.
#[derive(Debug, Default)]
struct Always {
    origins: BTreeSet<String>,
    serving: JoinSet<()>,
}

impl Stands {
    /// Has the page stand at an origin of its own, as long as this lives.
    ///
    /// # Errors
    /// Where no port can be had.
    pub(crate) async fn open(page: TryPage) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let own = format!("http://{}", listener.local_addr()?);
        let stands = Self {
            page: Arc::new(page),
            own: own.clone(),
            always: Mutex::default(),
            elsewhere: Mutex::new(Leases::new(MOST, KEPT)),
        };
        stands.stand_on(listener, own).await;
        Ok(stands)
    }

    /// Has the page stand on this listener, which is that of `origin`, as long as this lives.
    pub(crate) async fn stand_on(&self, listener: TcpListener, origin: String) {
        let authority = origin.trim_start_matches("http://");
        let mut always = self.always.lock().await;
        always.serving.spawn(listen::serve(listener, Arc::clone(&self.page).at(authority)));
        always.origins.insert(origin);
    }

    /// The origin of its own.
    pub(crate) fn own(&self) -> &str {
        &self.own
    }

    /// Has the page stand at `origin`, and gives it back as a browser writes it.
    pub(crate) async fn stand(&self, origin: &str) -> Result<String, StandError> {
        let place = Place::read(origin)?;
        if self.always.lock().await.origins.contains(&place.origin) {
            return Ok(place.origin);
        }
        let mut elsewhere = self.elsewhere.lock().await;
        if elsewhere.again(&place.origin).is_some() {
            return Ok(place.origin);
        }
        let listeners = place.listeners().await?;
        let router = Arc::clone(&self.page).at(&place.authority);
        elsewhere.keep(place.origin.clone(), (), async move {
            let mut serving = JoinSet::new();
            for listener in listeners {
                serving.spawn(listen::serve(listener, router.clone()));
            }
            serving.join_all().await;
        });
        Ok(place.origin)
    }
}

/// An origin at which the page can stand.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    origin: String,
    /// As it stands in `Host`.
    authority: String,
    port: u16,
    /// Whether browsers may look for it under the IPv6 address too.
    by_name: bool,
}

impl Place {
    fn read(given: &str) -> Result<Self, StandError> {
        let origin: Origin = given.trim().parse()?;
        let serialized = origin.serialized().to_owned();
        let Some(tuple) = origin.as_tuple() else { return Err(StandError::Elsewhere(serialized)) };
        let host = tuple.host();
        let by_name = host == "localhost" || host.ends_with(".localhost");
        match (tuple.scheme(), host) {
            (_, "[::1]") => return Err(StandError::Unnameable(serialized)),
            (_, host) if host != "127.0.0.1" && !by_name => {
                return Err(StandError::Elsewhere(serialized));
            }
            ("http", _) => {}
            _ => return Err(StandError::Https(serialized)),
        }
        let port = tuple.port().unwrap_or(80);
        if Url::parse(&serialized).is_ok_and(|url| block_bad_port(&url).is_some()) {
            return Err(StandError::BlockedByBrowsers(port));
        }
        Ok(Self { authority: authority(tuple), origin: serialized, port, by_name })
    }

    async fn listeners(&self) -> Result<Vec<TcpListener>, StandError> {
        let v4 = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let v6 = SocketAddr::from((Ipv6Addr::LOCALHOST, self.port));
        let mut listeners = vec![self.listener(v4).await?];
        if self.by_name {
            match self.listener(v6).await {
                Ok(listener) => listeners.push(listener),
                Err(StandError::Refused { .. }) => {} // There is no IPv6 here: nobody looks for it.
                Err(error) => return Err(error),
            }
        }
        Ok(listeners)
    }

    /// Some systems let one listen beside somebody who listens on all addresses: so we ask first.
    async fn listener(&self, address: SocketAddr) -> Result<TcpListener, StandError> {
        let port = self.port;
        if let Ok(Ok(_)) = timeout(ACCEPTED, TcpStream::connect(address)).await {
            return Err(StandError::Taken(port));
        }
        TcpListener::bind(address).await.map_err(|reason| match reason.kind() {
            ErrorKind::AddrInUse => StandError::Taken(port),
            _ => StandError::Refused { port, reason },
        })
    }
}

fn authority(tuple: &TupleOrigin) -> String {
    match tuple.port() {
        Some(port) => format!("{}:{port}", tuple.host()),
        None => tuple.host().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(origin: &str) -> String {
        Place::read(origin).expect_err(origin).to_string()
    }

    #[test]
    fn only_plain_http_on_this_machine() {
        for origin in ["http://localhost:3000", "http://127.0.0.1:8080", "http://app.localhost"] {
            assert_eq!(Place::read(origin).expect(origin).origin, origin);
        }
        for origin in ["https://localhost:3000", "https://127.0.0.1"] {
            assert!(refusal(origin).contains("is https"), "{origin}");
        }
        for origin in [
            "http://app.example.com",
            "http://localhost.example.com",
            "http://127.0.0.2:3000",
            "http://0.0.0.0:3000",
            "http://notlocalhost",
            "http://192.168.0.1",
            "null",
        ] {
            assert!(refusal(origin).contains("not on this machine"), "{origin}");
        }
        assert!(refusal("http://[::1]:3000").contains("IPv6"));
        assert!(refusal("http://localhost:6000").contains("browsers refuse port 6000"));
        for origin in ["", "localhost:3000", "http://localhost:3000/app", "http://a b"] {
            assert!(matches!(Place::read(origin), Err(StandError::NoOrigin(_))), "{origin}");
        }
    }
}
