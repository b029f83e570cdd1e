//! The clinic behind the page: opened when it is first asked for, and for each of its scenarios a gateway
//! that puts it right, where one can.

use crate::aside::aside;
use crate::leases::Leases;
use crate::try_page::Stands;
use preflight_clinic::{Clinic, ClinicError, Ports, Served};
use preflight_diagnose::policy_server::respond;
use preflight_diagnose::remedy::{self, Unwritten};
use preflight_diagnose::{Examination, Question};
use preflight_fetch::{ConnectionError, Exchange, HttpRequest, HttpResponse, Origin, Url};
use preflight_gateway::config::value::{HostChoice, upstream};
use preflight_gateway::config::{Plan, RoutePlan};
use preflight_gateway::service::{Configuration, Service, StartError};
use preflight_policy::Policies;
use preflight_report::{Outcome, Report};
use serde_json::Value;
use std::future::pending;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, SystemTime};
use tokio::sync::{Mutex, OnceCell, mpsc};

/// Gateways at once.
const MOST: usize = 8;
/// How long a gateway stands: the user's browser is to find it too.
const KEPT: Duration = Duration::from_secs(120);

/// Where a gateway stands that nobody starts.
const ANYWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// What the gateway says where the server does not answer.
const BAD_GATEWAY: u16 = 502;

/// The clinic, once somebody has asked for it.
#[derive(Debug)]
pub(crate) struct Ward {
    opened: OnceCell<Opened>,
    gateways: Mutex<Leases<SocketAddr>>,
}

/// The clinic, and of each of its scenarios what an examination of its rules says without a socket.
#[derive(Debug)]
pub(crate) struct Opened {
    clinic: Clinic,
    reports: Vec<Report>,
    /// What is told of each scenario: they stay as they are, and all of them are played in every browser
    /// for it.
    pub(crate) list: Value,
}

/// Why a scenario cannot be put right by a gateway.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MendError {
    /// No policy helps, or none should.
    #[error("{0}")]
    Unwritten(Box<Unwritten>),
    /// The gateway does not start.
    #[error("the gateway does not start: {0}")]
    Start(#[from] StartError),
    /// Its server has no address that a gateway could forward to.
    #[error("the scenario's server has no address")]
    NoAddress,
}

impl From<Unwritten> for MendError {
    fn from(why: Unwritten) -> Self {
        Self::Unwritten(Box::new(why))
    }
}

impl Default for Ward {
    fn default() -> Self {
        Self { opened: OnceCell::new(), gateways: Mutex::new(Leases::new(MOST, KEPT)) }
    }
}

impl Ward {
    /// The clinic, which is opened if need be; then the try page stands where its page would.
    ///
    /// # Errors
    /// Where no port can be had, most likely.
    pub(crate) async fn clinic(
        &self,
        try_page: Option<&Stands>,
        told: fn(Patient<'_>) -> Value,
    ) -> Result<&Opened, ClinicError> {
        self.opened.get_or_try_init(async || Opened::open(try_page, told).await).await
    }

    /// What to ask so that the scenario's request goes to a gateway in front of its server, with the
    /// smallest policy that lets it through.
    ///
    /// # Errors
    /// Where no gateway can help, or none can be started.
    pub(crate) async fn mended(&self, patient: &Patient<'_>) -> Result<Question, MendError> {
        let (question, policies) = (patient.served.question(), patient.policies()?);
        let id = patient.served.id();
        let mut gateways = self.gateways.lock().await;
        if let Some(address) = gateways.again(id) {
            return asking(question, address);
        }
        let service = gateway(question.request.url(), policies).await?;
        let address = *service.addresses().first().ok_or(MendError::NoAddress)?;
        gateways.keep(id.to_owned(), address, async move {
            let _service = service;
            pending().await
        });
        asking(question, address)
    }
}

/// A gateway on a free port, in front of the server of `url`.
async fn gateway(url: &Url, policies: Policies) -> Result<Service, MendError> {
    let server = Origin::of(url);
    let upstream = upstream(server.serialized()).map_err(|_| MendError::NoAddress)?;
    let route = RoutePlan { host: HostChoice::Upstream, ..RoutePlan::everything(vec![upstream]) };
    let plan = Plan {
        listen: vec![(Ipv4Addr::LOCALHOST, 0).into()],
        routes: vec![route],
        threads: Some(1),
        ..Plan::default()
    };
    let (notices, _) = mpsc::unbounded_channel();
    let configuration = Configuration { plan, policies, notes: Vec::new() };
    Ok(Service::start(configuration, Vec::new(), notices).await?)
}

/// The same question about the server at `address`.
fn asking(question: &Question, address: SocketAddr) -> Result<Question, MendError> {
    let mut url = question.request.url().clone();
    let moved = url.set_scheme("http").is_ok()
        && url.set_ip_host(address.ip()).is_ok()
        && url.set_port(Some(address.port())).is_ok();
    let request = question.request.clone().with_url(url);
    let request = request.ok().filter(|_| moved).ok_or(MendError::NoAddress)?;
    Ok(Question { request, target_address: None, ..question.clone() })
}

impl Opened {
    async fn open(
        try_page: Option<&Stands>,
        told: fn(Patient<'_>) -> Value,
    ) -> Result<Self, ClinicError> {
        let (clinic, listener) = Clinic::open_without_page(Ports::Free).await?;
        if let Some(stands) = try_page {
            stands.stand_on(listener, clinic.addresses().page.clone()).await;
        }
        let opened = aside(move || {
            let reports = clinic.served().iter().map(|Served { scenario, .. }| {
                examined(scenario.question.clone(), |request| scenario.answer(request))
            });
            let mut opened = Self { reports: reports.collect(), clinic, list: Value::Null };
            opened.list = opened.patients().map(told).collect();
            opened
        });
        Ok(opened.await)
    }

    /// The scenarios, in the order of the causes.
    pub(crate) fn patients(&self) -> impl Iterator<Item = Patient<'_>> {
        self.clinic
            .served()
            .iter()
            .zip(&self.reports)
            .map(|(served, report)| Patient { served, report })
    }
}

/// A scenario, and what an examination of its rules says without a socket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patient<'a> {
    pub(crate) served: &'a Served,
    report: &'a Report,
}

