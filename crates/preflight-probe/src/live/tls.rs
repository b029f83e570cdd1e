//! TLS: whom to trust, the handshake, and what a failed one means.

use super::connect::{Stream, fault};
use super::settings::{Authorities, Settings, SettingsError};
use preflight_fetch::{ConnectionError, TlsFault};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, WebPkiServerVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use rustls::{
    AlertDescription, CertificateError, ClientConfig, DigitallySignedStruct, Error, InvalidMessage,
    RootCertStore, SignatureScheme, client::verify_server_name,
};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use std::cell::Cell;
use std::io;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Instant;
use tokio::time::timeout_at;
use tokio_rustls::TlsConnector;

/// Makes TLS of streams.
#[derive(Debug)]
pub(super) struct Tls {
    /// The certificates of `--cacert`; `None`: the system's.
    given: Option<Vec<CertificateDer<'static>>>,
    insecure: bool,
    /// Made at the first handshake: reading the system's store takes some milliseconds.
    config: OnceLock<Arc<ClientConfig>>,
}

impl Tls {
    pub(super) fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let given = match &settings.authorities {
            Authorities::System => None,
            Authorities::File(path) => Some(read(path)?),
        };
        Ok(Self { given, insecure: settings.insecure, config: OnceLock::new() })
    }

    /// TLS over `stream` for `host`; whether HTTP/2 was agreed on, which is proposed where `http`.
    pub(super) async fn handshake(
        &self,
        stream: Box<dyn Stream>,
        host: &str,
        http: bool,
        deadline: Instant,
    ) -> Result<(Box<dyn Stream>, bool), ConnectionError> {
        let mut config = Arc::clone(self.config.get_or_init(|| Arc::new(self.config())));
        if !http {
            Arc::make_mut(&mut config).alpn_protocols.clear();
        }
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']')).unwrap_or(host);
        let name = ServerName::try_from(bare.strip_suffix('.').unwrap_or(bare).to_owned())
            .map_err(|e| ConnectionError::Tls(TlsFault::Handshake(e.to_string())))?;
        let handshake = TlsConnector::from(config).connect(name, stream);
        let handshake = ASKED_FOR_CERTIFICATE.scope(Cell::new(false), async {
            handshake.await.map_err(|e| handshake_fault(&e, ASKED_FOR_CERTIFICATE.with(Cell::get)))
        });
        let tls = timeout_at(deadline.into(), handshake)
            .await
            .map_err(|_| ConnectionError::TimedOut("the TLS handshake"))??;
        let http2 = tls.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok((Box::new(tls), http2))
    }

    fn config(&self) -> ClientConfig {
        let provider = Arc::new(ring::default_provider());
        let verifier: Arc<dyn ServerCertVerifier> = if self.insecure {
            Arc::new(Always(Arc::clone(&provider), Ok(())))
        } else {
            self.verifier(&provider)
        };
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("bug in preflight, please report: ring speaks TLS 1.2 and 1.3")
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_client_cert_resolver(Arc::new(NoCertificate));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config
    }

    fn verifier(&self, provider: &Arc<CryptoProvider>) -> Arc<dyn ServerCertVerifier> {
        let mut roots = RootCertStore::empty();
        let given = self.given.clone().unwrap_or_default();
        if self.given.is_some() {
            roots.add_parsable_certificates(given.clone());
        } else {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
        let webpki =
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider));
        match webpki.build() {
            Ok(webpki) => Arc::new(Known { webpki, given }),
            // Without a single authority no certificate is trusted.
            Err(_) => Arc::new(Always(Arc::clone(provider), Err(CertificateError::UnknownIssuer))),
        }
    }
}

