//! One client's connection: which HTTP it speaks, its requests one after the other or at once, and
//! how it ends.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use hyper::rt::Executor;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::clock::{Expired, Waiting, Watch};
use crate::forwarded::Forwarded;
use crate::proxy;
use crate::settings::{Limits, TimeLimits};
use crate::stream::{ClientStream, Transport};
use crate::upgrade::Tunnel;
use crate::worker::Worker;

/// What a client of HTTP/2 begins with: <https://www.rfc-editor.org/rfc/rfc9113#section-3.4>.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// Requests of one HTTP/2 connection under way at once, as others allow.
const STREAMS: u32 = 128;

/// How long a client may take to see that its connection ends, or to send the request that it opened
/// the connection for.
pub(crate) const LINGER: Duration = Duration::from_secs(2);

/// One connection, as its requests see it.
pub(crate) struct Client {
    pub(crate) peer: SocketAddr,
    pub(crate) worker: Rc<Worker>,
    pub(crate) forwarded: Forwarded,
    pub(crate) http2: bool,
    /// The connection's; with HTTP/1.1 also that of its one request.
    pub(crate) watch: Rc<Watch>,
    under_way: Cell<usize>,
    /// It has had a request.
    served: Cell<bool>,
    tunnel: RefCell<Option<Tunnel>>,
    /// The watch of the stream that the executor is about to be given.
    next_stream: Rc<RefCell<Option<Rc<Watch>>>>,
}

impl Client {
    /// A request begins; the watch is for what it waits for.
    pub(crate) fn begin_exchange(&self) -> Rc<Watch> {
        self.under_way.set(self.under_way.get() + 1);
        self.served.set(true);
        self.watch.rest();
        if !self.http2 {
            return Rc::clone(&self.watch);
        }
        let watch = self.worker.clock.watch();
        *self.next_stream.borrow_mut() = Some(Rc::clone(&watch));
        watch
    }

    /// A request is over; whether it was the last one under way.
    pub(crate) fn end_exchange(&self) -> bool {
        self.under_way.set(self.under_way.get() - 1);
        self.under_way.get() == 0
    }

    /// The gateway drains. A connection that has not had its request yet has a moment to send it: its
    /// client sees no reason why it should be refused.
    fn is_to_end(&self) -> bool {
        self.worker.is_draining() && self.served.get()
    }

    /// Nothing is under way and the connection is to end: its client may not hold it open.
    fn linger(&self) {
        if self.under_way.get() == 0 {
            self.watch.wait(Waiting::Client, LINGER);
        }
    }

    /// Once the response is written, the connection is a tunnel.
    pub(crate) fn tunnel(&self, tunnel: Tunnel) {
        *self.tunnel.borrow_mut() = Some(tunnel);
    }
}

/// Serves a connection until it ends.
pub(crate) async fn serve(
    socket: TcpStream,
    peer: SocketAddr,
    tls: Option<Arc<rustls::ServerConfig>>,
    worker: Rc<Worker>,
) {
    let running = worker.running();
    let (limits, times) = (running.settings.limits.clone(), running.settings.times.clone());
    drop(running);
    let watch = worker.clock.watch();
    watch.wait(Waiting::Head, if worker.is_draining() { LINGER } else { times.head });
    let forwarded = Forwarded::new(peer, tls.is_some());
    let Ok(Ok(begun)) = watch.limit(begin(socket, tls)).await else { return };
    let stream = ClientStream::new(begun.transport, begun.read, Rc::clone(&watch), times.clone());
    let client = Rc::new(Client {
        peer,
        worker,
        forwarded,
        http2: begun.http2,
        watch,
        under_way: Cell::new(0),
        served: Cell::new(false),
        tunnel: RefCell::new(None),
        next_stream: Rc::default(),
    });
    if client.http2 {
        serve_http2(stream, client, &limits).await;
    } else {
        serve_http1(stream, client, &limits, &times).await;
    }
}

/// A connection of which is known what it speaks.
struct Begun {
    transport: Transport,
    read: Bytes,
    http2: bool,
}

async fn begin(socket: TcpStream, tls: Option<Arc<rustls::ServerConfig>>) -> io::Result<Begun> {
    socket.set_nodelay(true)?;
    if let Some(tls) = tls {
        let stream = tokio_rustls::TlsAcceptor::from(tls).accept(socket).await?;
        let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let transport = Transport::ServerTls(Box::new(stream));
        return Ok(Begun { transport, read: Bytes::new(), http2 });
    }
    let mut socket = socket;
    // Nothing is allocated for those who only connect.
    socket.readable().await?;
    let mut read = BytesMut::with_capacity(2048);
    loop {
        let ended = socket.read_buf(&mut read).await? == 0;
        let compared = read.len().min(PREFACE.len());
        let http2 = read[..compared] == PREFACE[..compared];
        if !http2 || ended || compared == PREFACE.len() {
            let transport = Transport::Plain(socket);
            return Ok(Begun { transport, read: read.freeze(), http2: http2 && !ended });
        }
    }
}

