//! `[gateway]` of `preflight.toml`: what is written, and what is meant by it.

mod read;
pub mod schema;
pub mod value;

pub use read::read;

use crate::access_log::{AccessLogFormat, AccessLogTarget};
use crate::balance::Strategy;
use crate::health::HealthSettings;
use crate::rate_limit::Rate;
use crate::settings::{Limits, Network, Protocol, TimeLimits};
use crate::tls::CertificateFiles;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use value::{HostChoice, UpstreamUrl};

/// Where the gateway listens where nobody said so.
pub const DEFAULT_LISTEN: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// What a gateway is to be: right, and nothing opened or read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Where to listen.
    pub listen: Vec<SocketAddr>,
    /// Where requests go.
    pub routes: Vec<RoutePlan>,
    /// The authorities of https upstreams; `None`: the system's.
    pub upstream_ca: Option<PathBuf>,
    /// Where operators ask.
    pub admin: Option<SocketAddr>,
    /// Threads that serve requests; `None`: one for each core.
    pub threads: Option<usize>,
    /// Whose `Forwarded` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Whether only `localhost` and addresses are answered for: the development mode.
    pub local_names_only: bool,
    /// How much one client may send.
    pub limits: Limits,
    /// How often one client may ask.
    pub rate: Option<Rate>,
    /// How long one may wait for another.
    pub times: TimeLimits,
    /// Where the certificate is; `None`: http.
    pub certificate: Option<CertificateFiles>,
    /// Where a line for each request goes, and how it looks.
    pub access_log: Option<(AccessLogTarget, AccessLogFormat)>,
    /// Which upstreams are fit to be asked.
    pub health: HealthSettings,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutePlan {
    /// The path, with everything below it; `/` for all.
    pub path: String,
    /// Whether the upstream gets the path without the route's.
    pub strip_path: bool,
    /// At least one.
    pub upstreams: Vec<UpstreamUrl>,
    /// Which of them is next.
    pub strategy: Strategy,
    /// The `Host` they get.
    pub host: HostChoice,
    /// Which HTTP they are asked in.
    pub protocol: Protocol,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            listen: vec![DEFAULT_LISTEN],
            routes: Vec::new(),
            upstream_ca: None,
            admin: None,
            threads: None,
            trusted_proxies: Vec::new(),
            local_names_only: false,
            limits: Limits::default(),
            rate: None,
            times: TimeLimits::default(),
            certificate: None,
            access_log: None,
            health: HealthSettings::default(),
        }
    }
}

impl Plan {
    /// An upstream that is the gateway itself, as far as can be seen without a name server.
    #[must_use]
    pub fn forwards_to_itself(&self) -> Option<&UpstreamUrl> {
        let mut upstreams = self.routes.iter().flat_map(|route| &route.upstreams);
        upstreams.find(|upstream| upstream.address().is_some_and(|at| self.listen.contains(&at)))
    }
}

impl RoutePlan {
    /// Everything to these upstreams.
    #[must_use]
    pub fn everything(upstreams: Vec<UpstreamUrl>) -> Self {
        Self {
            path: "/".to_owned(),
            strip_path: false,
            upstreams,
            strategy: Strategy::default(),
            host: HostChoice::default(),
            protocol: Protocol::default(),
        }
    }
}

#[cfg(test)]
mod tests;
