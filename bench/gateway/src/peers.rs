//! Who is measured, and how each is started: one worker, no access log, the same policy.

use crate::{Args, Error, configs::Site, machine};
use std::{path::Path, process::Command};

/// One who is measured.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Writes what it needs to the site's folder; the command that starts it in the foreground.
    pub(crate) command: fn(&Site, &Args) -> Result<Command, Error>,
    version: fn(&Args) -> Result<String, Error>,
}

/// What one does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// CORS for the upstream.
    Gateway,
    /// Nothing but sockets: no gateway can be faster at a preflight.
    AnswerLimit,
    /// Nothing but sockets: no gateway can be faster at an actual request.
    RelayLimit,
}

/// With whom the others are compared.
pub(crate) const REFERENCE: &str = "nginx";
/// The one that has targets.
pub(crate) const OURS: &str = "preflight";

/// Everybody, in the order in which a round measures them.
pub(crate) static PEERS: [Peer; 9] = [
    Peer { name: "raw answer", kind: Kind::AnswerLimit, command: raw_answer, version: none },
    Peer { name: "raw relay", kind: Kind::RelayLimit, command: raw_relay, version: none },
    Peer { name: REFERENCE, kind: Kind::Gateway, command: nginx, version: nginx_version },
    Peer { name: OURS, kind: Kind::Gateway, command: preflight, version: preflight_version },
    Peer { name: "haproxy", kind: Kind::Gateway, command: haproxy, version: haproxy_version },
    Peer { name: "pingora", kind: Kind::Gateway, command: pingora, version: pingora_version },
    Peer { name: "envoy", kind: Kind::Gateway, command: envoy, version: envoy_version },
    Peer { name: "traefik", kind: Kind::Gateway, command: traefik, version: traefik_version },
    Peer { name: "caddy", kind: Kind::Gateway, command: caddy, version: caddy_version },
];

impl Peer {
    /// Its name and version, as a table shows it.
    pub(crate) fn title(&self, args: &Args) -> Result<String, Error> {
        let version = (self.version)(args)?;
        Ok(format!("{} {version}", self.name).trim_end().to_owned())
    }
}

fn none(_: &Args) -> Result<String, Error> {
    Ok(String::new())
}

fn raw_answer(site: &Site, args: &Args) -> Result<Command, Error> {
    Ok(command(&args.built.join("raw"), ["answer", "204", &listen(site)]))
}

fn raw_relay(site: &Site, args: &Args) -> Result<Command, Error> {
    Ok(command(&args.built.join("raw"), ["relay", &listen(site), &site.upstream.to_string()]))
}

/// The upstream of all: 200 and 1 KiB.
pub(crate) fn upstream(port: u16, args: &Args) -> Command {
    command(&args.built.join("raw"), ["answer", "200", &format!("127.0.0.1:{port}")])
}

fn preflight(site: &Site, args: &Args) -> Result<Command, Error> {
    let template = include_str!("../configs/preflight.toml");
    let file = site.write("preflight.toml", template, |origin| format!("    \"{origin}\","))?;
    let mut command =
        command(&args.ours.join("preflight"), ["serve", "--threads", "1", "--config"]);
    command.arg(file);
    Ok(command)
}

fn preflight_version(args: &Args) -> Result<String, Error> {
    machine::version(Command::new(args.ours.join("preflight")).arg("--version"))
}

fn nginx(site: &Site, _: &Args) -> Result<Command, Error> {
    let line = |origin: &str| format!("        \"{origin}\" $http_origin;");
    let file = site.write("nginx.conf", include_str!("../configs/nginx.conf"), line)?;
    let mut command = command(Path::new("nginx"), ["-e", "stderr", "-c"]);
    command.arg(file);
    Ok(command)
}

fn nginx_version(_: &Args) -> Result<String, Error> {
    machine::version(Command::new("nginx").arg("-v"))
}

fn haproxy(site: &Site, _: &Args) -> Result<Command, Error> {
    site.write("origins.txt", "{origins}\n", str::to_owned)?;
    let file = site.write("haproxy.cfg", include_str!("../configs/haproxy.cfg"), str::to_owned)?;
    let mut command = command(Path::new("haproxy"), ["-db", "-f"]);
    command.arg(file);
    Ok(command)
}

fn haproxy_version(_: &Args) -> Result<String, Error> {
    machine::version(Command::new("haproxy").arg("-v"))
}

fn pingora(site: &Site, args: &Args) -> Result<Command, Error> {
    let file = site.write("origins.txt", "{origins}\n", str::to_owned)?;
    let mut command =
        command(&args.built.join("bench-pingora"), [&listen(site), &site.upstream.to_string()]);
    command.arg(file);
    Ok(command)
}

/// A library has no command to ask: the version that it was built with stands in the lock file.
fn pingora_version(_: &Args) -> Result<String, Error> {
    let lock = include_str!("../../Cargo.lock");
    let entry = lock.split_once("name = \"pingora\"\nversion = \"");
    let version = entry.and_then(|(_, rest)| rest.split('"').next());
    Ok(version.ok_or("Cargo.lock has no `pingora`")?.to_owned())
}

fn envoy(site: &Site, args: &Args) -> Result<Command, Error> {
    let line = |origin: &str| format!("                  - exact: {origin}");
    let file = site.write("envoy.yaml", include_str!("../configs/envoy.yaml"), line)?;
    let options = ["--concurrency", "1", "--use-dynamic-base-id", "--log-level", "error", "-c"];
    let mut command = command(&args.venv.join("envoy"), options);
    command.arg(file);
    Ok(command)
}

fn envoy_version(args: &Args) -> Result<String, Error> {
    machine::version(Command::new(args.venv.join("envoy")).arg("--version"))
}

fn traefik(site: &Site, args: &Args) -> Result<Command, Error> {
    let line = |origin: &str| format!("        - {origin}");
    site.write("routes.yml", include_str!("../configs/traefik-routes.yml"), line)?;
    let file = site.write("traefik.yml", include_str!("../configs/traefik.yml"), str::to_owned)?;
    let mut command = Command::new(args.venv.join("traefik"));
    command.arg(format!("--configFile={}", file.display())).env("GOMAXPROCS", "1");
    Ok(command)
}

fn traefik_version(args: &Args) -> Result<String, Error> {
    machine::version(Command::new(args.venv.join("traefik")).arg("version"))
}

fn caddy(site: &Site, args: &Args) -> Result<Command, Error> {
    let line = |origin: &str| format!("\t\theader Origin {origin}");
    let file = site.write("Caddyfile", include_str!("../configs/Caddyfile"), line)?;
    let options = ["run", "--adapter", "caddyfile", "--config"];
    let mut command = command(&args.venv.join("caddy"), options);
    command.arg(file).env("GOMAXPROCS", "1").env("XDG_DATA_HOME", &site.folder);
    Ok(command)
}

fn caddy_version(args: &Args) -> Result<String, Error> {
    machine::version(Command::new(args.venv.join("caddy")).arg("version"))
}

fn listen(site: &Site) -> String {
    format!("127.0.0.1:{}", site.port)
}

fn command<const N: usize>(program: &Path, arguments: [&str; N]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments);
    command
}
