//! `preflight clinic`: a server broken in every known way, to learn and to test on.

use crate::console::Console;
use crate::event_loop::block_on;
use crate::exit::Exit;
use preflight_clinic::{Clinic, Ports};
use std::fmt::Write as _;

/// A server broken in every known way, on this machine only, to learn and to test on
///
/// Serves one scenario for each cause that preflight knows, and on another origin a page that sends
/// each request with the fetch() of the browser that opens it. Runs until Ctrl-C.
#[derive(Debug, clap::Args)]
pub(crate) struct ClinicArgs {
    /// Take this port and those that follow, instead of free ones; the page stands at the first
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,

    /// Print the page's address only
    #[arg(short = 'q', long)]
    quiet: bool,
}

/// Runs the command.
pub(crate) fn run(args: &ClinicArgs, console: &mut Console) -> Exit {
    block_on(console, async |console| serve(args, console).await).unwrap_or(Exit::Unknown)
}

async fn serve(args: &ClinicArgs, console: &mut Console) -> Exit {
    let ports = match args.port {
        None | Some(0) => Ports::Free,
        Some(first) => Ports::From(first),
    };
    let clinic = match Clinic::open(ports).await {
        Ok(clinic) => clinic,
        Err(error) => {
            console.error(error);
            return Exit::Usage;
        }
    };
    let text = if args.quiet { format!("{}\n", clinic.addresses().page) } else { welcome(&clinic) };
    console.out(text.as_bytes());
    match tokio::signal::ctrl_c().await {
        Ok(()) => Exit::Allowed,
        Err(error) => {
            console.error(format_args!("Ctrl-C cannot be waited for: {error}"));
            Exit::Unknown
        }
    }
}

fn welcome(clinic: &Clinic) -> String {
    let addresses = clinic.addresses();
    let mut text = String::from("The clinic is open, on this machine only, until Ctrl-C.\n\n");
    let lines = [
        (&addresses.page, "open it: your browser sends every request and compares"),
        (&addresses.api, "the broken API"),
        (&addresses.api2, "its second origin"),
        (&addresses.https, "its https, with a certificate that nobody trusts"),
        (&addresses.page_https, "the page over https, with another such certificate"),
        (&addresses.page_http, "the page on a public host, for Chromium with flags"),
    ];
    for (address, what) in lines {
        let _ = writeln!(text, "  {address:<24}  {what}");
    }
    let served = clinic.served();
    let _ = writeln!(text, "\n{} scenarios. Examine one from another terminal:\n", served.len());
    for served in served {
        let _ = writeln!(text, "# {}\n{}", served.title, served.command());
    }
    text
}
