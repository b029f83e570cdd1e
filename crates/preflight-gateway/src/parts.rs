//! From a plan to what runs: certificates read, authorities trusted, the health of upstreams kept.
//!
//! What two plans have in common is the same part in both, so that a new configuration forgets
//! neither which upstream is down nor the connections kept to it, and clients may resume their TLS
//! sessions.

use crate::balance::Balancer;
use crate::config::value::{HostChoice, UpstreamUrl};
use crate::config::{Plan, RoutePlan};
use crate::health::Health;
use crate::rate_limit::{Rate, RateLimit};
use crate::settings::{Group, Host, Listener, Route, Settings, Upstream};
use crate::tls::{CertificateFiles, Tls};
use http::HeaderValue;
use preflight_policy::Policies;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, TrustAnchor};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// An upstream by its name, with its health.
pub type Watched = BTreeMap<String, (Arc<Upstream>, Arc<Health>)>;

/// What outlives a plan.
#[derive(Debug, Default)]
pub struct Parts {
    tls: Option<Tls>,
    client_tls: Option<ClientTls>,
    rate_limit: Option<(Rate, Arc<RateLimit>)>,
    watched: Watched,
}

/// TLS towards the upstreams. Connections to them are kept under it: where the authorities are the
/// same, it is too.
#[derive(Debug, Clone)]
struct ClientTls {
    authorities: Vec<TrustAnchor<'static>>,
    config: Arc<ClientConfig>,
}

impl Parts {
    /// The settings for `plan`.
    ///
    /// # Errors
    /// Where a file that it names cannot be read or used; then no part has changed.
    pub fn settings(
        &mut self,
        plan: &Plan,
        policies: Policies,
        now: Instant,
    ) -> Result<Settings, String> {
        let client_tls = self.client_tls(plan)?;
        let tls = match &plan.certificate {
            Some(files) => Some(self.tls(files)?),
            None => None,
        };
        // From here on nothing fails.
        self.client_tls = client_tls;
        self.tls = tls;
        self.rate_limit = plan.rate.map(|rate| self.rate_limit(rate, now));
        let mut watched = Watched::new();
        let routes = plan.routes.iter().map(|route| self.route(route, plan, now, &mut watched));
        let routes = routes.collect();
        self.watched = watched;
        let config = self.tls.as_ref().map(Tls::config);
        let listen = plan.listen.iter();
        Ok(Settings {
            listeners: listen.map(|at| Listener { address: *at, tls: config.clone() }).collect(),
            routes,
            limits: plan.limits.clone(),
            times: plan.times.clone(),
            trusted_proxies: plan.trusted_proxies.clone(),
            policies: Arc::new(policies),
            local_names_only: plan.local_names_only,
            admission: self.rate_limit.as_ref().map(|(_, limit)| Arc::clone(limit) as _),
        })
    }

    /// Reads the certificate again; whether there is one.
    ///
    /// # Errors
    /// What is wrong with it; then the old one stays.
    pub fn reload_certificate(&self, plan: &Plan) -> Result<bool, String> {
        match (&self.tls, &plan.certificate) {
            (Some(tls), Some(files)) => tls.reload(files).map(|()| true).map_err(|e| e.to_string()),
            _ => Ok(false),
        }
    }

    /// The upstreams of the latest plan.
    #[must_use]
    pub fn watched(&self) -> &Watched {
        &self.watched
    }

    fn tls(&self, files: &CertificateFiles) -> Result<Tls, String> {
        let tls = match &self.tls {
            Some(tls) => tls.reload(files).map(|()| tls.clone()),
            None => Tls::new(files),
        };
        tls.map_err(|error| error.to_string())
    }

    fn client_tls(&self, plan: &Plan) -> Result<Option<ClientTls>, String> {
        if !plan.routes.iter().flat_map(|route| &route.upstreams).any(|upstream| upstream.tls) {
            return Ok(None);
        }
        let roots = authorities(plan.upstream_ca.as_deref())?;
        let known = self.client_tls.as_ref().filter(|known| known.authorities == roots.roots);
        Ok(Some(known.cloned().unwrap_or_else(|| ClientTls {
            authorities: roots.roots.clone(),
            config: Arc::new(client_config(roots)),
        })))
    }

    fn rate_limit(&self, rate: Rate, now: Instant) -> (Rate, Arc<RateLimit>) {
        match &self.rate_limit {
            Some(known) if known.0 == rate => known.clone(),
            _ => (rate, Arc::new(RateLimit::new(rate, now))),
        }
    }

    fn route(&self, route: &RoutePlan, plan: &Plan, now: Instant, watched: &mut Watched) -> Route {
        let mut states = Vec::new();
        let mut upstreams = Vec::new();
        for url in &route.upstreams {
            let name = url.to_string();
            let upstream = Arc::new(self.upstream(url, route));
            let before = watched.get(&name).or_else(|| self.watched.get(&name));
            let health =
                before.map_or_else(|| Arc::new(Health::new(now)), |(_, health)| Arc::clone(health));
            watched.entry(name).or_insert_with(|| (Arc::clone(&upstream), Arc::clone(&health)));
            states.push(health);
            upstreams.push(upstream);
        }
        let balance = Arc::new(Balancer::new(states, route.strategy, plan.health.clone()));
        Route {
            prefix: route.path.clone(),
            strip_prefix: route.strip_path,
            group: Arc::new(Group { upstreams, balance }),
        }
    }

