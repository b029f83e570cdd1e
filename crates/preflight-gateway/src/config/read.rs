//! Reads `[gateway]`: every key is asked for, and what is wrong is said where it stands.

use super::value::{self, HostChoice};
use super::{Plan, RoutePlan};
use crate::access_log::{AccessLogFormat, AccessLogTarget};
use crate::balance::Strategy;
use crate::health::{CheckSettings, HealthSettings};
use crate::rate_limit::Rate;
use crate::settings::{Limits, Protocol, TimeLimits};
use crate::tls::CertificateFiles;
use preflight_policy::file::{Fault, Section, Written};
use std::path::Path;
use std::time::Duration;

/// Seconds' worth of requests that a client may send at once where nobody said so.
const BURST_SECONDS: u32 = 10;

/// The shortest and the longest time that is kept to.
const SHORTEST: Duration = Duration::from_millis(100);
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// What `[gateway]` means; files that it names are sought from `folder`. What is wrong is reported to
/// the section, and stands in the plan as its default.
pub fn read(gateway: &mut Section<'_>, folder: &Path) -> Plan {
    let mut plan = Plan::default();
    let listen = each(gateway, "listen", value::address);
    if !listen.is_empty() {
        plan.listen = listen;
    }
    let choices = choices(gateway, &Choices::default());
    plan.routes = routes(gateway, &choices);
    plan.upstream_ca = gateway.text("upstream_ca").map(|file| folder.join(file.value));
    plan.admin = one(gateway, "admin", value::address);
    plan.threads = gateway.integer("threads", 1..=1024).and_then(|n| usize::try_from(n.value).ok());
    plan.trusted_proxies = strings(gateway, "trusted_proxies", value::network);
    gateway.table("limits", |section| (plan.limits, plan.rate) = limits(section));
    gateway.table("timeouts", |section| plan.times = times(section));
    plan.certificate = gateway.table("tls", |section| certificate(section, folder)).flatten();
    plan.access_log = gateway.table("access_log", |section| access_log(section, folder));
    gateway.table("health", |section| plan.health = health(section));
    loops(gateway, &plan);
    plan
}

/// What routes take from `[gateway]` where they do not say it themselves.
#[derive(Debug, Clone, Default)]
struct Choices {
    strategy: Strategy,
    host: HostChoice,
    protocol: Protocol,
}

fn choices(section: &mut Section<'_>, otherwise: &Choices) -> Choices {
    let strategies =
        [("round-robin", Strategy::RoundRobin), ("least-connections", Strategy::LeastConnections)];
    let protocols = [("http1", Protocol::Http1), ("http2", Protocol::Http2)];
    Choices {
        strategy: named(section, "balance", &strategies).unwrap_or(otherwise.strategy),
        host: one(section, "host", value::host).unwrap_or_else(|| otherwise.host.clone()),
        protocol: named(section, "protocol", &protocols).unwrap_or(otherwise.protocol),
    }
}

fn routes(gateway: &mut Section<'_>, choices: &Choices) -> Vec<RoutePlan> {
    let span = gateway.span_of("upstream").unwrap_or_else(|| gateway.span());
    let upstreams = each(gateway, "upstream", value::upstream);
    let everything = RoutePlan {
        strategy: choices.strategy,
        host: choices.host.clone(),
        protocol: choices.protocol,
        ..RoutePlan::everything(upstreams)
    };
    let mut routes = gateway.tables("route", |section| {
        let span = section.span_of("path").unwrap_or_else(|| section.span());
        route(section, choices).map(|route| (span, route))
    });
    if !everything.upstreams.is_empty() {
        routes.insert(0, Some((span, everything)));
    }
    let mut known: Vec<RoutePlan> = Vec::new();
    for (span, route) in routes.into_iter().flatten() {
        if known.iter().any(|other| other.path == route.path) {
            let reason = match &*route.path {
                "/" => "everything goes to `upstream` of `[gateway]` already".to_owned(),
                path => format!("`{path}` has a route already"),
            };
            gateway.report(span, Fault::error("route-twice", reason));
        } else {
            known.push(route);
        }
    }
    known
}

