//! The workbench as a value: it closes, connections included, when it is dropped.

use crate::clinic::Ward;
use crate::origins::Names;
use crate::reports::Reports;
use crate::state::{EXAMINATIONS, Shared, State};
use crate::ticket::Tickets;
use crate::token::Token;
use crate::try_page::{Stands, TryPage};
use crate::{api, assets, compression, guard, headers, listen};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use preflight_probe::live::Reach;
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// How a workbench is opened.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the page stands; port 0 for one that is free.
    pub listen: SocketAddr,
    /// Names under which it may be asked for beside its address: of a machine in a network.
    pub hosts: Vec<String>,
    /// What the page shows to be let in.
    pub token: Token,
    /// Where the page's files are read from, instead of from the program: for whoever works on them.
    pub assets: Option<PathBuf>,
    /// Whether servers in private networks, this machine included, may be asked. Somebody who reaches
    /// us over a network could otherwise reach through us what he cannot reach himself.
    pub private_targets: bool,
}

/// Why a workbench cannot open.
#[derive(Debug, Error)]
#[error("`{address}` cannot be listened on: {reason}")]
pub struct OpenError {
    /// The address.
    pub address: SocketAddr,
    /// What the system said.
    pub reason: io::Error,
}

/// A workbench that is open.
#[derive(Debug)]
pub struct Workbench {
    address: SocketAddr,
    state: State,
    _listening: JoinSet<()>,
}

impl Workbench {
    /// Opens it. It answers as soon as this returns.
    ///
    /// # Errors
    /// Where an address is taken.
    pub async fn open(settings: Settings) -> Result<Self, OpenError> {
        let (listener, address) = bind(settings.listen).await?;
        let names = Names::new(address, &settings.hosts);
        let (names, twin) = match twin(address).await {
            Twin::Ours(listener) => (names, Some(listener)),
            Twin::Nobodys => (names, None),
            Twin::Taken => (names.without_localhost(), None),
        };
        let state = State::new(Shared {
            try_page: try_page(&names, settings.assets.as_ref()).await?,
            names,
            token: settings.token,
            assets: settings.assets,
            reach: if settings.private_targets { Reach::Anywhere } else { Reach::PublicOnly },
            ward: Ward::default(),
            examinations: Arc::new(Semaphore::new(EXAMINATIONS)),
            tickets: Tickets::default(),
            reports: Reports::default(),
        });
        let mut listening = JoinSet::new();
        for listener in [listener].into_iter().chain(twin) {
            listening.spawn(listen::serve(listener, router(&state)));
        }
        Ok(Self { address, state, _listening: listening })
    }

    /// Where the page stands.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What to open: the address, with the token where no server and no log sees it.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_with("token", &self.state.token)
    }

    /// What to have a browser open whose arguments other users of this machine may see: it lets one
    /// page in, within a minute. `None` where the system has no randomness.
    #[must_use]
    pub fn url_for_once(&self) -> Option<String> {
        self.state.tickets.issue(Instant::now()).map(|ticket| self.url_with("ticket", &ticket))
    }

    fn url_with(&self, kind: &str, secret: &Token) -> String {
        let mut shown = self.address;
        if shown.ip().is_unspecified() {
            shown.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        format!("http://{shown}/#{kind}={}", secret.as_str())
    }
}

/// The page from which the user's browser tries requests: where it is on this machine as we are.
async fn try_page(names: &Names, assets: Option<&PathBuf>) -> Result<Option<Stands>, OpenError> {
    if !names.is_local() {
        return Ok(None);
    }
    let page = TryPage::new(&names.origins(), assets.cloned());
    let address = (Ipv4Addr::LOCALHOST, 0).into();
    Stands::open(page).await.map(Some).map_err(|reason| OpenError { address, reason })
}

async fn bind(address: SocketAddr) -> Result<(TcpListener, SocketAddr), OpenError> {
    let failed = |reason| OpenError { address, reason };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

/// The other loopback address at our port: to browsers `localhost` is both.
enum Twin {
    Ours(TcpListener),
    Nobodys,
    /// Another program has it, perhaps another user's: what it serves is no page of ours.
    Taken,
}

async fn twin(address: SocketAddr) -> Twin {
    let other: IpAddr = match address.ip() {
        IpAddr::V4(Ipv4Addr::LOCALHOST | Ipv4Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::LOCALHOST) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V4(_) | IpAddr::V6(_) => return Twin::Nobodys,
    };
    match TcpListener::bind((other, address.port())).await {
        Ok(listener) => Twin::Ours(listener),
        Err(reason) if reason.kind() == ErrorKind::AddrInUse => Twin::Taken,
        Err(_) => Twin::Nobodys, // There is no IPv6 here.
    }
}

fn router(state: &State) -> Router {
    let api = api::router()
        .layer(from_fn_with_state(state.clone(), guard::token_only))
        .merge(api::door());
    Router::new()
        .nest("/api", api)
        .fallback(assets::page)
        .layer(from_fn_with_state(state.clone(), guard::ours_only))
        .layer(from_fn(compression::compressed))
        .layer(map_response(headers::secured))
        .with_state(state.clone())
}
