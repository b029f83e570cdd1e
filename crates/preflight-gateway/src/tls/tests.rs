use super::{CertificateError, CertificateFiles, Tls};
use rcgen::{CertificateParams, KeyPair};
use std::fs;
use std::path::PathBuf;

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("preflight-tls-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        Self(folder)
    }

    fn files(&self, certificate: &str, key: &str) -> CertificateFiles {
        let files = CertificateFiles {
            certificate: self.0.join("certificate.pem"),
            key: self.0.join("key.pem"),
        };
        fs::write(&files.certificate, certificate).expect("written");
        fs::write(&files.key, key).expect("written");
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn pair() -> (String, String) {
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("parameters");
    let certificate = params.self_signed(&key).expect("a certificate");
    (certificate.pem(), key.serialize_pem())
}

/// What is said, with the folder's name out of it.
fn said(folder: &Folder, error: &CertificateError) -> String {
    error.to_string().replace(&format!("{}/", folder.0.display()), "")
}

#[test]
fn a_pair_is_read_and_replaced() {
    let folder = Folder::new("pair");
    let (certificate, key) = pair();
    let files = folder.files(&certificate, &key);
    let tls = Tls::new(&files).expect("a good pair");
    assert_eq!(tls.config().alpn_protocols, [b"h2".to_vec(), b"http/1.1".to_vec()]);
    let before = tls.current.0.load_full();
    let (certificate, key) = pair();
    folder.files(&certificate, &key);
    tls.reload(&files).expect("a good pair");
    assert_ne!(before.cert, tls.current.0.load_full().cert);
}

#[test]
fn what_is_wrong_is_said_and_the_old_pair_stays() {
    let folder = Folder::new("wrong");
    let (certificate, key) = pair();
    let tls = Tls::new(&folder.files(&certificate, &key)).expect("a good pair");
    let before = tls.current.0.load_full();
    let (_, other_key) = pair();
    let broken = "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
    for (certificate, key, expected) in [
        (
            &*certificate,
            &*other_key,
            "the key in `key.pem` is not that of the certificate in `certificate.pem`: the first \
             certificate of the file must be the server's own",
        ),
        (&*key, &*key, "`certificate.pem` holds no certificate; is it the key?"),
        (
            &*certificate,
            &*certificate,
            "`key.pem` holds no private key; an encrypted one must be decrypted first \
             (`openssl pkey -in FILE`)",
        ),
        (
            broken,
            &*key,
            "`certificate.pem` is no PEM file: base64 decode error: InvalidCharacter(33)",
        ),
    ] {
        let error = tls.reload(&folder.files(certificate, key)).expect_err(expected);
        assert_eq!(said(&folder, &error), expected);
    }
    let mut files = folder.files(&certificate, &key);
    files.key.set_file_name("nowhere.pem");
    let error = Tls::new(&files).expect_err("no file");
    assert!(said(&folder, &error).starts_with("`nowhere.pem` cannot be read: "), "{error}");
    assert_eq!(before.cert, tls.current.0.load_full().cert);
}
