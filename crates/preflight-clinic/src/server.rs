//! The listeners: who answers at which one, and failing connections for real.

use crate::page::Site;
use crate::scenarios::Served;
use crate::visits::Visits;
use crate::wire::{self, NoRequest, Received};
use preflight_fetch::{ConnectionError, HeaderList, HttpRequest, HttpResponse, RequestKind, Url};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// The most connections at a time to one listener; more wait.
const CONNECTIONS: usize = 128;
/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How long a server that never answers keeps the connection open.
const SILENCE: Duration = Duration::from_secs(120);

/// Who answers at a listener.
#[derive(Debug)]
pub(crate) enum Host {
    /// The scenario at that place, whatever the path.
    Own(Arc<[Served]>, usize),
    /// The clinic's page.
    Page(Arc<Site>),
    /// Every scenario, each at its own path.
    Shared(Arc<[Served]>),
}

/// What becomes of a request.
enum Deed {
    Answer(HttpResponse),
    /// Close without a byte.
    Close,
    Reset,
    /// Say nothing until the client gives up.
    Wait,
}

/// One listener's service.
pub(crate) struct Service {
    host: Host,
    tls: Option<TlsAcceptor>,
    visits: Arc<Visits>,
}

impl Service {
    pub(crate) const fn new(host: Host, tls: Option<TlsAcceptor>, visits: Arc<Visits>) -> Self {
        Self { host, tls, visits }
    }

    fn scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    fn deed(&self, received: &Received) -> Deed {
        let request = request(received, self.scheme());
        request.iter().for_each(|request| self.visits.remember(request));
        let scenario = match &self.host {
            Host::Page(site) => return Deed::Answer(site.answer(received)),
            Host::Own(served, index) => served.get(*index),
            Host::Shared(served) => {
                let path = received.target.split('?').next().unwrap_or_default();
                served.iter().find(|s| s.question().request.url().path() == path)
            }
        };
        match (scenario, request) {
            (Some(served), Some(request)) => deed(served.scenario.answer(&request)),
            _ => Deed::Answer(no_such_page()),
        }
    }
}

/// Serves every connection to `listener`, for ever.
pub(crate) async fn listen(listener: TcpListener, service: Arc<Service>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    // Connections end with their listener, since they live in its task.
    let mut connections = JoinSet::new();
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let service = Arc::clone(&service);
                connections.spawn(async move {
                    connection(stream, &service).await;
                    drop(permit);
                });
            }
            // Out of file descriptors, say: some connection will end.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, service: &Service) {
    // Answers are written in one piece; waiting for more would only delay them.
    let _ = stream.set_nodelay(true);
    match &service.tls {
        None => serve(stream, service).await,
        Some(acceptor) => {
            if let Ok(Ok(stream)) = timeout(HANDSHAKE, acceptor.accept(stream)).await {
                serve(stream, service).await;
            }
        }
    }
}

async fn serve<S: Wire>(mut stream: S, service: &Service) {
    let mut buffer = Vec::new();
    loop {
        let received = match wire::read(&mut stream, &mut buffer).await {
            Ok(received) => received,
            Err(NoRequest::Gone) => return,
            Err(error) => return refuse(&mut stream, &error).await,
        };
        match service.deed(&received) {
            Deed::Answer(response) => {
                if !matches!(wire::write(&mut stream, &response, &received).await, Ok(true)) {
                    return;
                }
            }
            Deed::Close => return,
            Deed::Reset => return stream.reset(),
            Deed::Wait => {
                let mut ignored = [0; 64];
                let gone =
                    async { while !matches!(stream.read(&mut ignored).await, Ok(0) | Err(_)) {} };
                let _ = timeout(SILENCE, gone).await;
                return;
            }
        }
    }
}

/// Answers what is no request as servers do, in clear text: a TLS handshake on this port, say.
async fn refuse<S: Wire>(stream: &mut S, error: &NoRequest) {
    let (status, reason) = match error {
        NoRequest::TooLarge => (413, "Content Too Large"),
        NoRequest::Gone | NoRequest::NotHttp => (400, "Bad Request"),
    };
    let asked = Received {
        method: "GET".to_owned(),
        target: "/".to_owned(),
        header_list: HeaderList::new(),
        body: None,
        keeps_alive: false,
    };
    let response = with_text(status, reason, reason);
    if wire::write(stream, &response, &asked).await.is_ok() {
        // Closing with bytes unread would reset the connection, and the answer might get lost.
        let mut ignored = [0; 4096];
        let drain = async { while !matches!(stream.read(&mut ignored).await, Ok(0) | Err(_)) {} };
        let _ = timeout(Duration::from_millis(500), drain).await;
    }
}

/// The request as the rules look at it.
fn request(received: &Received, scheme: &str) -> Option<HttpRequest> {
    let host = received.header_list.get("host")?;
    let host = std::str::from_utf8(&host).ok()?;
    let url = Url::parse(&format!("{scheme}://{host}{}", received.target)).ok()?;
    let kind =
        if received.method == "OPTIONS" { RequestKind::Preflight } else { RequestKind::Actual };
    let mut request = HttpRequest::new(kind, &received.method, url);
    request.header_list = received.header_list.clone();
    request.header_list.delete("host");
    request.body.clone_from(&received.body);
    Some(request)
}

fn deed(answer: Result<HttpResponse, ConnectionError>) -> Deed {
    match answer {
        Ok(response) => Deed::Answer(response),
        Err(error) => match error {
            ConnectionError::Closed
            | ConnectionError::Malformed(_)
            | ConnectionError::TooLarge(_) => Deed::Close,
            ConnectionError::Reset | ConnectionError::Unreachable => Deed::Reset,
            ConnectionError::TimedOut(_) => Deed::Wait,
            // Whoever gets here has found the way round the fault: by the other scheme, with the
            // certificate's check switched off. The fault was the only one.
            ConnectionError::Dns
            | ConnectionError::NotPublic
            | ConnectionError::PlaintextOnTlsPort
            | ConnectionError::Proxy(_)
            | ConnectionError::Refused
            | ConnectionError::Tls(_) => Deed::Answer(
                with_text(200, "OK", "nothing is wrong here")
                    .with("Access-Control-Allow-Origin", "*"),
            ),
        },
    }
}

fn no_such_page() -> HttpResponse {
    with_text(404, "Not Found", "no such page")
}

/// A response in plain text.
pub(crate) fn with_text(status: u16, reason: &str, body: &str) -> HttpResponse {
    let mut response = HttpResponse::new(status).with("Content-Type", "text/plain; charset=utf-8");
    response.status_text = reason.as_bytes().to_vec();
    response.body = body.as_bytes().to_vec();
    response
}

/// A connection that can be reset.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {
    /// Ends the connection with a TCP reset instead of a proper end.
    fn reset(self);
}

impl Wire for TcpStream {
    fn reset(self) {
        // Where it fails the connection closes without an answer, which is a failure too.
        let _ = self.set_zero_linger();
    }
}

impl Wire for TlsStream<TcpStream> {
    fn reset(self) {
        self.into_inner().0.reset();
    }
}
