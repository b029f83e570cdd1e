use preflight_gateway::config;
use preflight_gateway::notice::Notice;
use preflight_gateway::service::{Configuration, Service};
use preflight_policy::file::Document;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Nothing here takes a second; what takes this long hangs.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const APP: &str = "https://app.example.com";

/// A service, and what it says.
pub(crate) struct World {
    pub(crate) service: Service,
    pub(crate) notices: mpsc::UnboundedReceiver<Notice>,
}

impl World {
    /// One that `preflight.toml` describes: a policy for [`APP`], free ports, and `gateway`.
    pub(crate) async fn new(gateway: &str) -> Self {
        let (sender, notices) = mpsc::unbounded_channel();
        let configuration = configuration(APP, gateway).expect("a right configuration");
        let service = Service::start(configuration, vec![], sender).await.expect("a service");
        Self { service, notices }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.service.addresses()[0]
    }

    /// What it says next.
    pub(crate) async fn notice(&mut self) -> Notice {
        timeout(PATIENCE, self.notices.recv()).await.expect("it says nothing").expect("a notice")
    }

    /// The answer to a `GET` from a page of [`APP`].
    pub(crate) async fn get(&self, path: &str) -> String {
        get(TcpStream::connect(self.address()).await.expect("a connection"), path).await
    }

    /// What operators read.
    pub(crate) async fn metrics(&self) -> String {
        let address = self.service.admin().expect("an admin address");
        get(TcpStream::connect(address).await.expect("a connection"), "/metrics").await
    }

    pub(crate) async fn end(self) {
        timeout(PATIENCE, self.service.stop()).await.expect("it ends").expect("no thread failed");
    }
}

/// A policy for `origin`, and `gateway` on free ports, as in `preflight.toml`.
pub(crate) fn configuration(origin: &str, gateway: &str) -> Result<Configuration, Vec<String>> {
    let text = format!(
        "[[policy]]\nallow_origins = ['{origin}']\n\
         [gateway]\nlisten = '127.0.0.1:0'\nadmin = '127.0.0.1:0'\nthreads = 2\n{gateway}"
    );
    let mut document = Document::parse(&text);
    let policies = document.policies();
    let plan = document.table("gateway", |section| config::read(section, Path::new("/")));
    let faults = document.finish();
    match (policies, plan) {
        (Some(policies), Some(plan)) if !faults.has_errors() => {
            Ok(Configuration { plan, policies, notes: vec![] })
        }
        _ => Err(faults.iter().map(ToString::to_string).collect()),
    }
}

/// The whole response to a `GET` from a page of [`APP`].
pub(crate) async fn get(mut stream: impl AsyncRead + AsyncWrite + Unpin, path: &str) -> String {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: x\r\nOrigin: {APP}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut response = String::new();
    let read = timeout(PATIENCE, stream.read_to_string(&mut response)).await.expect("an answer");
    // Who closes TLS without saying so has said all the same.
    drop(read);
    response
}

/// An upstream that answers every request by its name, until it is dropped.
pub(crate) struct Upstream {
    pub(crate) address: SocketAddr,
    pub(crate) requests: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

impl Upstream {
    pub(crate) async fn new(name: &'static str) -> Self {
        Self::at("127.0.0.1:0".parse().expect("an address"), name).await
    }

    /// One at an address where one was before.
    pub(crate) async fn at(address: SocketAddr, name: &'static str) -> Self {
        let listener = loop {
            match TcpListener::bind(address).await {
                Ok(listener) => break listener,
                Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        };
        let address = listener.local_addr().expect("an address");
        let requests = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(answer(stream, name, Arc::clone(&count)));
            }
        });
        Self { address, requests, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, name: &'static str, count: Arc<AtomicUsize>) {
    let mut head = Vec::new();
    while stream.read_buf(&mut head).await.is_ok_and(|read| read > 0) {
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        head.clear();
        count.fetch_add(1, Ordering::SeqCst);
        let length = name.len();
        let response = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{name}");
        if stream.write_all(response.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// An address at which nobody listens.
pub(crate) async fn nobody() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("an address")
}

/// Whether a page of [`APP`] may read this response.
pub(crate) fn may_read(response: &str) -> bool {
    response.contains(&format!("\r\naccess-control-allow-origin: {APP}\r\n"))
}

/// A folder of its own that goes with the test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("preflight-surround-{}-{count}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