fn route(section: &mut Section<'_>, choices: &Choices) -> Option<RoutePlan> {
    let choices = self::choices(section, choices);
    let strip_path = section.boolean("strip_path").is_some_and(|strip| strip.value);
    let is_written = section.span_of("upstream").is_some();
    let upstreams = each(section, "upstream", value::upstream);
    if !is_written {
        missing(section, "upstream");
    }
    let path = match section.text("path") {
        Some(path) => checked(section, path, route_path),
        None => {
            if section.span_of("path").is_none() {
                missing(section, "path");
            }
            None
        }
    };
    Some(RoutePlan {
        path: path?,
        strip_path,
        upstreams: Some(upstreams).filter(|upstreams| !upstreams.is_empty())?,
        strategy: choices.strategy,
        host: choices.host,
        protocol: choices.protocol,
    })
}

/// `/api`: what routes compare is whole segments.
fn route_path(given: &str) -> Result<String, Fault> {
    let fault = |reason: &str| Fault::error("not-a-path", reason);
    let meant = format!("/{}", given.trim_start_matches('/'));
    let meant = meant.trim_end_matches(['*', '/']);
    let meant = if meant.is_empty() { "/" } else { meant };
    if meant.contains(['?', '#', '*'])
        || meant.contains("//")
        || meant.chars().any(char::is_control)
    {
        Err(fault("a route's path is plain: no `*`, `?`, `#` or `//`"))
    } else if given == meant {
        Ok(given.to_owned())
    } else if given.starts_with('/') {
        Err(fault("a route takes everything below its path").correction(meant))
    } else {
        Err(fault("a path starts with `/`").correction(meant))
    }
}

fn limits(section: &mut Section<'_>) -> (Limits, Option<Rate>) {
    let defaults = Limits::default();
    let head = section.size("header_bytes").and_then(|size| {
        let reason = "`header_bytes` is from 1KiB to 1MiB";
        if (1 << 10..=1 << 20).contains(&size.value) {
            return usize::try_from(size.value).ok();
        }
        section.report(size.span, Fault::error("out-of-range", reason));
        None
    });
    let count = |section: &mut Section<'_>, key, bounds, otherwise: usize| {
        let written = section.integer(key, bounds);
        written.and_then(|n| usize::try_from(n.value).ok()).unwrap_or(otherwise)
    };
    let limits = Limits {
        head_bytes: head.unwrap_or(defaults.head_bytes),
        header_fields: count(section, "header_fields", 1..=10_000, defaults.header_fields),
        body_bytes: section.size("body_bytes").map(|size| size.value),
        connections: count(section, "connections", 1..=1_000_000, defaults.connections),
    };
    let number = |section: &mut Section<'_>, key| {
        section.integer(key, 1..=1_000_000).and_then(|n| u32::try_from(n.value).ok())
    };
    let per_second = number(section, "requests_per_second");
    let burst = number(section, "burst");
    if let (None, Some(span)) = (section.span_of("requests_per_second"), section.span_of("burst")) {
        let reason =
            "`burst` says how much may come at once beside `requests_per_second`: write both";
        section.report(span, Fault::error("burst-alone", reason));
    }
    let rate = per_second
        .map(|per_second| Rate { per_second, burst: burst.unwrap_or(per_second * BURST_SECONDS) });
    (limits, rate)
}

fn times(section: &mut Section<'_>) -> TimeLimits {
    let defaults = TimeLimits::default();
    TimeLimits {
        head: time(section, "head", defaults.head),
        idle: time(section, "idle", defaults.idle),
        connect: time(section, "connect", defaults.connect),
        response_head: time(section, "response", defaults.response_head),
        client_stall: time(section, "client_stall", defaults.client_stall),
        stream_idle: time(section, "stream_idle", defaults.stream_idle),
        upstream_idle: time(section, "upstream_idle", defaults.upstream_idle),
        drain: time(section, "drain", defaults.drain),
    }
}

fn certificate(section: &mut Section<'_>, folder: &Path) -> Option<CertificateFiles> {
    let mut file = |key| {
        if section.span_of(key).is_none() {
            missing(section, key);
        }
        Some(folder.join(section.text(key)?.value))
    };
    let (certificate, key) = (file("certificate"), file("key"));
    Some(CertificateFiles { certificate: certificate?, key: key? })
}

fn access_log(section: &mut Section<'_>, folder: &Path) -> (AccessLogTarget, AccessLogFormat) {
    let formats = [("json", AccessLogFormat::Json), ("text", AccessLogFormat::Text)];
    let target = match section.text("file") {
        Some(file) if file.value != "-" => AccessLogTarget::File(folder.join(file.value)),
        _ => AccessLogTarget::Stdout,
    };
    (target, named(section, "format", &formats).unwrap_or_default())
}

