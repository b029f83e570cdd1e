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
        /// What is worth knowing about it; each may have several lines.
        notes: Vec<String>,
    },
    /// A new configuration is wrong; the old one stays.
    ReloadRefused {
        /// All that is wrong; each may have several lines.
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

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UpstreamDown { upstream, reason } => write!(f, "{upstream} is down: {reason}"),
            Self::UpstreamUp { upstream } => write!(f, "{upstream} is back"),
            Self::Reloaded { notes } => {
                f.write_str("the new configuration is in force")?;
                notes.iter().try_for_each(|note| write!(f, "\n{note}"))
            }
            Self::ReloadRefused { problems } => {
                f.write_str("the new configuration is wrong; the old one stays in force")?;
                problems.iter().try_for_each(|problem| write!(f, "\n{problem}"))
            }
            Self::CertificateReloaded => f.write_str("the new certificate is in use"),
            Self::CertificateRefused { problem } => {
                write!(f, "the new certificate is wrong; the old one stays in use\n{problem}")
            }
        }
    }
}
