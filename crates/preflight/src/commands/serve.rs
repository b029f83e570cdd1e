//! `preflight serve`: the policy in front of any upstream.

#[cfg(unix)]
mod descriptors;
mod dev;
mod load;
mod signals;
mod welcome;

use crate::console::Console;
use crate::event_loop::block_on;
use crate::exit::Exit;
use crate::flag_value::parsed;
use crate::policy_args::PolicyArgs;
use crate::policy_file::PolicyFileArgs;
use clap::ValueEnum;
use dev::Shown;
use load::Loader;
use preflight_gateway::access_log::AccessLogFormat;
use preflight_gateway::config::value::{self, UpstreamUrl};
use preflight_gateway::dev::Watch;
use preflight_gateway::notice::Notice;
use preflight_gateway::record::Observer;
use preflight_gateway::reload::Files;
use preflight_gateway::service::{Service, StartError};
use preflight_gateway::settings::Limits;
use signals::{Signal, Signals};
use std::io::{self, IsTerminal as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::sync::mpsc;

/// Other than elsewhere it is not read from standard input, which gives it only once.
const CONFIG_HELP: &str =
    "Read this file [default: preflight.toml in this folder or the nearest above]";

/// Put a policy in front of any server: preflights are answered, CORS headers set on every response
///
/// What is not said by flags is read from `preflight.toml`, sought from the current folder upwards.
/// It is read again when it changes, and on SIGHUP; while it is wrong, the old one stays in force.
/// SIGINT and SIGTERM end it when the requests under way are answered.
#[derive(Debug, Clone, clap::Args)]
#[command(mut_arg("config", |arg| arg.help(CONFIG_HELP)))]
pub(crate) struct ServeArgs {
    /// Forward to this server; several that answer the same take turns (repeatable)
    #[arg(long, value_name = "URL", value_parser = parsed(value::upstream))]
    upstream: Vec<UpstreamUrl>,

    /// Listen here instead of on 127.0.0.1:8080 (repeatable)
    #[arg(long, value_name = "ADDRESS", value_parser = parsed(value::address))]
    listen: Vec<SocketAddr>,

    #[command(flatten)]
    file: PolicyFileArgs,

    /// Allow every page of this machine everything, and show each decision as it is made
    #[arg(long)]
    dev: bool,

    /// Answer /metrics, /healthz and /decisions here
    #[arg(long, value_name = "ADDRESS", value_parser = parsed(value::address))]
    admin: Option<SocketAddr>,

    /// Write a line for each request to this file; `-` for standard output
    #[arg(long, value_name = "FILE")]
    access_log: Option<PathBuf>,

    /// How a line of the access log looks
    #[arg(long, value_name = "FORMAT", value_enum, requires = "access_log")]
    access_log_format: Option<LogFormat>,

    /// Threads that serve requests [default: one for each core]
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// Print nothing but what is wrong
    #[arg(short = 'q', long, conflicts_with = "dev")]
    quiet: bool,

    #[command(flatten)]
    policy: PolicyArgs,
}

/// How a line of the access log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// A JSON object
    Json,
    /// The Common Log Format, then what was decided
    Text,
}

