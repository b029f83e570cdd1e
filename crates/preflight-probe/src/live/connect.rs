//! From a URL to a connection that is ready for HTTP: addresses, TCP, the proxy, TLS.

use super::proxy::{Proxies, Via};
use super::reach::Reach;
use super::resolve::{ConnectTo, ResolveRule, destination, literal, resolve};
use super::settings::{Settings, SettingsError};
use super::tls::Tls;
use preflight_fetch::{ConnectionError, Timing, Url};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{timeout, timeout_at};

/// How long an address may take before the next one is tried beside it
/// ([RFC 8305](https://www.rfc-editor.org/rfc/rfc8305#section-5)).
const STAGGER: Duration = Duration::from_millis(250);

/// Bytes in both directions: TCP, or TLS over it.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// What an exchange learns on the way, whether or not it arrives.
#[derive(Debug, Default)]
pub(super) struct Stages {
    pub(super) timing: Timing,
    pub(super) address: Option<IpAddr>,
}

/// A connection ready for HTTP.
pub(super) struct Opened {
    pub(super) stream: Box<dyn Stream>,
    pub(super) http2: bool,
    /// The server's own address: `None` behind a proxy.
    pub(super) address: Option<IpAddr>,
    /// The proxy that takes plain requests with the whole URL.
    pub(super) forwards: Option<Via>,
}

/// Opens connections.
#[derive(Debug)]
pub(super) struct Connector {
    connect_time: Duration,
    connect_to: Vec<ConnectTo>,
    proxies: Proxies,
    reach: Reach,
    resolve: Vec<ResolveRule>,
    tls: Tls,
}

impl Connector {
    pub(super) fn new(settings: &Settings) -> Result<Self, SettingsError> {
        Ok(Self {
            connect_time: settings.connect_time,
            connect_to: settings.connect_to.clone(),
            proxies: Proxies::new(&settings.proxy, settings.reach)?,
            reach: settings.reach,
            resolve: settings.resolve.clone(),
            tls: Tls::new(settings)?,
        })
    }

    /// The addresses that a connection to `url` would try.
    pub(super) async fn resolve(
        &self,
        url: &Url,
        deadline: Instant,
    ) -> Result<Vec<SocketAddr>, ConnectionError> {
        let (host, port) = self.destination(url)?;
        timeout_at(deadline.into(), resolve(&self.resolve, &host, port))
            .await
            .unwrap_or(Err(TIMED_OUT))
    }

    fn destination(&self, url: &Url) -> Result<(String, u16), ConnectionError> {
        let host = url.host_str().ok_or(ConnectionError::Dns)?;
        let port = url.port_or_known_default().ok_or(ConnectionError::Dns)?;
        Ok(destination(&self.connect_to, host, port))
    }

    /// A new connection for requests to `url`.
    pub(super) async fn open(
        &self,
        url: &Url,
        deadline: Instant,
        stages: &mut Stages,
    ) -> Result<Opened, ConnectionError> {
        let deadline = deadline.min(Instant::now() + self.connect_time);
        let https = url.scheme() == "https";
        let mut forwards = None;
        let mut stream: Box<dyn Stream> = match self.proxies.choose(url) {
            None => {
                let (host, port) = self.destination(url)?;
                let stream = self.tcp(&host, port, deadline, stages).await?;
                stages.address = stream.peer_addr().ok().map(|a| a.ip());
                Box::new(stream)
            }
            Some(via) => {
                let stream = self.through(&via, url, deadline, stages).await?;
                forwards = Some(via).filter(|_| !https);
                stream
            }
        };
        let mut http2 = false;
        if https {
            let begun = Instant::now();
            let host = url.host_str().unwrap_or_default();
            (stream, http2) = self.tls.handshake(stream, host, true, deadline).await?;
            stages.timing.tls = Some(begun.elapsed());
        }
        Ok(Opened { stream, http2, address: stages.address, forwards })
    }

