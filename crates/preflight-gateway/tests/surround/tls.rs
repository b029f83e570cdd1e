use crate::world::{Folder, PATIENCE, Upstream, World, get, may_read};
use preflight_gateway::notice::Notice;
use rcgen::{CertificateParams, KeyPair};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A certificate and its key as PEM.
fn pair() -> (String, String) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    (params.self_signed(&key).expect("a certificate").pem(), key.serialize_pem())
}

/// A connection of a client who trusts this certificate only.
async fn connect(
    world: &World,
    certificate: &str,
    protocol: &[u8],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificate.as_bytes()).expect("PEM")).expect("one");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    let builder = builder.with_safe_default_protocol_versions().expect("versions");
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let stream = TcpStream::connect(world.address()).await?;
    let name = ServerName::try_from("localhost").expect("a name");
    let connected = TlsConnector::from(Arc::new(config)).connect(name, stream);
    timeout(PATIENCE, connected).await.expect("a handshake")
}

/// A gateway over TLS, and its certificate's file.
async fn over_tls(folder: &Folder, pair: &(String, String), upstream: &str) -> (World, PathBuf) {
    let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| folder.0.join(name));
    fs::write(&certificate, &pair.0).expect("written");
    fs::write(&key, &pair.1).expect("written");
    let shown = certificate.display();
    let files = format!("[gateway.tls]\ncertificate = '{shown}'\nkey = '{}'", key.display());
    (World::new(&format!("upstream = '{upstream}'\n{files}")).await, certificate)
}

#[tokio::test]
async fn https_upstreams_are_checked_and_asked_where_the_authority_is_known() {
    let (folder, upstream) = (Folder::new(), Upstream::new("a").await);
    let (inner, certificate) = over_tls(&folder, &pair(), &upstream.url()).await;
    let url = format!("https://localhost:{}", inner.address().port());
    let checks = "[gateway.health]\npath = '/'\ninterval = '100ms'\nunhealthy_after = 1";
    for protocol in ["http1", "http2"] {
        let gateway = format!(
            "upstream = '{url}'\nprotocol = '{protocol}'\nupstream_ca = '{}'\n{checks}",
            certificate.display()
        );
        let mut world = World::new(&gateway).await;
        let answer = world.get("/").await;
        assert!(answer.ends_with("\r\n\r\na") && may_read(&answer), "{protocol}: {answer}");
        let before = upstream.requests.load(Ordering::SeqCst);
        while upstream.requests.load(Ordering::SeqCst) < before + 3 {
            assert!(world.notices.try_recv().is_err(), "{protocol}: a check failed");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        world.end().await;
    }
    // Signed by somebody else.
    let strangers = folder.0.join("strangers.pem");
    fs::write(&strangers, pair().0).expect("written");
    let gateway = format!("upstream = '{url}'\nupstream_ca = '{}'\n{checks}", strangers.display());
    let mut world = World::new(&gateway).await;
    let notice = world.notice().await;
    let Notice::UpstreamDown { reason, .. } = &notice else { panic!("{notice}") };
    assert!(reason.contains("certificate"), "{reason}");
    world.end().await;
    inner.end().await;
}

#[tokio::test]
async fn a_new_certificate_is_shown_and_a_bad_one_leaves_the_old() {
    let (folder, upstream) = (Folder::new(), Upstream::new("a").await);
    let (first, second) = (pair(), pair());
    let (mut world, certificate_file) = over_tls(&folder, &first, &upstream.url()).await;
    let write = |(certificate, key): &(String, String)| {
        fs::write(&certificate_file, certificate).expect("written");
        fs::write(certificate_file.with_file_name("key.pem"), key).expect("written");
    };
    let kept = connect(&world, &first.0, b"http/1.1").await.expect("a connection");
    let http2 = connect(&world, &first.0, b"h2").await.expect("a connection");
    assert_eq!(http2.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));

    write(&second);
    world.service.reload_certificate();
    assert_eq!(world.notice().await, Notice::CertificateReloaded);
    assert!(connect(&world, &first.0, b"http/1.1").await.is_err());
    let stream = connect(&world, &second.0, b"http/1.1").await.expect("a connection");
    let answer = get(stream, "/").await;
    assert!(answer.ends_with("\r\n\r\na") && may_read(&answer), "{answer}");
    // Who was connected stays so.
    assert!(get(kept, "/").await.ends_with("\r\n\r\na"));

    write(&(second.0.clone(), first.1.clone()));
    world.service.reload_certificate();
    let notice = world.notice().await;
    let Notice::CertificateRefused { problem } = &notice else { panic!("{notice}") };
    assert!(problem.contains("is not that of the certificate in"), "{problem}");
    assert!(connect(&world, &second.0, b"http/1.1").await.is_ok());
    world.end().await;
}
