//! One server for all three origins of the lab. It answers each case by the run's number in the path,
//! notes every request, and hands cases to the page at `/drive` that plays them.
//!
//! HTTP/1.1 is written by hand: answers hold bytes that no library would let through.

mod connection;
mod page;

use crate::cases::{Answer, Case, Counts, Lines, Origins, Place, read_path};
use crate::observed::{Arrived, End};
use connection::{Connection, Head};
use std::collections::HashMap;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

pub use page::PlayedBatch;

/// The header lines of the answer, 404, where a case has no such hop.
pub(crate) const NO_SUCH_HOP: [(&str, &str); 2] =
    [("Cache-Control", "no-store"), ("Content-Length", "0")];

/// One case on its way through the browser.
#[derive(Debug)]
struct Playing {
    case: Arc<Case>,
    counts: Counts,
    arrived: Vec<Arrived>,
}

#[derive(Debug)]
struct Shared {
    origins: Origins,
    playing: Mutex<HashMap<u64, Playing>>,
    work: tokio::sync::Mutex<UnboundedReceiver<String>>,
    played: UnboundedSender<PlayedBatch>,
}

/// The running server. Dropping it ends it.
#[derive(Debug)]
pub struct Server {
    shared: Arc<Shared>,
    work: UnboundedSender<String>,
    played: UnboundedReceiver<PlayedBatch>,
    _listening: JoinSet<()>,
}

impl Server {
    /// Listens on three free ports of this machine.
    ///
    /// # Errors
    /// Where no port is to be had.
    pub async fn start() -> io::Result<Self> {
        let (page, api, api2) = (listen().await?, listen().await?, listen().await?);
        let address = |host: &str, listeners: &Vec<TcpListener>| -> io::Result<String> {
            Ok(format!("http://{host}:{}", listeners[0].local_addr()?.port()))
        };
        let origins = Origins::new([
            address("localhost", &page)?,
            address("localhost", &api)?,
            address("127.0.0.1", &api2)?,
        ]);
        let (work, work_out) = unbounded_channel();
        let (played_in, played) = unbounded_channel();
        let shared = Arc::new(Shared {
            origins,
            playing: Mutex::default(),
            work: tokio::sync::Mutex::new(work_out),
            played: played_in,
        });
        let mut listening = JoinSet::new();
        for (place, listeners) in [(Place::Page, page), (Place::Api, api), (Place::Api2, api2)] {
            for listener in listeners {
                listening.spawn(accept(listener, place, Arc::clone(&shared)));
            }
        }
        Ok(Self { shared, work, played, _listening: listening })
    }

    /// The addresses.
    #[must_use]
    pub fn origins(&self) -> &Origins {
        &self.shared.origins
    }

    /// Has the page play cases, so many at a time, and waits for what came of them.
    ///
    /// # Errors
    /// Where the page does not answer any more.
    pub async fn play(
        &mut self,
        cases: &[(u64, Arc<Case>)],
        in_flight: usize,
    ) -> io::Result<Vec<Vec<End>>> {
        {
            let mut playing = self.shared.playing();
            for (run, case) in cases {
                let (case, counts) = (Arc::clone(case), Counts::default());
                playing.insert(*run, Playing { case, counts, arrived: Vec::new() });
            }
        }
        let gone = |_| io::Error::other("the page is gone");
        let work = page::batch(&self.shared.origins, cases, in_flight);
        self.work.send(work).map_err(|_| io::Error::other("the page is gone"))?;
        let patience = std::time::Duration::from_secs(60 + cases.len() as u64 / 10);
        let played = tokio::time::timeout(patience, self.played.recv()).await.map_err(gone)?;
        let played = played.ok_or_else(|| io::Error::other("the server has ended"))?;
        Ok(cases
            .iter()
            .zip(played.0)
            .map(|((run, _), ends)| {
                ends.into_iter().map(|e| e.fold(self.origins(), *run)).collect()
            })
            .collect())
    }

    /// The requests of a run, which is then forgotten.
    #[must_use]
    pub fn arrived(&self, run: u64) -> Vec<Arrived> {
        self.shared.playing().remove(&run).map(|playing| playing.arrived).unwrap_or_default()
    }
}

impl Shared {
    fn playing(&self) -> MutexGuard<'_, HashMap<u64, Playing>> {
        self.playing.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Notes a request of a case, and gives its answer with the header lines filled in.
    fn answer(&self, place: Place, head: &Head) -> Option<(Answer, Lines)> {
        let (run, hop) = read_path(&head.target)?;
        let preflight = head.method == "OPTIONS" && head.has("access-control-request-method");
        let mut all = self.playing();
        let playing = all.get_mut(&run)?;
        let url = format!("{}{}", self.origins.of(place), head.target);
        let lines = head.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
        playing.arrived.push(Arrived::new(&self.origins, run, &head.method, &url, lines));
        let case = Arc::clone(&playing.case);
        let answer = case.answer(&mut playing.counts, hop, preflight)?.clone();
        let lines = self.origins.lines(&case, run, hop, &answer);
        Some((answer, lines))
    }
}

/// A free port on both loopback addresses, since `localhost` may mean either; on one of them where
/// the other is not to be had.
async fn listen() -> io::Result<Vec<TcpListener>> {
    let v4 = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    let port = v4.local_addr()?.port();
    let v6 = TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await;
    Ok(std::iter::once(v4).chain(v6).collect())
}

async fn accept(listener: TcpListener, place: Place, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, place, Arc::clone(&shared)));
        while connections.try_join_next().is_some() {}
    }
}

/// One connection, until the browser or a fault ends it.
async fn serve(stream: TcpStream, place: Place, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    let mut connection = Connection::new(stream);
    while let Ok(Some(request)) = connection.read().await {
        let done = match shared.answer(place, &request.head) {
            Some((answer, lines)) => {
                let body = answer.body_length().map_or(&b""[..], |length| &b"x"[..length]);
                let body = if request.head.method == "HEAD" { b"" } else { body };
                connection.write(answer.status, &lines, body).await
            }
            None if read_path(&request.head.target).is_some() => {
                let lines = NO_SUCH_HOP.map(|(name, value)| (name.to_owned(), value.into()));
                connection.write(404, &lines, b"").await
            }
            None if place == Place::Page => page::respond(&mut connection, &request, &shared).await,
            None => connection.write_own(404, "text/plain", b"nothing here").await,
        };
        if done.is_err() {
            return;
        }
    }
}
