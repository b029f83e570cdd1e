//! `preflight policy check`: everything that is wrong with a policy, or the policy as it is meant.

use super::Format;
use crate::console::Console;
use crate::exit::Exit;
use crate::policy_args::PolicyArgs;
use crate::policy_file::PolicyFileArgs;
use crate::policy_problems::PolicyProblems;
use preflight_policy::file::{File, to_toml};
use preflight_policy::{Policies, PolicyConfig};
use serde_json::json;
use std::path::PathBuf;

/// The version of the JSON object; it changes when a field goes or changes its meaning.
const VERSION: u32 = 1;

/// Everything that is wrong with a policy file, or the policies as they are meant
///
/// Prints all problems at once, each with its place, reason and correction. Where there is none, it
/// prints the policies in their canonical form, which may replace the `[[policy]]` tables of the file;
/// notes go to standard error. With policy flags it reads no file: it prints what to write into one.
/// Exit codes: 0 the policies are right, 1 there are problems, 2 the file cannot be read.
#[derive(Debug, clap::Args)]
#[command(mut_group("PolicyArgs", |group| group.conflicts_with_all(["file", "config"])))]
pub(crate) struct PolicyCheckArgs {
    /// The same as --config
    #[arg(value_name = "FILE", conflicts_with = "config")]
    file: Option<PathBuf>,

    #[command(flatten)]
    config: PolicyFileArgs,

    /// The form of the answer
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    policy: PolicyArgs,
}

/// Runs the command.
pub(crate) fn run(args: &PolicyCheckArgs, console: &mut Console) -> Exit {
    if let Some(config) = args.policy.config() {
        return match Policies::new(&[config]) {
            Ok((policies, notes)) => {
                let told = PolicyProblems::of_flags(&notes);
                say(args.format, "the policy flags", Some(policies.configs()), &told, console)
            }
            Err(problems) => {
                let told = PolicyProblems::of_flags(&problems);
                say(args.format, "the policy flags", None, &told, console)
            }
        };
    }
    let file = match args.config.or(args.file.as_ref()).read() {
        Ok(file) => file,
        Err(error) => {
            console.error(error);
            return Exit::Usage;
        }
    };
    let (policies, faults) = match File::read(&file.text) {
        Ok(read) => (Some(read.policies.configs()), read.notes),
        Err(faults) => (None, faults),
    };
    let told = PolicyProblems::of_file(&file, &faults);
    say(args.format, &file.shown(), policies, &told, console)
}

/// Prints what was found. `policies` are as they are meant; `None` where there is an error.
fn say(
    format: Format,
    from: &str,
    policies: Option<Vec<PolicyConfig>>,
    told: &PolicyProblems<'_>,
    console: &mut Console,
) -> Exit {
    let exit = if policies.is_some() { Exit::Allowed } else { Exit::Blocked };
    let text = match (format, policies) {
        (Format::Json, policies) => {
            let object = json!({
                "version": VERSION,
                "from": from,
                "outcome": if policies.is_some() { "clean" } else { "problems" },
                "problems": told.json(),
                "policies": policies,
            });
            format!("{object:#}\n")
        }
        (Format::Human, None) => {
            let text = told.text(&console.options());
            format!("{text}\n{} in {from}\n", told.count())
        }
        (Format::Human, Some(policies)) => {
            console.drawn(|options| told.text(options));
            format!("# {from}, as it is meant\n{}", to_toml(&policies))
        }
    };
    console.out(text.as_bytes());
    exit
}