fn health(section: &mut Section<'_>) -> HealthSettings {
    let (defaults, check) = (HealthSettings::default(), CheckSettings::default());
    let path = section.text("path").and_then(|path| checked(section, path, check_path));
    let check = CheckSettings {
        path: path.clone().unwrap_or(check.path),
        interval: time(section, "interval", check.interval),
        timeout: time(section, "timeout", check.timeout),
        healthy_after: times_in_a_row(section, "healthy_after", check.healthy_after),
        unhealthy_after: times_in_a_row(section, "unhealthy_after", check.unhealthy_after),
    };
    for key in ["interval", "timeout", "healthy_after", "unhealthy_after"] {
        if let (None, Some(span)) = (section.span_of("path"), section.span_of(key)) {
            let reason = format!("nothing is checked without `path`, so `{key}` says nothing");
            section.report(span, Fault::error("check-without-path", reason));
        }
    }
    HealthSettings {
        check: path.map(|_| check),
        failures: times_in_a_row(section, "failures", defaults.failures),
        out_for: time(section, "out_for", defaults.out_for),
    }
}

fn check_path(given: &str) -> Result<String, Fault> {
    let reason = "a path to ask starts with `/` and holds no space";
    match given.parse::<http::uri::PathAndQuery>() {
        Ok(path) if given.starts_with('/') && path.as_str() == given => Ok(given.to_owned()),
        _ => Err(Fault::error("not-a-path", reason)),
    }
}

/// An upstream that is the gateway itself.
fn loops(gateway: &mut Section<'_>, plan: &Plan) {
    if let Some(upstream) = plan.forwards_to_itself() {
        let reason = format!("the gateway would forward to itself: it listens on {upstream}");
        let span = gateway.span_of("upstream").unwrap_or_else(|| gateway.span());
        gateway.report(span, Fault::error("forwards-to-itself", reason));
    }
}

fn time(section: &mut Section<'_>, key: &'static str, otherwise: Duration) -> Duration {
    let Some(written) = section.duration(key) else { return otherwise };
    if (SHORTEST..=LONGEST).contains(&written.value) {
        return written.value;
    }
    let reason = format!("`{key}` is from 100ms to 24h");
    section.report(written.span, Fault::error("out-of-range", reason));
    otherwise
}

fn times_in_a_row(section: &mut Section<'_>, key: &'static str, otherwise: u32) -> u32 {
    let written = section.integer(key, 1..=100);
    written.and_then(|n| u32::try_from(n.value).ok()).unwrap_or(otherwise)
}

fn missing(section: &mut Section<'_>, key: &'static str) {
    section.report(section.span(), Fault::error("missing-key", format!("`{key}` is missing here")));
}

fn one<T>(
    section: &mut Section<'_>,
    key: &'static str,
    parse: impl Fn(&str) -> Result<T, Fault>,
) -> Option<T> {
    let written = section.text(key)?;
    checked(section, written, parse)
}

fn each<T>(
    section: &mut Section<'_>,
    key: &'static str,
    parse: impl Fn(&str) -> Result<T, Fault>,
) -> Vec<T> {
    let written = section.text_or_strings(key);
    written.into_iter().filter_map(|written| checked(section, written, &parse)).collect()
}

fn strings<T>(
    section: &mut Section<'_>,
    key: &'static str,
    parse: impl Fn(&str) -> Result<T, Fault>,
) -> Vec<T> {
    let written = section.strings(key);
    written.into_iter().filter_map(|written| checked(section, written, &parse)).collect()
}

fn checked<T>(
    section: &mut Section<'_>,
    written: Written<String>,
    parse: impl Fn(&str) -> Result<T, Fault>,
) -> Option<T> {
    parse(&written.value).map_err(|fault| section.report(written.span, quoted(fault))).ok()
}

/// The fault with its correction as TOML writes it, which is as JSON does.
fn quoted(fault: Fault) -> Fault {
    let text = fault.correction.as_ref().map(|text| serde_json::Value::from(&**text).to_string());
    Fault { correction: text, ..fault }
}

fn named<T: Copy>(
    section: &mut Section<'_>,
    key: &'static str,
    choices: &[(&'static str, T)],
) -> Option<T> {
    let written = section.text(key)?;
    let found = choices.iter().find(|(name, _)| *name == written.value);
    if found.is_none() {
        let names: Vec<_> = choices.iter().map(|(name, _)| format!("`{name}`")).collect();
        let reason = format!("`{key}` is {}", names.join(" or "));
        section.report(written.span, Fault::error("not-a-choice", reason));
    }
    found.map(|(_, value)| *value)
}