impl Patient<'_> {
    /// Whether a gateway puts it right, by the rules of both and without a socket.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn mend(&self) -> Result<(), MendError> {
        let policies = self.policies()?;
        let scenario = &self.served.scenario;
        let server = scenario.question.request.url();
        let question = asking(&scenario.question, ANYWHERE)?;
        let gateway = Origin::of(question.request.url());
        let report = examined(question, |request| {
            if !gateway.is_same_origin_with(&request.url) {
                return scenario.answer(request);
            }
            let mut forwarded = request.clone();
            forwarded.url = server.clone();
            forwarded.url.set_path(request.url.path());
            forwarded.url.set_query(request.url.query());
            Ok(respond(&policies, request, || {
                scenario.answer(&forwarded).unwrap_or_else(|_| HttpResponse::new(BAD_GATEWAY))
            }))
        });
        match self.report.causes.first() {
            Some(root) if report.outcome != Outcome::Allowed => {
                Err(Unwritten::Elsewhere(root.title.clone()).into())
            }
            _ => Ok(()),
        }
    }

    /// The policies of a gateway that may put it right.
    fn policies(&self) -> Result<Policies, Unwritten> {
        remedy::policy(self.report, &self.served.question().read)
    }
}

/// Examines by what `answer` says a request gets.
pub(crate) fn examined(
    question: Question,
    answer: impl Fn(&HttpRequest) -> Result<HttpResponse, ConnectionError>,
) -> Report {
    let examination = Examination::new(question, SystemTime::UNIX_EPOCH, 1);
    examination.played(|wanted| Exchange::made_up(wanted.request.clone(), answer(&wanted.request)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use preflight_probe::live::{Client, Settings, examine};
    use std::time::Instant;

    #[tokio::test]
    async fn what_a_gateway_puts_right_is_known_before_one_stands_there() {
        let ward = Ward { gateways: Mutex::new(Leases::new(200, KEPT)), ..Ward::default() };
        let client = Client::new(Settings::for_this_machine()).expect("a client");
        let (mut helped, mut helpless) = (0, Vec::new());
        for patient in ward.clinic(None, |_| Value::Null).await.expect("the clinic").patients() {
            let (id, mend) = (patient.served.id(), patient.mend().map_err(|why| why.to_string()));
            let Ok(question) = ward.mended(&patient).await else {
                assert!(mend.is_err(), "{id}");
                continue;
            };
            let deadline = Instant::now() + Duration::from_secs(10);
            let report = examine(&client, question, deadline, &mut |_| ()).await;
            assert_eq!(report.outcome == Outcome::Allowed, mend.is_ok(), "{id}: {mend:?}");
            match mend {
                Ok(()) => helped += 1,
                Err(_) => helpless.push(id),
            }
        }
        // A redirect leads past the gateway, or another header keeps the response away.
        let past = [
            "access-proxy-login",
            "preflight-redirected-to-https",
            "preflight-redirected-trailing-slash",
            "preflight-redirected-to-other-host",
            "redirect-loop",
            "session-expired-redirect",
            "redirect-without-cors",
            "cross-origin-resource-policy",
        ];
        assert_eq!((helped, helpless), (56, past.to_vec()));
    }
}