    /// A connection to the proxy, and where the server wants TLS, a tunnel through it.
    async fn through(
        &self,
        via: &Via,
        url: &Url,
        deadline: Instant,
        stages: &mut Stages,
    ) -> Result<Box<dyn Stream>, ConnectionError> {
        via.supported()?;
        let failed = |error: ConnectionError| match error {
            ConnectionError::TimedOut(_) => error,
            error => via.failed(&error),
        };
        let tcp = self.tcp(via.host(), via.port(), deadline, stages).await.map_err(failed)?;
        let mut stream: Box<dyn Stream> = Box::new(tcp);
        if via.is_https() {
            let handshake = self.tls.handshake(stream, via.host(), false, deadline);
            (stream, _) = handshake.await.map_err(failed)?;
        }
        if url.scheme() == "https" {
            let (host, port) = self.destination(url)?;
            timeout_at(deadline.into(), via.tunnel(&mut stream, &host, port))
                .await
                .unwrap_or(Err(TIMED_OUT))?;
        }
        Ok(stream)
    }

    async fn tcp(
        &self,
        host: &str,
        port: u16,
        deadline: Instant,
        stages: &mut Stages,
    ) -> Result<TcpStream, ConnectionError> {
        let begun = Instant::now();
        let resolving = timeout_at(deadline.into(), resolve(&self.resolve, host, port));
        let addresses = resolving.await.unwrap_or(Err(TIMED_OUT));
        stages.timing.dns = literal(host).is_none().then(|| begun.elapsed());
        let addresses = self.reach.of(addresses?)?;
        let begun = Instant::now();
        let connected = timeout_at(deadline.into(), race(interleaved(addresses))).await;
        stages.timing.connect = Some(begun.elapsed());
        let stream = connected.map_err(|_| TIMED_OUT)?.map_err(|e| fault(&e))?;
        // Heads are small and waited for; a socket that cannot be told so works all the same.
        let _ = stream.set_nodelay(true);
        Ok(stream)
    }
}

const TIMED_OUT: ConnectionError = ConnectionError::TimedOut("the connection");

/// Connects to the first address that answers; each gets a head start over the next.
async fn race(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    if let [only] = addresses[..] {
        return TcpStream::connect(only).await;
    }
    let mut rest = addresses.into_iter();
    let mut attempts = JoinSet::new();
    let mut best: Option<io::Error> = None;
    loop {
        if let Some(address) = rest.next() {
            attempts.spawn(TcpStream::connect(address));
        }
        let patience = if rest.len() == 0 { Duration::MAX } else { STAGGER };
        let Ok(joined) = timeout(patience, attempts.join_next()).await else { continue };
        match joined {
            Some(Ok(Ok(stream))) => return Ok(stream),
            Some(Ok(Err(error))) => {
                best = Some(best.filter(|b| telling(b) >= telling(&error)).unwrap_or(error));
            }
            Some(Err(_)) => {}
            None if rest.len() > 0 => {}
            None => return Err(best.unwrap_or_else(|| io::ErrorKind::HostUnreachable.into())),
        }
    }
}

/// How much an error says of the server: of several addresses the most telling one is reported.
fn telling(error: &io::Error) -> u8 {
    match fault(error) {
        ConnectionError::Unreachable => 0,
        ConnectionError::TimedOut(_) => 1,
        _ => 2,
    }
}

/// The first family as the resolver said, then the other, and so on in turn.
fn interleaved(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (a, b): (Vec<_>, Vec<_>) = addresses.into_iter().partition(|x| x.is_ipv6() == first);
    let mut turns = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.into_iter(), b.into_iter());
    loop {
        let before = turns.len();
        turns.extend(a.next());
        turns.extend(b.next());
        if turns.len() == before {
            return turns;
        }
    }
}

/// What an error of the socket means.
pub(super) fn fault(error: &io::Error) -> ConnectionError {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => ConnectionError::Refused,
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => ConnectionError::Reset,
        io::ErrorKind::TimedOut => TIMED_OUT,
        io::ErrorKind::UnexpectedEof => ConnectionError::Closed,
        _ => ConnectionError::Unreachable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_turns() {
        let list = |text: &str| text.split(' ').map(|a| a.parse().unwrap()).collect::<Vec<_>>();
        assert_eq!(
            interleaved(list("[::1]:1 [::2]:1 [::3]:1 1.1.1.1:1")),
            list("[::1]:1 1.1.1.1:1 [::2]:1 [::3]:1")
        );
    }
}
