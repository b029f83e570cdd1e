//! `preflight ui`: the workbench in the web browser.

use crate::console::Console;
use crate::event_loop::block_on;
use crate::exit::Exit;
use crate::flag_value::parsed;
use preflight_gateway::config::value;
use preflight_web::{OpenError, Settings, Token, Workbench};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// The workbench in your web browser: check, build a policy, look things up, try it for real
///
/// Serves a page on this machine and opens it. The page can make this machine send requests, so its
/// address holds a token, new at every start; nothing else may ask. Runs until Ctrl-C.
#[derive(Debug, clap::Args)]
pub(crate) struct UiArgs {
    /// Listen here [default: 127.0.0.1:9340, or a free port where that is taken]; an address that other
    /// machines reach wants a --token
    #[arg(long, value_name = "ADDRESS", value_parser = parsed(value::address))]
    listen: Option<SocketAddr>,

    /// What the page shows to be let in: 16 characters or more [default: a new one at every start]
    #[arg(long, value_name = "TOKEN")]
    token: Option<Token>,

    /// Answer to this name too: that of a machine in your network; repeatable
    #[arg(long, value_name = "NAME", requires = "listen")]
    host: Vec<String>,

    /// Ask servers in private networks too, where other machines reach the workbench
    #[arg(long, requires = "listen")]
    allow_private_targets: bool,

    /// Do not open the page, only print its address
    #[arg(long)]
    no_open: bool,

    /// Read the page's files from this folder: for who works on them
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,
}

/// Where the workbench stands unless it is told otherwise.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9340);

/// Runs the command.
pub(crate) fn run(args: &UiArgs, console: &mut Console) -> Exit {
    let settings = match settings(args) {
        Ok(settings) => settings,
        Err(problem) => {
            console.error(problem);
            return Exit::Usage;
        }
    };
    block_on(console, async |console| serve(args, settings, console).await).unwrap_or(Exit::Unknown)
}

fn settings(args: &UiArgs) -> Result<Settings, &'static str> {
    let listen = args.listen.unwrap_or(LISTEN);
    let is_local = listen.ip().is_loopback();
    if !is_local && args.token.is_none() {
        return Err("other machines reach this address; say by `--token` what lets them in");
    }
    let token = args.token.clone().or_else(Token::random);
    Ok(Settings {
        listen,
        hosts: args.host.clone(),
        token: token.ok_or("the system has no randomness for a token; choose one by `--token`")?,
        assets: args.assets.clone(),
        private_targets: is_local || args.allow_private_targets,
    })
}

async fn serve(args: &UiArgs, settings: Settings, console: &mut Console) -> Exit {
    let workbench = match open(args, settings).await {
        Ok(workbench) => workbench,
        Err(error) => {
            console.error(&error);
            if error.reason.kind() == ErrorKind::AddrInUse {
                console.note("another program listens there: choose an address by `--listen`");
            }
            return Exit::Usage;
        }
    };
    let url = workbench.url();
    console.out(format!("{url}\n").as_bytes());
    // Other users of this machine see the arguments of programs: no token among them.
    let opened = workbench.url_for_once().filter(|_| !args.no_open);
    if let Some(url) = opened
        && let Err(error) = open::that_detached(url)
    {
        console
            .note(format_args!("no browser could be started ({error}): open the address yourself"));
    }
    match tokio::signal::ctrl_c().await {
        Ok(()) => Exit::Allowed,
        Err(error) => {
            console.error(format_args!("Ctrl-C cannot be waited for: {error}"));
            Exit::Unknown
        }
    }
}

/// At the usual port, or where that is taken and no other was named, at a free one.
async fn open(args: &UiArgs, settings: Settings) -> Result<Workbench, OpenError> {
    let anywhere = Settings { listen: SocketAddr::new(LISTEN.ip(), 0), ..settings.clone() };
    match Workbench::open(settings).await {
        Err(error) if args.listen.is_none() && error.reason.kind() == ErrorKind::AddrInUse => {
            Workbench::open(anywhere).await
        }
        opened => opened,
    }
}
