//! `preflight fetch`: a browser's `fetch()` in the terminal.

mod jsonl;
mod protocol;
mod shown;

use crate::connection_args::ConnectionArgs;
use crate::console::Console;
use crate::event_loop::block_on;
use crate::exit::Exit;
use crate::request_args::{Asked, DEFAULT_ORIGIN, RequestArgs};
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use preflight_fetch::cookies::SameSiteMode;
use preflight_fetch::{
    AddressSpace, Because, Browser, Origin, Outcome, Profile, Request, RequestError, Url,
};
use preflight_probe::live::{Client, Event, Fetched, Proxy, fetch};
use std::sync::Mutex;
use std::time::SystemTime;

/// A browser's fetch() in the terminal: the body as the script gets it, or why it gets none
///
/// Sends what the browser would send, preflight included, and prints what the script would see: the
/// body on standard output, everything else on standard error. Exit codes: 0 the script gets a
/// response, 1 it gets a network error, 2 usage, 3 no server answered.
#[derive(Debug, clap::Args)]
pub(crate) struct FetchArgs {
    /// The URL to fetch
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
    // A batch is for tests, which want the same everywhere: no proxy from the environment.
    let otherwise = if args.jsonl { Proxy::Direct } else { Proxy::Environment };
    let client = match Client::new(args.connection.settings(otherwise)) {
        Ok(client) => client,
        Err(error) => {
            console.error(error);
            return Exit::Usage;
        }
    };
    let exit = block_on(console, async |console| match &args.url {
        Some(url) => one(args, url, &client, console).await,
        None => jsonl::serve(&client, args.browser).await,
    });
    exit.unwrap_or(Exit::Unknown)
}

/// Fetches one URL.
async fn one(args: &FetchArgs, url: &str, client: &Client, console: &mut Console) -> Exit {
    let mut asked = match args.request.asked(url) {
        Ok(asked) => asked,
        Err(errors) => {
            for error in errors {
                console.error(error);
            }
            return Exit::Usage;
        }
    };
    if !args.quiet {
        if !args.request.names_origin() {
            console.note(format_args!("the page is {DEFAULT_ORIGIN}; name another with --origin"));
        }
        for note in &asked.notes {
            console.note(note);
        }
    }
    if args.browser.habits().checks_local_network_access && asked.init.page_address.is_none() {
        asked.init.page_address = Some(page_address(client, &asked.origin).await);
    }
    let profile = Mutex::new(profile(&asked));
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

/// Where the page stands: a host that does not resolve counts as public.
async fn page_address(client: &Client, origin: &Origin) -> AddressSpace {
    let Ok(url) = Url::parse(origin.serialized()) else { return AddressSpace::Public };
    if let Some(space) = url.host_str().and_then(AddressSpace::of_host) {
        return space;
    }
    client.address_space(&url).await.unwrap_or(AddressSpace::Public)
}

/// A profile whose jar holds the cookies of `-b`, with attributes under which browsers send them as
/// far as they may.
fn profile(asked: &Asked) -> Profile {
    let mut profile = Profile::default();
    let secure = preflight_fetch::referrer::is_trustworthy_url(&asked.url);
    let attributes = if secure { "; Path=/; Secure; SameSite=None" } else { "; Path=/" };
    for cookie in &asked.cookies {
        let line = format!("{cookie}{attributes}");
        let now = SystemTime::now();
        profile.cookie_jar.store(line.as_bytes(), &asked.url, SameSiteMode::StrictOrLess, now);
    }
    profile
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
