//! What whoever runs the gateway wants to be told as it happens.

use std::fmt;
use tokio::sync::mpsc;

/// Something that happened beside the requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// An upstream failed its checks.
    UpstreamDown {
        /// Its name.
        upstream: String,
        /// What the last check met.
        reason: String,
    },
    /// An upstream passes its checks again.
    UpstreamUp {
        /// Its name.
        upstream: String,
    },
    /// A new configuration is in force.
    Reloaded {
        /// What is worth knowing about it, rendered as whoever loads it wants.
        notes: Vec<String>,
    },
    /// A new configuration is wrong; the old one stays.
    ReloadRefused {
        /// All that is wrong, likewise.
        problems: Vec<String>,
    },
    /// A new certificate is shown.
    CertificateReloaded,
    /// A new certificate cannot be used; the old one stays.
    CertificateRefused {
        /// Why.
        problem: String,
    },
}

/// Where notices go; whoever started the gateway reads them at the other end.
pub type Notices = mpsc::UnboundedSender<Notice>;

/// A line. What is wrong or worth knowing of a new configuration is for the caller to show.
impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UpstreamDown { upstream, reason } => write!(f, "{upstream} is down: {reason}"),
            Self::UpstreamUp { upstream } => write!(f, "{upstream} is back"),
            Self::Reloaded { .. } => f.write_str("the new configuration is in force"),
            Self::ReloadRefused { .. } => {
                f.write_str("the new configuration is wrong; the old one stays in force")
            }
            Self::CertificateReloaded => f.write_str("the new certificate is in use"),
            Self::CertificateRefused { problem } => {
                write!(f, "the new certificate is wrong; the old one stays in use: {problem}")
            }
        }
    }
}
