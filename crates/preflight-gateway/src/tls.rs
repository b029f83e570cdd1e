//! TLS towards the clients: the certificate and its key, and how they are changed while running.
//!
//! Only the certificate changes; the rest of the configuration, and with it the sessions that
//! clients may resume, stays for the life of the gateway.

use arc_swap::ArcSwap;
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{InconsistentKeys, ServerConfig};
use rustls_pki_types::pem::{self, PemObject as _};
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;

/// Where the certificate and its key are: files in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFiles {
    /// The certificate, followed by the intermediate ones up to the authority's.
    pub certificate: PathBuf,
    /// Its private key: PKCS #8, PKCS #1 or SEC1.
    pub key: PathBuf,
}

/// What is wrong with a certificate or its key.
#[derive(Debug, Error)]
pub enum CertificateError {
    /// A file that cannot be read.
    #[error("`{path}` cannot be read: {reason}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// A file that is not PEM.
    #[error("`{path}` is no PEM file: {reason}", path = path.display())]
    NotPem {
        /// The file.
        path: PathBuf,
        /// What the parser said.
        reason: pem::Error,
    },
    /// A file without what it should hold.
    #[error("`{path}` holds no {what}{hint}", path = path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// What was looked for.
        what: &'static str,
        /// What else may be meant.
        hint: &'static str,
    },
    /// A key that cannot be used.
    #[error("the key in `{path}` cannot be used: {reason}", path = path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What rustls said.
        reason: rustls::Error,
    },
    /// A certificate that cannot be used.
    #[error("the certificate in `{path}` cannot be used: {reason}", path = path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What rustls said.
        reason: rustls::Error,
    },
    /// A key of another certificate.
    #[error(
        "the key in `{key}` is not that of the certificate in `{certificate}`: \
         the first certificate of the file must be the server's own",
        key = files.key.display(), certificate = files.certificate.display()
    )]
    Mismatch {
        /// The two.
        files: CertificateFiles,
    },
}

/// The certificate in use, and the configuration of TLS that shows it.
#[derive(Debug, Clone)]
pub struct Tls {
    config: Arc<ServerConfig>,
    current: Arc<Current>,
}

impl Tls {
    /// TLS 1.2 and 1.3 with this certificate, offering HTTP/2 and HTTP/1.1.
    ///
    /// # Errors
    /// Where a file cannot be read, or the two do not belong together.
    pub fn new(files: &CertificateFiles) -> Result<Self, CertificateError> {
        let current = Arc::new(Current(ArcSwap::from_pointee(read(files)?)));
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has the suites of both versions")
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&current) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        if let Ok(ticketer) = ring::Ticketer::new() {
            config.ticketer = ticketer;
        }
        Ok(Self { config: Arc::new(config), current })
    }

    /// What an acceptor needs.
    #[must_use]
    pub fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.config)
    }

    /// Reads the files; handshakes from now on show what they hold.
    ///
    /// # Errors
    /// As [`new`](Self::new); then the certificate in use stays.
    pub fn reload(&self, files: &CertificateFiles) -> Result<(), CertificateError> {
        self.current.0.store(Arc::new(read(files)?));
        Ok(())
    }
}

#[derive(Debug)]
struct Current(ArcSwap<CertifiedKey>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.load_full())
    }
}

fn read(files: &CertificateFiles) -> Result<CertifiedKey, CertificateError> {
    let CertificateFiles { certificate, key } = files;
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&bytes(certificate)?)
        .collect::<Result<_, _>>()
        .map_err(|reason| CertificateError::NotPem { path: certificate.clone(), reason })?;
    if chain.is_empty() {
        let (what, hint) = ("certificate", "; is it the key?");
        return Err(CertificateError::Missing { path: certificate.clone(), what, hint });
    }
    let private = PrivateKeyDer::from_pem_slice(&bytes(key)?).map_err(|reason| match reason {
        pem::Error::NoItemsFound => CertificateError::Missing {
            path: key.clone(),
            what: "private key",
            hint: "; an encrypted one must be decrypted first (`openssl pkey -in FILE`)",
        },
        reason => CertificateError::NotPem { path: key.clone(), reason },
    })?;
    let private = ring::sign::any_supported_type(&private)
        .map_err(|reason| CertificateError::Key { path: key.clone(), reason })?;
    let certified = CertifiedKey::new(chain, private);
    match certified.keys_match() {
        // A key that does not tell its public half cannot be compared; ring's all do.
        Ok(()) | Err(rustls::Error::InconsistentKeys(InconsistentKeys::Unknown)) => Ok(certified),
        Err(rustls::Error::InconsistentKeys(_)) => {
            Err(CertificateError::Mismatch { files: files.clone() })
        }
        Err(reason) => Err(CertificateError::Certificate { path: certificate.clone(), reason }),
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>, CertificateError> {
    std::fs::read(path)
        .map_err(|reason| CertificateError::Unreadable { path: path.to_owned(), reason })
}

#[cfg(test)]
mod tests;
