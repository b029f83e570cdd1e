//! The clinic: a server broken in every way that a cause page describes, on loopback, and beside it
//! on another origin a page that performs each request with the real `fetch()` of whoever opens it.
//!
//! Every page with a `### Clinic:` case is served live: the case's rules answer, byte for byte, and
//! its connection failures happen for real. Nothing listens on anything but 127.0.0.1.

mod addresses;
mod page;
mod predict;
mod scenarios;
mod server;
mod tls;
mod visits;
mod wire;

pub use addresses::{Addresses, PUBLIC_PAGE_HOST, Ports};
pub use predict::{Prediction, predict};
pub use scenarios::Served;

use addresses::Listeners;
use page::Site;
use preflight_diagnose::scenario::ScenarioError;
use preflight_fetch::HttpRequest;
use preflight_report::page::PageError;
use server::{Host, Service};
use std::sync::Arc;
use tls::Identity;
use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinSet;
use visits::Visits;

/// A clinic that is open: it closes, connections included, when this is dropped.
#[derive(Debug)]
pub struct Clinic {
    addresses: Addresses,
    served: Arc<[Served]>,
    chromium_flags: Vec<String>,
    visits: Arc<Visits>,
    /// Bound without listening, so that connections to it are refused and nobody else takes the port.
    _closed: TcpSocket,
    listening: JoinSet<()>,
}

/// Where the page stands: at an ordinary origin, a public one, and one over TLS.
struct Pages {
    local: TcpListener,
    public: TcpListener,
    https: TcpListener,
    identity: Identity,
}

/// Why the clinic cannot open.
#[derive(Debug, thiserror::Error)]
pub enum ClinicError {
    /// A port cannot be had.
    #[error("port {port} on 127.0.0.1 cannot be used: {source}")]
    Port {
        /// The port; 0 where any would have done.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// A port that browsers refuse to speak HTTP to.
    #[error("browsers refuse port {0} for HTTP: choose another base with `--port`")]
    PortBlockedByBrowsers(u16),
    /// There are not enough ports above the base.
    #[error("there are not enough ports above the base given with `--port`")]
    PortsExhausted,
    /// A page is malformed: our bug.
    #[error("bug in preflight, please report: the page {id}: {source}")]
    Page {
        /// The cause.
        id: &'static str,
        /// What is wrong with the page.
        source: PageError,
    },
    /// A page's scenario is malformed: our bug.
    #[error("bug in preflight, please report: the clinic case of {id}: {source}")]
    Scenario {
        /// The cause.
        id: &'static str,
        /// What is wrong with the block.
        source: ScenarioError,
    },
    /// No certificate could be made.
    #[error("the clinic's certificates cannot be made: {0}")]
    Certificate(String),
}

impl Clinic {
    /// Opens the clinic. It answers as soon as this returns.
    ///
    /// # Errors
    /// See [`ClinicError`].
    pub async fn open(ports: Ports) -> Result<Self, ClinicError> {
        let (mut clinic, pages) = Self::rooms(ports)?;
        let site = Site::new(&clinic.addresses, &clinic.served, &clinic.chromium_flags);
        let site = Arc::new(site);
        clinic.listen(pages.local, Host::Page(Arc::clone(&site)), None);
        clinic.listen(pages.public, Host::Page(Arc::clone(&site)), None);
        clinic.listen(pages.https, Host::Page(site), Some(&pages.identity));
        Ok(clinic)
    }

    /// Opens the clinic without its page, for whoever has one of his own: it can stand on the listener,
    /// at the origin [`Addresses::page`].
    ///
    /// # Errors
    /// See [`ClinicError`].
    pub async fn open_without_page(ports: Ports) -> Result<(Self, TcpListener), ClinicError> {
        Self::rooms(ports).map(|(clinic, pages)| (clinic, pages.local))
    }

    /// The broken API, and where the page is to stand.
    fn rooms(ports: Ports) -> Result<(Self, Pages), ClinicError> {
        let (page_identity, api_identity) = (Identity::new()?, Identity::new()?);
        let mut listeners = Listeners::bind(ports)?;
        let addresses = listeners.addresses();
        let (served, own) = scenarios::served(&addresses, &mut listeners)?;
        let served: Arc<[Served]> = served.into();
        let mut clinic = Self {
            chromium_flags: addresses.chromium_flags(&page_identity),
            addresses,
            served: Arc::clone(&served),
            visits: Arc::default(),
            _closed: listeners.closed,
            listening: JoinSet::new(),
        };
        let shared = || Host::Shared(Arc::clone(&served));
        clinic.listen(listeners.api, shared(), None);
        clinic.listen(listeners.api2, shared(), None);
        clinic.listen(listeners.https, shared(), Some(&api_identity));
        for (index, listener) in own {
            clinic.listen(listener, Host::Own(Arc::clone(&served), index), None);
        }
        let pages = Pages {
            local: listeners.page,
            public: listeners.page_http,
            https: listeners.page_https,
            identity: page_identity,
        };
        Ok((clinic, pages))
    }

    fn listen(&mut self, listener: TcpListener, host: Host, tls: Option<&Identity>) {
        let service = Service::new(host, tls.map(Identity::acceptor), Arc::clone(&self.visits));
        self.listening.spawn(server::listen(listener, Arc::new(service)));
    }

    /// Where everything stands.
    #[must_use]
    pub const fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// The scenarios, root causes first, as [`CAUSES`](preflight_diagnose::CAUSES) lists them.
    #[must_use]
    pub fn served(&self) -> &[Served] {
        &self.served
    }

    /// The latest thousand requests that arrived, at the API and at the page, in order and without
    /// their bodies.
    #[must_use]
    pub fn visits(&self) -> Vec<HttpRequest> {
        self.visits.all()
    }

    /// The flags with which Chromium can perform every scenario: it trusts the page's certificate
    /// (not the API's), finds the page on a public host, and takes it for one.
    #[must_use]
    pub fn chromium_flags(&self) -> &[String] {
        &self.chromium_flags
    }
}
