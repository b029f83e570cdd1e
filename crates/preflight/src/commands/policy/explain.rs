//! `preflight policy explain`: what a policy answers to one request, why, and what each browser makes
//! of it.

mod human;

use super::Format;
use crate::console::Console;
use crate::exit::Exit;
use crate::policy_args::PolicyArgs;
use crate::policy_file::PolicyFileArgs;
use crate::policy_source::PolicySource;
use crate::request_args::{self, RequestArgs};
use preflight_diagnose::Question;
use preflight_diagnose::policy_server::{self, Trial};
use preflight_fetch::{AddressSpace, RequestError};
use preflight_probe::asked::{Asked, DEFAULT_ORIGIN};
use preflight_report::Outcome;
use preflight_report::render::{self, Options};
use serde_json::{Value, json};

/// The version of the JSON object; it changes when a field goes or changes its meaning.
const VERSION: u32 = 1;

/// The server of a target that is a path alone.
const SERVER: &str = "https://your-server.example";

/// What a policy answers to one request, why, and what each browser makes of it
///
/// Goes through the rules that decide: the path, the origin with the entry that allows it or comes
/// nearest, the method, each header name. Then it prints the headers of the answers, and how the request
/// ends in each browser. Nothing is sent: the browsers' model is run against the policy. Exit codes: 0
/// allowed, 1 blocked, 2 usage or a policy with problems, 3 no policy speaks for the path.
#[derive(Debug, clap::Args)]
#[command(mut_group("PolicyArgs", |group| group.conflicts_with("config")))]
pub(crate) struct PolicyExplainArgs {
    /// What is asked for: a URL, a path such as `/api/users`, or a request copied in the browser's
    /// network panel
    #[arg(value_name = "URL|PATH", default_value = "/")]
    target: String,

    /// The form of the answer
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    config: PolicyFileArgs,

    #[command(flatten)]
    policy: PolicyArgs,

    #[command(flatten)]
    request: RequestArgs,
}

/// Everything there is to say.
struct Explained {
    source: PolicySource,
    trial: Trial,
    /// What the user may want to know of the request.
    notes: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(args: &PolicyExplainArgs, console: &mut Console) -> Exit {
    let Some(source) = PolicySource::read_or_say(&args.policy, &args.config, console) else {
        return Exit::Usage;
    };
    let is_path = args.target.starts_with('/') && !args.target.starts_with("//");
    let target = if is_path { format!("{SERVER}{}", args.target) } else { args.target.clone() };
    let Some(asked) = args.request.read_or_say(&target, console) else { return Exit::Usage };
    let mut notes = request_args::notes(&asked);
    if asked.origin_assumed {
        notes.insert(0, format!("the page is {DEFAULT_ORIGIN}; name another with --origin"));
    }
    let question = match question(asked) {
        Ok(question) => question,
        Err(error) => {
            console.error(format_args!("no script can make this request: {error}"));
            return Exit::Usage;
        }
    };
    let trial = policy_server::examine(&source.policies, question);
    let explained = Explained { source, trial, notes };
    let options = Options { secrets: console.secrets().met(), ..console.options() };
    let text = match args.format {
        Format::Human => human::text(&explained, &options),
        Format::Json => format!("{:#}\n", explained.json(&options)),
    };
    console.out(text.as_bytes());
    explained.exit()
}

/// For every engine, and the request whole. The page stands on this machine unless it is said to stand
/// elsewhere: whether a browser asks its user for the local network is no matter of policies.
fn question(asked: Asked) -> Result<Question, RequestError> {
    let page_address = asked.init.page_address.unwrap_or(AddressSpace::Loopback);
    Ok(Question { send_actual: true, ..asked.question(page_address)? })
}

impl Explained {
    fn exit(&self) -> Exit {
        match self.trial.report.outcome {
            _ if !self.trial.is_decided() => Exit::Unknown,
            Outcome::Allowed => Exit::Allowed,
            Outcome::Blocked => Exit::Blocked,
            Outcome::Unreachable => Exit::Unknown,
        }
    }

    fn json(&self, options: &Options) -> Value {
        json!({
            "version": VERSION,
            "from": self.source.shown(),
            "outcome": self.trial.outcome(),
            "notes": self.notes,
            "decisions": self.trial.decisions(|place| self.source.place(place).into()),
            "report": render::json::report(&self.trial.report, options),
        })
    }
}
