//! The gateway with everything around it: what is counted, logged, checked and answered to operators,
//! and how a new configuration takes the place of the old one.

use crate::Gateway;
use crate::access_log::AccessLog;
use crate::admin::Admin;
use crate::config::Plan;
use crate::decisions::Decisions;
use crate::health_check::watch;
use crate::metrics::Metrics;
use crate::notice::{Notice, Notices};
use crate::parts::Parts;
use crate::record::Observer;
use preflight_policy::Policies;
use std::io;
use std::net::SocketAddr;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// A configuration: right, and with what is worth knowing about it.
#[derive(Debug)]
pub struct Configuration {
    /// What the gateway is to be.
    pub plan: Plan,
    /// Who may call what.
    pub policies: Policies,
    /// What is worth knowing.
    pub notes: Vec<String>,
}

/// Why a gateway cannot start.
#[derive(Debug, Error)]
pub enum StartError {
    /// A file that the configuration names cannot be used.
    #[error("{0}")]
    Part(String),
    /// The access log cannot be opened.
    #[error("the access log cannot be opened: {0}")]
    AccessLog(io::Error),
    /// An address cannot be listened on.
    #[error("`{address}` cannot be listened on: {reason}")]
    Listen {
        /// The address; several where it is not known which.
        address: String,
        /// What the system said.
        reason: io::Error,
    },
}

/// A running gateway with everything around it. It belongs to an event loop of its own, on which the
/// admin pages are answered and upstreams checked; requests are served by the gateway's threads.
#[derive(Debug)]
pub struct Service {
    gateway: Gateway,
    plan: Plan,
    parts: Parts,
    metrics: Arc<Metrics>,
    access_log: Option<Arc<AccessLog>>,
    admin: Option<SocketAddr>,
    admin_task: JoinSet<()>,
    checks: JoinSet<()>,
    notices: Notices,
}

impl Service {
    /// Starts it; `observers` are told of requests beside its own.
    ///
    /// # Errors
    /// Where an address is taken or a file cannot be used.
    pub async fn start(
        configuration: Configuration,
        mut observers: Vec<Arc<dyn Observer>>,
        notices: Notices,
    ) -> Result<Self, StartError> {
        let Configuration { plan, policies, .. } = configuration;
        let mut parts = Parts::default();
        let settings = parts.settings(&plan, policies, Instant::now()).map_err(StartError::Part)?;
        let metrics = Arc::<Metrics>::default();
        observers.push(Arc::clone(&metrics) as _);
        let mut admin_task = JoinSet::new();
        let admin = match plan.admin {
            Some(address) => {
                let decisions = Arc::<Decisions>::default();
                observers.push(Arc::clone(&decisions) as _);
                let admin = Admin { metrics: Arc::clone(&metrics), decisions };
                Some(serve_admin(address, admin, &mut admin_task).await?)
            }
            None => None,
        };
        let access_log = access_log(&plan)?;
        if let Some(log) = &access_log {
            observers.push(Arc::clone(log) as _);
            let log = Arc::downgrade(log);
            metrics.watch_lines_dropped(move || log.upgrade().map_or(0, |log| log.dropped()));
        }
        let threads = plan.threads.and_then(NonZero::new);
        let gateway = Gateway::start(settings, threads, Arc::new(observers)).map_err(|reason| {
            let all: Vec<_> = plan.listen.iter().map(ToString::to_string).collect();
            StartError::Listen { address: all.join(", "), reason }
        })?;
        let mut service = Self {
            gateway,
            plan,
            parts,
            metrics,
            access_log,
            admin,
            admin_task,
            checks: JoinSet::new(),
            notices,
        };
        service.watch_upstreams();
        Ok(service)
    }

