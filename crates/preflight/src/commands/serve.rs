//! `preflight serve`: the policy in front of any upstream.

mod dev;
mod load;
mod welcome;

use crate::console::Console;
use crate::event_loop::block_on;
use crate::exit::Exit;
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
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::sync::mpsc;

/// Put a policy in front of any server: preflights are answered, CORS headers set on every response
///
/// What is not said by flags is read from `preflight.toml`, sought from the current folder upwards.
/// It is read again when it changes, and on SIGHUP; while it is wrong, the old one stays in force.
/// SIGINT and SIGTERM end it when the requests under way are answered.
#[derive(Debug, Clone, clap::Args)]
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

    #[command(flatten)]
    policy: PolicyArgs,

    /// Print nothing but what is wrong
    #[arg(short = 'q', long, conflicts_with = "dev")]
    quiet: bool,
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

/// The file's reader of a value, for a flag.
fn parsed<T>(
    read: impl Fn(&str) -> Result<T, preflight_policy::file::Fault> + Clone,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |given| {
        read(given).map_err(|fault| match fault.correction {
            Some(correction) => format!("{}; write `{correction}`", fault.reason),
            None => fault.reason,
        })
    }
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs, console: &mut Console) -> Exit {
    block_on(console, async |console| serve(args, console).await).unwrap_or(Exit::Unknown)
}

async fn serve(args: &ServeArgs, console: &mut Console) -> Exit {
    let loader = match Loader::new(args, console) {
        Ok(loader) => loader,
        Err(problem) => {
            console.error(problem);
            return Exit::Usage;
        }
    };
    let configuration = match loader.load() {
        Ok(configuration) => configuration,
        Err(problems) => {
            problems.iter().for_each(|problem| console.drawn(|_| problem.clone()));
            return Exit::Usage;
        }
    };
    configuration.notes.iter().for_each(|note| console.drawn(|_| note.clone()));
    let greeting = (!args.quiet).then(|| welcome::Greeting::new(&configuration, &loader));
    let (watch, seen) = Watch::new();
    let observers = if args.dev { vec![Arc::new(watch) as Arc<dyn Observer>] } else { vec![] };
    let (notices, heard) = mpsc::unbounded_channel();
    let service = match Service::start(configuration, observers, notices).await {
        Ok(service) => service,
        Err(error @ StartError::Listen { .. }) => {
            console.error(error);
            console.note("another program may listen there: choose an address by `--listen`");
            return Exit::Usage;
        }
        Err(error) => {
            console.error(error);
            return Exit::Usage;
        }
    };
    if let Some(greeting) = greeting {
        greeting.print(&service, console);
    }
    Running { service, loader, seen, heard }.run(args, console).await
}

/// The gateway while it runs.
struct Running {
    service: Service,
    loader: Loader,
    seen: mpsc::Receiver<preflight_gateway::dev::Seen>,
    heard: mpsc::UnboundedReceiver<Notice>,
}

impl Running {
    async fn run(mut self, args: &ServeArgs, console: &mut Console) -> Exit {
        let mut signals = match signals::Signals::new() {
            Ok(signals) => signals,
            Err(error) => {
                console.error(format_args!("signals cannot be waited for: {error}"));
                return Exit::Unknown;
            }
        };
        let mut shown = Shown::default();
        let mut keys = BufReader::new(tokio::io::stdin()).lines();
        let mut has_keys = args.dev && std::io::stdin().is_terminal();
        let mut config = Files::new(self.loader.file().map(ToOwned::to_owned));
        let mut certificate = Files::new(self.service.files());
        loop {
            tokio::select! {
                signal = signals.next() => match signal {
                    signals::Signal::End => break,
                    signals::Signal::Reload => {
                        self.service.reload(self.loader.load());
                        certificate = Files::new(self.service.files());
                    }
                },
                () = config.changed() => {
                    self.service.reload(self.loader.load());
                    certificate = Files::new(self.service.files());
                }
                () = certificate.changed() => self.service.reload_certificate(),
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

    /// Lets the requests under way finish, unless the user is in a hurry.
    async fn end(
        mut self,
        args: &ServeArgs,
        signals: &mut signals::Signals,
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
    match notice {
        Notice::Reloaded { notes: more } | Notice::ReloadRefused { problems: more } => {
            more.iter().for_each(|block| console.drawn(|_| block.clone()));
        }
        _ => {}
    }
    match notice {
        Notice::UpstreamDown { .. }
        | Notice::ReloadRefused { .. }
        | Notice::CertificateRefused { .. } => console.error(notice),
        _ if quiet => {}
        _ => console.note(notice),
    }
}

/// The signals that mean something here.
mod signals {
    use std::io;

    /// What a signal asks for.
    pub(super) enum Signal {
        /// End when the requests under way are answered.
        End,
        /// Read everything again.
        Reload,
    }

    #[cfg(unix)]
    pub(super) struct Signals {
        interrupt: tokio::signal::unix::Signal,
        terminate: tokio::signal::unix::Signal,
        hang_up: tokio::signal::unix::Signal,
    }

    #[cfg(unix)]
    impl Signals {
        pub(super) fn new() -> io::Result<Self> {
            use tokio::signal::unix::{SignalKind, signal};
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
                hang_up: signal(SignalKind::hangup())?,
            })
        }

        pub(super) async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::End,
                _ = self.terminate.recv() => Signal::End,
                _ = self.hang_up.recv() => Signal::Reload,
            }
        }
    }

    #[cfg(not(unix))]
    pub(super) struct Signals;

    #[cfg(not(unix))]
    impl Signals {
        #[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
        pub(super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub(super) async fn next(&mut self) -> Signal {
            // Where Ctrl-C cannot be waited for, it ends the program by itself.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            Signal::End
        }
    }

    impl Signals {
        /// Waits for the signal to end; others are passed over.
        pub(super) async fn end(&mut self) {
            while !matches!(self.next().await, Signal::End) {}
        }
    }
}
