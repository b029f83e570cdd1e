//! Where a browser's requests go: to a real server, or to the policy itself in this process.

use super::policies::HOSTILE_HEADERS;
use crate::application::{self, Answer};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use hyper_util::rt::TokioExecutor;
use preflight_fetch::{HttpRequest, HttpResponse, RequestKind};
use preflight_policy::{Action, Policies};
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

/// Response headers that scripts want to read. They are put on every answer to an actual request,
/// here and there, so that no parser of a server decides what a script may read.
const WANTED: [&str; 4] = ["x-request-id", "x-total", "x-inner", "x-other"];

/// Whether scripts want to read the response header of this lower-case name.
pub(super) fn is_wanted(name: &str) -> bool {
    wanted().any(|wanted| wanted == name)
}

fn wanted() -> impl Iterator<Item = &'static str> {
    WANTED.into_iter().chain(HOSTILE_HEADERS)
}

/// Methods that every server takes. With others it is the preflight that counts, and the request
/// itself goes out as `GET`.
const SERVED: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PURGE"];

/// For how long a connection is kept that nobody uses: less than every server does.
const IDLE: Duration = Duration::from_secs(1);

/// How long a server may take to answer one request.
const PATIENCE: Duration = Duration::from_secs(10);

/// A server at a port of loopback. Connections are kept, and what was asked once is not asked again.
#[derive(Debug)]
pub struct Wire {
    client: Client<HttpConnector, Full<Bytes>>,
    port: u16,
    seen: RefCell<HashMap<String, HttpResponse>>,
}

impl Wire {
    /// What listens at `port`.
    #[must_use]
    pub fn new(port: u16) -> Self {
        let mut builder = Client::builder(TokioExecutor::new());
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = builder.pool_idle_timeout(IDLE).build(connector);
        Self { client, port, seen: RefCell::default() }
    }

    /// What the server answers to this, the body left out.
    ///
    /// # Panics
    /// Where it does not answer.
    pub async fn ask(
        &self,
        method: &Method,
        path: &str,
        headers: HeaderMap,
        body: &[u8],
    ) -> Answer {
        let uri: Uri = format!("http://127.0.0.1:{}{path}", self.port).parse().expect("a URL");
        let mut request = http::Request::new(Full::from(body.to_vec()));
        *request.method_mut() = method.clone();
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        request.headers_mut().insert("host", HeaderValue::from_static("api.example"));
        let answered = tokio::time::timeout(PATIENCE, async {
            let response = self.client.request(request).await.map_err(|e| format!("{e:?}"))?;
            let (head, body) = response.into_parts();
            body.collect().await.map_err(|e| e.to_string())?;
            Ok::<_, String>(Answer::from_parts(head, ()))
        });
        let answered = answered.await.unwrap_or_else(|_| Err("no answer in time".to_owned()));
        answered.unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    /// What the server answers to a browser.
    pub(super) async fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let key = format!("{} {} {:?}", request.method, request.url.path(), request.header_list);
        if let Some(response) = self.seen.borrow().get(&key) {
            return response.clone();
        }
        let preflight = request.kind == RequestKind::Preflight;
        let method = if preflight || SERVED.contains(&&*request.method) {
            Method::from_bytes(request.method.as_bytes()).expect("a method")
        } else {
            Method::GET
        };
        let body = request.body.as_deref().unwrap_or_default();
        let answer = self.ask(&method, request.url.path(), header_map(request), body).await;
        let response = response(&answer, request.kind);
        self.seen.borrow_mut().insert(key, response.clone());
        response
    }
}

/// What the policies make of the application's answer.
pub(super) fn evaluated(policies: &Policies, request: &HttpRequest) -> HttpResponse {
    let method = Method::from_bytes(request.method.as_bytes()).expect("a method");
    let (path, headers) = (request.url.path(), header_map(request));
    let answer = match policies.evaluate(&method, path, &headers).action {
        Action::Answer(preflight) => {
            let mut answer = Answer::new(());
            (*answer.status_mut(), *answer.headers_mut()) = (preflight.status, preflight.headers);
            answer
        }
        Action::Forward(edits) => {
            let mut answer = application::respond(path, &headers).expect("no call hangs up");
            edits.apply(answer.headers_mut());
            answer
        }
    };
    response(&answer, request.kind)
}

fn header_map(request: &HttpRequest) -> HeaderMap {
    let mut map = HeaderMap::new();
    for header in &request.header_list {
        let name = HeaderName::from_bytes(header.name.as_bytes()).expect("a header's name");
        map.append(name, HeaderValue::from_bytes(&header.value).expect("a header's value"));
    }
    map
}

fn response(answer: &Answer, kind: RequestKind) -> HttpResponse {
    let mut response = HttpResponse::new(answer.status().as_u16());
    for (name, value) in answer.headers() {
        response.header_list.append(name.as_str().to_owned(), value.as_bytes().to_vec());
    }
    if kind == RequestKind::Actual {
        for name in wanted() {
            response.header_list.append(name, &b"1"[..]);
        }
    }
    response
}