    fn upstream(&self, url: &UpstreamUrl, route: &RoutePlan) -> Upstream {
        let host = match &route.host {
            HostChoice::Client => Host::Client,
            HostChoice::Fixed(host) => Host::Fixed(host.clone()),
            HostChoice::Upstream => Host::Fixed(
                HeaderValue::from_str(url.authority.as_str())
                    .expect("an authority is visible ASCII"),
            ),
        };
        Upstream {
            name: url.to_string(),
            authority: url.authority.clone(),
            tls: self.client_tls.as_ref().filter(|_| url.tls).map(|tls| Arc::clone(&tls.config)),
            protocol: route.protocol,
            host,
        }
    }
}

fn client_config(roots: RootCertStore) -> ClientConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("ring has the suites of both versions")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// The authorities in `file`, or the system's.
fn authorities(file: Option<&Path>) -> Result<RootCertStore, String> {
    let mut roots = RootCertStore::empty();
    let Some(file) = file else {
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
        if roots.is_empty() {
            let why = found.errors.first().map(|error| format!(": {error}")).unwrap_or_default();
            return Err(format!(
                "the system has no certificates to check https upstreams against{why}; name a file \
                 by `upstream_ca`"
            ));
        }
        return Ok(roots);
    };
    let shown = file.display();
    let bytes =
        std::fs::read(file).map_err(|error| format!("`{shown}` cannot be read: {error}"))?;
    for certificate in CertificateDer::pem_slice_iter(&bytes) {
        let certificate =
            certificate.map_err(|error| format!("`{shown}` is no PEM file: {error}"))?;
        roots.add(certificate).map_err(|error| format!("`{shown}`: {error}"))?;
    }
    match roots.is_empty() {
        true => Err(format!("`{shown}` holds no certificate")),
        false => Ok(roots),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::value::upstream;
    use crate::health::CheckSettings;
    use crate::settings::Outcome;

    fn plan(upstreams: &[&str]) -> Plan {
        let urls = upstreams.iter().map(|url| upstream(url).expect("an upstream")).collect();
        Plan { routes: vec![RoutePlan::everything(urls)], ..Plan::default() }
    }

    fn made(parts: &mut Parts, plan: &Plan, now: Instant) -> Result<Settings, String> {
        parts.settings(plan, Policies::new(&[]).expect("no policy").0, now)
    }

    #[test]
    fn what_two_plans_have_in_common_is_the_same() {
        let now = Instant::now();
        let mut parts = Parts::default();
        let rate = Some(Rate { per_second: 1, burst: 1 });
        let first = Plan { rate, ..plan(&["http://127.0.0.1:1", "http://127.0.0.1:2"]) };
        let settings = made(&mut parts, &first, now).expect("settings");
        parts.watched()["http://127.0.0.1:1"]
            .1
            .checked(false, &CheckSettings { unhealthy_after: 1, ..Default::default() });
        let peer = "192.0.2.1".parse().expect("an address");
        assert!(settings.admission.expect("a limit").admit(peer, now).is_ok());

        let second = Plan { rate, ..plan(&["http://127.0.0.1:1", "http://127.0.0.1:3"]) };
        let settings = made(&mut parts, &second, now).expect("settings");
        let balance = &settings.routes[0].group.balance;
        for _ in 0..3 {
            assert_eq!(balance.choose(&[]), Some(1));
            balance.ended(1, Outcome::Answered);
        }
        assert!(settings.admission.expect("a limit").admit(peer, now).is_err());
        let names: Vec<_> = parts.watched().keys().map(String::as_str).collect();
        assert_eq!(names, ["http://127.0.0.1:1", "http://127.0.0.1:3"]);
    }

    #[test]
    fn the_host_is_whose_was_said() {
        let mut plan = plan(&["http://127.0.0.1:1"]);
        plan.routes[0].host = HostChoice::Upstream;
        let settings = made(&mut Parts::default(), &plan, Instant::now()).expect("settings");
        let host = &settings.routes[0].group.upstreams[0].host;
        assert_eq!(*host, Host::Fixed(HeaderValue::from_static("127.0.0.1:1")));
    }

    #[test]
    fn a_file_that_cannot_be_used_is_named() {
        let mut parts = Parts::default();
        let plan = Plan { upstream_ca: Some("/nowhere.pem".into()), ..plan(&["https://a"]) };
        let error = made(&mut parts, &plan, Instant::now()).expect_err("no file");
        assert!(error.starts_with("`/nowhere.pem` cannot be read: "), "{error}");
        let plan = Plan { upstream_ca: Some("Cargo.toml".into()), ..plan };
        let error = made(&mut parts, &plan, Instant::now()).expect_err("no certificate");
        assert_eq!(error, "`Cargo.toml` holds no certificate");
    }
}
