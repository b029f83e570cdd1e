//! The client of a gateway's admin address: one connection, two paths, and a bound on everything.

use axum::body::Bytes;
use http::header::{HOST, HeaderValue};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;

/// How long an answer may take, connection included.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer, in bytes: a gateway's decisions take 2.5 MiB at worst.
const LONGEST: usize = 4 << 20;

/// Why a gateway does not tell anything.
#[derive(Debug, Error)]
pub(super) enum Fault {
    /// There is nobody.
    #[error("nobody listens at {0}")]
    Nobody(SocketAddr),
    /// It cannot be known whether there is somebody.
    #[error("{0} cannot be reached: {1}")]
    Unreachable(SocketAddr, io::Error),
    /// There is somebody who does not answer.
    #[error("what listens at {0} does not answer within {seconds} seconds", seconds = PATIENCE.as_secs())]
    Slow(SocketAddr),
    /// What answers speaks no HTTP, or has no metrics of ours.
    #[error("what answers there is no gateway’s admin address")]
    NoGateway,
    /// It has metrics, and no decisions as we know them.
    #[error(
        "the gateway there is of another version: it does not tell its decisions as this one does"
    )]
    Older,
}

impl Fault {
    /// What to do instead.
    pub(super) const fn correction(&self) -> &'static str {
        match self {
            Self::Nobody(_) | Self::Unreachable(..) => "start a gateway that answers there",
            Self::Slow(_) => "look whether it hangs, or whether another program has the port",
            Self::NoGateway => "give the address behind `--admin`, not the one where requests go",
            Self::Older => "start it with the `preflight` of this workbench",
        }
    }

    /// The command that does it, where there is one.
    pub(super) fn command(&self) -> Option<String> {
        let (Self::Nobody(address) | Self::Unreachable(address, _)) = self else { return None };
        Some(format!(
            "preflight serve --admin {address} --upstream http://127.0.0.1:3000 \
             --allow-origin https://app.example.com"
        ))
    }
}

/// A gateway's admin address.
#[derive(Debug)]
pub(super) struct Admin {
    address: SocketAddr,
    sender: Option<SendRequest<Empty<Bytes>>>,
    /// The connection; it ends with this.
    connections: JoinSet<()>,
}

impl Admin {
    pub(super) fn new(address: SocketAddr) -> Self {
        Self { address, sender: None, connections: JoinSet::new() }
    }

    /// What stands at `path`.
    pub(super) async fn get(&mut self, path: &'static str) -> Result<Bytes, Fault> {
        let slow = Fault::Slow(self.address);
        timeout(PATIENCE, self.ask(path)).await.unwrap_or(Err(slow))
    }

    async fn ask(&mut self, path: &'static str) -> Result<Bytes, Fault> {
        let kept = match self.sender.as_mut() {
            // It may be closed at the other end, which only shows when it is used.
            Some(kept) => over(kept, request(self.address, path)).await,
            None => None,
        };
        let response = match kept {
            Some(response) => response,
            None => {
                let request = request(self.address, path);
                let sent = self.connect().await?.send_request(request).await;
                sent.map_err(|_| Fault::NoGateway)?
            }
        };
        match response.status() {
            StatusCode::OK => {}
            // Its metrics were there.
            StatusCode::NOT_FOUND if path == "/decisions" => return Err(Fault::Older),
            _ => return Err(Fault::NoGateway),
        }
        let body = Limited::new(response.into_body(), LONGEST).collect().await;
        Ok(body.map_err(|_| Fault::NoGateway)?.to_bytes())
    }

    /// A new connection, in the place of the one before.
    async fn connect(&mut self) -> Result<&mut SendRequest<Empty<Bytes>>, Fault> {
        let unreachable = |reason: io::Error| match reason.kind() {
            io::ErrorKind::ConnectionRefused => Fault::Nobody(self.address),
            _ => Fault::Unreachable(self.address, reason),
        };
        let stream = TcpStream::connect(self.address).await.map_err(unreachable)?;
        let (sender, connection) =
            handshake(TokioIo::new(stream)).await.map_err(|_| Fault::NoGateway)?;
        self.connections.abort_all();
        // What goes wrong on it, the request on it hears of.
        self.connections.spawn(async move { drop(connection.await) });
        Ok(self.sender.insert(sender))
    }
}

/// Asks for `path` by the address, which no page of the web has for its name.
fn request(address: SocketAddr, path: &'static str) -> Request<Empty<Bytes>> {
    let mut request = Request::new(Empty::new());
    *request.uri_mut() = Uri::from_static(path);
    let host = HeaderValue::try_from(address.to_string());
    request.headers_mut().extend(host.ok().map(|host| (HOST, host)));
    request
}

/// Asks over a connection that was kept, if it still stands.
async fn over(
    kept: &mut SendRequest<Empty<Bytes>>,
    request: Request<Empty<Bytes>>,
) -> Option<Response<Incoming>> {
    kept.ready().await.ok()?;
    kept.send_request(request).await.ok()
}