impl From<LogFormat> for AccessLogFormat {
    fn from(format: LogFormat) -> Self {
        match format {
            LogFormat::Json => Self::Json,
            LogFormat::Text => Self::Text,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs, console: &mut Console) -> Exit {
    block_on(console, async |console| serve(args, console).await).unwrap_or(Exit::Unknown)
}

async fn serve(args: &ServeArgs, console: &mut Console) -> Exit {
    // Before anything is said: who reads it may send one.
    let signals = match Signals::new() {
        Ok(signals) => signals,
        Err(error) => {
            console.error(format_args!("signals cannot be waited for: {error}"));
            return Exit::Unknown;
        }
    };
    let loader = match Loader::new(args, console) {
        Ok(loader) => loader,
        Err(problem) => {
            console.error(problem);
            return Exit::Usage;
        }
    };
    // Looked at before they are read: what changes meanwhile is read again.
    let file = Files::new(loader.file().map(ToOwned::to_owned));
    let configuration = match loader.load() {
        Ok(configuration) => configuration,
        Err(problems) => {
            problems.iter().for_each(|problem| console.drawn(|_| problem.clone()));
            return Exit::Usage;
        }
    };
    for note in configuration.notes.iter().filter(|_| !args.quiet) {
        console.drawn(|_| note.clone());
    }
    #[cfg(unix)]
    if let Some(note) = descriptors::provide(configuration.plan.limits.connections)
        && configuration.plan.limits != Limits::default()
    {
        console.note(note);
    }
    let certificate = Files::new(configuration.plan.files());
    let greeting = (!args.quiet).then(|| welcome::Greeting::new(&configuration, &loader));
    let (watch, seen) = Watch::new();
    let observers = if args.dev { vec![Arc::new(watch) as Arc<dyn Observer>] } else { vec![] };
    let (notices, heard) = mpsc::unbounded_channel();
    let service = match Service::start(configuration, observers, notices).await {
        Ok(service) => service,
        Err(error) => return cannot_start(&error, console),
    };
    if let Some(greeting) = greeting {
        greeting.print(&service, console);
    }
    let running = Running { service, loader, file, certificate, seen, heard };
    running.run(args, signals, console).await
}

fn cannot_start(error: &StartError, console: &mut Console) -> Exit {
    console.error(error);
    if let StartError::Listen { reason, .. } = error
        && reason.kind() == io::ErrorKind::AddrInUse
    {
        console.note("another program listens there: choose an address by `--listen`");
    }
    Exit::Usage
}

/// The gateway while it runs.
struct Running {
    service: Service,
    loader: Loader,
    file: Files,
    certificate: Files,
    seen: mpsc::Receiver<preflight_gateway::dev::Seen>,
    heard: mpsc::UnboundedReceiver<Notice>,
}

impl Running {
    async fn run(mut self, args: &ServeArgs, mut signals: Signals, console: &mut Console) -> Exit {
        let on_terminal = io::stderr().is_terminal();
        let mut shown = Shown::default();
        let mut keys = BufReader::new(tokio::io::stdin()).lines();
        let mut has_keys = args.dev && io::stdin().is_terminal();
        loop {
            tokio::select! {
                signal = signals.next() => match signal {
                    Signal::End => break,
                    // A terminal that is closed hangs up too, and nobody is there any more.
                    Signal::Reload if on_terminal && !io::stderr().is_terminal() => break,
                    Signal::Reload => self.reload(),
                },
                () = self.file.changed() => self.reload(),
                () = self.certificate.changed() => self.service.reload_certificate(),
                Some(notice) = self.heard.recv() => report(&notice, args.quiet, console),
                Some(seen) = self.seen.recv(), if args.dev => shown.show(&seen, console),
                line = keys.next_line(), if has_keys => match line {
                    Ok(Some(_)) => shown.table(console),
                    _ => has_keys = false,
                },
            }
        }
        self.end(args, &mut signals, shown, console).await
    }

    fn reload(&mut self) {
        let new = self.loader.load();
        let certificate = new.as_ref().ok().map(|new| Files::new(new.plan.files()));
        if self.service.reload(new) {
            self.certificate = certificate.unwrap_or_else(|| Files::new([]));
        }
    }

    /// Lets the requests under way finish, unless the user is in a hurry.
    async fn end(
        mut self,
        args: &ServeArgs,
        signals: &mut Signals,
        mut shown: Shown,
        console: &mut Console,
    ) -> Exit {
        let ended = tokio::select! {
            ended = self.service.stop() => ended,
            () = signals.end() => Ok(()),
        };
        if args.dev {
            while let Ok(seen) = self.seen.try_recv() {
                shown.show(&seen, console);
            }
            shown.table(console);
        }
        match ended {
            Ok(()) => Exit::Allowed,
            Err(error) => {
                console.error(error);
                Exit::Unknown
            }
        }
    }
}

fn report(notice: &Notice, quiet: bool, console: &mut Console) {
    let more = match notice {
        Notice::Reloaded { notes } if !quiet => &notes[..],
        Notice::ReloadRefused { problems } => problems,
        _ => &[],
    };
    more.iter().for_each(|block| console.drawn(|_| block.clone()));
    match notice {
        Notice::UpstreamDown { .. }
        | Notice::ReloadRefused { .. }
        | Notice::CertificateRefused { .. } => console.error(notice),
        _ if quiet => {}
        _ => console.note(notice),
    }
}
