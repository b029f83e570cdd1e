//! Where the clinic stands: its listeners, its origins, and what the placeholders of the cause pages
//! stand for.

use crate::ClinicError;
use crate::tls::Identity;
use preflight_diagnose::Names;
use preflight_fetch::Url;
use preflight_fetch::fetching::block_bad_port::block_bad_port;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpListener, TcpSocket};

/// The host of the page that stands on the public internet, as far as Chromium is told: see
/// [`Addresses::chromium_flags`]. `.test` belongs to nobody, so it resolves nowhere else.
pub const PUBLIC_PAGE_HOST: &str = "shop.test";

/// A host that never resolves, for the API that is only served over plain http: mixed content is
/// refused before anybody asks a resolver.
const PLAIN_HTTP_ORIGIN: &str = "http://plain-http.invalid";
/// A host that never resolves.
const NOWHERE_ORIGIN: &str = "http://nowhere.invalid";

/// Which ports the clinic takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ports {
    /// Whichever are free.
    Free,
    /// This one and those that follow: the same at every start. The page stands at the first.
    From(u16),
}

impl Ports {
    fn next(&mut self) -> Result<u16, ClinicError> {
        let Self::From(next) = self else { return Ok(0) };
        let port = *next;
        *next = port.checked_add(1).ok_or(ClinicError::PortsExhausted)?;
        Ok(port)
    }

    /// A socket bound to the next port, not listening yet.
    fn bind(&mut self, reuse: Reuse) -> Result<TcpSocket, ClinicError> {
        let port = self.next()?;
        if is_bad_port(port) {
            return Err(ClinicError::PortBlockedByBrowsers(port));
        }
        let failed = |source| ClinicError::Port { port, source };
        let socket = TcpSocket::new_v4().map_err(failed)?;
        // On Windows the option means something else: that two may listen at the same port.
        #[cfg(unix)]
        socket.set_reuseaddr(reuse == Reuse::AtOnce).map_err(failed)?;
        socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).map_err(failed)?;
        Ok(socket)
    }

    fn listen(&mut self) -> Result<TcpListener, ClinicError> {
        let socket = self.bind(Reuse::AtOnce)?;
        let port = port(socket.local_addr());
        socket.listen(BACKLOG).map_err(|source| ClinicError::Port { port, source })
    }
}

/// Whether a port may be taken while old connections to it have not quite ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reuse {
    /// It may, so that a clinic started again finds its ports.
    AtOnce,
    /// It may not, for the port where nothing listens: the option would let others listen there.
    Never,
}

fn is_bad_port(port: u16) -> bool {
    let url = Url::parse(&format!("http://127.0.0.1:{port}/"));
    port != 0 && url.is_ok_and(|url| block_bad_port(&url).is_some())
}

/// How many connections may wait to be accepted: a browser opens them in bunches.
const BACKLOG: u32 = 128;

/// The listeners that every clinic has.
#[derive(Debug)]
pub(crate) struct Listeners {
    pub(crate) page: TcpListener,
    pub(crate) api: TcpListener,
    pub(crate) api2: TcpListener,
    pub(crate) page_https: TcpListener,
    pub(crate) https: TcpListener,
    pub(crate) page_http: TcpListener,
    pub(crate) closed: TcpSocket,
    ports: Ports,
}

impl Listeners {
    pub(crate) fn bind(mut ports: Ports) -> Result<Self, ClinicError> {
        Ok(Self {
            page: ports.listen()?,
            api: ports.listen()?,
            api2: ports.listen()?,
            page_https: ports.listen()?,
            https: ports.listen()?,
            page_http: ports.listen()?,
            closed: ports.bind(Reuse::Never)?,
            ports,
        })
    }

    /// One more, for a scenario that needs a server to itself; and its origin.
    pub(crate) fn one_more(&mut self) -> Result<(TcpListener, String), ClinicError> {
        let listener = self.ports.listen()?;
        let origin = origin("http", "127.0.0.1", port(listener.local_addr()));
        Ok((listener, origin))
    }

    pub(crate) fn addresses(&self) -> Addresses {
        let of = |scheme, host, listener: &TcpListener| {
            origin(scheme, host, port(listener.local_addr()))
        };
        Addresses {
            page: of("http", "localhost", &self.page),
            page_http: of("http", PUBLIC_PAGE_HOST, &self.page_http),
            page_https: of("https", "localhost", &self.page_https),
            api: of("http", "127.0.0.1", &self.api),
            api2: of("http", "127.0.0.1", &self.api2),
            https: of("https", "127.0.0.1", &self.https),
            https_plain: of("https", "127.0.0.1", &self.api),
            closed: origin("http", "127.0.0.1", port(self.closed.local_addr())),
        }
    }
}

/// The port of a socket that is bound: the system knows it.
fn port(address: std::io::Result<SocketAddr>) -> u16 {
    address.map_or(0, |address| address.port())
}

fn origin(scheme: &str, host: &str, port: u16) -> String {
    // An origin leaves its scheme's own port out, as browsers write it.
    match (scheme, port) {
        ("http", 80) | ("https", 443) => format!("{scheme}://{host}"),
        _ => format!("{scheme}://{host}:{port}"),
    }
}

/// The clinic's origins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// The page that performs the requests.
    pub page: String,
    /// The same page over plain http on a host that is not loopback by its name. A browser finds it
    /// only with [`Clinic::chromium_flags`](crate::Clinic::chromium_flags).
    pub page_http: String,
    /// The same page over https, with a certificate that nobody trusts unless told to.
    pub page_https: String,
    /// The broken API.
    pub api: String,
    /// A second origin of it.
    pub api2: String,
    /// The API over TLS, with another certificate that nobody trusts.
    pub https: String,
    /// An https origin at a port that speaks plain http.
    pub https_plain: String,
    /// An origin where nothing listens.
    pub closed: String,
}

impl Addresses {
    /// The flags with which Chromium performs every scenario; see
    /// [`Clinic::chromium_flags`](crate::Clinic::chromium_flags).
    pub(crate) fn chromium_flags(&self, page: &Identity) -> Vec<String> {
        let public = self.page_http.rsplit(':').next().unwrap_or_default();
        vec![
            format!("--host-resolver-rules=MAP {PUBLIC_PAGE_HOST} 127.0.0.1"),
            format!("--ip-address-space-overrides=127.0.0.1:{public}=public"),
            format!("--ignore-certificate-errors-spki-list={}", page.spki_hash()),
        ]
    }

    /// What the placeholders stand for, where the API stands at `api`.
    pub(crate) fn names(&self, api: &str) -> Names {
        Names::new([
            ("page", self.page.clone()),
            ("page-http", self.page_http.clone()),
            ("page-https", self.page_https.clone()),
            ("api", api.to_owned()),
            ("api-http", api.to_owned()),
            ("api2", self.api2.clone()),
            ("http", PLAIN_HTTP_ORIGIN.to_owned()),
            ("closed", self.closed.clone()),
            ("nowhere", NOWHERE_ORIGIN.to_owned()),
            ("https", self.https.clone()),
            ("https-plain", self.https_plain.clone()),
        ])
    }

    /// The same where `{page-http}` need not be public: the page that every browser can open.
    pub(crate) fn names_for_a_local_page(&self, api: &str) -> Names {
        Self { page_http: self.page.clone(), ..self.clone() }.names(api)
    }
}
