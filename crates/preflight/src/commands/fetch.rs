//! `preflight fetch`: a browser's `fetch()` in the terminal.

mod jsonl;
mod protocol;
mod shown;

use crate::connection_args::ConnectionArgs;
use crate::console::Console;
use crate::event_loop::block_on;
use crate::exit::Exit;
use crate::request_args::{RequestArgs, notes};
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use preflight_fetch::{Because, Browser, Outcome, Request, RequestError};
use preflight_probe::asked::{Asked, DEFAULT_ORIGIN};
use preflight_probe::live::{Client, Event, Fetched, Proxy, fetch};
use std::sync::Mutex;

/// A browser's fetch() in the terminal: the body as the script gets it, or why it gets none
///
/// Sends what the browser would send, preflight included, and prints what the script would see: the
/// body on standard output, everything else on standard error. Exit codes: 0 the script gets a
/// response, 1 it gets a network error, 2 usage, 3 no server answered.
#[derive(Debug, clap::Args)]
pub(crate) struct FetchArgs {
    /// The URL to fetch, or a request copied in the browser's network panel (as cURL, fetch,
    /// PowerShell or HAR), in quotes, as words after `curl`, or `-` for standard input
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl")]
    url: Option<String>,

    /// Whose fetch() it is
    #[arg(long, value_name = "BROWSER", default_value = "standard", value_parser =
          PossibleValuesParser::new(Browser::ALL.map(Browser::id)).try_map(|id| id.parse::<Browser>().map_err(|()| "no browser")))]
    browser: Browser,

    /// Print the status line and the headers that the script may read, before the body
    #[arg(short = 'i', long)]
    include: bool,

    /// Print every exchange as it happens, and every step of the standard that decided
    #[arg(short = 'v', long)]
    verbose: bool,

    /// Print no notes
    #[arg(short = 'q', long)]
    quiet: bool,

    /// Print cookies, tokens and passwords as they are, in what goes to standard error
    #[arg(long)]
    show_secrets: bool,

    /// Answer requests on standard input, one JSON object a line, until it ends
    #[arg(long)]
    jsonl: bool,

    #[command(flatten)]
    request: RequestArgs,

    #[command(flatten)]
    connection: ConnectionArgs,
}

/// Runs the command.
pub(crate) fn run(args: &FetchArgs, console: &mut Console) -> Exit {
    let Some(target) = &args.url else { return batch(args, console) };
    if args.show_secrets {
        console.show_secrets();
    }
    let Some(asked) = args.request.read_or_say(target, console) else { return Exit::Usage };
    let client = match Client::new(asked.settings(args.connection.settings(Proxy::Environment))) {
        Ok(client) => client,
        Err(error) => {
            console.error(error);
            return Exit::Usage;
        }
    };
    block_on(console, async |console| one(args, asked, &client, console).await)
        .unwrap_or(Exit::Unknown)
}

/// Answers requests on standard input. A batch is for tests, which want the same everywhere: no proxy
/// from the environment.
fn batch(args: &FetchArgs, console: &mut Console) -> Exit {
    let client = match Client::new(args.connection.settings(Proxy::Direct)) {
        Ok(client) => client,
        Err(error) => {
            console.error(error);
            return Exit::Usage;
        }
    };
    block_on(console, async |_| jsonl::serve(&client, args.browser).await).unwrap_or(Exit::Unknown)
}

/// Fetches one URL.
async fn one(args: &FetchArgs, mut asked: Asked, client: &Client, console: &mut Console) -> Exit {
    if !args.quiet {
        if asked.origin_assumed {
            console.note(format_args!("the page is {DEFAULT_ORIGIN}; name another with --origin"));
        }
        for note in notes(&asked) {
            console.note(note);
        }
    }
    if args.browser.habits().checks_local_network_access {
        asked.init.page_address = Some(asked.page_address(client).await);
    }
    let profile = Mutex::new(asked.profile());
    let Asked { url, origin, init, .. } = asked;
    let request = match Request::new(url, origin, init) {
        Ok(request) => request,
        Err(error) => {
            shown::constructor_error(&error, args.browser, console);
            return Exit::Blocked;
        }
    };
    let fetched = {
        let mut observer = |event: Event<'_>| {
            if args.verbose {
                shown::event(&event, console);
            }
        };
        fetch(client, request, args.browser, &profile, &mut observer).await
    };
    shown::outcome(&fetched, args.browser, args.include, console);
    exit(&fetched)
}

fn exit(fetched: &Fetched) -> Exit {
    match &fetched.outcome {
        Outcome::Response(_) => Exit::Allowed,
        Outcome::NetworkError(refusal) => {
            let answered = fetched.exchanges.iter().any(|e| e.response().is_some());
            match refusal.because {
                Because::Connection(_) if !answered => Exit::Unknown,
                _ => Exit::Blocked,
            }
        }
    }
}
