use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, Version};
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::client::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use preflight_gateway::settings::{Listener, Protocol, Route, Upstream};
use rustls::pki_types::{PrivateKeyDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

use crate::world::{Fake, PATIENCE, World, fields, first_line, route, settings};

const HELLO: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nx: y\r\nconnection: x\r\n\r\nhello";

type Sender = http2::SendRequest<Full<Bytes>>;

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let bounded = async { tokio::time::timeout(PATIENCE, test).await.expect("it hangs") };
    runtime.expect("a runtime").block_on(bounded);
}

async fn speak(io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) -> Sender {
    let handshake = http2::handshake(TokioExecutor::new(), TokioIo::new(io));
    let (sender, connection) = handshake.await.expect("HTTP/2");
    tokio::spawn(connection);
    sender
}

async fn connect(address: SocketAddr) -> Sender {
    speak(TcpStream::connect(address).await.expect("a connection")).await
}

fn get(path: &str) -> Request<Full<Bytes>> {
    let uri = format!("http://app.example:81{path}");
    Request::get(uri).body(Full::default()).expect("a request")
}

async fn text(response: Response<Incoming>) -> String {
    let body = response.into_body().collect().await.expect("a whole body");
    String::from_utf8(body.to_bytes().to_vec()).expect("text")
}

#[test]
fn a_request_becomes_one_of_http_1_1() {
    let upstream = Fake::answering(HELLO);
    let world = World::new(&[upstream.address]);
    run(async {
        let mut sender = connect(world.address).await;
        let mut request = get("/a?b");
        for (name, value) in [("cookie", "a=1"), ("cookie", "b=2"), ("te", "trailers")] {
            request.headers_mut().append(name, value.parse().expect("a value"));
        }
        let response = sender.send_request(request).await.expect("a response");
        assert_eq!((response.status().as_u16(), response.version()), (200, Version::HTTP_2));
        let mut names: Vec<_> = response.headers().keys().map(|name| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["content-length", "date"]);
        assert_eq!(text(response).await, "hello");
    });
    let head = upstream.received();
    assert_eq!(first_line(&head), "GET /a?b HTTP/1.1");
    assert_eq!(
        fields(&head),
        [
            "connection: te",
            "cookie: a=1; b=2",
            "forwarded: for=127.0.0.1;host=\"app.example:81\";proto=http",
            "host: app.example:81",
            "te: trailers",
            "x-forwarded-for: 127.0.0.1",
            "x-forwarded-host: app.example:81",
            "x-forwarded-proto: http",
        ]
    );
}

#[test]
fn requests_do_not_wait_for_each_other() {
    let (release, released) = std::sync::mpsc::channel::<()>();
    let released = std::sync::Mutex::new(released);
    let upstream = Fake::new(move |line| {
        while let Some(head) = line.read_until("\r\n\r\n") {
            if head.starts_with("GET /slow") {
                let _ = released.lock().expect("no panic").recv();
            }
            line.write(HELLO);
        }
    });
    let world = World::new(&[upstream.address]);
    run(async {
        let mut sender = connect(world.address).await;
        let slow = tokio::spawn(sender.send_request(get("/slow")));
        let quick = sender.send_request(get("/quick")).await.expect("a response");
        assert_eq!(text(quick).await, "hello");
        release.send(()).expect("waiting");
        let slow = slow.await.expect("no panic").expect("a response");
        assert_eq!(text(slow).await, "hello");
    });
}

#[test]
fn a_stream_that_stalls_is_reset_and_the_others_go_on() {
    let upstream = Fake::new(|line| {
        while let Some(head) = line.read_until("\r\n\r\n") {
            let size = if head.starts_with("GET /large") { 8 << 20 } else { 5 };
            line.write(&format!("HTTP/1.1 200 OK\r\ncontent-length: {size}\r\n\r\n"));
            line.write(&"x".repeat(size));
        }
    });
    let mut hasty = settings(&[upstream.address]);
    hasty.times.client_stall = Duration::from_millis(100);
    let world = World::with(hasty);
    run(async {
        let mut sender = connect(world.address).await;
        let unread = sender.send_request(get("/large")).await.expect("a response");
        for _ in 0..20 {
            let other = sender.send_request(get("/small")).await.expect("a response");
            assert_eq!(text(other).await, "xxxxx");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        unread.into_body().collect().await.expect_err("the stream was not reset");
    });
}

/// An upstream of HTTP/2 that answers with what it was asked, and counts its connections.
async fn http2_upstream() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let service = service_fn(echo);
            let builder = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
            tokio::spawn(builder.serve_connection(TokioIo::new(stream), service));
        }
    });
    (address, connections)
}

type Echo = StreamBody<futures_util::stream::Iter<std::array::IntoIter<Part, 2>>>;
type Part = Result<Frame<Bytes>, Infallible>;

async fn echo(request: Request<Incoming>) -> Result<Response<Echo>, Infallible> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.expect("a whole body");
    let trailer = body.trailers().and_then(|trailers| trailers.get("x-sum")).cloned();
    let said = format!("{} {} {:?}", head.method, head.uri, body.to_bytes());
    let mut trailers = HeaderMap::new();
    trailers.extend(trailer.map(|value| (http::HeaderName::from_static("x-sum"), value)));
    let frames = [Ok(Frame::data(Bytes::from(said))), Ok(Frame::trailers(trailers))];
    Ok(Response::new(StreamBody::new(futures_util::stream::iter(frames))))
}

/// A route to one upstream that speaks as this says.
fn one_upstream(address: SocketAddr, change: impl FnOnce(&mut Upstream)) -> Route {
    let mut route = route("/", &[address]);
    let group = Arc::get_mut(&mut route.group).expect("one owner");
    change(Arc::get_mut(&mut group.upstreams[0]).expect("one owner"));
    route
}