    /// Where requests are served.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        self.gateway.addresses()
    }

    /// Where operators ask.
    #[must_use]
    pub fn admin(&self) -> Option<SocketAddr> {
        self.admin
    }

    /// The plan in force.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The files that the plan in force names and that are read again when they change.
    pub fn files(&self) -> impl Iterator<Item = PathBuf> {
        let files = self.plan.certificate.iter();
        files.flat_map(|files| [files.certificate.clone(), files.key.clone()])
    }

    /// Puts a new configuration in force, or reports what is wrong with it and keeps the old one.
    /// Requests under way keep the one they began with.
    pub fn reload(&mut self, configuration: Result<Configuration, Vec<String>>) {
        if let Some(log) = &self.access_log {
            log.reopen();
        }
        let notice = match configuration.and_then(|new| self.apply(new)) {
            Ok(notes) => Notice::Reloaded { notes },
            Err(problems) => Notice::ReloadRefused { problems },
        };
        self.metrics.reloaded(matches!(notice, Notice::Reloaded { .. }));
        // Nobody listens while the gateway ends.
        let _ = self.notices.send(notice);
    }

    /// Shows the certificate that its files hold now, or reports what is wrong with it and shows the
    /// old one.
    pub fn reload_certificate(&self) {
        let notice = match self.parts.reload_certificate(&self.plan) {
            Ok(false) => return,
            Ok(true) => Notice::CertificateReloaded,
            Err(problem) => Notice::CertificateRefused { problem },
        };
        self.metrics.reloaded(notice == Notice::CertificateReloaded);
        // Nobody listens while the gateway ends.
        let _ = self.notices.send(notice);
    }

    fn apply(&mut self, new: Configuration) -> Result<Vec<String>, Vec<String>> {
        let Configuration { mut plan, policies, mut notes } = new;
        let settings = self
            .parts
            .settings(&plan, policies, Instant::now())
            .map_err(|problem| vec![problem])?;
        notes.extend(keep_what_needs_a_restart(&self.plan, &mut plan));
        self.gateway.replace(settings);
        self.plan = plan;
        self.watch_upstreams();
        Ok(notes)
    }

    /// Accepts nothing more, and waits for the requests under way as long as the plan allows.
    ///
    /// # Errors
    /// Where one of its threads could not do its work.
    pub async fn stop(self) -> io::Result<()> {
        let Self { gateway, admin_task, .. } = self;
        gateway.stop();
        let ended = tokio::task::spawn_blocking(|| gateway.wait()).await;
        // Operators may look until the end.
        drop(admin_task);
        ended.map_err(io::Error::other)?
    }

    fn watch_upstreams(&mut self) {
        let upstreams = self.parts.watched();
        let healths =
            upstreams.iter().map(|(name, (_, health))| (name.clone(), Arc::clone(health)));
        self.metrics.watch_upstreams(healths.collect());
        self.checks = JoinSet::new();
        let Some(settings) = &self.plan.health.check else { return };
        for (upstream, health) in upstreams.values() {
            let (upstream, health) = (Arc::clone(upstream), Arc::clone(health));
            self.checks.spawn(watch(upstream, health, settings.clone(), self.notices.clone()));
        }
    }
}

async fn serve_admin(
    address: SocketAddr,
    admin: Admin,
    tasks: &mut JoinSet<()>,
) -> Result<SocketAddr, StartError> {
    let failed = |reason| StartError::Listen { address: address.to_string(), reason };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    tasks.spawn(admin.serve(listener));
    Ok(address)
}

fn access_log(plan: &Plan) -> Result<Option<Arc<AccessLog>>, StartError> {
    let Some((target, format)) = &plan.access_log else { return Ok(None) };
    let log = AccessLog::open(target.clone(), *format).map_err(StartError::AccessLog)?;
    Ok(Some(Arc::new(log)))
}

/// Takes over from the old plan what is decided at the start, with a note where it differs.
fn keep_what_needs_a_restart(old: &Plan, new: &mut Plan) -> Vec<String> {
    let mut changed = Vec::new();
    let mut keep = |key: &str, differs: bool| {
        if differs {
            changed.push(format!(
                "note: `{key}` is another now, which takes effect at the next start"
            ));
        }
    };
    keep("listen", old.listen != new.listen);
    keep("admin", old.admin != new.admin);
    keep("threads", old.threads != new.threads);
    keep("access_log", old.access_log != new.access_log);
    new.listen.clone_from(&old.listen);
    (new.admin, new.threads) = (old.admin, old.threads);
    new.access_log.clone_from(&old.access_log);
    changed
}
