//! `preflight check`: would a browser let this request through? Why not? What to change?

mod round;
mod table;

use crate::configuration;
use crate::connection_args::ConnectionArgs;
use crate::console::Console;
use crate::event_loop::block_on;
use crate::exit::Exit;
use crate::request_args::{RequestArgs, notes};
use crate::target_args::{known, writable};
use clap::ValueEnum;
use clap::builder::PossibleValuesParser;
use preflight_diagnose::Question;
use preflight_diagnose::remedy::{self, remedy};
use preflight_fetch::{Browser, RequestError};
use preflight_probe::asked::Asked;
use preflight_probe::live::{BodyWanted, Client, Proxy, Settings, examine};
use preflight_report::render::{self, Options};
use preflight_report::{Outcome, Report};
use preflight_targets::Target;
use serde_json::Value;
use std::time::Instant;

/// Would a browser let this request through? Why not? What to change?
///
/// Sends what the browsers would send, preflight included, and where they refuse the answer, harmless
/// probes that tell one cause from another. A request that may change something (POST, PUT, DELETE, …)
/// is itself only sent with --send-actual. Without a target it examines the clinic, a server on this
/// machine that is broken in every known way. Exit codes: 0 allowed, 1 blocked, 2 usage, 3 no server
/// answered.
#[derive(Debug, clap::Args)]
#[command(
    mut_group("RequestArgs", |group| group.requires("target")),
    mut_group("ConnectionArgs", |group| group.requires("target"))
)]
pub(crate) struct CheckArgs {
    /// The URL that the page asks for, or a request copied in the browser's network panel (as cURL,
    /// fetch, PowerShell or HAR), in quotes, as words after `curl`, or `-` for standard input; none:
    /// the clinic
    target: Option<String>,

    /// Whose verdict counts; several with commas between
    #[arg(long, value_name = "BROWSER", value_delimiter = ',', default_value = ALL,
          requires = "target", value_parser = PossibleValuesParser::new(BROWSERS))]
    browser: Vec<String>,

    /// A response header that the script wants to read; repeatable
    #[arg(long, value_name = "NAME", requires = "target")]
    read: Vec<String>,

    /// Say what to change in this target's words, instead of those of the layer that answered;
    /// `preflight targets` lists them
    #[arg(long = "target", value_name = "ID", value_parser = known, requires = "target")]
    layer: Option<&'static Target>,

    /// Print nothing but the configuration of this target that lets the request through
    #[arg(long, value_name = "ID", value_parser = writable, requires = "target",
          conflicts_with_all = ["layer", "format", "quiet", "verbose"])]
    fix: Option<&'static Target>,

    /// Send the request itself too, though it may change something on the server
    #[arg(long, requires = "target")]
    send_actual: bool,

    /// The form of the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,

    /// Print the verdict and the first cause only
    #[arg(short = 'q', long, conflicts_with = "verbose")]
    quiet: bool,

    /// Print every exchange, as curl lines too, and every step of the standard
    #[arg(short = 'v', long)]
    verbose: bool,

    /// Print cookies, tokens and passwords as they are
    #[arg(long)]
    show_secrets: bool,

    #[command(flatten)]
    request: RequestArgs,

    #[command(flatten)]
    connection: ConnectionArgs,
}

/// The form of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// For a person at a terminal.
    #[default]
    Human,
    /// For programs: one JSON object.
    Json,
    /// For an issue or a pull request.
    Markdown,
}

const ALL: &str = "all";
const BROWSERS: [&str; 5] = [
    ALL,
    Browser::Chromium.id(),
    Browser::Firefox.id(),
    Browser::WebKit.id(),
    Browser::Standard.id(),
];

/// Runs the command.
pub(crate) fn run(args: &CheckArgs, console: &mut Console) -> Exit {
    let Some(target) = args.target.as_deref() else { return clinic(args, console) };
    if args.show_secrets {
        console.show_secrets();
    }
    let Some(asked) = args.request.read_or_say(target, console) else { return Exit::Usage };
    let settings =
        Settings { body: BodyWanted::EXAMINED, ..args.connection.settings(Proxy::Environment) };
    let client = match Client::new(asked.settings(settings)) {
        Ok(client) => client,
        Err(error) => {
            console.error(error);
            return Exit::Usage;
        }
    };
    block_on(console, async |console| one(args, asked, &client, console).await)
        .unwrap_or(Exit::Unknown)
}

/// Examines one URL.
async fn one(args: &CheckArgs, asked: Asked, client: &Client, console: &mut Console) -> Exit {
    let begun = Instant::now();
    let notes = notes(&asked);
    let question = match question(args, asked, client).await {
        Ok(question) => question,
        Err(error) => {
            console.error(format_args!("no script can make this request: {error}"));
            return Exit::Usage;
        }
    };
    let deadline = begun + client.settings().max_time;
    let mut report = examine(client, question, deadline, &mut |_| ()).await;
    report.notes = notes;
    if let Some(target) = args.fix {
        match remedy::configuration(&report, &args.read, target) {
            Ok(generated) => configuration::print(&generated, console),
            Err(why) => console.error(why),
        }
        return exit(&report);
    }
    remedy(&mut report, &args.read, args.layer);
    let options = options(args, console);
    let text = match args.format {
        Format::Human => render::human::report(&report, &options),
        Format::Markdown => render::markdown::report(&report, &options),
        Format::Json => pretty(&render::json::report(&report, &options)),
    };
    console.out(text.as_bytes());
    exit(&report)
}

async fn question(
    args: &CheckArgs,
    asked: Asked,
    client: &Client,
) -> Result<Question, RequestError> {
    let page_address = asked.page_address(client).await;
    Ok(Question {
        engines: engines(&args.browser),
        read: args.read.clone(),
        send_actual: args.send_actual,
        ..asked.question(page_address)?
    })
}

/// The engines named, each once, in the order in which reports name them.
fn engines(named: &[String]) -> Vec<Browser> {
    let is_named = |browser: &Browser| named.iter().any(|name| name == browser.id());
    let all = named.iter().any(|name| name == ALL);
    let in_all = |browser: &Browser| all && *browser != Browser::Standard;
    Browser::ALL.into_iter().filter(|b| is_named(b) || in_all(b)).collect()
}

fn options(args: &CheckArgs, console: &Console) -> Options {
    Options {
        width: console.width(),
        color: console.colors_out(),
        verbose: args.verbose,
        quiet: args.quiet,
        show_secrets: args.show_secrets,
        secrets: console.secrets().met(),
        target: args.layer.map(|target| target.id.to_owned()),
    }
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

const fn exit(report: &Report) -> Exit {
    match report.outcome {
        Outcome::Allowed => Exit::Allowed,
        Outcome::Blocked => Exit::Blocked,
        Outcome::Unreachable => Exit::Unknown,
    }
}

/// Examines the clinic.
fn clinic(args: &CheckArgs, console: &mut Console) -> Exit {
    let examined = match block_on(console, async |_| round::examine_all().await) {
        Some(Ok(examined)) => examined,
        Some(Err(error)) => {
            console.error(error);
            return Exit::Unknown;
        }
        None => return Exit::Unknown,
    };
    let options = options(args, console);
    let text = match args.format {
        Format::Human => table::human(&examined, &options),
        Format::Markdown => table::markdown(&examined),
        Format::Json => pretty(&table::json(&examined, &options)),
    };
    console.out(text.as_bytes());
    if examined.iter().all(table::Examined::is_found) { Exit::Allowed } else { Exit::Blocked }
}