/// The certificates in a PEM file.
fn read(path: &Path) -> Result<Vec<CertificateDer<'static>>, SettingsError> {
    let bytes = std::fs::read(path).map_err(|e| {
        let text = e.to_string();
        let why = text.split(" (os error").next().unwrap_or_default();
        SettingsError::CaFileUnreadable(path.to_owned(), why.to_owned())
    })?;
    let invalid = |why: String| SettingsError::CaFileInvalid(path.to_owned(), why);
    let certificates = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| invalid(e.to_string()))?;
    if certificates.is_empty() {
        return Err(SettingsError::CaFileEmpty(path.to_owned()));
    }
    let mut store = RootCertStore::empty();
    for certificate in &certificates {
        store.add(certificate.clone()).map_err(|e| invalid(e.to_string()))?;
    }
    Ok(certificates)
}

tokio::task_local! {
    /// Whether the server of the handshake under way wants a certificate of the client.
    static ASKED_FOR_CERTIFICATE: Cell<bool>;
}

/// Has no certificate of the client to give, and notes that the server wanted one.
#[derive(Debug)]
struct NoCertificate;

impl ResolvesClientCert for NoCertificate {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        ASKED_FOR_CERTIFICATE.with(|asked| asked.set(true));
        None
    }

    fn has_certs(&self) -> bool {
        // Where it says no, it is never asked to resolve.
        true
    }
}

/// What a failed handshake means. A server that requires a certificate of the client ends it with
/// whatever alert it likes, or with none.
fn handshake_fault(error: &io::Error, asked_for_certificate: bool) -> ConnectionError {
    match plain_handshake_fault(error) {
        ConnectionError::Tls(TlsFault::Handshake(_)) if asked_for_certificate => {
            ConnectionError::Tls(TlsFault::ClientCertificate)
        }
        fault => fault,
    }
}

fn plain_handshake_fault(error: &io::Error) -> ConnectionError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(error) => tls_fault(error),
        None if error.kind() == io::ErrorKind::UnexpectedEof => ConnectionError::Tls(
            TlsFault::Handshake("the server closed the connection in the middle of it".to_owned()),
        ),
        None => fault(error),
    }
}

/// What an error of the TLS library means.
pub(super) fn tls_fault(error: &Error) -> ConnectionError {
    use CertificateError as Certificate;
    ConnectionError::Tls(match error {
        // A record of TLS begins with a byte that no text begins with.
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            return ConnectionError::PlaintextOnTlsPort;
        }
        Error::InvalidCertificate(
            Certificate::Expired
            | Certificate::ExpiredContext { .. }
            | Certificate::NotValidYet
            | Certificate::NotValidYetContext { .. },
        ) => TlsFault::Expired,
        Error::InvalidCertificate(
            Certificate::NotValidForName | Certificate::NotValidForNameContext { .. },
        ) => TlsFault::WrongName,
        Error::InvalidCertificate(Certificate::UnknownIssuer) => TlsFault::UnknownIssuer,
        error if is_authority_as_server(error) => TlsFault::UnknownIssuer,
        Error::AlertReceived(AlertDescription::CertificateRequired) => TlsFault::ClientCertificate,
        error => TlsFault::Handshake(error.to_string()),
    })
}

/// Whether a certificate was refused since it is an authority's and serves as a server's: what
/// `openssl req -x509` makes. The library has no variant for it, only this name.
fn is_authority_as_server(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidCertificate(CertificateError::Other(other))
            if other.to_string().contains("CaUsedAsEndEntity")
    )
}

/// Trusts what leads to a known authority, and a known certificate itself: the self-signed ones that
/// people make for development are both authority and server, which browsers accept once trusted.
#[derive(Debug)]
struct Known {
    webpki: Arc<WebPkiServerVerifier>,
    given: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Known {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.webpki.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        match verified {
            Err(e) if is_authority_as_server(&e) && self.given.contains(end_entity) => {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.webpki.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.webpki.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.webpki.supported_verify_schemes()
    }
}

/// One answer for every certificate: `--insecure`, or a machine that knows no authority. The
/// handshake's signatures are checked all the same.
#[derive(Debug)]
struct Always(Arc<CryptoProvider>, Result<(), CertificateError>);

impl ServerCertVerifier for Always {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.1.clone().map(|()| ServerCertVerified::assertion()).map_err(Error::InvalidCertificate)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
