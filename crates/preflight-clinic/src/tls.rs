//! Certificates that nobody trusts, made anew at every start.

use crate::ClinicError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, KeyPair, PublicKeyData as _};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

/// The names for which the certificates are made: their only fault is that nobody signed them.
const NAMES: [&str; 2] = ["localhost", "127.0.0.1"];

/// A key with a self-signed certificate.
#[derive(Debug)]
pub(crate) struct Identity {
    server: Arc<ServerConfig>,
    public_key: Vec<u8>,
}

impl Identity {
    pub(crate) fn new() -> Result<Self, ClinicError> {
        let failed = |error: rcgen::Error| ClinicError::Certificate(error.to_string());
        let key = KeyPair::generate().map_err(failed)?;
        let params = CertificateParams::new(NAMES.map(str::to_owned).to_vec()).map_err(failed)?;
        let certificate = params.self_signed(&key).map_err(failed)?;
        let server = server(certificate.der().clone(), key.serialize_der())
            .map_err(|error| ClinicError::Certificate(error.to_string()))?;
        Ok(Self { server: Arc::new(server), public_key: key.subject_public_key_info() })
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.server))
    }

    /// The hash of the public key, in the form in which Chromium takes it: SHA-256 in Base64.
    pub(crate) fn spki_hash(&self) -> String {
        STANDARD.encode(::ring::digest::digest(&::ring::digest::SHA256, &self.public_key))
    }
}

fn server(
    certificate: CertificateDer<'static>,
    key: Vec<u8>,
) -> Result<ServerConfig, rustls::Error> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key));
    ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
}
