use bytes::Bytes;
use http_body_util::Full;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::server::WebPkiClientVerifier;
use rustls::{ConfigBuilder, RootCertStore, ServerConfig, SupportedProtocolVersion, WantsVerifier};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

/// What kind of certificate a server shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shows {
    /// Signed by an authority of the test's own, for `app.test`.
    Good,
    /// The same, out of date.
    Expired,
    /// Signed by itself, for `app.test`.
    SelfSigned,
    /// Signed by itself, and an authority too: what `openssl req -x509` makes.
    SelfSignedAuthority,
}

/// A server over TLS that ends when it is dropped. It answers every request with the version of HTTP
/// and the names of the request's headers.
pub(crate) struct TlsServer {
    pub(crate) address: SocketAddr,
    /// The certificate that a client has to trust, as PEM.
    pub(crate) authority: PathBuf,
    connections: Arc<AtomicUsize>,
    _stop: oneshot::Sender<()>,
}

impl TlsServer {
    pub(crate) fn new(shows: Shows, protocols: &[&[u8]]) -> Self {
        let (chain, key, authority) = certificates(shows);
        let builder = config(rustls::ALL_VERSIONS).with_no_client_auth();
        let mut config = builder.with_single_cert(chain, key).unwrap();
        config.alpn_protocols = protocols.iter().map(|p| p.to_vec()).collect();
        Self::start(config, &authority)
    }

    /// One that wants a certificate of the client, over this version of TLS.
    pub(crate) fn wanting_certificate(version: &'static SupportedProtocolVersion) -> Self {
        let (chain, key, authority) = certificates(Shows::Good);
        let mut trusted = RootCertStore::empty();
        trusted.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(trusted), provider);
        let builder = config(&[version]).with_client_cert_verifier(verifier.build().unwrap());
        Self::start(builder.with_single_cert(chain, key).unwrap(), &authority)
    }

    fn start(config: ServerConfig, authority: &str) -> Self {
        let (stop, stopped) = oneshot::channel();
        let (ready, is_ready) = std::sync::mpsc::channel();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
                ready.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! {
                    () = serve(listener, TlsAcceptor::from(Arc::new(config)), counted) => {}
                    _ = stopped => {}
                }
            });
        });
        let address: SocketAddr = is_ready.recv().unwrap();
        let name = format!("preflight-test-{}-{}.pem", std::process::id(), address.port());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, authority).unwrap();
        Self { address, authority: path, connections, _stop: stop }
    }

    pub(crate) fn url(&self, host: &str) -> String {
        format!("https://{host}:{}/", self.address.port())
    }

    /// How many connections got through their handshake.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.authority);
    }
}

fn config(
    versions: &[&'static SupportedProtocolVersion],
) -> ConfigBuilder<ServerConfig, WantsVerifier> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap()
}

async fn serve(listener: TcpListener, acceptor: TlsAcceptor, connections: Arc<AtomicUsize>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (acceptor, connections) = (acceptor.clone(), Arc::clone(&connections));
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(stream).await else { return };
            connections.fetch_add(1, Ordering::SeqCst);
            let http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
            let io = TokioIo::new(stream);
            if http2 {
                let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(io, service_fn(answer)).await;
            } else {
                let server = hyper::server::conn::http1::Builder::new();
                let _ = server.serve_connection(io, service_fn(answer)).await;
            }
        });
    }
}

async fn answer(
    request: http::Request<hyper::body::Incoming>,
) -> Result<http::Response<Full<Bytes>>, Infallible> {
    let names: Vec<&str> = request.headers().keys().map(|n| n.as_str()).collect();
    let body = format!("{:?} {}", request.version(), names.join(","));
    let response = http::Response::builder().header("access-control-allow-origin", "*");
    Ok(response.body(Full::new(Bytes::from(body))).unwrap())
}

/// The chain, its key, and the authority as PEM.
fn certificates(shows: Shows) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>, String) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec!["app.test".to_owned()]).unwrap();
    if shows == Shows::Expired {
        params.not_before = date_time_ymd(2001, 1, 1);
        params.not_after = date_time_ymd(2002, 1, 1);
    }
    if shows == Shows::SelfSignedAuthority {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    let (leaf, authority) = match shows {
        Shows::SelfSigned | Shows::SelfSignedAuthority => {
            let leaf = params.self_signed(&key).unwrap();
            let pem = leaf.pem();
            (leaf, pem)
        }
        Shows::Good | Shows::Expired => {
            let authority_key = KeyPair::generate().unwrap();
            let mut authority = CertificateParams::new(vec!["authority.test".to_owned()]).unwrap();
            authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let pem = authority.self_signed(&authority_key).unwrap().pem();
            let issuer = Issuer::new(authority, authority_key);
            (params.signed_by(&key, &issuer).unwrap(), pem)
        }
    };
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    (vec![leaf.der().clone()], key, authority)
}
