//! What a client is told, and what can be wrong with it.

use super::reach::Reach;
use super::resolve::{ConnectTo, ResolveRule, RuleFault};
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How a [`Client`](super::Client) behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whose certificates are trusted. Default: the system's.
    pub authorities: Authorities,
    /// What is read of a body. Default: all of it, up to 16 MiB.
    pub body: BodyWanted,
    /// How long resolving, connecting and TLS may take together. Default: 10 s.
    pub connect_time: Duration,
    /// Connections that lead elsewhere than their URLs say; the first match wins.
    pub connect_to: Vec<ConnectTo>,
    /// Whether any certificate will do. Default: no.
    pub insecure: bool,
    /// How long all requests of one fetch may take together. Default: 30 s.
    pub max_time: Duration,
    /// The way out. Default: none.
    pub proxy: Proxy,
    /// How far connections may go. Default: anywhere.
    pub reach: Reach,
    /// Names that resolve by rule; the first match wins.
    pub resolve: Vec<ResolveRule>,
}

impl Settings {
    /// How servers on this machine are examined, such as the clinic's: nothing takes long, and no
    /// resolver is asked for names that do not exist, since where there is no network it would keep
    /// us waiting.
    #[must_use]
    pub fn for_this_machine() -> Self {
        Self {
            body: BodyWanted::EXAMINED,
            max_time: Duration::from_secs(10),
            resolve: vec![ResolveRule::no_such_names()],
            ..Self::default()
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            authorities: Authorities::default(),
            body: BodyWanted::Whole { limit: 16 << 20 },
            connect_time: Duration::from_secs(10),
            connect_to: Vec::new(),
            insecure: false,
            max_time: Duration::from_secs(30),
            proxy: Proxy::default(),
            reach: Reach::default(),
            resolve: Vec::new(),
        }
    }
}

/// Whose certificates are trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Authorities {
    /// Those in this PEM file, and no others.
    File(PathBuf),
    /// The system's.
    #[default]
    System,
}

/// What is read of a response's body. Nobody waits for a preflight's body: of that an excerpt is
/// read in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyWanted {
    /// As much as comes within `patience`, `limit` bytes at most. What breaks off or goes on for ever
    /// is no fault: a script has its response as soon as the head is there.
    Excerpt {
        /// The most bytes kept, after decoding.
        limit: usize,
        /// How long to wait for them.
        patience: Duration,
    },
    /// All of it. More than `limit` bytes, before or after decoding, are an error.
    Whole {
        /// The most bytes, before and after decoding.
        limit: usize,
    },
}

impl BodyWanted {
    /// What an examination reads: causes show in the first lines of an error page.
    pub const EXAMINED: Self = Self::Excerpt { limit: 64 << 10, patience: Duration::from_secs(2) };
}

/// The way out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Proxy {
    /// Straight to the server.
    #[default]
    Direct,
    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say; loopback is asked directly, as
    /// browsers do. Straight to the server where only public addresses may be connected to.
    Environment,
    /// Through this proxy, but for what `NO_PROXY` names: `http://[user:password@]host[:port]`.
    Url(String),
}

/// What is wrong with the settings: where, why, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingsError {
    /// The file of certificates holds none.
    CaFileEmpty(PathBuf),
    /// The file of certificates holds something that is no certificate: the reason.
    CaFileInvalid(PathBuf, String),
    /// The file of certificates cannot be read: the system's reason.
    CaFileUnreadable(PathBuf, String),
    /// A `--connect-to` that cannot be read.
    ConnectTo(String, RuleFault),
    /// A proxy that cannot be used.
    Proxy(String),
    /// A proxy where only public addresses may be connected to.
    ProxyNotAllowed(String),
    /// A `--resolve` that cannot be read.
    Resolve(String, RuleFault),
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CaFileEmpty(path) => write!(
                f,
                "`{}` holds no certificate; name a PEM file, with lines `-----BEGIN CERTIFICATE-----`",
                path.display()
            ),
            Self::CaFileInvalid(path, why) => write!(
                f,
                "`{}` holds a certificate that cannot be read ({why}); write it anew as PEM",
                path.display()
            ),
            Self::CaFileUnreadable(path, why) => write!(
                f,
                "cannot read the certificates in `{}` ({why}); name a PEM file that can be read",
                path.display()
            ),
            Self::ConnectTo(given, fault) => {
                write!(f, "`{given}`: {fault}; write `HOST1:PORT1:HOST2:PORT2`, parts may be empty")
            }
            Self::Proxy(given) => write!(
                f,
                "`{given}` is no proxy that can be used; write `http://HOST:PORT` or `https://HOST:PORT`"
            ),
            Self::ProxyNotAllowed(given) => write!(
                f,
                "the proxy `{given}` could reach others than public addresses, which alone are allowed here; leave it out"
            ),
            Self::Resolve(given, fault) => write!(
                f,
                "`{given}`: {fault}; write `HOST:PORT:ADDRESS` or `PATTERN=ADDRESS` (`*` stands for any text, the address `!` for none)"
            ),
        }
    }
}

impl std::error::Error for SettingsError {}