async fn serve_http1(
    stream: ClientStream,
    client: Rc<Client>,
    limits: &Limits,
    times: &TimeLimits,
) {
    let requests = Rc::clone(&client);
    let service = service_fn(move |request| proxy::answer(request, Rc::clone(&requests)));
    let mut builder = http1::Builder::new();
    // What is too large for us is answered by us, so that a page can read it; what is larger still,
    // by hyper.
    builder.max_buf_size((2 * limits.head_bytes).max(16 * 1024)).header_read_timeout(None);
    if limits.header_fields >= 100 {
        builder.max_headers(2 * limits.header_fields);
    }
    let mut connection = builder.serve_connection(TokioIo::new(stream), service);
    let mut told = false;
    let ended = poll_fn(|cx| {
        loop {
            if let Poll::Ready(result) = Pin::new(&mut connection).poll(cx) {
                return Poll::Ready(result.is_ok());
            }
            match client.watch.poll_expired(cx) {
                Some(Expired(Waiting::Idle)) if !told => {}
                Some(_) => return Poll::Ready(false),
                None if client.is_to_end() && !told => {}
                None => return Poll::Pending,
            }
            told = true;
            Pin::new(&mut connection).graceful_shutdown();
            client.linger();
        }
    })
    .await;
    let tunnel = client.tunnel.take();
    if !ended {
        return;
    }
    let parts = connection.into_parts();
    let mut stream = parts.io.into_inner();
    match tunnel {
        Some(tunnel) => {
            client.watch.wait(Waiting::Stream, times.stream_idle);
            drop(client.watch.limit(tunnel.run(stream, parts.read_buf)).await);
        }
        None => {
            client.watch.wait(Waiting::Client, LINGER);
            drop(client.watch.limit(linger(&mut stream)).await);
        }
    }
}

/// Reads what the client still sends: closing at once would reset the connection, and the client
/// might lose the response (RFC 9112 §9.6).
async fn linger(stream: &mut ClientStream) -> io::Result<()> {
    stream.shutdown().await?;
    let mut discarded = [0; 4096];
    while stream.read(&mut discarded).await? > 0 {}
    Ok(())
}

async fn serve_http2(stream: ClientStream, client: Rc<Client>, limits: &Limits) {
    let requests = Rc::clone(&client);
    let service = service_fn(move |request| proxy::answer(request, Rc::clone(&requests)));
    let executor = Local { next_stream: Rc::clone(&client.next_stream) };
    let head_bytes = u32::try_from(2 * limits.head_bytes).unwrap_or(u32::MAX);
    let connection = http2::Builder::new(executor)
        .max_header_list_size(head_bytes.max(16 * 1024))
        .max_concurrent_streams(STREAMS)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = pin!(connection);
    let mut told = false;
    poll_fn(|cx| {
        loop {
            if connection.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
            match client.watch.poll_expired(cx) {
                Some(Expired(Waiting::Idle)) if !told => {}
                Some(_) => return Poll::Ready(()),
                None if client.is_to_end() && !told => {}
                None => return Poll::Pending,
            }
            told = true;
            connection.as_mut().graceful_shutdown();
            client.linger();
        }
    })
    .await;
}

/// Runs tasks on this thread. The task of a stream ends when its client stalls.
#[derive(Debug, Clone, Default)]
pub(crate) struct Local {
    next_stream: Rc<RefCell<Option<Rc<Watch>>>>,
}

impl<F: Future<Output = ()> + 'static> Executor<F> for Local {
    fn execute(&self, task: F) {
        match self.next_stream.take() {
            Some(watch) => tokio::task::spawn_local(unless_stalled(task, watch)),
            None => tokio::task::spawn_local(task),
        };
    }
}

async fn unless_stalled(task: impl Future<Output = ()>, watch: Rc<Watch>) {
    let mut task = pin!(task);
    poll_fn(|cx: &mut Context<'_>| {
        let polled = task.as_mut().poll(cx);
        if polled.is_pending() && watch.poll_expired(cx).is_some() {
            return Poll::Ready(());
        }
        polled
    })
    .await;
}