#[test]
fn an_upstream_of_http2() {
    run(async {
        let (address, connections) = http2_upstream().await;
        let mut settings = settings(&[]);
        settings.routes = vec![one_upstream(address, |to| to.protocol = Protocol::Http2)];
        let world = World::with(settings);
        let io = TcpStream::connect(world.address).await.expect("a connection");
        let handshake = http2::handshake(TokioExecutor::new(), TokioIo::new(io));
        let (mut sender, connection) = handshake.await.expect("HTTP/2");
        tokio::spawn(connection);
        for path in ["/a?b", "/c"] {
            let mut trailers = HeaderMap::new();
            trailers.insert("x-sum", "3".parse().expect("a value"));
            let frames: [Part; 2] =
                [Ok(Frame::data(Bytes::from_static(b"abc"))), Ok(Frame::trailers(trailers))];
            let body = StreamBody::new(futures_util::stream::iter(frames));
            let uri = format!("http://app.example{path}");
            let request = Request::post(uri).header("te", "trailers").body(body);
            let request = request.expect("a request");
            let response = sender.send_request(request).await.expect("a response");
            let body = response.into_body().collect().await.expect("a whole body");
            let trailer = body.trailers().expect("trailers").get("x-sum").cloned();
            assert_eq!(trailer.expect("one"), "3");
            let said = format!("POST http://app.example{path} b\"abc\"");
            assert_eq!(body.to_bytes(), said);
        }
        assert_eq!(connections.load(Ordering::Relaxed), 1);
        drop(sender);
        // The gateway waits for its thread, which must not wait for this one.
        tokio::task::spawn_blocking(|| drop(world)).await.expect("no panic");
    });
}

/// TLS for both sides of a connection to `localhost`.
fn tls(alpn: &[&[u8]]) -> (Arc<rustls::ServerConfig>, Arc<rustls::ClientConfig>) {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]);
    let made = made.expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).expect("a root");
    let mut server = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a configuration");
    server.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    let client = rustls::ClientConfig::builder().with_root_certificates(roots);
    (Arc::new(server), Arc::new(client.with_no_client_auth()))
}

#[test]
fn tls_in_front_and_what_the_client_chooses_in_it() {
    let upstream = Fake::answering(HELLO);
    let (server, client) = tls(&[b"h2", b"http/1.1"]);
    let mut settings = settings(&[upstream.address]);
    settings.listeners =
        vec![Listener { address: "127.0.0.1:0".parse().expect("one"), tls: Some(server) }];
    let world = World::with(settings);
    run(async {
        let connect = async |alpn: &[u8]| {
            let io = TcpStream::connect(world.address).await.expect("a connection");
            let connector = TlsConnector::from(Arc::clone(&client));
            let name = ServerName::try_from("localhost").expect("a name");
            connector.with_alpn(vec![alpn.to_vec()]).connect(name, io).await.expect("TLS")
        };
        let mut sender = speak(connect(b"h2").await).await;
        let response = sender.send_request(get("/")).await.expect("a response");
        assert_eq!(response.version(), Version::HTTP_2);
        assert_eq!(text(response).await, "hello");
        assert!(upstream.received().contains("x-forwarded-proto: https\r\n"));

        let io = TokioIo::new(connect(b"http/1.1").await);
        let (mut sender, connection) = http1::handshake(io).await.expect("HTTP/1.1");
        tokio::spawn(connection);
        let request = Request::get("/").header("host", "a").body(Full::<Bytes>::default());
        let response = sender.send_request(request.expect("a request")).await.expect("a response");
        assert_eq!(response.version(), Version::HTTP_11);
        assert_eq!(text(response).await, "hello");
        // Who does not speak TLS gets nothing.
        assert!(!world.ask("GET / HTTP/1.1\r\nHost: a\r\n\r\n").contains("HTTP/"));
    });
}

#[test]
fn an_upstream_with_tls_must_be_who_it_says() {
    run(async {
        let (server, client) = tls(&[]);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let acceptor = TlsAcceptor::from(server);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let Ok(stream) = acceptor.accept(stream).await else { continue };
                let service = service_fn(async |request: Request<Incoming>| {
                    let host = request.headers()["host"].to_str().expect("text").to_owned();
                    Ok::<_, Infallible>(Response::new(Full::new(Bytes::from(host))))
                });
                let builder = hyper::server::conn::http1::Builder::new();
                tokio::spawn(builder.serve_connection(TokioIo::new(stream), service));
            }
        });
        let with_host = |host: &str, client: &Arc<rustls::ClientConfig>| {
            let mut settings = settings(&[]);
            settings.routes = vec![one_upstream(([127, 0, 0, 1], port).into(), |to| {
                to.authority = format!("{host}:{port}").parse().expect("an authority");
                to.tls = Some(Arc::clone(client));
                to.host = preflight_gateway::settings::Host::Fixed("fixed".parse().expect("one"));
            })];
            World::with(settings)
        };
        let get = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        let ask = |world: World| tokio::task::spawn_blocking(move || world.ask(get));
        let good = ask(with_host("localhost", &client)).await.expect("no panic");
        assert!(good.ends_with("fixed"), "{good}");
        let other_name = ask(with_host("127.0.0.1", &client)).await.expect("no panic");
        assert!(other_name.starts_with("HTTP/1.1 502 "), "{other_name}");
        let stranger = ask(with_host("localhost", &tls(&[]).1)).await.expect("no panic");
        assert!(stranger.starts_with("HTTP/1.1 502 "), "{stranger}");
    });
}
