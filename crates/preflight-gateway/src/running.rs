//! [`Settings`] made ready to be run: what is looked up for each request is worked out once.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderValue;

use crate::settings::{Group, Protocol, Settings, Upstream};

/// Settings, and what follows from them. A request holds on to the ones it began with.
#[derive(Debug)]
pub(crate) struct Running {
    pub(crate) settings: Settings,
    /// Longest prefix first.
    roads: Vec<Road>,
}

/// A route, with what is needed to connect to its upstreams.
#[derive(Debug)]
pub(crate) struct Road {
    /// Without a slash at its end: `/` is empty.
    prefix: String,
    strip_prefix: bool,
    pub(crate) group: Arc<Group>,
    /// In the order of the group's upstreams.
    pub(crate) targets: Vec<Target>,
}

/// An upstream, with what is needed to connect to it.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) upstream: Arc<Upstream>,
    /// Under which its idle connections are kept; the same after a reload that left it alone.
    pub(crate) pool: usize,
    /// Where its host is an address: nothing needs to be resolved.
    pub(crate) address: Option<SocketAddr>,
    pub(crate) port: u16,
    /// The `Host` for requests that brought none.
    pub(crate) host: HeaderValue,
}

/// What makes two upstreams the same for whoever keeps connections to them.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Identity {
    authority: String,
    tls: usize,
    protocol: Protocol,
}

/// Gives each upstream its pool. Pools are few: one for each upstream that was ever named.
#[derive(Debug, Default)]
pub(crate) struct Registry(Mutex<HashMap<Identity, usize>>);

impl Registry {
    fn pool(&self, upstream: &Upstream) -> usize {
        let identity = Identity {
            authority: upstream.authority.as_str().to_owned(),
            tls: upstream.tls.as_ref().map_or(0, |tls| Arc::as_ptr(tls).addr()),
            protocol: upstream.protocol,
        };
        let mut pools = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = pools.len();
        *pools.entry(identity).or_insert(next)
    }
}

impl Running {
    pub(crate) fn new(settings: Settings, registry: &Registry) -> Running {
        let mut roads: Vec<Road> = settings
            .routes
            .iter()
            .map(|route| Road {
                prefix: route.prefix.trim_end_matches('/').to_owned(),
                strip_prefix: route.strip_prefix,
                group: Arc::clone(&route.group),
                targets: route.group.upstreams.iter().map(|to| Target::new(to, registry)).collect(),
            })
            .collect();
        roads.sort_by_key(|road| std::cmp::Reverse(road.prefix.len()));
        Running { settings, roads }
    }

    /// The road with the longest prefix of `path`; `*` belongs to the server as a whole.
    pub(crate) fn road(&self, path: &str) -> Option<&Road> {
        self.roads.iter().find(|road| match path.strip_prefix(road.prefix.as_str()) {
            Some(rest) => rest.is_empty() || rest.starts_with('/') || path == "*",
            None => false,
        })
    }
}

impl Road {
    /// The target to ask the upstream for, where it is not the one received.
    pub(crate) fn rewritten(&self, path_and_query: &str) -> Option<String> {
        if !self.strip_prefix || self.prefix.is_empty() {
            return None;
        }
        let rest = path_and_query.strip_prefix(self.prefix.as_str())?;
        Some(if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") })
    }
}

impl Target {
    fn new(upstream: &Arc<Upstream>, registry: &Registry) -> Target {
        let default_port = if upstream.tls.is_some() { 443 } else { 80 };
        let port = upstream.authority.port_u16().unwrap_or(default_port);
        let host = upstream.authority.host();
        let address: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        let shown = upstream.authority.as_str().rsplit('@').next().unwrap_or(host);
        Target {
            upstream: Arc::clone(upstream),
            pool: registry.pool(upstream),
            address: address.map(|address| SocketAddr::new(address, port)),
            port,
            // An authority holds visible ASCII only.
            host: HeaderValue::from_str(shown).unwrap_or(HeaderValue::from_static("")),
        }
    }
}
