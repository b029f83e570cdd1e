use preflight_gateway::config;
use preflight_gateway::service::{Configuration, Service};
use preflight_policy::file::Document;
use preflight_web::{Settings, Workbench};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Nothing here takes a tenth of this; what takes so long hangs.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) const APP: &str = "https://app.example.com";
const TOKEN: &str = "sixteen-letters-or-more";

/// A gateway that allows [`APP`] to PUT, in front of nobody.
pub(crate) async fn gateway(admin: &str) -> Service {
    let text = format!(
        "[[policy]]\npaths = ['/users']\nallow_origins = ['{APP}']\nallow_methods = ['PUT']\n\
         [gateway]\nlisten = '127.0.0.1:0'\nupstream = 'http://127.0.0.1:1'\nadmin = '{admin}'\n\
         threads = 1\n"
    );
    let mut document = Document::parse(&text);
    let policies = document.policies().expect("policies");
    let plan = document.table("gateway", |section| config::read(section, Path::new("/")));
    let configuration = Configuration { plan: plan.expect("a plan"), policies, notes: vec![] };
    let (notices, _) = mpsc::unbounded_channel();
    Service::start(configuration, vec![], notices).await.expect("a service")
}

pub(crate) fn admin(service: &Service) -> SocketAddr {
    service.admin().expect("an admin address")
}

/// A preflight of a page, for a method.
pub(crate) async fn preflight(service: &Service, origin: &str, method: &str) {
    preflight_of(service, "/users?page=2", origin, method).await;
}

pub(crate) async fn preflight_of(service: &Service, target: &str, origin: &str, method: &str) {
    let request = format!(
        "OPTIONS {target} HTTP/1.1\r\nHost: x\r\nOrigin: {origin}\r\n\
         Access-Control-Request-Method: {method}\r\nConnection: close\r\n\r\n"
    );
    let mut stream = TcpStream::connect(service.addresses()[0]).await.expect("a connection");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("an answer");
}

pub(crate) async fn workbench(private_targets: bool) -> Workbench {
    let settings = Settings {
        listen: (Ipv4Addr::LOCALHOST, 0).into(),
        hosts: Vec::new(),
        token: TOKEN.parse().expect("a token"),
        assets: None,
        private_targets,
    };
    Workbench::open(settings).await.expect("a free port")
}

/// What the workbench answers to a wish to watch.
pub(crate) struct Watching {
    pub(crate) status: u16,
    stream: BufReader<TcpStream>,
}

impl Watching {
    pub(crate) async fn new(workbench: &Workbench, admin: &str, policies: Option<&str>) -> Self {
        let body = json!({ "admin": admin, "policies": policies }).to_string();
        let request = format!(
            "POST /api/gateway/watch HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {TOKEN}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            workbench.address(),
            body.len(),
        );
        let mut stream = TcpStream::connect(workbench.address()).await.expect("a connection");
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut stream = BufReader::new(stream);
        let mut line = String::new();
        stream.read_line(&mut line).await.expect("a status line");
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
        Self { status: status.expect("a status"), stream }
    }

    /// The next event of this name, passing over others.
    pub(crate) async fn event(&mut self, name: &str) -> Value {
        let wanted = format!("event: {name}");
        while self.line().await.trim_end() != wanted {}
        let data = self.line().await;
        serde_json::from_str(data.strip_prefix("data: ").expect("data")).expect("JSON")
    }

    /// The error in the place of events.
    pub(crate) async fn error(mut self) -> Value {
        while !self.line().await.trim().is_empty() {}
        let read = timeout(PATIENCE, self.stream.fill_buf()).await.expect("it answers");
        let answer: Value = serde_json::from_slice(read.expect("a body")).expect("JSON");
        answer["error"].clone()
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        let read = timeout(PATIENCE, self.stream.read_line(&mut line)).await.expect("it tells");
        assert_ne!(read.expect("a line"), 0, "it ended");
        line
    }
}
